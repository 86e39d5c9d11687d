"""Beside the budget's boxes: counting up as a kept assumption, frame against sum, versions, months, the full year."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import BudgetAssumption, Decision, Fact, FigureFootnote, FigureRevision
from indicators.models.choices import Role
from indicators.numbers import Number, total
from indicators.year.budget import BudgetRefused, counted_up, read_curve, read_percent, spread
from tests.indicators.entry.test_years import BUDGET, box, post, recorded, year  # noqa: F401 - a fixture

TOOLS = f"{BUDGET}rakna-upp/"
FULL = {"span": "full_year"}


@pytest.fixture
def budget(year):  # noqa: F811
    """The budget of 2025 has revenues of 40 000 and costs of 39 000."""
    post(year, {box(year, "revenues", 2025): "40 000", box(year, "costs", 2025): "39 000"})
    return year


def send(world, role=Role.CONTROLLER, **given):
    return world.client(role).post(TOOLS, given)


# The rules


@pytest.mark.parametrize(("text", "hundredths"), [("2,5", 250), ("2.5 %", 250), ("−1,25", -125), ("0", 0)])
def test_a_per_cent_is_read_as_it_is_written(text, hundredths):
    assert read_percent(text) == hundredths


@pytest.mark.parametrize("text", ["", "mycket", "51", "2,555", "NaN"])
def test_a_per_cent_that_cannot_be_meant_is_refused(text):
    with pytest.raises(BudgetRefused, match="Inget är sparat"):
        read_percent(text)


def test_each_year_is_counted_from_the_budget_and_rounded_once():
    assert [str(counted_up(Number.of("1000"), 250, years)) for years in (1, 2, 3)] == [
        "1\u00a0025",
        "1\u00a0051",
        "1\u00a0077",
    ]
    assert counted_up(Number(6365, -2), 0, 5) == Number(6365, -2)


@given(value=st.integers(-(10**9), 10**9), weights=st.lists(st.integers(0, 1000), min_size=12, max_size=12).filter(any))
def test_the_months_are_exactly_the_year(value, weights):
    shares = spread(Number(value, 0), [Fraction(weight) for weight in weights])
    assert total(shares) == Number(value, 0)
    exact = [Fraction(value * weight, sum(weights)) for weight in weights]
    assert all(abs(share.fraction - wanted) <= 1 for share, wanted in zip(shares, exact, strict=True))


@pytest.mark.parametrize("weights", [[1] * 11, [0] * 12, [-1, 2, *[1] * 10]])
def test_a_curve_of_something_else_than_twelve_shares_is_refused(weights):
    with pytest.raises(BudgetRefused, match="tolv tal"):
        spread(Number(100, 0), [Fraction(weight) for weight in weights])
    with pytest.raises(BudgetRefused, match="tolv tal"):
        read_curve("åtta 8 9")


# Counting up


def test_counting_up_is_shown_saved_and_kept_as_an_assumption(budget):
    asked = {"rader": "alla", "procent": "2,5", "varfor": "Prisindex"}
    shown = send(budget, gor="visa", **asked).content.decode()
    assert "41\u00a0000" in shown or "41000" in shown
    assert len(recorded()) == 2
    page = budget.client().get(TOOLS).content.decode()
    assert "Inget är uppräknat än" in page
    assert send(budget, gor="spara", **asked).status_code == 302
    assert recorded()["revenues", "plan", 2026] == 41000
    assert recorded()["revenues", "plan", 2030] == 45256
    assert "Alla rader: 2,5\u00a0%, Prisindex" in budget.client().get(TOOLS).content.decode()


def test_what_stands_in_a_plan_year_is_left_alone_unless_it_is_to_be_written_over(budget):
    post(budget, {box(budget, "revenues", 2026): "50 000"})
    row = {"rader": f"r-{budget.key('revenues')}", "procent": "0", "gor": "spara"}
    send(budget, **row)
    assert (recorded()["revenues", "plan", 2026], recorded()["revenues", "plan", 2027]) == (50000, 40000)
    assert ("costs", "plan", 2026) not in recorded()
    send(budget, **row, over="ja")
    assert recorded()["revenues", "plan", 2026] == 40000
    assert BudgetAssumption.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rader": "okänd", "procent": "2"}, "Välj vilka rader"),
        ({"rader": "alla", "procent": "hundra"}, "är ingen procent"),
        ({"rader": "alla", "procent": "2"}, "budgetåret är tomt"),
    ],
)
def test_what_cannot_be_counted_up_is_said_and_nothing_saved(year, given, said):  # noqa: F811
    answer = send(year, gor="spara", **given)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not BudgetAssumption.objects.exists()


# Months


def test_a_budget_is_shared_out_on_months_with_a_footnote(budget):
    send(budget, gor="fordela", rad=budget.key("revenues"), metod="tolftedel")
    months = FigureRevision.objects.current().filter(fact__year=2025, fact__span="month", fact__scenario="budget")
    assert months.count() == 12
    assert sum(row.scaled for row in months) == 40000
    assert {note.text for note in FigureFootnote.objects.all()} == {"budgeten är fördelad med en tolftedel per månad"}


def test_last_years_profile_needs_all_its_months(budget):
    answer = send(budget, gor="fordela", rad=budget.key("revenues"), metod="profil")
    assert "är inte alla kända" in answer.content.decode()
    answer = send(budget, gor="fordela", rad=budget.key("revenues"), metod="kurva", kurva="1 2 3")
    assert "tolv tal" in answer.content.decode()
    assert not Fact.objects.filter(span="month", year=2025).exists()


def test_who_only_follows_an_area_shares_nothing_out(budget):
    answer = send(budget, role=Role.DIRECTOR, gor="fordela", rad=budget.key("revenues"), metod="tolftedel")
    assert answer.status_code == 404 or "Välj en rad som du registrerar" in answer.content.decode()
    assert not Fact.objects.filter(span="month", year=2025).exists()


# Versions


def test_the_working_version_is_put_under_a_decision_and_stays(budget):
    editor = budget.client(Role.EDITOR, "vss")
    told = {"gor": "ny", "rubrik": "Internbudget 2025", "slag": "board", "dag": "2024-12-10", "diarienummer": "KS 1"}
    editor.post("/katalog/beslut/", told)
    decision = Decision.objects.get()
    editor.post("/katalog/beslut/", {"gor": "under", "beslut": decision.pk, "ar": "2025", "bekraftat": "ja"})
    assert Fact.objects.filter(decision=decision).count() == 2
    assert Fact.objects.filter(decision=None, year=2025).count() == 2
    assert "Internbudget 2025" in budget.client().get(f"{BUDGET}?beslut={decision.code}").content.decode()


def test_what_is_put_under_a_decision_is_told_first(budget):
    editor = budget.client(Role.EDITOR, "vss")
    editor.post("/katalog/beslut/", {"gor": "ny", "rubrik": "Budget", "slag": "board", "dag": "2024-12-10"})
    asked = editor.post("/katalog/beslut/", {"gor": "under", "beslut": Decision.objects.get().pk, "ar": "2025"})
    assert "2 värden för 1 enhet, budget 2025 med plan, läggs under Budget." in asked.content.decode()
    assert not Fact.objects.exclude(decision=None).exists()


def test_a_decision_is_mended_but_not_moved_past_another_one(budget):
    editor, about = budget.client(Role.EDITOR, "vss"), {"slag": "board", "bekraftat": "ja"}
    for title, day in (("Budget", "2024-12-10"), ("Tillägg", "2025-03-01")):
        editor.post("/katalog/beslut/", {"gor": "ny", "rubrik": title, "dag": day, **about})
        row = Decision.objects.get(title=title)
        editor.post("/katalog/beslut/", {"gor": "under", "beslut": row.pk, "ar": "2025", **about})
    first = Decision.objects.get(title="Budget")
    address = f"/katalog/beslut/?andra={first.pk}"
    sent = {"gor": "andra", "rubrik": "Budget 2025", "dag": "2024-12-17", "diarienummer": "KS 7", **about}
    assert "Skriv varför" in editor.post(address, sent).content.decode()
    late = editor.post(address, {**sent, "dag": "2025-04-01", "orsak": "Fel dag"})
    assert (late.status_code, "flyttas förbi Tillägg" in late.content.decode()) == (422, True)
    first.refresh_from_db()
    assert (first.title, first.decided_on) == ("Budget", dt.date(2024, 12, 10))
    assert editor.post(address, {**sent, "orsak": "Fel dag"}).status_code == 302
    first.refresh_from_db()
    assert (first.title, first.decided_on, first.case_number) == ("Budget 2025", dt.date(2024, 12, 17), "KS 7")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"gor": "ny", "rubrik": "Budget", "slag": "board", "dag": "snart"}, "som ett datum"),
        ({"gor": "ny", "rubrik": "", "slag": "board", "dag": "2024-12-10"}, "Inget är sparat"),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(year, told, said):  # noqa: F811
    answer = year.client(Role.EDITOR, "vss").post("/katalog/beslut/", told)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Decision.objects.exists()


def test_a_year_without_working_version_cannot_be_put_under_a_decision(year):  # noqa: F811
    organisation = year.units["vss"].organisation
    row = Decision.objects.create(
        organisation=organisation, code="b", kind="board", title="B", decided_on=dt.date(2024, 12, 10)
    )
    answer = year.client(Role.EDITOR, "vss").post("/katalog/beslut/", {"beslut": row.pk, "ar": "2031"})
    assert "ingen arbetsversion av budget 2031" in answer.content.decode()
    assert (
        year.client().post("/katalog/beslut/", {"beslut": row.pk, "ar": "2025", "bekraftat": "ja"}).status_code == 403
    )
