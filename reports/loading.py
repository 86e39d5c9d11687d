"""The telling's half of the reference data: templates and reports with their texts, read first and then written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from indicators.models import Organisation, ReportingOccasion, SourceDocument
from indicators.models.choices import OccasionKind
from reports import texts
from reports.declarations import DeclarationError, Template, read_template
from reports.models import Report, ReportTemplate
from reports.writing import create_report, save_template, write_text
from vss_portal.models import User

OCCASIONS = {3: OccasionKind.MARCH, 8: OccasionKind.AUGUST, 12: OccasionKind.YEAR_END}
REPORT_KEYS = {
    "slug",
    "template",
    "title",
    "organisation",
    "year",
    "month",
    "reproduced_from",
    "case_number",
    "example",
    "texts",
}


@dataclass
class Telling:
    """What was read: declarations by template code, reports by slug, and what was wrong with the files."""

    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_telling(folders: list[Path]) -> Telling:
    """Read and check `templates/` and `reports/` of the folders; nothing is written."""
    telling = Telling()
    parsed: dict[str, Template] = {}
    for path in _files(folders, "templates"):
        _read_one(telling, path, lambda data, at: _take_template(telling, parsed, data, at))
    for path in _files(folders, "reports"):
        _read_one(telling, path, lambda data, at: _take_report(telling, parsed, data, at))
    return telling


def _files(folders: list[Path], name: str) -> list[Path]:
    return [path for folder in folders for path in sorted((folder / name).glob("*.yaml"))]


def _read_one(telling: Telling, path: Path, take: Any) -> None:
    try:
        take(yaml.safe_load(path.read_text(encoding="utf-8")), path)
    except yaml.YAMLError as error:
        telling.faults.append(f"{path.name}: filen går inte att läsa som YAML. {str(error).splitlines()[0]}")
    except DeclarationError as error:
        telling.faults.append(f"{path.name}: {error}")


def _take_template(telling: Telling, parsed: dict[str, Template], data: Any, _path: Path) -> None:
    template = read_template(data)
    parsed[template.code] = template
    telling.templates[template.code] = data


def _take_report(telling: Telling, parsed: Mapping[str, Template], data: Any, path: Path) -> None:
    if not isinstance(data, dict) or not {"slug", "template", "title", "year", "month"} <= set(data):
        raise DeclarationError("rapporten", "slug, template, title, year och month behövs.")
    if strangers := sorted(set(data) - REPORT_KEYS):
        raise DeclarationError("rapporten", f"okänt ord: {', '.join(strangers)}. Kontrollera stavningen.")
    template = parsed.get(data["template"])
    if template is None:
        raise DeclarationError("rapporten", f"mallen {data['template']} finns inte bland mallarna.")
    known = {section.key for section in template.walk()}
    for key in data.get("texts") or {}:
        if key not in known and not key.startswith("goal:"):
            raise DeclarationError(f"text {key}", f"mallen {template.code} har inget sådant avsnitt.")
    telling.reports[data["slug"]] = data


def write_telling(telling: Telling, *, organisation: Organisation, by: User) -> dict[str, int]:
    """Write templates, reports and texts; returns how many of each there are. Call it inside a transaction."""
    versions = {
        code: save_template(organisation=organisation, declaration=data, by=by, note="Läst ur referensdata")
        for code, data in telling.templates.items()
    }
    for data in telling.reports.values():
        version = versions[data["template"]]
        report = _report(data, organisation, version, by)
        moment = _moment(report)
        for key, text in (data.get("texts") or {}).items():
            write_text(report=report, key=key, content=texts.document(text), by=by, recorded_at=moment)
    return {"mallar": ReportTemplate.objects.count(), "rapporter": len(telling.reports)}


def _report(data: dict[str, Any], organisation: Organisation, version: Any, by: User) -> Report:
    """The report as it stands, else a new one; one that exists keeps its template and its day."""
    existing = Report.objects.filter(slug=data["slug"]).first()
    if existing:
        return existing
    code = data.get("reproduced_from")
    document = SourceDocument.objects.get(organisation=organisation, code=code) if code else None
    return create_report(
        template_version=version,
        slug=data["slug"],
        title=data["title"],
        year=data["year"],
        month=data["month"],
        occasion=_occasion(organisation, version.template.kind, data),
        reproduced_from=document,
        case_number=data.get("case_number") or "",
        is_public=document is not None,
        by=by,
    )


def _occasion(organisation: Organisation, kind: str, data: dict[str, Any]) -> ReportingOccasion | None:
    wanted = OccasionKind.BUDGET if kind == "budget" else OCCASIONS.get(data["month"], OccasionKind.MONTH)
    occasions = ReportingOccasion.objects.filter(organisation=organisation, year=data["year"], kind=wanted)
    return occasions.filter(month=data["month"]).first() or occasions.first()


def _moment(report: Report) -> dt.datetime | None:
    """Texts of a reproduced report were known on the report's own day."""
    return timezone.make_aware(dt.datetime.combine(report.known_on, dt.time(12))) if report.known_on else None
