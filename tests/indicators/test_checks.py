"""What is checked about a figure: what a person may not enter, and what print keeps as a finding."""

import datetime as dt

import pytest

from indicators.models import RecordingFinding
from indicators.models.choices import FindingLevel
from indicators.recording import RecordingRefused
from tests.factories import (
    DecisionFactory,
    DefinitionFactory,
    DocumentFactory,
    IndicatorFactory,
    OccasionFactory,
    UnitFactory,
    UserFactory,
    at,
    breakdown,
    record,
)

pytestmark = pytest.mark.django_db
ERROR, WARNING, NOTICE = FindingLevel.ERROR, FindingLevel.WARNING, FindingLevel.NOTICE


def refusal(*args, **fields):
    """The one problem that an entry is refused for."""
    with pytest.raises(RecordingRefused) as raised:
        record(*args, **fields)
    (problem,) = raised.value.problems
    return problem


def noted(*args, **fields):
    """The findings of the same figure from print."""
    act = {"document": DocumentFactory(), "checks": "note"}
    recorded = record(*args, source="document", act=act, **fields)
    stored = RecordingFinding.objects.filter(revision=recorded.revision)
    assert [(row.code, row.level, row.text) for row in stored] == [
        (found.code, found.level, found.message) for found in recorded.findings
    ]
    return [(found.code, found.level) for found in recorded.findings]


# The unit


@pytest.fixture
def payroll():
    return UnitFactory(name="Löneservice", valid_from=dt.date(2020, 12, 1), valid_to=dt.date(2023, 9, 30))


def test_a_unit_has_no_figures_of_the_time_before_it(payroll):
    problem = refusal("2", unit=payroll, year=2019, month=12, span="full_year")
    assert problem.code == "unit-not-existing"
    assert problem.message == (
        "Löneservice fanns inte 2019; enheten finns från 1\u00a0december 2020. Välj en annan enhet eller period."
        " Inget är sparat."
    )


def test_nor_of_the_time_after_it(payroll):
    early = refusal("2", unit=payroll, year=2020)
    assert early.message.startswith("Löneservice fanns inte under januari till augusti 2020;")
    problem = refusal("2", unit=payroll, year=2023, month=10, span="month")
    assert problem.message.startswith(
        "Löneservice fanns inte i oktober 2023; enheten fanns till och med 30\u00a0september 2023."
    )


@pytest.mark.parametrize(
    ("year", "month", "span"),
    [(2020, 12, "full_year"), (2020, 12, "month"), (2023, 10, "ytd"), (2023, 9, "month"), (2021, 8, "project")],
)
def test_a_unit_has_figures_of_every_period_that_it_existed_in(payroll, year, month, span):
    indicator = IndicatorFactory(aggregation="sum")
    assert record("2", indicator=indicator, unit=payroll, year=year, month=month, span=span).state == "new"


@pytest.mark.parametrize("days", [{"valid_from": dt.date(2024, 7, 31)}, {"valid_to": dt.date(2024, 7, 1)}], ids=str)
def test_one_day_of_the_period_is_enough(days):
    assert record("2", unit=UnitFactory(**days), month=7, span="month").state == "new"


def test_a_moment_is_its_own_day(payroll):
    level = IndicatorFactory(aggregation="last")
    assert record("2", indicator=level, unit=payroll, year=2020, month=12, span="point").state == "new"
    problem = refusal("2", indicator=level, unit=payroll, year=2020, month=11, span="point")
    assert problem.message.startswith("Löneservice fanns inte den 30\u00a0november 2020;")


@pytest.mark.parametrize("basis", ["carried", "restated:2022-01-01"])
def test_a_figure_carried_to_a_unit_may_be_older_than_the_unit(payroll, basis):
    assert record("2", unit=payroll, year=2019, month=12, span="full_year", basis=basis).state == "new"


@pytest.mark.parametrize("marker", ["not_existing", "no_data"])
def test_that_a_value_is_missing_may_be_said_of_any_time(payroll, marker):
    assert record(marker, unit=payroll, year=2019, month=12, span="full_year").state == "new"


def test_print_keeps_a_figure_of_a_unit_that_did_not_exist(payroll):
    assert noted("2", unit=payroll, year=2019, month=12, span="full_year") == [("unit-not-existing", ERROR)]


