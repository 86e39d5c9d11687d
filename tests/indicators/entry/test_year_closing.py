"""Bokslut: period 13 and the full year in their boxes, what differs, and the year's state with what follows of it."""

import datetime as dt

import pytest

from indicators.models import FigureRevision, YearClosing
from indicators.models.choices import OccasionKind, Role
from indicators.numbers import Number
from indicators.organisation import UnitTree
from indicators.pivot.coordinates import Coordinates, ReportPeriod, Slot
from indicators.pivot.figures import FigureSet, IndicatorFacts, Known
from indicators.pivot.values import Lookup
from indicators.year.closing import ClosingRefused, closing_of, head_of, preliminary_years, set_state
from tests import factories as made
from tests.indicators.entry.test_years import FULL, year  # noqa: F401 - a fixture

PAGE, STATE = "/inmatning/vo-hr/ar/2023/bokslut/", "/katalog/bokslut/2023/"


@pytest.fixture
def ended(year, settings):  # noqa: F811
    """January 2024: December 2023 is open, costs have twelve months of 100."""
    settings.PORTAL_TODAY = dt.date(2024, 1, 20)
    dates = {"opens_on": dt.date(2024, 1, 1), "due_on": dt.date(2024, 1, 25), "locks_on": dt.date(2024, 2, 15)}
    made.OccasionFactory(year=2023, month=12, kind=OccasionKind.YEAR_END, **dates)
    act = {"recorded_at": made.at(dt.date(2024, 1, 15)), "checks": "note"}
    about = {"indicator": year.indicators["costs"], "unit": year.units["vo-hr"], "span": "month", "source": "example"}
    for month in range(1, 13):
        made.record("100", **about, year=2023, month=month, act=act)
    made.record("95", **about, year=2024, month=1, act=act)
    return year


def name(world, kind):
    return f"{kind}-{world.key('costs')}"


def send(world, boxes, role=Role.CONTROLLER, unit="vo-hr"):
    seen = {f"sedd-{box}": "0:" for box in boxes if not box.startswith("sedd-")}
    return world.client(role, unit).post(PAGE, seen | boxes)


def costs(world):
    lines = world.client().get(PAGE).context["lines"]
    return next(line for line in lines if line.name.startswith("Kostnader"))


def organisation(world):
    return world.units["vss"].organisation


# The figures


def test_period_13_and_the_full_year_are_entered_beside_the_months_and_next_year(ended):
    from tests.indicators.entry.test_years import decision

    given = {"indicator": ended.indicators["costs"], "unit": ended.units["vo-hr"], "span": "full_year"}
    act = {"recorded_at": made.at(dt.date(2024, 1, 16)), "checks": "note"}
    decided = decision("fb", dt.date(2023, 12, 1))
    made.record("1 300", **given, year=2024, month=12, scenario="budget", decision=decided, source="example", act=act)
    answer = send(ended, {name(ended, "s"): "40", name(ended, "h"): "1 250"})
    assert answer.status_code == 302
    line = costs(ended)
    assert (line.months, line.known, line.closing.text, line.full.text) == ("1\u00a0200", 12, "40", "1\u00a0250")
    assert (line.differs, line.next_outcome, line.next_budget) == ("+10", "95", "1\u00a0300")
    rows = FigureRevision.objects.filter(fact__year=2023, source="form").select_related("fact")
    assert {(row.fact.span, row.fact.month) for row in rows} == {("month", 13), ("full_year", 12)}


def test_what_cannot_be_read_stands_in_its_box_and_the_rest_is_saved(ended):
    answer = send(ended, {name(ended, "s"): "fyrtio", name(ended, "h"): "1 250"})
    page = answer.content.decode()
    assert (answer.status_code, "går inte att läsa som ett tal" in page, 'value="fyrtio"' in page) == (422, True, True)
    assert costs(ended).full.text == "1\u00a0250"


def test_when_december_is_closed_and_for_who_only_follows_it_nothing_is_written(ended, settings):
    send(ended, {name(ended, "h"): "1"}, role=Role.DIRECTOR, unit="vss")
    settings.PORTAL_TODAY = dt.date(2024, 3, 1)
    assert send(ended, {name(ended, "h"): "1 250"}).status_code == 422
    assert costs(ended).full.text == ""
    assert not costs(ended).full.is_box


# The state


def set_it(world, state, day="2024-01-20", note="", role=Role.EDITOR, unit="vss"):
    return world.client(role, unit).post(STATE, {"lage": state, "dag": day, "anteckning": note})


