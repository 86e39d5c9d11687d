"""Saving a file is all or nothing, once, and can be taken back whole or not at all."""

import datetime as dt

import pytest

from indicators.importing.drafts import compare_draft, rows_in, skip_faulty
from indicators.importing.saving import ImportRefused, save_draft, undo_import
from indicators.models import FigureRevision, ImportDraft, ImportedFile, Membership
from indicators.models.choices import MarkerChoice
from indicators.numbers import Number
from tests.factories import OccasionFactory, an_act, record
from tests.indicators.importing.makers import long_file, sie


@pytest.fixture
def saved(compared, world):
    """A file compared and saved."""

    def saving(content, mapping=None, by=None, **options):
        draft, _told = compared(content, mapping, by=by)
        return save_draft(draft=draft, by=by or world.editor, **options)

    return saving


def current():
    return {
        (row.fact.indicator.code, row.fact.unit.code): row.scaled if row.scaled is not None else row.marker
        for row in FigureRevision.objects.current().select_related("fact__indicator", "fact__unit")
    }


BOTH = long_file(("KL", "vol_kl", "202408", 221), ("LKDATA", "vol_lkdata", "202408", 840))


def test_new_figures_are_recorded_with_file_source_and_person(saved, world):
    imported = saved(BOTH)
    assert current() == {("vol_kl", "kontakt"): 221, ("vol_lkdata", "lkdata"): 840}
    revision = FigureRevision.objects.first()
    assert (revision.source, revision.recorded_by, revision.source_note) == ("import", world.editor, "augusti.xlsx")
    assert imported.summary["counts"]["new"] == 2


def test_what_is_unchanged_leaves_no_trace(saved):
    saved(BOTH)
    saved(long_file(("KL", "vol_kl", "202408", 221), ("LKDATA", "vol_lkdata", "202408", 841)))
    assert FigureRevision.objects.count() == 3
    assert ImportedFile.objects.first().batch.revisions.count() == 1


def test_the_same_value_with_other_decimals_is_unchanged(compared, world):
    record("77,0", indicator=world.answers, unit=world.kl)
    _draft, told = compared(long_file(("KL", "svarsservice_kl", "202408", 77)))
    assert [row.verdict for row in told.rows] == ["unchanged"]


def test_a_changed_figure_shows_old_new_and_per_cent(compared, world):
    record("200", indicator=world.cases, unit=world.kl, span="month")
    _draft, told = compared(long_file(("KL", "vol_kl", "202408", 221)))
    (row,) = told.rows
    assert (row.verdict, row.old, row.written, row.change, row.is_big) == (
        "changed",
        "200",
        "221",
        "+10,5\u00a0%",
        False,
    )


@pytest.mark.parametrize(
    ("before", "after", "is_big"),
    [("200", 301, True), ("200", 300, False), ("200", 99, True), ("10", -10, True), ("0", 5, False)],
)
def test_large_changes_and_turned_signs_are_asked_about(compared, world, before, after, is_big):
    record(before, indicator=world.costs, unit=world.kl, span="month")
    _draft, told = compared(
        long_file(("KL", "costs", "202408", after)), {"answers": {"money_unit": "tkr", "sign": "portal"}}
    )
    assert [row.is_big for row in told.rows] == [is_big]


def test_one_row_in_error_holds_all_back(compared, world):
    draft, _told = compared(long_file(("KL", "vol_kl", "202408", 221), ("LKDATA", "vol_lkdata", "202408", "x")))
    with pytest.raises(ImportRefused, match="en rad med fel"):
        save_draft(draft=draft, by=world.editor)
    assert FigureRevision.objects.count() == 0
    assert ImportDraft.objects.filter(pk=draft.pk).exists()


def test_rows_in_error_can_be_taken_out(compared, world):
    draft, _told = compared(long_file(("KL", "vol_kl", "202408", 221), ("LKDATA", "vol_lkdata", "202408", "x")))
    assert skip_faulty(draft) == 1
    save_draft(draft=draft, by=world.editor)
    assert current() == {("vol_kl", "kontakt"): 221}


def test_a_figure_that_somebody_changed_since_the_preview_holds_all_back(compared, world):
    record("200", indicator=world.cases, unit=world.kl, span="month")
    draft, _told = compared(BOTH)
    record("231", indicator=world.cases, unit=world.kl, span="month", by=world.person("controller", world.kl))
    with pytest.raises(ImportRefused, match="Värdet blev 231") as refused:
        save_draft(draft=draft, by=world.editor)
    assert "Jämför filen igen" in refused.value.problems[-1]
    assert current() == {("vol_kl", "kontakt"): 231}
    compare_draft(draft)
    save_draft(draft=draft, by=world.editor)
    assert current()["vol_kl", "kontakt"] == 221


def test_a_draft_is_saved_once(compared, world):
    draft, _told = compared(BOTH)
    save_draft(draft=draft, by=world.editor)
    with pytest.raises(ImportRefused, match="redan inläst"):
        save_draft(draft=draft, by=world.editor)
    assert FigureRevision.objects.count() == 2


def test_a_draft_that_isnt_compared_is_not_saved(read, world):
    draft, _told = read(BOTH)
    with pytest.raises(ImportRefused, match="inte jämförd"):
        save_draft(draft=draft, by=world.editor)


def test_a_right_that_ended_meanwhile_holds_all_back(compared, world):
    person = world.person("controller", world.kl)
    draft, _told = compared(long_file(("KL", "vol_kl", "202408", 221)), by=person)
    with an_act():
        Membership.objects.filter(person=person).update(valid_to=dt.date(2024, 9, 1))
    person = type(person).objects.get(pk=person.pk)
    with pytest.raises(ImportRefused, match="Du registrerar inte längre"):
        save_draft(draft=draft, by=person)