# Closed periods and reasons


@pytest.fixture
def july():
    return OccasionFactory(kind="month", month=7, opens_on=dt.date(2024, 8, 1), due_on=dt.date(2024, 8, 14),
                           locks_on=dt.date(2024, 8, 20))  # fmt: skip


def test_a_closed_period_takes_no_more_figures(july):
    problem = refusal("77,3", month=7)
    assert problem.code == "period-closed"
    assert problem.message == (
        "Juli 2024 stängdes 20\u00a0augusti 2024. Du kan begära en rättelse med nytt värde och orsak. Inget är sparat."
    )


def test_a_period_that_somebody_closed_says_who_and_when():
    by = UserFactory(display_name="huvudcontrollern")
    closed = at(dt.date(2024, 9, 3), 0, 30)
    OccasionFactory(closed_at=closed, closed_by=by)
    assert refusal("77,3").message.startswith("Augusti 2024 stängdes 3\u00a0september 2024 av huvudcontrollern.")


def test_the_value_that_stands_in_a_closed_period_is_told(july):
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "month": 7}
    act = {"recorded_at": at(dt.date(2024, 8, 5)), "checks": "note"}
    record("12,4", source="example", act=act, **about)
    assert refusal("12,5", **about).message.endswith("Det tidigare värdet 12,4 står kvar.")
    assert record("12,4", **about).state == "unchanged"


def test_the_day_that_an_occasion_locks_is_closed_and_the_day_before_open(settings):
    OccasionFactory(locks_on=dt.date(2024, 9, 20))
    settings.PORTAL_TODAY = dt.date(2024, 9, 20)
    assert refusal("77,3").code == "period-closed"
    settings.PORTAL_TODAY = dt.date(2024, 9, 19)
    assert record("77,3").state == "new"


def test_of_two_closed_occasions_the_later_one_is_told():
    for kind, locks_on in (("month", dt.date(2024, 9, 2)), ("august", dt.date(2024, 9, 4))):
        OccasionFactory(kind=kind, due_on=dt.date(2024, 9, 1), locks_on=locks_on)
    assert refusal("77,3").message.startswith("Augusti 2024 stängdes 4\u00a0september 2024.")


def test_example_data_that_is_checked_like_a_persons_is_so_on_its_own_day(july):
    act = {"recorded_at": at(dt.date(2024, 8, 19)), "checks": "refuse"}
    assert record("77,3", month=7, source="example", act=act).state == "new"
    later = act | {"recorded_at": at(dt.date(2024, 8, 20))}
    assert refusal("78,1", month=7, source="example", act=later).code == "period-closed"


def test_who_may_unlock_gives_a_reason(july):
    problem = refusal("77,3", month=7, act={"may_unlock": True}, reason="  ")
    assert problem.code == "reason-missing"
    assert problem.message.endswith("Skriv en orsak; den sparas med värdet. Inget är sparat.")
    recorded = record("77,3", month=7, act={"may_unlock": True}, reason="Sena frånvaroanmälningar")
    assert recorded.revision.reason == "Sena frånvaroanmälningar"


def test_print_and_example_data_know_no_locks(july):
    assert noted("77,3", month=7) == []


def test_the_months_of_another_year_are_other_months(july):
    assert record("77,3", month=7, year=2023).state == "new"


def test_a_month_with_two_occasions_is_open_as_long_as_one_of_them_is():
    OccasionFactory(
        kind="month", locks_on=dt.date(2024, 9, 2), opens_on=dt.date(2024, 9, 1), due_on=dt.date(2024, 9, 1)
    )
    OccasionFactory(kind="august")
    assert record("77,3").state == "new"


def test_a_forecast_belongs_to_the_month_that_it_was_made_in(july):
    forecast = {"scenario": "forecast", "month": 12, "span": "full_year"}
    assert refusal("80", vintage=202407, **forecast).code == "period-closed"
    assert record("80", vintage=202408, **forecast).state == "new"


@pytest.fixture
def budget_closed():
    return OccasionFactory(kind="budget", month=12, opens_on=dt.date(2023, 10, 1), due_on=dt.date(2023, 11, 1),
                           locks_on=dt.date(2023, 12, 15))  # fmt: skip


