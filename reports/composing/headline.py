"""What stands first on a report's page: key figures, and what has happened to the goals since the report before.

The key figures are those of the organisation's money, which every organisation has under the same codes, unless the
template has a section of its own for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from indicators.models import AssessmentRevision, Goal, GoalLink
from indicators.models.choices import AssessmentStep
from indicators.models.figures import end_of
from indicators.numbers import Number, format_number
from indicators.pivot.coordinates import Coordinates
from indicators.pivot.table import Override
from indicators.signs import NET_RESULT
from indicators.spans import month_name
from indicators.status import Status, status_word
from reports.composing.sources import Sources
from reports.composing.tables import TableComposer
from reports.declarations import ColumnSpec, RowSpec, TableSpec
from reports.models import Report
from reports.nodes import BodyCell, BodyRow, GoalChange, SectionNode, Since, TableNode, Tile

INVESTED = "inv_net"
SEXES = ("men", "women")
OF_PARTS = "summan av delarna"
DECEMBER = 12
# A goal's statuses from best to worst; what can't be judged is neither better nor worse.
ORDER = (Status.FULFILLED, Status.PARTLY, Status.NOT_FULFILLED)


def money_table(sources: Sources, money: str) -> TableSpec:
    """The result of the period, the newest forecast and the investments of the whole, each beside its budget."""
    whole, budget = Coordinates(scenario="forecast", span="full_year", vintage="latest"), "base"
    planned = Coordinates(scenario="budget", span="full_year")
    time = "{year}" if sources.period.month == DECEMBER else "{period}"
    rows = [RowSpec(key="resultat", label=f"Resultat {time}", where=Coordinates(indicator=NET_RESULT))]
    if sources.period.month != DECEMBER:
        changed = {"value": Override(where=whole), budget: Override(where=planned)}
        where = Coordinates(indicator=NET_RESULT)
        rows.append(RowSpec(key="prognos", label="Prognos helår", where=where, overrides=changed))
    changed = {budget: Override(where=planned)}
    rows.append(
        RowSpec(key="inv", label=f"Investeringar {time}", where=Coordinates(indicator=INVESTED), overrides=changed)
    )
    return TableSpec(
        id="nyckeltal",
        money=money,
        decimals=1 if money == "mnkr" else 0,
        defaults=Coordinates(unit=sources.root, span="period"),
        columns=(
            ColumnSpec("label", kind="label"),
            ColumnSpec("value", heading=("Utfall",)),
            ColumnSpec("base", heading=("Budget",), where=Coordinates(scenario="budget")),
            ColumnSpec("diff", kind="derived", heading=("Avvikelse",), formula="favourable", of=("value", "base")),
        ),
        rows=tuple(rows),
    )


def split_tables(sources: Sources, money: str) -> Iterator[TableSpec]:
    """Each key figure as the sum of its parts, for who records only those: of the administration's parts, of the sexes.

    Such a sum is there where every part has a value; else nothing is said.
    """
    spec = money_table(sources, money)
    units = tuple(sources.units.parts_on(sources.root, sources.last_day)) if sources.root else ()
    splits = [[Coordinates(unit=unit) for unit in units], [Coordinates(breakdown=part) for part in SEXES]]
    for said in spec.rows:
        for split in splits:
            rows = [replace(said, key=f"del-{at}", where=where.over(said.where)) for at, where in enumerate(split)]
            whole = replace(said, role="total", total="computed")
            yield replace(spec, rows=(*rows, whole))


def money_tiles(sources: Sources, money: str) -> Iterator[Tile]:
    """The tiles of the organisation's money; what isn't known has none."""
    spec = money_table(sources, money)
    node = TableComposer(spec, sources, "nyckeltal").node()
    for row, said in zip(node.rows, spec.rows, strict=True):
        made = _money_tile(said.key, row, spec.money) or _tile_of_parts(said.key, sources, money)
        yield from (replace(tile, note=_joined(tile.note, _made_in(said, sources))) for tile in made)


def _made_in(said: RowSpec, sources: Sources) -> str:
    """When the newest forecast was made, where that isn't the report's month: its tables then show none."""
    if said.key != "prognos":
        return ""
    found = sources.lookup.find(said.overrides["value"].where.over(said.where).over(Coordinates(unit=sources.root)))
    vintage = max((known.vintage for known in found.known), default=0) if found else 0
    if not vintage or vintage == sources.period.year * 100 + sources.period.month:
        return ""
    return f"gjord i {month_name(vintage % 100)} {vintage // 100}"


def _tile_of_parts(key: str, sources: Sources, money: str) -> list[Tile]:
    """The tile of a key figure that is recorded for its parts only; none where one of them lacks."""
    for spec in split_tables(sources, money):
        if spec.rows[-1].key == key and len(spec.rows) > 1:
            rows = TableComposer(spec, sources, "nyckeltal").node().rows
            tile = _money_tile(key, rows[-1], spec.money)
            if tile:
                behind = _behind(cell for row in rows for cell in row.cells)
                return [replace(each, note=_joined(each.note, OF_PARTS), behind=behind) for each in tile]
    return []


def _money_tile(key: str, row: BodyRow, money: str) -> list[Tile]:
    """The tile of a row; none where its value isn't known."""
    cells = {cell.column: cell for cell in row.cells}
    value = cells["value"]
    if value.number is None:
        return []
    note = _of_frame(cells["base"]) if key == "inv" else _against_budget(cells["diff"])
    return [Tile(cells["label"].text, value.text, money, note, value.fact, value.revision, _behind(row.cells))]


