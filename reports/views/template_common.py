"""What the pages of the template editor share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from indicators.models import Organisation
from indicators.rights import rights_of
from indicators.spans import Month
from reports.declarations import DeclarationError
from reports.designing.drafts import Data, Draft, change_draft, draft_of, undo
from reports.designing.known import Known, known_on
from reports.designing.outline import has
from reports.designing.preview import Moment, moment_of, preview
from reports.designing.refusals import DesignRefused
from reports.models import ReportTemplate
from reports.nodes import SectionNode
from reports.views.common import number
from vss_portal import clock

logger = logging.getLogger(__name__)


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation that the person works in."""
    found = rights_of(request.user).organisation
    if found is None:
        raise Http404("Du har ingen roll i någon förvaltning.")
    return found


def template_of(request: HttpRequest, code: str) -> ReportTemplate:
    """The template of the person's organisation."""
    templates = ReportTemplate.objects.select_related("organisation")
    return get_object_or_404(templates, organisation=organisation_of(request), code=code)


def moment_asked(request: HttpRequest, template: ReportTemplate) -> tuple[Moment, list[Moment]]:
    """The moment that previews are about, and all that can be chosen."""
    asked = request.POST.get("med") or request.GET.get("med") or ""
    return moment_of(template.organisation, template.kind, asked, clock.today(), template)


def known_at(organisation: Organisation, moment: Moment) -> Known:
    """What the organisation has on the last day of the moment."""
    return known_on(organisation, Month(moment.year, moment.month).last_day)


def attempt_design(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Run an act of designing that may be refused; a refusal is told. True where it was done."""
    try:
        act()
    except DesignRefused as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return False
    return True


def step(request: HttpRequest, template: ReportTemplate, change: Callable[[Data], str]) -> bool:
    """Make a step of the draft as the person who asks, with the step that the sent form was made from."""
    user: Any = request.user
    seen = number(request.POST.get("sedd"))
    return attempt_design(request, lambda: change_draft(template=template, change=change, by=user, seen=seen))


def step_back(request: HttpRequest, template: ReportTemplate) -> bool:
    """Undo the newest step."""
    user: Any = request.user
    said = []
    done = attempt_design(request, lambda: said.append(undo(template=template, by=user)))
    if done:
        messages.success(request, f"Ångrat: {said[0]}.")
    return done


def undid_all_of(request: HttpRequest, record: ReportTemplate, section: str) -> bool:
    """Whether the step that was just undone is the one that had made the section."""
    undone = request.method == "POST" and request.POST.get("gor") == "angra"
    return undone and not has(draft_of(record).declaration, section)


def leave_for(request: HttpRequest, name: str, *args: Any) -> HttpResponse:
    """On to another page, also where only a part of this one was asked for."""
    if "HX-Request" not in request.headers:
        return redirect(name, *args)
    return HttpResponse(headers={"HX-Redirect": reverse(name, args=args)})


def kept_as_typed(request: HttpRequest, response: HttpResponse, draft: Draft) -> HttpResponse:
    """With htmx only the message of a refusal is put in place, so that what was typed stays in its boxes.

    Where somebody else has made a step meanwhile, all is shown anew.
    """
    if "HX-Request" in request.headers and number(request.POST.get("sedd")) == draft.step:
        response["HX-Retarget"], response["HX-Reselect"] = "#designer .said", ".said"
        response["HX-Reswap"] = "outerHTML"
    return response


def frame(template: ReportTemplate, draft: Draft | None = None) -> dict[str, Any]:
    """What every page of one template shows: its name, its version and whether something is unsaved."""
    return {"record": template, "draft": draft or draft_of(template)}


def composed_preview(record: ReportTemplate, draft: Draft, key: str, moment: Moment) -> tuple[SectionNode | None, str]:
    """The section with real figures, else why it can't be shown: the page stays, so that the draft can be mended."""
    try:
        return preview(record.organisation, draft.declaration, key, moment), ""
    except (DeclarationError, ValueError, LookupError, ArithmeticError) as error:
        logger.warning("Preview of %s, section %s: %r", record.code, key, error)
        return None, f"Det går inte att räkna fram så som det står. Ångra det senaste steget. ({error})"
