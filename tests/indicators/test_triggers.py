"""Append-only in the database: what was recorded is neither changed nor removed, by whichever way one tries."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from indicators.models import FigureFootnote, FigureRevision, OrganisationChange, TargetRevision
from indicators.triggers import FROZEN, installed, names, remove, suspended
from tests.factories import UnitFactory, UserFactory, record
from tests.indicators.recorded import (
    NOTE,
    RECORDED,
    SAID,
    a_fact,
    a_footnote,
    a_revision,
    a_status,
    a_target,
    an_assessment,
)

pytestmark = pytest.mark.django_db


ORGANISATION_LOG = "indicators_organisationchange"
every_table = pytest.mark.parametrize("table", RECORDED)


def saved(row, field, value):
    setattr(row, field, value)
    row.save()


def updated_together(row, field, value):
    setattr(row, field, value)
    type(row).objects.bulk_update([row], [field])


def updated_as_a_set(row, field, value):
    type(row).objects.filter(pk=row.pk).update(**{field: value})


def updated_in_sql(row, field, value):
    column = row._meta.get_field(field).column
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])  # noqa: S608


def updated_on_conflict(row, field, value):
    fields = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    fields[field] = value
    type(row).objects.bulk_create(
        [type(row)(**fields)], update_conflicts=True, update_fields=[field], unique_fields=["id"]
    )


def test_all_tables_of_what_is_recorded_are_tried_here():
    """The other apps' tables have tests of their own; so has the organisation's log, below."""
    assert {*RECORDED, *SAID, ORGANISATION_LOG} == {table for table in FROZEN if table.startswith("indicators_")}


def test_the_triggers_stand_after_the_migrations():
    assert installed(connection) == names()


@every_table
def test_every_table_of_what_is_recorded_is_guarded(table):
    assert {f"{table}_no_update", f"{table}_no_delete"} <= set(installed(connection))


def test_the_order_of_revisions_and_the_footnotes_are_guarded():
    guarded = {"figurerevision_next", "targetrevision_next", "assessmentrevision_next", "figurefootnote_in_time"}
    assert {f"indicators_{name}" for name in guarded} <= set(installed(connection))


def test_a_remade_table_gets_its_triggers_back_with_the_next_migration():
    remove(connection)
    assert installed(connection) == []
    call_command("migrate", verbosity=0)
    assert installed(connection) == names()


@every_table
@pytest.mark.parametrize("change", [saved, updated_together, updated_as_a_set, updated_in_sql, updated_on_conflict])
def test_nothing_recorded_is_changed(table, change):
    make, field, value, _thing = RECORDED[table]
    row = make()
    before = getattr(row, field)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(row, field, value)
    row.refresh_from_db()
    assert getattr(row, field) == before


@every_table
def test_the_refusal_of_a_change_says_what_was_tried(table):
    make, field, value, thing = RECORDED[table]
    row = make()
    with pytest.raises(IntegrityError, match=f"{thing} kan inte ändras"), transaction.atomic():
        updated_as_a_set(row, field, value)


def removed(row):
    row.delete()


def removed_as_a_set(row):
    rows = type(row).objects.filter(pk=row.pk)
    rows._raw_delete(rows.db)


def removed_in_sql(row):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608


@every_table
@pytest.mark.parametrize("remove_it", [removed, removed_as_a_set, removed_in_sql])
def test_nothing_recorded_is_removed(table, remove_it):
    make, _field, _value, thing = RECORDED[table]
    row = make()
    with pytest.raises(IntegrityError, match=f"{thing} kan inte tas bort"), transaction.atomic():
        remove_it(row)
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("table", SAID)
def test_what_was_said_around_the_figures_is_neither_changed_nor_removed_in_sql(table):
    make, field, value, thing = SAID[table]
    row = make()
    before = getattr(row, field)
    with pytest.raises(IntegrityError, match=f"{thing} kan inte ändras"), transaction.atomic():
        updated_in_sql(row, field, value)
    with pytest.raises(IntegrityError, match=f"{thing} kan inte tas bort"), transaction.atomic():
        removed_in_sql(row)
    row.refresh_from_db()
    assert getattr(row, field) == before


def copied(row: models.Model, **changes):
    fields = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    return type(row)(**(fields | changes))


REVISIONS = {"figure": a_revision, "target": a_target, "assessment": an_assessment}


@pytest.mark.parametrize("make", REVISIONS.values(), ids=REVISIONS)
def test_the_next_number_is_taken(make):
    row = make()
    copied(row, number=2).save()
    assert type(row).objects.count() == 2


@pytest.mark.parametrize("make", REVISIONS.values(), ids=REVISIONS)
@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_revision_that_is_not_the_next_is_refused(make, number):
    row = make()
    with pytest.raises(IntegrityError, match="följer inte på den senaste"), transaction.atomic():
        copied(row, number=number).save()


@pytest.mark.parametrize("make", REVISIONS.values(), ids=REVISIONS)
def test_a_revision_dated_before_the_latest_is_refused(make):
    row = make()
    earlier = row.recorded_at - dt.timedelta(microseconds=1)
    with pytest.raises(IntegrityError, match="följer inte på den senaste"), transaction.atomic():
        copied(row, number=2, recorded_at=earlier).save()


def test_the_first_revision_has_number_one():
    fact, template = a_fact(), a_revision()
    with pytest.raises(IntegrityError, match="följer inte på den senaste"), transaction.atomic():
        copied(template, fact_id=fact.pk, number=2).save()


def test_several_revisions_may_come_in_one_statement_in_order():
    row = a_revision()
    FigureRevision.objects.bulk_create([copied(row, number=number) for number in (2, 3)])
    with pytest.raises(IntegrityError, match="följer inte på den senaste"), transaction.atomic():
        FigureRevision.objects.bulk_create([copied(row, number=number) for number in (5, 4)])
    assert list(FigureRevision.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("footnotes", [(), (NOTE,)], ids=["none", "one"])
def test_a_footnote_is_not_added_afterwards(footnotes):
    revision = record("77,3", footnotes=footnotes).revision
    with pytest.raises(IntegrityError, match="Fotnoten hör till ett äldre värde"), transaction.atomic():
        FigureFootnote.objects.create(revision=revision, kind="period", text="Utfall januari till juli")
    assert revision.footnotes.count() == len(footnotes)


def test_a_later_revision_has_footnotes_of_its_own():
    first = record("77,3", footnotes=(NOTE,))
    again = {"indicator": first.fact.indicator, "unit": first.fact.unit, "reason": "Kompletterat underlag"}
    second = record("77,4", footnotes=(NOTE, ("period", "Utfall januari till juli")), **again)
    assert [first.revision.footnotes.count(), second.revision.footnotes.count()] == [1, 2]


def test_suspended_lets_go_inside_and_only_there():
    revision, target = a_revision(), a_target()
    with suspended():
        FigureRevision.objects.filter(pk=revision.pk).delete()
        TargetRevision.objects.filter(pk=target.pk).update(text="≥90")
    assert installed(connection) == names()
    assert not FigureRevision.objects.exists()


def test_suspended_puts_the_triggers_back_after_a_failure():
    with pytest.raises(ZeroDivisionError), suspended():
        raise ZeroDivisionError
    assert installed(connection) == names()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_with_real_transactions_is_emptied_and_guarded_again(time):
    """Twice: the second finds no row of the first, and the triggers as they should be."""
    assert not FigureRevision.objects.exists()
    assert installed(connection) == names()
    a_footnote()


def test_every_figure_counts_its_own_revisions():
    assert [a_revision().number for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("statement", ["UPDATE {} SET text = 'annat'", "DELETE FROM {}"])
def test_the_log_of_the_organisation_can_not_be_changed_in_sql(statement):
    unit = UnitFactory()
    OrganisationChange.objects.create(
        organisation=unit.organisation,
        kind="renamed",
        day=dt.date(2024, 1, 1),
        text="Nytt namn",
        by=UserFactory(),
        at=dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC),
    )
    with (
        pytest.raises(IntegrityError, match="organisationens logg"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(ORGANISATION_LOG))
    assert OrganisationChange.objects.get().text == "Nytt namn"


@pytest.mark.parametrize("keeps_its_key", [True, False])
@pytest.mark.parametrize("table", [*RECORDED, *SAID])
def test_a_recorded_row_can_not_be_replaced_by_an_insert(table, keeps_its_key):
    """SQLite's INSERT OR REPLACE takes the old row away, by its key or by what is unique; PostgreSQL has none."""
    row = {**RECORDED, **SAID}[table][0]()
    unique = [rule for rule in row._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    unique += [field for field in row._meta.fields if field.unique and not field.primary_key]
    if connection.vendor != "sqlite" or not (keeps_its_key or unique):
        return
    columns = ", ".join(
        f'"{field.column}"' for field in row._meta.concrete_fields if keeps_its_key or not field.primary_key
    )
    statement = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = %s"  # noqa: S608
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [row.pk])
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_state_of_an_assignment_follows_on_the_latest_of_its_occasion():
    status = a_status()
    earlier = status.recorded_at - dt.timedelta(days=400)
    for number, moment in ((2, earlier), (4, status.recorded_at)):
        with pytest.raises(IntegrityError, match="följer inte på den senaste"), transaction.atomic():
            copied(status, number=number, recorded_at=moment).save()


@every_table
def test_nothing_recorded_is_removed_by_emptying_its_table(table):
    """PostgreSQL's TRUNCATE asks no row's trigger; SQLite has no such statement."""
    row = RECORDED[table][0]()
    if connection.vendor == "postgresql":
        refused = pytest.raises(IntegrityError, match="kan inte tas bort")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {table} CASCADE")
    assert type(row).objects.filter(pk=row.pk).exists()
