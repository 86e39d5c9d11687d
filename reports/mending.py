"""What a changed file may do to a report that exists: its title and case number are mended, in the log's sight.

What it is, its period, template and printed document, stays; so does all of one that is adopted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.saving import Saving
from reports.models import FrozenReport, Report


def mend_report(report: Report, name: str, data: dict[str, Any], saving: Saving) -> bool:
    """Change what differs and may; whether anything did. Raises ReferenceRefused for what may not."""
    given = {"title": data["title"], "case_number": data.get("case_number") or ""}
    differing = {field: value for field, value in given.items() if getattr(report, field) != value}
    problems = [*_fixed(report, name, data)]
    if differing and FrozenReport.objects.filter(report=report).exists():
        message = (
            f"{report.title} är fastställd och ändras bara genom en ny version i portalen. Ändra tillbaka i filen."
        )
        problems.append(Problem(name, None, next(iter(differing)), message))
    if problems:
        raise ReferenceRefused(problems)
    if differing:
        saving.before_change()
        for field, value in differing.items():
            setattr(report, field, value)
        report.save(update_fields=list(differing))
    return bool(differing)


def _fixed(report: Report, name: str, data: dict[str, Any]) -> Iterator[Problem]:
    """What the file says otherwise of what the report is."""
    printed = bool(data.get("reproduced_from"))
    stands = {
        "year": report.year,
        "month": report.month,
        "template": report.template_version.template.code,
        "reproduced_from": report.reproduced_from_id is not None,
    }
    for field, value in stands.items():
        given = printed if field == "reproduced_from" else data[field]
        if given != value:
            told = ("ja" if value else "nej") if field == "reproduced_from" else value
            message = f"Rapporten {report.slug} finns redan med {field}: {told}, och det ändras inte."
            yield Problem(
                name, None, field, f"{message} Ändra tillbaka, eller ge den nya rapporten en egen adress (slug)."
            )
