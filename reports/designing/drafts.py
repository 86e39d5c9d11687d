"""The work on a template's next version: one step after the other, each of them readable, until a version is saved.

The newest step is the draft; without steps the newest version is. A step that can't be read is refused and changes
nothing, so that a draft can always be shown, saved and printed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from reports.declarations import DeclarationError, Template, read_template
from reports.designing.keys import free_template_code
from reports.designing.refusals import DesignRefused
from reports.models import DraftStep, ReportTemplate, TemplateVersion
from reports.writing import checksum_of, save_template
from vss_portal import clock
from vss_portal.models import User

Data = dict[str, Any]
KEPT_STEPS = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """A template as it is being worked on. `step` is 0 where nothing has been changed since version `based_on`."""

    template: ReportTemplate
    declaration: Data
    step: int
    based_on: int
    said: str = ""
    by: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save or undo."""
        return self.step > 0

    def read(self) -> Template:
        """The draft as typed values."""
        return read_template(self.declaration)


def newest_version(template: ReportTemplate) -> TemplateVersion:
    """The version that new reports start from."""
    return template.versions.order_by("-number")[:1].get()


def draft_of(template: ReportTemplate) -> Draft:
    """The draft as it stands now."""
    step = template.draft_steps.select_related("made_by").order_by("-number").first()
    if step is not None:
        return Draft(template, step.declaration, step.number, step.based_on, step.said, step.made_by.display_name)
    version = newest_version(template)
    return Draft(template, version.declaration, 0, version.number)


@transaction.atomic
def change_draft(
    *, template: ReportTemplate, change: Callable[[Data], str], by: User, seen: int | None = None
) -> Draft:
    """Make one step: `change` alters a copy of the declaration and tells in Swedish what it did.

    `seen` is the step that the person had before them. Raises DesignRefused where somebody else has made a step since,
    and for a change that leaves a template which can't be read. A change that changes nothing makes no step.
    """
    ReportTemplate.objects.select_for_update().get(pk=template.pk)
    draft = draft_of(template)
    _refuse_collision(draft, seen, by)
    declaration = copy.deepcopy(draft.declaration)
    said = change(declaration)
    if checksum_of(declaration) == checksum_of(draft.declaration):
        return draft
    try:
        read_template(declaration)
    except DeclarationError as error:
        raise DesignRefused(f"{error} Inget är ändrat.") from error
    DraftStep.objects.create(
        template=template,
        number=draft.step + 1,
        based_on=draft.based_on,
        declaration=declaration,
        said=said[:300],
        made_at=clock.now(),
        made_by=by,
    )
    template.draft_steps.filter(number__lte=draft.step + 1 - KEPT_STEPS).delete()
    return draft_of(template)


def _refuse_collision(draft: Draft, seen: int | None, by: User) -> None:
    if seen is None or seen == draft.step:
        return
    others = draft.template.draft_steps.filter(number__gt=seen).exclude(made_by=by)
    if draft.step < seen or others.exists():
        who = f"{draft.by} har" if draft.by else "Någon har sparat en version eller"
        raise DesignRefused(f"{who} ändrat mallen medan du arbetade. Se hur den ser ut nu och gör om din ändring.")


@transaction.atomic
def undo(*, template: ReportTemplate, by: User) -> str:
    """Take back the newest step, whoever made it; says what was taken back."""
    step = template.draft_steps.order_by("-number").first()
    if step is None:
        raise DesignRefused("Det finns inget att ångra. Mallen är som när den senast sparades.")
    step.delete()
    return step.said


@transaction.atomic
def discard(*, template: ReportTemplate, by: User) -> None:
    """Throw away all steps: the template is as its newest version says."""
    template.draft_steps.all().delete()


@transaction.atomic
def save_version(*, template: ReportTemplate, by: User, note: str = "") -> TemplateVersion:
    """Save the draft as the template's next version. Raises DesignRefused where nothing has been changed."""
    ReportTemplate.objects.select_for_update().get(pk=template.pk)
    draft = draft_of(template)
    if not draft.is_changed:
        raise DesignRefused(f"Mallen är redan sparad som version {draft.based_on}. Ändra något först.")
    version = save_template(
        organisation=template.organisation, declaration=draft.declaration, by=by, note=note or _told(template)
    )
    template.draft_steps.all().delete()
    return version


def _told(template: ReportTemplate) -> str:
    """What the steps did, as the note of the version."""
    said = list(dict.fromkeys(template.draft_steps.order_by("number").values_list("said", flat=True)))
    text = "; ".join(said)
    return text if len(text) <= 300 else f"{text[:280].rpartition('; ')[0] or text[:280]} …"


@transaction.atomic
def restore(*, template: ReportTemplate, number: int, by: User) -> Draft:
    """Take up an older version as the draft; it becomes a new version when it is saved."""
    version = template.versions.filter(number=number).first()
    if version is None:
        raise DesignRefused(f"Version {number} finns inte.")

    def to_older(declaration: Data) -> str:
        declaration.clear()
        declaration.update(version.declaration)
        return f"hämtade tillbaka version {number}"

    return change_draft(template=template, change=to_older, by=by)


@transaction.atomic
def create_template(*, organisation: Any, name: str, kind: str, title: str, by: User) -> ReportTemplate:
    """A new template with one empty chapter and a table of contents."""
    if not name.strip():
        raise DesignRefused("Mallen behöver ett namn, till exempel Delårsrapport mars.")
    code = free_template_code(name, organisation)
    sections = [
        {"key": "innehall", "heading": "Innehåll", "kind": "contents"},
        {"key": "sammanfattning", "heading": "Sammanfattning", "kind": "text", "required": True},
    ]
    declaration = {"schema": 1, "code": code, "name": name.strip(), "kind": kind, "title": title.strip()}
    try:
        version = save_template(
            organisation=organisation, declaration={**declaration, "sections": sections}, by=by, note="skapade mallen"
        )
    except DeclarationError as error:
        raise DesignRefused(str(error)) from error
    return version.template
