"""Reference rows change only in the open: who, when and why. The database refuses the rest and writes the log."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from indicators.models import (
    Decision,
    GoalIndicator,
    IndicatorDefinition,
    Membership,
    ReferenceAct,
    ReferenceChange,
    UnitLink,
    UnitName,
)
from indicators.organisation_changes import rename_unit
from indicators.reference_acts import history_of, reference_act
from indicators.triggers_reference import WATCHED
from tests.factories import (
    DecisionFactory,
    DocumentFactory,
    GoalFactory,
    IndicatorFactory,
    UnitFactory,
    UserFactory,
    an_act,
    breakdown,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)


def a_definition():
    return IndicatorFactory(name="Sjukfrånvaro").definitions.get()


def a_name():
    return UnitFactory().names.get()


def a_link():
    return UnitLink.objects.create(unit=UnitFactory(), kind="part_of", to=UnitFactory(), valid_from=DAY)


def a_goal_row():
    return GoalIndicator.objects.create(goal=GoalFactory(), indicator=IndicatorFactory(), order=1, label="Frånvaro")


def a_role():
    return Membership.objects.create(person=UserFactory(), unit=UnitFactory(), role="controller", valid_from=DAY)


# What makes a row, a column that may be mended, and one that may not.
ROWS = {
    "indicators_indicatordefinition": (a_definition, ("name", "Frånvaro"), ("indicator_id", 0)),
    "indicators_indicator": (IndicatorFactory, ("direction", "down"), ("code", "annan")),
    "indicators_unitname": (a_name, ("name", "Annat"), ("unit_id", 0)),
    "indicators_unitlink": (a_link, ("valid_to", dt.date(2024, 6, 30)), ("to_id", 0)),
    "indicators_goalindicator": (a_goal_row, ("label", "Annat"), ("goal_id", 0)),
    "indicators_goal": (GoalFactory, ("name", "Annat"), ("code", "annat")),
    "indicators_membership": (a_role, ("valid_to", dt.date(2024, 6, 30)), ("role", "editor")),
    "indicators_decision": (DecisionFactory, ("case_number", "KS 1"), ("code", "annat")),
    "indicators_sourcedocument": (DocumentFactory, ("title", "Annat"), ("recorded_on", DAY)),
    "indicators_unit": (UnitFactory, ("order", 7), ("code", "annan")),
}
KEPT = [table for table in ROWS if WATCHED[table].kept]
every_table = pytest.mark.parametrize("table", ROWS)


def changed(row, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE id = %s', [value, row.pk])  # noqa: S608


def removed(row):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608


@every_table
def test_a_row_is_neither_changed_nor_removed_outside_an_act(table):
    make, (column, value), _ = ROWS[table]
    row = make()
    before = type(row).objects.filter(pk=row.pk).values().get()
    for attempt in (
        lambda: changed(row, column, value),
        lambda: type(row).objects.filter(pk=row.pk).update(**{column: value}),
    ):
        with pytest.raises(IntegrityError, match="ändras bara med person och orsak i loggen"), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError, match=r"kan inte tas bort|person och orsak"), transaction.atomic():
        removed(row)
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert not ReferenceChange.objects.exists()


@every_table
def test_a_change_in_an_act_is_written_with_who_when_why_before_and_after(table):
    make, (column, value), _ = ROWS[table]
    row, editor = make(), UserFactory(display_name="Huvudcontroller")
    before = getattr(row, column)
    with reference_act(by=editor, organisation=None, reason=" Felstavat  i tryck "):
        changed(row, column, value)
    (line,) = history_of(row)
    assert (line.act.by, line.act.reason, line.act.open) == (editor, "Felstavat i tryck", False)
    assert (line.kind, list(line.differing)) == ("changed", [column])
    assert line.differing[column] == tuple(
        each and str(each) if isinstance(each, dt.date) else each for each in (before, value)
    )


@every_table
def test_what_the_row_is_can_not_be_changed_even_in_an_act(table):
    make, _, (column, value) = ROWS[table]
    row = make()
    with pytest.raises(IntegrityError, match="är vad den är"), an_act():
        changed(row, column, value)
    assert not ReferenceAct.objects.exists()


@pytest.mark.parametrize("table", KEPT)
def test_what_others_lean_on_is_never_removed(table):
    row = ROWS[table][0]()
    with pytest.raises(IntegrityError, match="kan inte tas bort"), an_act():
        removed(row)


def test_a_removed_row_is_kept_whole_in_the_log():
    row = a_goal_row()
    row.breakdowns.set([breakdown("men")])
    key = row.pk
    with an_act():
        row.delete()
    lines = {line.table_name: line for line in ReferenceChange.objects.all()}
    assert set(lines) == {"indicators_goalindicator", "indicators_goalindicator_breakdowns"}
    told = lines["indicators_goalindicator"]
    assert (told.row_key, told.kind, told.before["label"], told.after) == (key, "removed", "Frånvaro", None)


def test_a_new_row_in_an_act_is_logged_too():
    unit = UnitFactory()
    with an_act():
        name = UnitName.objects.create(unit=unit, name="Nytt namn", valid_from=DAY)
    (line,) = history_of(name)
    assert (line.kind, line.before, line.after["name"]) == ("added", None, "Nytt namn")


def test_saving_a_row_as_it_stands_is_no_change():
    row = a_definition()
    row.save()
    with an_act():
        row.save()
    assert not ReferenceChange.objects.exists()


def test_an_act_needs_a_reason_and_leaves_nothing_when_it_fails():
    row = a_definition()
    with (
        pytest.raises(ValidationError, match="Skriv varför grunddata ändras"),
        reference_act(by=UserFactory(), organisation=None, reason=" "),
    ):
        raise AssertionError
    with pytest.raises(IntegrityError), an_act():
        [changed(row, column, value) for column, value in (("name", "Annat"), ("indicator_id", 0))]
    assert IndicatorDefinition.objects.get(pk=row.pk).name == "Sjukfrånvaro"
    assert not ReferenceAct.objects.exists()


def test_after_the_act_the_row_is_closed_again():
    row = a_definition()
    with an_act():
        changed(row, "name", "Frånvaro")
    with pytest.raises(IntegrityError, match="person och orsak"), transaction.atomic():
        changed(row, "name", "Annat")


def test_acts_within_acts_are_told_apart():
    row, inner = a_definition(), UserFactory()
    with an_act():
        with reference_act(by=inner, organisation=None, reason="Inre"):
            changed(row, "name", "Första")
        changed(row, "name", "Andra")
    assert [line.act.reason for line in history_of(row)] == ["Prov", "Inre"]


def test_an_act_is_not_rewritten_reopened_or_removed():
    with an_act():
        pass
    act = ReferenceAct.objects.get()
    for field, value in (("reason", "Annat"), ("open", True), ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC))):
        with pytest.raises(IntegrityError, match="kan inte ändras"), transaction.atomic():
            ReferenceAct.objects.filter(pk=act.pk).update(**{field: value})
    with pytest.raises(IntegrityError, match="kan inte tas bort"), transaction.atomic():
        removed(act)


def test_a_renamed_unit_keeps_its_old_name_and_the_log_tells_what_was_ended():
    unit, editor = UnitFactory(name="Kontakt"), UserFactory()
    rename_unit(unit=unit, name="Kundcenter", from_day=dt.date(2025, 1, 1), by=editor)
    old = unit.names.get(name="Kontakt")
    (line,) = history_of(old)
    assert line.differing == {"valid_to": (None, "2024-12-31")}
    assert (line.act.by, line.act.organisation) == (editor, unit.organisation)


def test_a_row_is_not_replaced_by_an_insert_on_sqlite():
    if connection.vendor != "sqlite":
        return
    row = DecisionFactory()
    fields = {each.column: getattr(row, each.attname) for each in row._meta.concrete_fields}
    columns, marks = ", ".join(f'"{name}"' for name in fields), ", ".join(["%s"] * len(fields))
    for changes in ({"title": "Annat"}, {"title": "Annat", "id": row.pk + 1}):
        values = list((fields | changes).values())
        with (
            pytest.raises(IntegrityError, match="kan inte ersättas"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"INSERT OR REPLACE INTO indicators_decision ({columns}) VALUES ({marks})", values)  # noqa: S608
    assert Decision.objects.get().title == row.title


def test_the_table_of_reference_rows_is_not_emptied_on_postgresql():
    row = a_role()
    if connection.vendor == "postgresql":
        with (
            pytest.raises(IntegrityError, match="kan inte tas bort"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE indicators_membership CASCADE")
    assert Membership.objects.filter(pk=row.pk).exists()
