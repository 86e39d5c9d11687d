"""The templates of an organisation: the list, a new one, one from a file, and the texts that reports share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.designing.access import edits_templates
from reports.designing.drafts import create_template
from reports.designing.exchange import LARGEST, Lost, import_template
from reports.designing.keys import free_code
from reports.designing.known import known_on
from reports.designing.words import declared_pattern
from reports.editing import markup
from reports.library import write_shared_text
from reports.models import ReportTemplate, SharedText
from reports.models.templates import ReportKind
from reports.views.common import number
from reports.views.template_common import attempt_design, organisation_of
from vss_portal import clock
from vss_portal.guard import access


@access(who=edits_templates)
def template_list(request: HttpRequest) -> HttpResponse:
    """All templates with their newest version, whether they are being worked on, and how many reports they have."""
    templates = ReportTemplate.objects.filter(organisation=organisation_of(request)).annotate(
        newest=Max("versions__number"),
        saved_at=Max("versions__created_at"),
        unsaved=Max("draft_steps__number"),
        reports=Count("versions__reports", distinct=True),
    )
    return render(request, "reports/designing/list.html", {"templates": templates.order_by("kind", "name")})


@access(who=edits_templates, writes=True)
def template_new(request: HttpRequest) -> HttpResponse:
    """A new, nearly empty template."""
    organisation, user = organisation_of(request), _user(request)
    if request.method == "POST":
        made: list[ReportTemplate] = []
        name, kind = request.POST.get("namn", ""), request.POST.get("slag", "")

        def create() -> None:
            title = declared_pattern(request.POST.get("titel", "")) or f"{name} {{year}}"
            made.append(create_template(organisation=organisation, name=name, kind=kind, title=title, by=user))

        if attempt_design(request, create):
            messages.success(request, f"Mallen {made[0].name} är skapad. Lägg till avsnitt.")
            return redirect("template", template=made[0].code)
    return render(request, "reports/designing/new.html", {"kinds": ReportKind.choices, "sent": request.POST})


@access(who=edits_templates, writes=True)
def template_import(request: HttpRequest) -> HttpResponse:
    """A template from a file; what it asks for and isn't here is listed, and can be left out."""
    lost: tuple[str, ...] = ()
    if request.method == "POST":
        made: list[ReportTemplate] = []
        content = _content(request)
        known = known_on(organisation_of(request), clock.today())
        leave_out = request.POST.get("utelamna") == "ja"

        def read() -> None:
            made.append(import_template(content=content, known=known, by=_user(request), leave_out=leave_out))

        try:
            if attempt_design(request, read):
                messages.success(request, f"Mallen {made[0].name} är inläst. Se igenom den först.")
                return redirect("template", template=made[0].code)
        except Lost as missing:
            lost = missing.problems
    return render(request, "reports/designing/import.html", {"lost": lost})


def _content(request: HttpRequest) -> bytes:
    sent = request.FILES.get("fil")
    return sent.read(LARGEST + 1) if sent else b""


@access(who=edits_templates, writes=True)
def shared_texts(request: HttpRequest) -> HttpResponse:
    """The texts that reports of a budget year share; one of them open for writing."""
    organisation = organisation_of(request)
    if request.method == "POST":
        return _shared_sent(request)
    texts = SharedText.objects.filter(organisation=organisation).annotate(newest=Max("versions__number"))
    chosen = texts.filter(code=request.GET.get("text", ""), year=number(request.GET.get("ar")) or 0).first()
    newest = chosen.versions.order_by("-number").first() if chosen else None
    context = {
        "texts": texts.order_by("-year", "name"),
        "chosen": chosen,
        "text": markup(newest.content) if newest else "",
        "newest": newest,
        "next_year": clock.today().year + 1,
    }
    return render(request, "reports/designing/shared.html", context)


def _shared_sent(request: HttpRequest) -> HttpResponse:
    name, year = request.POST.get("namn", "").strip(), number(request.POST.get("ar")) or 0
    code = request.POST.get("kod") or free_code(name, ())
    if not name or not 2000 <= year <= 2100:
        messages.error(request, "Texten behöver ett namn och ett budgetår, till exempel 2025. Inget är sparat.")
        return redirect("shared_texts")
    organisation = organisation_of(request)
    try:
        version = write_shared_text(
            organisation=organisation,
            code=code,
            name=name,
            year=year,
            text=request.POST.get("text", ""),
            by=_user(request),
        )
    except ValidationError as wrong:
        messages.error(request, f"{' '.join(wrong.messages)} Inget är sparat.")
        return redirect("shared_texts")
    messages.success(request, f"{version.text} är sparad som version {version.number}.")
    return redirect(f"{reverse('shared_texts')}?text={code}&ar={year}")


def _user(request: HttpRequest) -> Any:
    return request.user
