"""A table of the förvaltningsbudget, pasted area by area on the page per year, is printed as it was printed."""

import pytest
from django.urls import reverse

from indicators.models import Decision, Organisation
from indicators.numbers import Number
from reports.composing.compose import compose_report
from reports.designing.preview import Moment, preview
from reports.models import Report

TABLE, PRINTED = "driftsammandrag", "forvaltningsbudget-2023-vss"
AREAS = ("stab", "vo-ekonomi", "vo-hr", "vo-medborgare", "vo-kost", "vo-lkdata")
COLUMNS = ("budget", "plan1", "plan2", "plan3", "plan4", "plan5")


def rows_of(table):
    """The figures of each area's two rows (net and costs), as shown, by area."""
    lines = [row for row in table.rows if row.role in ("line", "of_which")][: 2 * len(AREAS)]
    told = [{cell.column: cell.text for cell in row.cells if cell.column in COLUMNS} for row in lines]
    return dict(zip(AREAS, zip(told[::2], told[1::2], strict=True), strict=True))


@pytest.fixture
def printed(reference):
    report = Report.objects.get(slug=PRINTED)
    tables = compose_report(report).tables()
    return rows_of(next(table for table in tables if table.id == TABLE))


def block(net, costs):
    """Revenues and costs of the years, as they stand in a sheet."""
    years = ["Budget 2025", *(f"Plan {year}" for year in range(2026, 2031))]
    numbers = [(Number.of(net[column]), Number.of(costs[column])) for column in COLUMNS]
    revenues = [str(one.value + other.value) for one, other in numbers]
    lines = [["", *years], ["Intäkter", *revenues], ["Kostnader", *(str(other.value) for _, other in numbers)]]
    return "\n".join("\t".join(line) for line in lines)


def test_the_printed_table_comes_of_figures_that_are_pasted(printed, client, editor):
    client.force_login(editor)
    for area, (net, costs) in printed.items():
        address = reverse("entry_year_paste", args=[area, 2025])
        saved = client.post(address, {"block": block(net, costs), "enhet": "tkr", "spara": "ja"})
        assert saved.context["count"] == 2 * len(COLUMNS), area
    _decide(client)
    organisation = Organisation.objects.get(code="vss")
    declaration = Report.objects.get(slug=PRINTED).template_version.declaration
    section = preview(organisation, declaration, key_of(declaration), Moment(2025, 12, "Budget 2025"))
    [table] = [block for block in section.blocks if block.kind == "table"]
    assert rows_of(table) == printed


def _decide(client):
    """The working version is put under a decision: plans of earlier decisions are then the older ones."""
    told = {"gor": "ny", "rubrik": "Internbudget 2025", "slag": "board", "dag": "2024-09-04"}
    client.post(reverse("keep_decisions"), told)
    decision = Decision.objects.get(title="Internbudget 2025")
    client.post(reverse("keep_decisions"), {"gor": "under", "beslut": decision.pk, "ar": "2025"})


def key_of(declaration):
    """The section that holds the table."""
    waiting = list(declaration["sections"])
    while waiting:
        section = waiting.pop()
        if section.get("table", {}).get("id") == TABLE:
            return section["key"]
        waiting += section.get("children", [])
    raise LookupError(TABLE)
