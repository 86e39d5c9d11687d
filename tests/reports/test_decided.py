"""Which budget a column shows: one decision, a later one behind some rows, or none yet."""

import datetime as dt

import pytest

from indicators.models import Decision
from indicators.numbers import Number
from indicators.pivot.coordinates import Slot
from indicators.pivot.figures import Known
from indicators.pivot.table import Cell
from indicators.pivot.values import Found
from indicators.year.deciding import decision_words
from reports.composing.decided import decided_legends
from reports.declarations import RowSpec

WORDS = {"kf": "Budget 2025, kommunfullmäktige 18 juni 2024", "till": "Tilläggsbudget, 11 mars 2025"}
NAMES = ("Stab", "Ekonomi", "HR", "Medborgare", "LKDATA", "Summa")


def cell(*codes, scenario="budget"):
    slot = Slot("net_result", "stab", "total", scenario, 2025, 12, "full_year")
    return Cell(found=Found(slot, Number(1), known=tuple(Known(slot, Number(1), decision=code) for code in codes)))


def told(*cells, words=WORDS, **more):
    """What is said of a column "Budget 2025" with these cells, the last of them the total's, and of more columns."""
    names = (*NAMES[: len(cells) - 1], NAMES[-1])
    rows = [(RowSpec(key=name, role="total" if name == "Summa" else "line"), name) for name in names]
    columns = {"Budget 2025": cells, **more}
    grid = [{key: values[at] for key, values in columns.items()} for at in range(len(cells))]
    return decided_legends({key: key for key in columns}, rows, grid, words)


def test_a_column_of_one_decision_names_it_once():
    assert told(cell("kf"), cell("kf"), cell("kf")) == [f"Budget 2025: {WORDS['kf']}."]


def test_columns_of_the_same_decision_share_a_line_and_others_have_their_own():
    plan, outcome = ((cell(code, scenario=scenario),) * 2 for code, scenario in (("kf", "plan"), ("", "outcome")))
    later = (cell("till"),) * 2
    assert told(cell("kf"), cell("kf"), plan=plan, outcome=outcome, later=later) == [
        f"Budget 2025 och plan: {WORDS['kf']}.",
        f"Later: {WORDS['till']}.",
    ]


def test_rows_under_a_later_decision_are_named_rather_than_their_total():
    assert told(cell("kf"), cell("till"), cell("kf"), cell("kf", "till")) == [
        f"Budget 2025: {WORDS['kf']}; varav Ekonomi: {WORDS['till']}."
    ]


def test_a_cell_of_several_months_shows_every_decision_behind_it():
    assert told(cell("kf"), cell("kf", "till"), cell("kf")) == [
        f"Budget 2025: {WORDS['kf']}; varav Ekonomi: {WORDS['till']}."
    ]


def test_many_rows_under_a_later_decision_are_counted():
    later = (cell("kf", "till") for _ in range(4))
    assert told(*later, cell("kf"), cell("kf")) == [f"Budget 2025: {WORDS['kf']}; varav 4 rader: {WORDS['till']}."]


def test_a_budget_that_nobody_has_decided_says_so():
    assert told(cell(""), cell("")) == ["Budget 2025: arbetsversion utan beslut."]
    assert told(cell("kf"), cell("kf"), cell(""), cell("kf")) == [
        f"Budget 2025: {WORDS['kf']}; varav HR: arbetsversion utan beslut."
    ]


def test_a_table_without_budget_says_nothing():
    assert told(cell("", scenario="outcome"), Cell(), Cell(text="–")) == []


@pytest.mark.parametrize(
    ("kind", "title", "case", "words"),
    [
        ("council", "Budget 2025", "KS 2024-123", "Budget 2025, kommunfullmäktige 18\u00a0juni 2024, dnr KS 2024-123"),
        ("supplementary", "Tilläggsbudget 1", "", "Tilläggsbudget 1, 18\u00a0juni 2024"),
        ("board", "Internbudget", "KS § 154", "Internbudget, kommunstyrelsen 18\u00a0juni 2024, KS § 154"),
        ("board", "Internbudget", "Dnr 7", "Internbudget, kommunstyrelsen 18\u00a0juni 2024, Dnr 7"),
    ],
)
def test_a_decision_is_told_by_its_title_who_took_it_when_and_its_number(kind, title, case, words):
    decision = Decision(title=title, kind=kind, decided_on=dt.date(2024, 6, 18), case_number=case)
    assert decision_words(decision) == words
