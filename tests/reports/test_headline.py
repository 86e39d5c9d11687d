"""The key figures on a report's page where an organisation records only the parts of its money."""

import datetime as dt

import pytest

from indicators.models import UnitLink
from indicators.models.choices import Measure
from reports.composing import compose_report
from reports.models import Report
from tests.factories import IndicatorFactory, UnitFactory, breakdown, record
from tests.reports.worlds import report_of, template

TEXT = {"key": "text", "heading": "Text", "kind": "text"}


@pytest.fixture
def money(db):
    """An administration of two parts, and its result."""
    whole, *parts = (
        UnitFactory(code=code, kind=kind)
        for code, kind in (("hel", "administration"), ("a", "business_area"), ("b", "business_area"))
    )
    for part in parts:
        UnitLink.objects.create(unit=part, kind="part_of", to=whole, valid_from=dt.date(2019, 1, 1))
    result = IndicatorFactory(
        code="net_result", name="Resultat", measure=Measure.TKR, kind="economy", aggregation="sum", sets=["sex"]
    )
    return {"result": result, "hel": whole, "a": parts[0], "b": parts[1]}


def tiles():
    report = Report.objects.first() or report_of(template(TEXT))
    return [(tile.label, tile.value, tile.note, len(tile.behind)) for tile in compose_report(report).tiles]


def test_the_result_of_who_records_only_its_units_is_their_sum_where_all_are_known(money):
    record("400", indicator=money["result"], unit=money["a"])
    assert tiles() == []
    record("-150", indicator=money["result"], unit=money["b"])
    assert tiles() == [("Resultat jan–aug", "250", "summan av delarna", 2)]
    record("251", indicator=money["result"], unit=money["hel"])
    assert tiles() == [("Resultat jan–aug", "251", "", 1)]


def test_the_result_of_who_records_only_the_sexes_is_their_sum(money):
    for part, value in (("men", "100"), ("women", "70")):
        record(value, indicator=money["result"], unit=money["hel"], breakdown=breakdown(part))
    assert tiles() == [("Resultat jan–aug", "170", "summan av delarna", 2)]


def test_a_forecast_of_an_earlier_month_says_when_it_was_made(money):
    forecast = {"indicator": money["result"], "unit": money["hel"], "scenario": "forecast", "month": 12}
    record("500", **forecast, span="full_year", vintage=202406)
    assert tiles() == [("Prognos helår", "500", "gjord i juni 2024", 1)]
    record("600", **forecast, span="full_year", vintage=202408)
    assert tiles() == [("Prognos helår", "600", "", 1)]