def _joined(*notes: str) -> str:
    return " · ".join(note for note in notes if note)


def _against_budget(cell: BodyCell) -> str:
    if cell.number is None:
        return ""
    if not cell.number.scaled:
        return "som budget"
    return f"{format_number(abs(cell.number))} {'bättre' if cell.number.scaled > 0 else 'sämre'} än budget"


def _of_frame(cell: BodyCell) -> str:
    return f"av {cell.text} i årets budget" if isinstance(cell.number, Number) else ""


def own_tiles(sections: list[SectionNode]) -> list[Tile]:
    """The tiles of a template's own section of key figures: the first column of figures, with the others below it."""
    tables = (block for section in sections for each in section.walk() for block in each.blocks)
    table = next((block for block in tables if isinstance(block, TableNode) and block.tiles), None)
    return [_own_tile(table, row.cells) for row in table.rows] if table else []


def _own_tile(table: TableNode, cells: tuple[BodyCell, ...]) -> Tile:
    heads = dict(zip(table.columns, (head.text for head in table.head[-1]), strict=False))
    label = next((cell.text for cell in cells if cell.kind == "label"), "")
    figures = [cell for cell in cells if cell.kind != "label"]
    notes = [f"{heads.get(cell.column, '')} {cell.text}" for cell in figures[1:] if cell.text]
    first = figures[0] if figures else BodyCell("")
    return Tile(label, first.text, "", " · ".join(notes), first.fact, first.revision, _behind(cells))


def _behind(cells: Iterable[BodyCell]) -> tuple[tuple[int, int], ...]:
    """The figures that the cells show or are made of, each once."""
    found = [pair for cell in cells for pair in (((cell.fact, cell.revision),) if cell.fact else cell.behind)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Before:
    """The report before, with the status of each of its goals by the goal's key."""

    report: Report
    statuses: Mapping[int, str]


def since_before(sources: Sources) -> Since | None:
    """How the goals' statuses have changed since the report before; None where there is none."""
    before = _before(sources)
    if before is None or not sources.goals:
        return None
    links = _links(sources.goals, before.report.year) if before.report.year != sources.period.year else {}
    changes = {goal.code: _change(goal, sources, before, links) for goal in sources.goals}
    return Since(before.report.title, before.report.slug, changes, tuple(_news(sources.goals, changes)))


def _before(sources: Sources) -> _Before | None:
    year, month = sources.period.year, sources.period.month
    told = AssessmentRevision.objects.exclude(step=AssessmentStep.RETURNED)
    if sources.known_on is not None:
        told = told.filter(recorded_at__lt=end_of(sources.known_on))
    earlier = Q(year__lt=year) | Q(year=year, month__lt=month)
    reports = Report.objects.filter(earlier, organisation=sources.organisation).filter(
        Exists(told.filter(assessment__occasion=OuterRef("occasion")))
    )
    report = reports.newest_first().first()
    if report is None:
        return None
    rows = told.filter(assessment__occasion=report.occasion_id).order_by("number")
    return _Before(report, dict(rows.values_list("assessment__goal_id", "status")))


def _links(goals: list[Goal], year: int) -> dict[int, int]:
    """The goal of an earlier year that each goal goes on from, by their keys."""
    links = GoalLink.objects.filter(later__in=goals, earlier__municipal_goal__area__year=year)
    return dict(links.values_list("later_id", "earlier_id"))


def _change(goal: Goal, sources: Sources, before: _Before, links: Mapping[int, int]) -> GoalChange:
    same_year = before.report.year == sources.period.year
    was = before.statuses.get(goal.pk if same_year else links.get(goal.pk, 0), "")
    now = sources.assessments.get(goal.pk)
    word = status_word(was, "annual" if before.report.kind == "annual" else "interim") if was else ""
    return GoalChange(was, word, _trend(was, now.status if now else ""))


def _trend(was: str, now: str) -> str:
    if not was or not now:
        return ""
    if was == now:
        return "unchanged"
    places = {status.value: at for at, status in enumerate(ORDER)}
    if was not in places or now not in places:
        return "changed"
    return "better" if places[now] < places[was] else "worse"


def _news(goals: list[Goal], changes: Mapping[str, GoalChange]) -> Iterator[str]:
    words = {"better": "bättre än förut", "worse": "sämre än förut", "changed": "ny bedömning"}
    for goal in goals:
        change = changes[goal.code]
        if change.trend in words:
            yield f"{goal.name}: {words[change.trend]} ({change.word.lower()})"
        elif not change.status:
            yield f"{goal.name}: inte bedömt i förra rapporten"
