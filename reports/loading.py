"""The telling's half of the reference data: templates and reports with their texts, read first and then written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from indicators.loading.files import BrokenFile
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import Reading
from indicators.loading.registry import Loader
from indicators.loading.saving import Saving, noon
from indicators.models import ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.recording_integrity import FIRST_YEAR, LAST_YEAR
from reports import texts
from reports.approval.sections import is_adopted
from reports.declarations import DeclarationError, Template, read_template
from reports.loading_lists import ListFile, read_lists, save_lists
from reports.mending import mend_report
from reports.models import Report, TemplateVersion, TextVersion
from reports.writing import create_report, save_template, write_text

TEMPLATES = ("templates/*.yaml", "example/templates/*.yaml")
REPORTS = ("reports/*.yaml", "example/reports/*.yaml")
OCCASIONS = {3: OccasionKind.MARCH, 8: OccasionKind.AUGUST, 12: OccasionKind.YEAR_END}
NEEDED = {"slug", "template", "title", "year", "month"}
ALLOWED = NEEDED | {"organisation", "reproduced_from", "case_number", "example", "texts"}


@dataclass
class Telling:
    """What was read: by file name the declarations of templates and of reports; the templates by code; the lists."""

    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    parsed: dict[str, Template] = field(default_factory=dict)
    lists: list[ListFile] = field(default_factory=list)


def read_telling(reading: Reading) -> Telling:
    """Read and check the templates and reports of a folder; problems are told to the reading."""
    telling = Telling()
    for name, data in _files(reading, TEMPLATES):
        _take_template(telling, reading, name, data)
    for name, data in _files(reading, REPORTS):
        _take_report(telling, reading, name, data)
    telling.lists = read_lists(reading)
    return telling


def _files(reading: Reading, patterns: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name in [name for pattern in patterns for name in reading.folder.matching(pattern)]:
        reading.seen.add(name)
        try:
            # Plain values only: what the file says is stored as JSON.
            yield name, json.loads(json.dumps(reading.folder.yaml(name), default=str))
        except BrokenFile as broken:
            reading.problems.add(name, broken.row, "", broken.message)


def _take_template(telling: Telling, reading: Reading, name: str, data: Any) -> None:
    try:
        template = read_template(data)
    except DeclarationError as error:
        reading.problems.add(name, None, error.place, error.message)
        return
    for fault in _lost_references(template, reading):
        reading.problems.add(name, None, "", fault)
    telling.parsed[template.code] = template
    telling.templates[name] = data


def _lost_references(template: Template, reading: Reading) -> Iterator[str]:
    """Indicators and units that a template's tables ask for and that the files don't know."""
    for section in template.walk():
        for where in section.table.asked_for() if section.table else ():
            if where.indicator and where.indicator not in reading.known.indicators:
                yield f"Avsnitt {section.key} frågar efter indikatorn {where.indicator}, som inte finns."
            if where.unit and where.unit not in reading.known.units:
                yield f"Avsnitt {section.key} frågar efter enheten {where.unit}, som inte finns."


def _take_report(telling: Telling, reading: Reading, name: str, data: Any) -> None:
    fault = _fault(telling, reading, data)
    if fault:
        reading.problems.add(name, None, "", fault)
    else:
        telling.reports[name] = data


def _fault(telling: Telling, reading: Reading, data: Any) -> str:
    """What is wrong with a report's file, in a sentence; empty where nothing is."""
    if not isinstance(data, dict) or not set(data) >= NEEDED:
        return f"En rapport behöver {', '.join(sorted(NEEDED))}."
    if strangers := sorted(set(data) - ALLOWED):
        return f"Okänt ord: {', '.join(strangers)}. Kontrollera stavningen."
    for name, lowest, highest in (("year", FIRST_YEAR, LAST_YEAR), ("month", 1, 12)):
        if type(data[name]) is not int or not lowest <= data[name] <= highest:
            return f"{name}: ”{data[name]}” är inget heltal mellan {lowest} och {highest}. Skriv ett sådant."
    template = telling.parsed.get(data["template"])
    if template is None:
        return f"Mallen {data['template']} finns inte bland mallarna."
    if data.get("reproduced_from") and data["slug"] not in reading.known.documents:
        return f"Det tryckta dokumentet {data['slug']} finns inte bland dokumenten."
    known = {section.key for section in template.walk()}
    known |= {f"goal:{code}" for code in reading.known.goals.get(data["year"], ())}
    lost = [key for key in data.get("texts") or {} if key not in known]
    return f"Mallen har inget avsnitt {lost[0]}." if lost else ""


