"""The lists of the year as tables: activities, decisions and events, plans and programmes."""

from __future__ import annotations

from collections.abc import Iterator

from reports.composing.sources import Sources
from reports.declarations import Section
from reports.models import ListItemVersion
from reports.nodes import BodyCell, BodyRow, HeadCell, TableNode
from vss_portal.dates import long_date

HEADINGS = {
    "activity": (("label", "Aktivitet"), ("unit", "Enhet"), ("state", "Läge"), ("comment", "Kommentar")),
    "decision": (("label", "Beslut eller händelse"), ("day", "Dag"), ("by", "Beslutat av"), ("comment", "Kommentar")),
    "plan": (("label", "Plan eller program"), ("valid", "Gäller"), ("by", "Antagen av"), ("state", "Läge")),
}
CAPTIONS = {
    "activity": "Verksamhetsplanens aktiviteter {year}",
    "decision": "Beslut och händelser {year}",
    "plan": "Planer och program {year}",
}


def list_tables(section: Section, sources: Sources) -> Iterator[TableNode]:
    """The section's list as one table; none where nothing is listed."""
    lines = sources.lines.get(section.listed, [])
    if not lines:
        return
    columns = HEADINGS[section.listed]
    yield TableNode(
        id=section.key,
        anchor=f"tabell-{section.key}",
        caption=sources.words.fill(section.caption or CAPTIONS[section.listed]),
        head=(tuple(HeadCell(word, "label" if key == "label" else "text") for key, word in columns),),
        rows=tuple(_row(line, [key for key, _word in columns], sources) for line in lines),
        columns=tuple(key for key, _word in columns),
    )


def _row(line: ListItemVersion, columns: list[str], sources: Sources) -> BodyRow:
    told = {
        "label": line.title,
        "unit": sources.named(line.item.unit.code),
        "state": str(line.get_state_display()),
        "comment": line.comment,
        "day": long_date(line.day) if line.day else "",
        "by": ", ".join(filter(None, [line.responsible, line.case_number])),
        "valid": _valid(line),
    }
    return BodyRow("line", tuple(BodyCell(told[key], "label" if key == "label" else "text", key) for key in columns))


def _valid(line: ListItemVersion) -> str:
    if line.day and line.until:
        return f"{long_date(line.day)} – {long_date(line.until)}"
    if line.day:
        return f"från {long_date(line.day)}"
    return f"till {long_date(line.until)}" if line.until else ""