@pytest.mark.parametrize("scenario", ["budget", "frame"])
def test_a_budget_belongs_to_the_budget_of_its_year(budget_closed, scenario):
    problem = refusal("60500", scenario=scenario)
    assert problem.message.startswith("Budgeten för 2024 stängdes 15\u00a0december 2023.")
    assert record("60500").state == "new"


def test_a_budget_that_was_decided_after_the_closing_may_come_in(budget_closed):
    in_time, later = (DecisionFactory(decided_on=dt.date(year, 12, 12)) for year in (2023, 2024))
    assert refusal("60500", scenario="budget", decision=in_time).code == "period-closed"
    assert record("78000", scenario="budget", decision=later).state == "new"


def test_a_budget_that_was_decided_on_the_closing_day_may_come_in(budget_closed):
    decision = DecisionFactory(decided_on=budget_closed.locks_on)
    assert record("78000", scenario="budget", decision=decision).state == "new"


def test_the_budgets_closing_says_nothing_about_outcomes(budget_closed):
    assert record("60500", month=12, span="full_year").state == "new"


def test_a_plan_is_never_closed(budget_closed):
    assert record("60500", scenario="plan").state == "new"


def test_closing_entries_belong_to_december():
    OccasionFactory(kind="year_end", month=12, year=2023, opens_on=dt.date(2024, 1, 2), due_on=dt.date(2024, 1, 20),
                    locks_on=dt.date(2024, 2, 1))  # fmt: skip
    money = IndicatorFactory(aggregation="sum")
    assert refusal("5", indicator=money, year=2023, month=13, span="month").code == "period-closed"


def test_a_correction_without_occasion_has_a_reason():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory()}
    record("77,3", **about)
    problem = refusal("78,1", **about)
    assert problem.code == "reason-missing"
    assert problem.message == (
        "Ett värde som redan är registrerat rättas med en orsak. Skriv varför; orsaken sparas med värdet."
        " Det tidigare värdet 77,3 står kvar."
    )
    assert record("78,1", reason="Fel uttag", **about).revision.reason == "Fel uttag"


@pytest.mark.parametrize("marker", ["not_reported", "cleared"])
def test_a_value_for_what_had_none_needs_no_reason(marker):
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory()}
    record("77,3", **about)
    record(marker, reason="Väntar på underlag", **about)
    assert record("78,1", **about).state == "changed"


# The scale, the parts and the span


@pytest.mark.parametrize("value", ["0", "5,00", "4,4"])
def test_a_value_within_the_scale_is_taken_with_its_limits(value):
    assert record(value, indicator=IndicatorFactory(scale=(0, 5))).findings == ()


@pytest.mark.parametrize(
    ("value", "scale", "told"),
    [
        ("5,01", (0, 5), "5,01 ligger utanför skalan för Kundnöjdhet, 0 till 5. Kontrollera talet."),
        ("-1", (0, None), "−1 ligger utanför skalan för Kundnöjdhet, lägst 0."),
        ("1200", (None, 1000), "1\u00a0200 ligger utanför skalan för Kundnöjdhet, högst 1\u00a0000."),
    ],
)
def test_a_value_outside_the_scale_is_refused(value, scale, told):
    problem = refusal(value, indicator=IndicatorFactory(name="Kundnöjdhet", scale=scale))
    assert problem.code == "outside-scale"
    assert problem.message.startswith(told)


def test_the_scale_is_that_of_the_figures_own_day():
    indicator = IndicatorFactory(name="Kundnöjdhet LKDATA", scale=(0, 100))
    DefinitionFactory(indicator=indicator, valid_from=dt.date(2021, 1, 1), name="Kundnöjdhet", scale_max=5)
    assert record("95", indicator=indicator, year=2020, month=12, span="full_year").state == "new"
    assert refusal("95", indicator=indicator, year=2021).code == "outside-scale"


def test_a_scale_that_changed_within_the_period_is_that_of_its_last_day():
    indicator = IndicatorFactory(scale=(0, 100))
    DefinitionFactory(indicator=indicator, valid_from=dt.date(2024, 5, 1), scale_max=5)
    assert record("95", indicator=indicator, month=4).state == "new"
    assert refusal("95", indicator=indicator).code == "outside-scale"


