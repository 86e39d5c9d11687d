"""Append-only in the database: what was recorded is neither changed nor removed, by whichever way one tries."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from indicators.assessing import record_assessment, record_assignment_status
from indicators.models import (
    AreaClearing,
    CorrectionAnswer,
    CorrectionRequest,
    CorrectiveMeasure,
    DeviationBridge,
    DeviationItem,
    ExplainedFigure,
    Explanation,
    Fact,
    FigureFootnote,
    FigureRevision,
    GoalAssessment,
    MeasureVersion,
    OrganisationChange,
    PeriodChange,
    PeriodException,
    RecordingBatch,
    ReferenceChange,
    Target,
    TargetRevision,
)
from indicators.models.choices import FindingLevel
from indicators.target_recording import TargetEntry, record_targets
from indicators.triggers import FROZEN, installed, names, remove, suspended
from tests.factories import (
    AssignmentFactory,
    GoalFactory,
    IndicatorFactory,
    OccasionFactory,
    UnitFactory,
    UserFactory,
    an_act,
    breakdown,
    record,
)
from tests.indicators.entry.said import SAID_OF_EVIDENCE
from tests.indicators.year.said import SAID_OF_THE_YEAR

pytestmark = pytest.mark.django_db
NOTE = ("coverage", "Gäller enheter med fler än tio anställda")


def a_fact():
    """A fact alone, since the database refuses to remove one with revisions for another reason as well."""
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    return Fact.objects.create(**about, year=2024, month=8, span="ytd")


def a_revision():
    return record("77,3").revision


def a_footnote():
    return record("77,3", footnotes=(NOTE,)).revision.footnotes.get()


def a_finding():
    return record("77,3").revision.findings.create(code="scale", level=FindingLevel.ERROR, text="Utanför skalan")


def a_target():
    breakdown("total")
    entry = TargetEntry(indicator=IndicatorFactory(), unit=UnitFactory(), year=2024, text="≥82")
    return record_targets(entries=[entry], by=UserFactory())[0].revision


def an_assessment():
    about = {"goal": GoalFactory(), "occasion": OccasionFactory(), "by": UserFactory()}
    told = {"status": "fulfilled", "motivation": "", "suggestion": None, "inputs": []}
    return record_assessment(step="proposed", **about, **told).revision


def a_status():
    about = {"assignment": AssignmentFactory(), "occasion": OccasionFactory(), "by": UserFactory()}
    return record_assignment_status(state="done", comment="", **about).status


def a_batch():
    unit = UnitFactory()
    return RecordingBatch.objects.create(
        organisation=unit.organisation,
        source="form",
        label="Augusti",
        recorded_at=dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC),
        recorded_by=UserFactory(),
    )


def a_place_for_targets():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    return Target.objects.create(**about, year=2024)


def a_place_for_assessments():
    return GoalAssessment.objects.create(goal=GoalFactory(), occasion=OccasionFactory())


def said(**fields):
    return {"by": UserFactory(), "at": dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC), **fields}


def a_clearing():
    return AreaClearing.objects.create(**said(unit=UnitFactory(), occasion=OccasionFactory(), step="ready"))


def an_explanation():
    return Explanation.objects.create(**said(unit=UnitFactory(), year=2024, month=8, text="En faktura saknades"))


def an_explained_figure():
    revision = a_revision()
    return ExplainedFigure.objects.create(explanation=an_explanation(), fact=revision.fact, revision=revision)


def a_bridge():
    return DeviationBridge.objects.create(**said(unit=UnitFactory(), year=2024, month=8, number=1))


def a_deviation():
    return DeviationItem.objects.create(bridge=a_bridge(), order=1, amount=-40, cause="Vakanser")


def a_measure():
    return CorrectiveMeasure.objects.create(unit=UnitFactory())


def a_measure_version():
    about = {"measure": a_measure(), "number": 1, "title": "Anställ", "responsible": "Chefen"}
    return MeasureVersion.objects.create(**said(**about))


def a_request():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    value = {"year": 2024, "month": 8, "span": "ytd", "scaled": 773, "decimals": 1, "reason": "Fel fil"}
    return CorrectionRequest.objects.create(**said(**about, **value))


def an_answer():
    return CorrectionAnswer.objects.create(**said(request=a_request(), text="Nej"))


def an_exception():
    day = dt.date(2024, 9, 20)
    return PeriodException.objects.create(
        **said(occasion=OccasionFactory(), unit=UnitFactory(), until=day, reason="Sjuk")
    )


def a_period_change():
    return PeriodChange.objects.create(**said(occasion=OccasionFactory(), text="Stängd", reason="Klart"))


def a_reference_change():
    unit = UnitFactory()
    with an_act():
        unit.order += 1
        unit.save()
    return ReferenceChange.objects.get()


SAID = {
    "indicators_areaclearing": (a_clearing, "step", "cleared", "Ett steg i klarmarkeringen"),
    "indicators_explanation": (an_explanation, "text", "Annat", "En förklaring"),
    "indicators_explainedfigure": (an_explained_figure, "explanation_id", 0, "Ett förklarat värde"),
    "indicators_deviationbridge": (a_bridge, "month", 7, "En avvikelsebrygga"),
    "indicators_deviationitem": (a_deviation, "amount", 40, "En avvikelsepost"),
    "indicators_correctivemeasure": (a_measure, "unit_id", 0, "En åtgärd"),
    "indicators_measureversion": (a_measure_version, "title", "Annat", "En version av en åtgärd"),
    "indicators_correctionrequest": (a_request, "reason", "Annat", "En begärd rättelse"),
    "indicators_correctionanswer": (an_answer, "text", "Ja", "Ett svar på en begärd rättelse"),
    "indicators_periodexception": (an_exception, "reason", "Annat", "Ett undantag från stängning"),
    "indicators_periodchange": (a_period_change, "reason", "Annat", "En rad i periodernas logg"),
    "indicators_referencechange": (a_reference_change, "kind", "added", "En rad i loggen över grunddata"),
    **SAID_OF_EVIDENCE,
    **SAID_OF_THE_YEAR,
}
RECORDED = {
    "indicators_recordingbatch": (a_batch, "label", "September", "En registrering"),
    "indicators_target": (a_place_for_targets, "year", 2023, "Ett registrerat målvärdes plats"),
    "indicators_goalassessment": (a_place_for_assessments, "goal_id", 0, "En registrerad bedömnings plats"),
    "indicators_fact": (a_fact, "year", 2023, "En registrerad uppgift"),
    "indicators_figurerevision": (a_revision, "scaled", 990, "Ett registrerat värde"),
    "indicators_figurefootnote": (a_footnote, "text", "Annan text", "En registrerad fotnot"),
    "indicators_recordingfinding": (a_finding, "text", "Inget fel", "En kontroll av ett registrerat värde"),
    "indicators_targetrevision": (a_target, "text", "≥90", "Ett registrerat målvärde"),
    "indicators_assessmentrevision": (an_assessment, "status", "partly", "En registrerad bedömning"),
    "indicators_assignmentstatus": (a_status, "state", "ongoing", "Ett registrerat läge för uppdrag"),
}
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