def test_the_editor_sets_the_state_from_a_day_and_the_pages_say_it(ended, settings):
    send(ended, {name(ended, "h"): "1 200"})
    assert set_it(ended, "preliminary").status_code == 302
    page = ended.client().get(PAGE).content.decode()
    assert (
        "Preliminärt bokslut sedan 20\u00a0januari 2024" in page or "Preliminärt bokslut sedan 20 januari 2024" in page
    )
    column = ended.client().get("/inmatning/vo-hr/ar/2025/").context["sheet"].columns[0]
    assert (column.word, column.said, column.year) == ("Bokslut", "preliminärt", 2023)
    assert set_it(ended, "definitive", "2024-01-20").status_code == 302
    column = ended.client().get("/inmatning/vo-hr/ar/2025/").context["sheet"].columns[0]
    assert (column.word, column.said) == ("Bokslut", "")
    settings.PORTAL_TODAY = dt.date(2024, 1, 25)
    # the full year and the revenues of the world, which were recorded later
    send(ended, {name(ended, "h"): "1 210", f"sedd-{name(ended, 'h')}": "1:1 200"})
    assert "2 utfall för 2023 är registrerade efter att bokslutet blev definitivt" in " ".join(
        ended.client().get(PAGE).content.decode().split()
    )


@pytest.mark.parametrize(
    ("state", "day", "said"),
    [
        ("preliminary", "2023-12-31", "2023 är inte slut den"),
        ("preliminary", "2024-02-01", "ligger framåt i tiden"),
        ("preliminary", "snart", "som ett datum"),
        ("open", "2024-01-20", "Året är redan"),
        ("stängt", "2024-01-20", "Välj ett läge"),
        ("definitive", "2024-01-20", "skiljer sig från månaderna i 1 rad"),
    ],
)
def test_a_state_that_cannot_hold_is_refused(ended, state, day, said):
    send(ended, {name(ended, "h"): "1 250"})
    answer = set_it(ended, state, day)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not YearClosing.objects.exists()


def test_a_difference_in_a_definitive_year_is_explained_and_a_step_back_too(ended):
    send(ended, {name(ended, "h"): "1 250"})
    set_it(ended, "definitive", note="Avskrivningar bokförda på året")
    assert set_it(ended, "preliminary").status_code == 422
    set_it(ended, "preliminary", note="Revisorn begärde en ändring")
    assert [row.state for row in YearClosing.objects.all()] == ["preliminary", "definitive"]


def test_a_report_of_an_earlier_day_goes_on_with_the_state_of_that_day(ended, settings):
    set_it(ended, "preliminary")
    settings.PORTAL_TODAY = dt.date(2024, 2, 1)
    set_it(ended, "definitive", "2024-02-01", note="Klart")
    at = [closing_of(organisation(ended), 2023, day) for day in (dt.date(2024, 1, 19), dt.date(2024, 1, 21), None)]
    assert [head_of(each) for each in at] == [("Utfall", ""), ("Bokslut", "preliminärt"), ("Bokslut", "")]


def test_tables_say_that_a_full_years_amount_is_preliminary():
    closed = Known(Slot("costs", "vo-hr", "total", "outcome", 2023, 12, "full_year"), Number(1250, 0))
    before = Known(Slot("costs", "vo-hr", "total", "outcome", 2022, 12, "full_year"), Number(1200, 0))
    facts = {"costs": IndicatorFacts("costs", "Kostnader", "sum", "down", measure="tkr")}
    figures, period = FigureSet.of([closed, before]), ReportPeriod(2023, 12)
    lookup = Lookup(figures, facts, UnitTree([], []), period, preliminary=frozenset({2023}))
    asked = Coordinates(indicator="costs", unit="vo-hr", span="full_year")
    assert lookup.find(asked).note == "preliminärt bokslut"
    assert lookup.find(asked._replace(year=-1)).note == ""
    assert Lookup(figures, facts, UnitTree([], []), period).find(asked).note == ""


def test_a_day_knows_the_years_that_were_preliminary_then(ended, settings):
    set_it(ended, "preliminary")
    settings.PORTAL_TODAY = dt.date(2024, 2, 1)
    set_it(ended, "definitive", "2024-02-01", note="Klart")
    days = (dt.date(2024, 1, 19), dt.date(2024, 1, 21), None)
    assert [preliminary_years(organisation(ended), day) for day in days] == [frozenset(), {2023}, frozenset()]


def test_only_the_editor_meets_the_state_and_areas_are_told_one_by_one(ended):
    assert ended.client().get(STATE).status_code == 403
    assert set_it(ended, "preliminary", role=Role.CONTROLLER, unit="vo-hr").status_code == 403
    page = ended.client(Role.EDITOR, "vss").get(STATE)
    told = {area.code: (each.rows, each.whole, each.full, each.differs) for area, each in page.context["rows"]}
    assert told["vo-hr"] == (2, 1, 1, 0)


def test_a_state_needs_a_reason_to_be_set_twice(ended):
    by = ended.person(Role.EDITOR, "vss")
    given = {"organisation": organisation(ended), "year": 2023, "day": dt.date(2024, 1, 20), "note": "", "by": by}
    set_state(state="preliminary", **given)
    with pytest.raises(ClosingRefused, match="2023 har redan preliminärt bokslut"):
        set_state(state="preliminary", **given)
