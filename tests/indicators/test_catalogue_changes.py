"""A new definition is a new dated row: what is printed keeps the one that it had."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from indicators.catalogue_changes import last_closed_day, redefine_indicator
from indicators.models import IndicatorDefinition, ReferenceAct
from indicators.reference_acts import history_of
from tests.factories import IndicatorFactory, OccasionFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 1, 1)


@pytest.fixture
def indicator():
    return IndicatorFactory(code="sjuk", name="Sjukfrånvaro", scale=(0, 100))


def redefine(indicator, from_day=DAY, **changes):
    told = {"by": UserFactory(), "reason": "Nytt namn i budgeten"} | {
        name: changes.pop(name) for name in ("by", "reason") if name in changes
    }
    return redefine_indicator(indicator=indicator, from_day=from_day, **told, **changes)


def refused(indicator, from_day=DAY, **changes):
    before = list(IndicatorDefinition.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as raised:
        redefine(indicator, from_day, **changes)
    assert list(IndicatorDefinition.objects.order_by("pk").values()) == before
    assert not ReferenceAct.objects.exists()
    return " ".join(raised.value.messages)


def test_a_new_definition_holds_from_its_day_and_the_old_one_until_then(indicator):
    made = redefine(indicator, name="Frånvaro", definition="Andel av ordinarie tid")
    assert indicator.name_on(dt.date(2024, 12, 31)) == "Sjukfrånvaro"
    assert indicator.name_on(DAY) == "Frånvaro"
    assert indicator.definitions.get(name="Sjukfrånvaro").valid_to == dt.date(2024, 12, 31)
    assert (made.unit_of_measure, made.scale_max, made.valid_to) == ("percent", 100, None)


def test_both_rows_are_in_the_log_with_who_and_why(indicator):
    by = UserFactory()
    made = redefine(indicator, name="Frånvaro", by=by)
    (added,), (ended,) = history_of(made), history_of(indicator.definitions.get(name="Sjukfrånvaro"))
    assert {added.act, ended.act} == {ReferenceAct.objects.get()}
    assert (added.kind, added.act.by, added.act.reason) == ("added", by, "Nytt namn i budgeten")
    assert ended.differing == {"valid_to": (None, "2024-12-31")}


def test_a_note_and_a_method_break_are_not_carried_on(indicator):
    redefine(indicator, method_break=True, note="Ny källa")
    later = redefine(indicator, dt.date(2026, 1, 1), name="Frånvaro")
    assert (later.method_break, later.note) == (False, "")


def test_what_is_closed_keeps_its_definition(indicator):
    OccasionFactory(
        month=7, kind="month", opens_on=dt.date(2024, 8, 1), due_on=dt.date(2024, 8, 9), locks_on=dt.date(2024, 8, 15)
    )
    OccasionFactory()
    OccasionFactory(
        year=2025,
        month=12,
        kind="budget",
        opens_on=dt.date(2024, 8, 1),
        due_on=dt.date(2024, 8, 2),
        locks_on=dt.date(2024, 8, 3),
    )
    assert last_closed_day(indicator) == dt.date(2024, 7, 31)
    told = refused(indicator, dt.date(2024, 7, 31), name="Frånvaro")
    assert "till och med 31 juli 2024 är stängd" in told.replace("\u00a0", " ")
    assert redefine(indicator, dt.date(2024, 8, 1), name="Frånvaro").pk


@pytest.mark.parametrize(
    ("from_day", "changes", "told"),
    [
        (dt.date(2019, 1, 1), {"name": "Frånvaro"}, "har redan en definition från den"),
        (DAY, {"name": "Sjukfrånvaro"}, "är redan definierad så"),
        (DAY, {}, "är redan definierad så"),
        (DAY, {"code": "annan"}, "code kan inte ändras i en definition"),
        (DAY, {"name": ""}, "Indikatorn saknar namn. Skriv ett namn. Inget är ändrat."),
        (DAY, {"scale_min": 200}, "Skalans lägsta värde"),
        (DAY, {"name": "Frånvaro", "reason": " "}, "Skriv varför grunddata ändras"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_changed(indicator, from_day, changes, told):
    assert told in refused(indicator, from_day, **changes)
