"""The lists of the year as tables: activities, decisions and events, plans and programmes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from reports.composing.sources import Sources
from reports.declarations import Section
from reports.following.reading import is_late
from reports.models import ItemKind, ItemState, ListItemVersion
from reports.nodes import BodyCell, BodyRow, HeadCell, TableNode
from vss_portal.dates import short_date

Columns = tuple[tuple[str, str], ...]

HEADINGS: dict[str, Columns] = {
    "activity": (
        ("label", "Aktivitet"),
        ("unit", "Enhet"),
        ("day", "Klar senast"),
        ("state", "Läge"),
        ("comment", "Kommentar"),
    ),
    "decision": (
        ("label", "Beslut eller händelse"),
        ("day", "Dag"),
        ("by", "Beslutat av"),
        ("case", "Diarienummer"),
        ("comment", "Kommentar"),
    ),
    "plan": (
        ("label", "Plan eller program"),
        ("valid", "Gäller"),
        ("by", "Antagen av"),
        ("case", "Diarienummer"),
        ("state", "Läge"),
    ),
}
# The letters that a narrow column has room for on a line.
SHORT = 32
CAPTIONS = {
    "activity": "Verksamhetsplanens aktiviteter {year}",
    "decision": "Beslut och händelser {year}",
    "plan": "Planer och program {year}",
}


def list_tables(section: Section, sources: Sources) -> Iterator[TableNode]:
    """The section's list as one table; none where nothing is listed. A column that says nothing isn't there."""
    lines = sources.lines.get(section.listed, [])
    if section.listed == ItemKind.DECISION:
        lines = sorted(lines, key=lambda line: line.day or dt.date.max)
    rows = [_told(line, sources) for line in lines]
    columns = tuple(pair for pair in HEADINGS[section.listed] if any(row[pair[0]] for row in rows))
    kinds = {key: _kind(key, max((len(row[key]) for row in rows), default=0)) for key, _word in columns}
    if rows:
        yield TableNode(
            id=section.key,
            anchor=f"tabell-{section.key}",
            caption=sources.words.fill(section.caption or CAPTIONS[section.listed]),
            head=(tuple(HeadCell(word, kinds[key]) for key, word in columns),),
            rows=tuple(
                BodyRow("line", tuple(BodyCell(row[key], kinds[key], key) for key, _word in columns)) for row in rows
            ),
            columns=tuple(key for key, _word in columns),
        )


def _kind(key: str, longest: int) -> str:
    """A column of few words is as wide as they are; what is left is the label's."""
    return "label" if key == "label" else "text" if longest > SHORT else "short"


def _told(line: ListItemVersion, sources: Sources) -> dict[str, str]:
    """What each column says of a line; an activity is as late as beside its goal, on the last day of the period."""
    late = ", försenad" if line.state != ItemState.LATE and is_late(line, sources.last_day) else ""
    return {
        "label": line.title,
        "unit": sources.units.name_on(line.item.unit.code, sources.last_day, short=True),
        "state": f"{line.get_state_display()}{late}" if line.state else "",
        "comment": line.comment,
        "day": short_date(line.day) if line.day else "",
        "by": line.responsible,
        "case": line.case_number,
        "valid": _valid(line),
    }


def _valid(line: ListItemVersion) -> str:
    if line.day and line.until:
        return f"{short_date(line.day)} – {short_date(line.until)}"
    if line.day:
        return f"från {short_date(line.day)}"
    return f"till {short_date(line.until)}" if line.until else ""
