"""What no figure may break, whichever way it comes in: not even print and example data."""

import dataclasses
import datetime as dt

import pytest

from indicators.models import Breakdown, BreakdownSet, FigureRevision
from indicators.numbers import Number
from indicators.recording import RecordingRefused, record_figures
from indicators.triggers import suspended
from tests.factories import (
    DecisionFactory,
    IndicatorFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
    make_entry,
)

pytestmark = pytest.mark.django_db
LONG = "x" * 501


def refused(*entries):
    """The problems of an act that notes everything that can be noted."""
    with pytest.raises(RecordingRefused) as raised:
        record_figures(entries=entries, by=UserFactory(), source="example", label="Exempel", checks="note")
    assert FigureRevision.objects.count() == 0
    return raised.value.problems


BROKEN = {
    "neither value nor marker": ({"number": None}, "value-or-marker", "Angivet: varken värde eller orsak."),
    "both value and marker": ({"marker": "no_data"}, "value-or-marker", "Angivet: både värde och orsak."),
    "unknown marker": (
        {"number": None, "marker": "okänt"},
        "marker",
        "”okänt” är ingen orsak till att värde saknas. Välj någon av: Ingen uppgift, Ej tillämpligt",
    ),
    "full year in August": ({"span": "full_year"}, "span", "Ett helår slutar i december, inte i augusti."),
    "accumulated to December": ({"month": 12}, "span", "Januari till december är ett helår. Välj helår."),
    "closing entries accumulated": ({"month": 13}, "span", "Månad 13 är bokslutsjusteringar"),
    "no such month": ({"month": 14}, "span", "Månad 14 finns inte."),
    "no such span": ({"span": "vecka"}, "span", "”vecka” är inget spann."),
    "no such year": ({"year": 1924}, "year", "År 1924 kan inte stämma. Ange ett år mellan 2000 och 2099."),
    "no such scenario": ({"scenario": "gissning"}, "scenario", "”gissning” går inte att registrera."),
    "forecast without month": ({"scenario": "forecast"}, "vintage", "En prognos har månaden då den gjordes"),
    "forecast of month 13": (
        {"scenario": "forecast", "vintage": 202413},
        "vintage",
        "En prognos har månaden",
    ),
    "outcome with a forecast's month": ({"vintage": 202408}, "vintage", "andra uppgifter har ingen sådan"),
    "no such basis": ({"basis": "gissad"}, "basis", "Angivet: ”gissad”."),
    "restated to no day": ({"basis": "restated:2022-13-01"}, "basis", "Angivet: ”restated:2022-13-01”."),
    "restated to a day in another form": ({"basis": "restated:20220101"}, "basis", "Angivet: ”restated:20220101”."),
    "too many decimals": ({"number": Number(1, 10)}, "decimals", "Talet har 10 decimaler; högst 9 kan sparas."),
    "too large": ({"number": Number(2**63)}, "too-large", "är för stort för att sparas"),
    "negative population": ({"population": -1}, "population", "Underlaget (n) är -1."),
    "measured backwards": (
        {"measured_from": dt.date(2024, 2, 1), "measured_to": dt.date(2024, 1, 31)},
        "measured",
        "Mätperioden slutar innan den börjar. Angivet: 2024-02-01 till 2024-01-31.",
    ),
    "unknown kind of footnote": ({"footnotes": (("skvaller", "Text"),)}, "footnote-kind", "”skvaller” är inget slag"),
    "empty footnote": ({"footnotes": (("period", " "),)}, "footnote-empty", "En fotnot saknar text."),
    "long footnote": ({"footnotes": (("period", LONG),)}, "footnote-long", "En fotnot är 501 tecken; högst 500"),
    "footnote twice": ({"footnotes": (("period", "A"), ("period", "A"))}, "footnote-twice", "Samma fotnot står två"),
    "long reason": ({"reason": LONG}, "too-long", "Orsaken är 501 tecken; högst 500 får plats."),
    "long source note": ({"source_note": LONG}, "too-long", "Källan är 501 tecken; högst 300 får plats."),
}


@pytest.mark.parametrize(("changed", "code", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_refused_with_what_was_given(changed, code, told):
    entry = dataclasses.replace(make_entry("77,3", place="rad 7"), **changed)
    (problem,) = refused(entry)
    assert (problem.place, problem.code) == ("rad 7", code)
    assert told in problem.message
    assert problem.message.endswith("Inget är sparat.")


def test_a_decision_stands_behind_budgets_only():
    (problem,) = refused(make_entry("77,3", decision=DecisionFactory()))
    assert problem.code == "decision"
    assert problem.message.startswith("Bara budget, plan och ram har ett beslut bakom sig.")


def test_a_heading_of_several_indicators_has_no_figures():
    group = IndicatorFactory(name="Kundnöjdhet", is_group=True)
    (problem,) = refused(make_entry("4,4", indicator=group))
    assert problem.code == "group"
    assert problem.message.startswith("Kundnöjdhet är en rubrik för flera indikatorer och har inga egna värden.")


def test_all_that_is_broken_in_one_row_is_told():
    entry = dataclasses.replace(make_entry("77,3"), month=12, marker="no_data", population=-1)
    assert [problem.code for problem in refused(entry)] == ["span", "value-or-marker", "population"]


def foreign(factory, **fields):
    return factory(organisation=OrganisationFactory(code="annan"), **fields)


def foreign_part():
    owner = BreakdownSet.objects.create(code="annan", name="Annan", organisation=OrganisationFactory(code="annan"))
    return Breakdown.objects.create(set=owner, code="en", name="En del")


FOREIGN = {
    "unit": (lambda: {"unit": foreign(UnitFactory, code="skola")}, "unknown-unit", "Enheten skola finns inte"),
    "breakdown": (lambda: {"breakdown": foreign_part()}, "unknown-breakdown", "Delen En del finns inte"),
    "decision": (
        lambda: {"decision": foreign(DecisionFactory, title="Deras budget"), "scenario": "budget"},
        "unknown-decision",
        "Beslutet Deras budget finns inte",
    ),
}


@pytest.mark.parametrize(("make", "code", "told"), FOREIGN.values(), ids=FOREIGN)
def test_what_belongs_to_another_organisation_is_unknown(make, code, told):
    (problem,) = refused(make_entry("77,3", **make()))
    assert problem.code == code
    assert told in problem.message


def test_what_is_not_saved_is_unknown():
    entry = make_entry("77,3", unit=UnitFactory.build(code="ny"))
    assert [problem.code for problem in refused(entry)] == ["unknown-unit"]


def test_an_empty_cell_can_not_be_emptied():
    (problem,) = refused(make_entry("cleared"))
    assert problem.code == "nothing-to-clear"


def test_without_reference_data_nothing_is_recorded():
    entry = make_entry("77,3")
    with suspended():
        Breakdown.objects.all().delete()
    (problem,) = refused(entry)
    assert problem.code == "no-total"
    assert problem.message == "Delen ”total” saknas i portalen. Läs in referensdata och försök igen. Inget är sparat."