def test_a_marker_has_no_scale():
    assert record("no_data", indicator=IndicatorFactory(scale=(1, 5))).state == "new"


def test_print_keeps_a_value_outside_the_scale():
    assert noted("44", indicator=IndicatorFactory(scale=(0, 5))) == [("outside-scale", ERROR)]


@pytest.mark.parametrize(
    ("sets", "told"),
    [
        ((), "Nöjdhet har bara en total, inte efter kön"),
        (("company_size",), "Nöjdhet indelas efter företagsstorlek, inte efter kön"),
    ],
)
def test_an_indicator_is_divided_only_as_it_says(sets, told):
    indicator = IndicatorFactory(name="Nöjdhet", sets=sets)
    problem = refusal("60", indicator=indicator, breakdown=breakdown("men"))
    assert problem.code == "breakdown-not-allowed"
    assert problem.message.startswith(told)


def test_an_indicator_by_sex_takes_men_women_and_the_total():
    about = {"indicator": IndicatorFactory(sets=["sex"]), "unit": UnitFactory()}
    states = [record("60", breakdown=part, **about).state for part in (breakdown("men"), breakdown("women"), None)]
    assert states == ["new"] * 3


SPANS = {"month": 8, "ytd": 8, "full_year": 12, "point": 8, "project": 8}
FITTING = {
    "sum": {"month", "ytd", "full_year", "project"},
    "last": {"month", "point"},
    "mean": {"month", "ytd", "full_year"},
    "reported": {"month", "ytd", "full_year"},
    "accumulating": {"month", "ytd", "full_year"},
    "yearly": {"full_year"},
    "formula": set(SPANS),
}


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("aggregation", FITTING)
def test_the_span_fits_how_the_indicator_is_measured(aggregation, span):
    formula = {"formula": "a + b"} if aggregation == "formula" else {}
    indicator = IndicatorFactory(aggregation=aggregation, **formula)
    about = {"indicator": indicator, "span": span, "month": SPANS[span]}
    if span in FITTING[aggregation]:
        assert record("7", **about).state == "new"
    else:
        assert refusal("7", **about).code == "span-not-fitting"


@pytest.mark.parametrize(
    ("aggregation", "told"),
    [
        ("last", "Heltid kan inte anges för januari till augusti 2024: indikatorn är ett läge vid en tidpunkt."),
        ("yearly", "Heltid kan inte anges för januari till augusti 2024: indikatorn mäts en gång om året. Välj helår."),
    ],
)
def test_a_span_that_does_not_fit_is_told_with_what_does(aggregation, told):
    problem = refusal("7", indicator=IndicatorFactory(name="Heltid", aggregation=aggregation))
    assert problem.message.startswith(told)


@pytest.mark.parametrize(("aggregation", "taken"), [("sum", True), ("reported", False), ("mean", False)])
def test_closing_entries_belong_to_sums_only(aggregation, taken):
    about = {"indicator": IndicatorFactory(aggregation=aggregation), "month": 13, "span": "month"}
    if taken:
        assert record("7", **about).state == "new"
    else:
        assert refusal("7", **about).code == "span-not-fitting"


# People


def staff(**fields):
    return IndicatorFactory(name="Total sjukfrånvaro", kind="staff", **fields)


def test_a_staff_figure_without_population_is_noted():
    recorded = record("6,3", indicator=staff())
    (finding,) = recorded.findings
    assert (finding.code, finding.level) == ("population-missing", NOTICE)
    assert finding.message == (
        "Underlaget (n) saknas för Total sjukfrånvaro. Utan det visas värdet inte när en rapport blir offentlig."
    )
    assert RecordingFinding.objects.get().text == finding.message


def test_a_health_figure_of_any_kind_is_noted():
    assert [found.code for found in record("6,3", indicator=IndicatorFactory(is_health=True)).findings] == [
        "population-missing"
    ]


def test_nothing_is_noted_where_the_population_is_given_or_does_not_matter():
    assert record("6,3", indicator=staff(), population=0).findings == ()
    assert record("no_data", indicator=staff()).findings == ()
    assert record("47", indicator=staff(measure="count")).findings == ()
    assert record("6,0", indicator=staff(), scenario="budget").findings == ()
    assert record("6,3").findings == ()
    assert noted("6,3", indicator=staff()) == []