# Periods


def test_an_open_month_is_read_in_again_without_a_reason(saved, world):
    saved(sie('#PSALDO 0 202408 5010 {1 "4711"} 900000.00'))
    imported = saved(sie('#PSALDO 0 202408 5010 {1 "4711"} 950000.00'))
    assert imported.summary["effects"] == [{"unit": "Kontakt Linköping", "effect": "−50"}]
    assert current() == {("costs", "kontakt"): 950}


def test_a_closed_month_is_an_error_for_a_controller(compared, world):
    OccasionFactory(
        kind="month", month=7, opens_on=dt.date(2024, 8, 1), due_on=dt.date(2024, 8, 12), locks_on=dt.date(2024, 8, 20)
    )
    _draft, told = compared(long_file(("KL", "vol_kl", "202407", 221)), by=world.person("controller", world.kl))
    assert "stängdes" in told.rows[0].problems[0]


def test_a_closed_month_needs_one_reason_for_the_editors_whole_file(compared, world):
    OccasionFactory(
        kind="month", month=7, opens_on=dt.date(2024, 8, 1), due_on=dt.date(2024, 8, 12), locks_on=dt.date(2024, 8, 20)
    )
    draft, told = compared(long_file(("KL", "vol_kl", "202407", 221), ("LKDATA", "vol_lkdata", "202407", 840)))
    assert [row.needs_reason for row in told.rows] == [True, True]
    with pytest.raises(ImportRefused, match="Skriv en orsak"):
        save_draft(draft=draft, by=world.editor)
    save_draft(draft=draft, by=world.editor, reason="Sen fakturering")
    assert {row.reason for row in FigureRevision.objects.all()} == {"Sen fakturering"}


# Undoing


def test_undoing_puts_back_what_stood_and_clears_what_was_new(saved, world):
    record("200", indicator=world.cases, unit=world.kl, span="month", population=12, source_note="uttag")
    imported = saved(BOTH)
    undo_import(imported=imported, by=world.editor)
    assert current() == {("vol_kl", "kontakt"): 200, ("vol_lkdata", "lkdata"): "cleared"}
    back = FigureRevision.objects.current().get(fact__indicator=world.cases)
    assert (back.number, back.population, back.source_note) == (3, 12, "uttag")
    assert back.reason.startswith("Ångrad inläsning av augusti.xlsx")


def test_undoing_puts_back_a_reason_that_there_was_no_value(saved, world):
    record(MarkerChoice.NO_DATA.value, indicator=world.cases, unit=world.kl, span="month")
    undo_import(imported=saved(BOTH), by=world.editor)
    assert current()["vol_kl", "kontakt"] == "no_data"


def test_undoing_is_refused_where_somebody_changed_a_figure_since(saved, world):
    imported = saved(BOTH)
    record(
        "230",
        indicator=world.cases,
        unit=world.kl,
        span="month",
        by=world.person("controller", world.kl, "Controller KL"),
    )
    with pytest.raises(ImportRefused) as refused:
        undo_import(imported=imported, by=world.editor)
    assert refused.value.problems[0] == (
        "Ärenden Kontakt Linköping, Kontakt Linköping, aug 2024: Controller KL har ändrat värdet till 230."
    )
    assert "Inget är ångrat" in refused.value.problems[1]
    assert current() == {("vol_kl", "kontakt"): 230, ("vol_lkdata", "lkdata"): 840}
    imported.refresh_from_db()
    assert imported.undone_by is None


def test_an_import_is_undone_once(saved, world):
    imported = saved(BOTH)
    undo_import(imported=imported, by=world.editor)
    with pytest.raises(ImportRefused, match="redan ångrad"):
        undo_import(imported=imported, by=world.editor)
    assert FigureRevision.objects.count() == 4


def test_after_an_undo_the_same_file_may_come_again(saved, world):
    undo_import(imported=saved(BOTH), by=world.editor)
    saved(BOTH)
    assert current() == {("vol_kl", "kontakt"): 221, ("vol_lkdata", "lkdata"): 840}


def test_an_imported_file_is_never_forgotten(saved):
    with pytest.raises(TypeError, match="ångras"):
        saved(BOTH).delete()


def test_zero_is_a_value_that_is_read_shown_and_saved(saved, compared):
    zero = long_file(("KL", "Kostnader", "202408", 0), ("KL", "vol_kl", "202408", 0))
    draft, _told = compared(zero)
    assert [(row.number, row.written, row.seen) for row in rows_in(draft)] == [(Number(0), "0", 0)] * 2
    saved(zero)
    assert current() == {("costs", "kontakt"): 0, ("vol_kl", "kontakt"): 0}


def test_a_value_that_somebody_gave_after_the_preview_is_never_overwritten_unseen(compared, world):
    draft, _told = compared(BOTH)
    record("300", indicator=world.cases, unit=world.kl, span="month")
    with pytest.raises(ImportRefused) as refused:
        save_draft(draft=draft, by=world.editor)
    assert "Värdet blev 300" in str(refused.value)
    assert "Jämför filen igen" in str(refused.value)
    assert current() == {("vol_kl", "kontakt"): 300}


def test_what_was_taken_back_stands_empty_and_is_new_again(saved, compared, world):
    undo_import(imported=saved(BOTH), by=world.editor)
    _draft, told = compared(BOTH)
    assert [(row.verdict, row.old) for row in told.rows] == [("new", "tomt")] * 2
