"""The goal tree of each year (`goals/2023.yaml`) and how goals go on (`goals/links.yaml`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import Reading
from indicators.loading.sources import FIRST_YEAR, LAST_YEAR
from indicators.models import GoalLink
from indicators.models.choices import GoalKind, GoalRowRole

PATTERN, LINKS = "goals/*.yaml", "goals/links.yaml"
LINK_KINDS = tuple(value for value, _ in GoalLink._meta.get_field("kind").flatchoices)


@dataclass(frozen=True, slots=True)
class GoalRowRow:
    """A row of a goal's list of indicators."""

    role: str
    indicator: str
    unit: str
    label: str
    missing: str
    is_mandatory: bool
    breakdowns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with its rows, in printed order."""

    code: str
    name: str
    kind: str
    description: str
    rows: tuple[GoalRowRow, ...]


@dataclass(frozen=True, slots=True)
class MunicipalGoalRow:
    """A kommunövergripande mål with its goals."""

    code: str
    name: str
    goals: tuple[GoalRow, ...]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A målområde with its municipal goals."""

    code: str
    name: str
    municipal_goals: tuple[MunicipalGoalRow, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A goal of a year and the goal of a later year that goes on from it, each as (year, code)."""

    earlier: tuple[int, str]
    later: tuple[int, str]
    kind: str


@dataclass(frozen=True, slots=True)
class GoalFiles:
    """All goal trees by year, and the links between them."""

    years: dict[int, tuple[AreaRow, ...]]
    links: Sequence[LinkRow]


def read_goals(reading: Reading) -> GoalFiles:
    """The goal trees; goals are known by year and code from here on. Example years are read for the demo only."""
    years: dict[int, tuple[AreaRow, ...]] = {}
    for name in reading.folder.matching(PATTERN):
        if name != LINKS:
            _read_year(reading, name, years)
    links = _read_links(reading) if reading.exists(LINKS) else []
    return GoalFiles(years, links)


def _read_year(reading: Reading, name: str, years: dict[int, tuple[AreaRow, ...]]) -> None:
    document = reading.document(name)
    year = document.whole("year", FIRST_YEAR, LAST_YEAR)
    if document.flag("example") and not reading.demo:
        reading.known.left_out_years.add(year)
        return
    if year in years:
        document.wrong("year", f"Mål för {year} finns redan i en annan fil. Ha en fil för varje år.")
    codes: list[tuple[Given, str]] = []
    rows = document.rows("areas")
    years[year] = tuple(_area(area, reading, codes) for area in rows)
    document.finish()
    refuse_twice([(row, area.code) for row, area in zip(rows, years[year], strict=True)], "code", "Målområdet")
    refuse_twice(codes, "code", "Målet")
    reading.known.goals[year] = {code for _, code in codes}


def _area(given: Given, reading: Reading, codes: list[tuple[Given, str]]) -> AreaRow:
    rows = given.rows("municipal_goals")
    area = AreaRow(given.code(), given.text("name"), tuple(_municipal_goal(row, reading, codes) for row in rows))
    given.finish()
    refuse_twice([(row, goal.code) for row, goal in zip(rows, area.municipal_goals, strict=True)], "code", "Målet")
    return area


def _municipal_goal(given: Given, reading: Reading, codes: list[tuple[Given, str]]) -> MunicipalGoalRow:
    goals = tuple(_goal(row, reading, codes) for row in given.rows("goals"))
    found = MunicipalGoalRow(given.code(), given.text("name", longest=300), goals)
    given.finish()
    return found


def _goal(given: Given, reading: Reading, codes: list[tuple[Given, str]]) -> GoalRow:
    goal = GoalRow(
        code=given.code(),
        name=given.text("name", longest=300),
        kind=given.choice("kind", GoalKind, default=GoalKind.ADMINISTRATION),
        description=given.text("description", longest=None, default=""),
        rows=tuple(_row(row, reading) for row in given.rows("indicators")),
    )
    codes.append((given, goal.code))
    given.finish()
    return goal


def _row(given: Given, reading: Reading) -> GoalRowRow:
    role = given.choice("role", GoalRowRole, default=GoalRowRole.LINE)
    is_text = role == GoalRowRole.TEXT
    known = reading.known
    label = given.text("text", longest=300) if is_text else given.text("label", longest=300, default="")
    row = GoalRowRow(
        role=role,
        indicator="" if is_text else given.known("indicator", known.indicators, "indikatorerna"),
        unit=given.known("unit", known.units, "enheterna", default=""),
        label=label,
        missing=given.text("missing", longest=20, default=""),
        is_mandatory=given.flag("mandatory"),
        breakdowns=given.texts("breakdowns"),
    )
    for code in row.breakdowns:
        if code not in known.breakdowns:
            given.wrong("breakdowns", f"”{code}” är ingen del som finns. Ange delar ur breakdowns.yaml.")
    given.finish()
    return row


def _read_links(reading: Reading) -> list[LinkRow]:
    document = reading.document(LINKS)
    rows = [row for row in document.rows("links") if not _left_out(row, reading)]
    links = [_link(row, reading) for row in rows]
    document.finish()
    pairs = [(row, (link.earlier, link.later)) for row, link in zip(rows, links, strict=True)]
    refuse_twice(pairs, "from", "Sambandet")
    return links


def _left_out(row: Given, reading: Reading) -> bool:
    ends = (row.row.get("from"), row.row.get("to"))
    years = {end.get("year") for end in ends if isinstance(end, dict)}
    return bool(years & reading.known.left_out_years)


def _link(given: Given, reading: Reading) -> LinkRow:
    link = LinkRow(
        _end(given.one("from"), reading),
        _end(given.one("to"), reading),
        given.known("kind", LINK_KINDS, f"slagen av samband ({', '.join(LINK_KINDS)})"),
    )
    if link.earlier[0] >= link.later[0]:
        given.wrong("to", f"Målet {link.later[0]} är inte senare än det {link.earlier[0]}. Byt ordning eller år.")
    given.finish()
    return link


def _end(given: Given, reading: Reading) -> tuple[int, str]:
    year = given.whole("year", FIRST_YEAR, LAST_YEAR)
    code = given.known("goal", reading.known.goals.get(year, set()), f"målen {year}")
    given.finish()
    return year, code
