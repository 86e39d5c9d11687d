"""A whole table of the förvaltningsbudget, entered on the pages of the year, is printed as it was printed."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from indicators.models import Decision, Organisation, ReportingOccasion
from indicators.models.choices import OccasionKind
from indicators.numbers import Number
from reports.composing.compose import compose_report
from reports.designing.preview import Moment, preview
from reports.models import Report
from tests import factories as made

TABLE, PRINTED = "driftsammandrag", "forvaltningsbudget-2023-vss"
AREAS = ("stab", "vo-ekonomi", "vo-hr", "vo-medborgare", "vo-kost", "vo-lkdata")
AHEAD = ("budget", "plan1", "plan2", "plan3", "plan4", "plan5")
# The printed budget of 2023, four years later: of these years nothing is known beforehand.
YEAR = 2027


def as_printed(table):
    """Every row with its name and its cells, the years of the name left out."""
    return [(row.role, re.sub(r"\d{4}", "år", row.cells[0].text), cells_of(row)) for row in table.rows]


def cells_of(row):
    return {cell.column: cell.text for cell in row.cells if cell.column != "label"}


@pytest.fixture
def printed(reference):
    tables = compose_report(Report.objects.get(slug=PRINTED)).tables()
    return next(table for table in tables if table.id == TABLE)


def amounts(table):
    """Revenues and costs of each area and of the whole, by column, in tkr; and the frame."""
    *areas, total, revenues, costs, frame = [cells_of(row) for row in table.rows]
    found = dict(zip(AREAS, zip(areas[::2], areas[1::2], strict=True), strict=True))
    found = {area: (_sum(net, spent), spent) for area, (net, spent) in found.items()}
    assert _sum(total, costs) == {column: str(Number.of(text).value) for column, text in revenues.items()}
    return found | {"vss": (revenues, costs)}, frame


def _sum(*rows):
    return {column: str(sum(Number.of(row[column]).value for row in rows)) for column in rows[0]}


@pytest.fixture
def editors_autumn(client, editor, settings, reference):
    """November of the year before: two budgets and a year's accounts are open, the editor is logged in."""
    settings.PORTAL_TODAY = dt.date(YEAR - 1, 11, 2)
    dates = {name: dt.date(YEAR - 1, 11, day) for name, day in (("opens_on", 1), ("due_on", 20), ("locks_on", 30))}
    organisation = Organisation.objects.get(code="vss")
    ReportingOccasion.objects.filter(organisation=organisation, year=YEAR - 2, month=12).update(**dates)
    for year in (YEAR - 1, YEAR):
        made.OccasionFactory(organisation=organisation, year=year, month=12, kind=OccasionKind.BUDGET, **dates)
    made.OccasionFactory(organisation=organisation, year=YEAR - 2, month=12, kind=OccasionKind.YEAR_END, **dates)
    client.force_login(editor)
    return client


def paste(client, area, year, rows, heads, decision=""):
    """Paste named rows under a head of years on the page per year; how many values were saved."""
    lines = [["", *heads], *([name, *values] for name, values in rows.items())]
    block = "\n".join("\t".join(map(str, line)) for line in lines)
    address = reverse("entry_year_paste", args=[area, year]) + f"?beslut={decision}"
    return client.post(address, {"block": block, "enhet": "tkr", "spara": "ja"}).context["count"]


def enter_closed_year(client, area, revenues, costs):
    """The full year of two years ago, in the boxes of its accounts."""
    address = reverse("year_months", args=[area, YEAR - 2])
    names = {line.name: line.full.name for line in client.get(address).context["lines"] if not line.unit}
    boxes = {names["Intäkter, tkr"]: revenues, names["Kostnader, tkr"]: costs}
    assert client.post(address, boxes | {f"sedd-{name}": "0:" for name in boxes}).status_code == 302


def decide(client, title, kind):
    told = {"gor": "ny", "rubrik": title, "slag": kind, "dag": f"{YEAR - 1}-11-02"}
    client.post(reverse("keep_decisions"), told)
    return Decision.objects.get(title=title)


def test_the_whole_printed_table_comes_of_figures_that_are_entered(printed, editors_autumn):
    client = editors_autumn
    entered, frame = amounts(printed)
    given = decide(client, "Kommundirektörens underlag", "executive")
    for area, (revenues, costs) in entered.items():
        rows = {"Intäkter": revenues, "Kostnader": costs}
        enter_closed_year(client, area, revenues["bokslut"], costs["bokslut"])
        last = {name: [row["budget_forra"]] for name, row in rows.items()}
        assert paste(client, area, YEAR - 1, last, [f"Budget {YEAR - 1}"]) == 2, area
        heads = [f"Budget {YEAR}", *(f"Plan {YEAR + ahead}" for ahead in range(1, 6))]
        ahead = {name: [row[column] for column in AHEAD] for name, row in rows.items()}
        assert paste(client, area, YEAR, ahead, heads) == 2 * len(AHEAD), area
    frames = {"Ram, nettoresultat": [frame[column] for column in AHEAD]}
    assert paste(client, "vss", YEAR, frames, [*range(YEAR, YEAR + 6)], given.code) == len(AHEAD)
    for year, column in ((YEAR - 1, "budget_forra"), (YEAR - 2, "bokslut")):
        assert paste(client, "vss", year, {"Ram, nettoresultat": [frame[column]]}, [year], given.code) == 1
    budget = decide(client, f"Internbudget {YEAR}", "board")
    client.post(reverse("keep_decisions"), {"gor": "under", "beslut": budget.pk, "ar": str(YEAR), "bekraftat": "ja"})
    assert as_printed(table_of(YEAR)) == as_printed(printed)


def table_of(year):
    """The table as the printed budget's template shows it for another year."""
    organisation = Organisation.objects.get(code="vss")
    declaration = Report.objects.get(slug=PRINTED).template_version.declaration
    section = preview(organisation, declaration, key_of(declaration), Moment(year, 12, f"Budget {year}"))
    [table] = [block for block in section.blocks if block.kind == "table"]
    return table


def key_of(declaration):
    """The section that holds the table."""
    waiting = list(declaration["sections"])
    while waiting:
        section = waiting.pop()
        if section.get("table", {}).get("id") == TABLE:
            return section["key"]
        waiting += section.get("children", [])
    raise LookupError(TABLE)