def save_telling(telling: Telling, saving: Saving) -> None:
    """Write the templates, reports and texts whose files have changed."""
    versions: dict[str, TemplateVersion] = {}
    known = set(TemplateVersion.objects.values_list("pk", flat=True))
    slugs = _own_slugs(telling, saving)
    for name, data in telling.templates.items():
        version = save_template(
            organisation=saving.organisation, declaration=data, by=saving.by, note="Läst ur referensdata"
        )
        versions[data["code"]] = version
        saving.summary.add(name, "unchanged" if version.pk in known else "new")
    for name, data in telling.reports.items():
        existing = Report.objects.filter(slug=data["slug"], organisation=saving.organisation).first()
        mended = existing is not None and mend_report(existing, name, data, saving)
        report = existing or _report(data, saving, versions[data["template"]])
        moment = noon(report.known_on) if report.known_on else None
        mended |= _write_texts(report, data, saving, moment)
        state = "changed" if mended else "unchanged"
        saving.summary.add(name, state if data["slug"] in slugs else "new")
    save_lists(telling.lists, saving)


def _own_slugs(telling: Telling, saving: Saving) -> set[str]:
    """The addresses that are the organisation's already. One that is another's is refused: an address is permanent."""
    owners = dict(Report.objects.values_list("slug", "organisation_id"))
    problems = [
        Problem(name, None, "slug", f"Adressen {data['slug']} är upptagen. Välj en annan, till exempel med ert namn.")
        for name, data in telling.reports.items()
        if owners.get(data["slug"], saving.organisation.pk) != saving.organisation.pk
    ]
    if problems:
        raise ReferenceRefused(problems)
    return {slug for slug, owner in owners.items() if owner == saving.organisation.pk}


def _write_texts(report: Report, data: dict[str, Any], saving: Saving, moment: dt.datetime | None) -> bool:
    """Write the texts; whether any became another version.

    What somebody has written in the portal since stays, and so do the texts of an adopted report.
    """
    if is_adopted(report):
        return False
    newest = TextVersion.objects.as_of(None).filter(text__report=report)
    standing = {row.text.key: row for row in newest.select_related("text")}
    before = TextVersion.objects.filter(text__report=report).count()
    for key, text in (data.get("texts") or {}).items():
        if key not in standing or standing[key].recorded_by_id == saving.by.pk:
            write_text(report=report, key=key, content=texts.document(text), by=saving.by, recorded_at=moment)
    return TextVersion.objects.filter(text__report=report).count() > before


def _report(data: dict[str, Any], saving: Saving, version: TemplateVersion) -> Report:
    """A new report."""
    document = saving.documents[data["slug"]] if data.get("reproduced_from") else None
    return create_report(
        template_version=version,
        slug=data["slug"],
        title=data["title"],
        year=data["year"],
        month=data["month"],
        occasion=_occasion(saving, version.template.kind, data),
        reproduced_from=document,
        case_number=data.get("case_number") or "",
        is_public=document is not None,
        by=saving.by,
    )


def _occasion(saving: Saving, kind: str, data: dict[str, Any]) -> ReportingOccasion | None:
    """The occasion that the report is about: the year's budget, or the one of its month."""
    year, month = data["year"], data["month"]
    if kind == "budget":
        return saving.occasions.get((year, OccasionKind.BUDGET, 12))
    larger = OCCASIONS.get(month)
    return saving.occasions.get((year, larger, month)) if larger else saving.occasions.get((year, "month", month))


LOADER = Loader("mallar och rapporter", read_telling, save_telling)
