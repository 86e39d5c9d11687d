"""What is done to an organisation: dated rows, a log, and refusals that say why."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from indicators.models import (
    Breakdown,
    BreakdownSet,
    Fact,
    FigureRevision,
    Indicator,
    IndicatorDefinition,
    Organisation,
    OrganisationChange,
    RecordingBatch,
    Unit,
    UnitLink,
    UnitName,
)
from indicators.organisation import load_tree
from indicators.organisation_changes import (
    ChangeRefused,
    NewUnit,
    close_unit,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
)
from indicators.organisation_tree import ONE_DAY
from vss_portal import clock
from vss_portal.models import User

pytestmark = pytest.mark.django_db

START = dt.date(2020, 1, 1)
DAY = dt.date(2024, 1, 1)
UNTOUCHED = "Inget är ändrat."


@pytest.fixture
def editor():
    return User.objects.create_user(username="huvudcontroller", display_name="Huvudcontroller")


@pytest.fixture
def organisation():
    return Organisation.objects.create(code="vss", name="Verksamhetsstöd")


@pytest.fixture
def found(organisation, editor):
    def found(code, kind="unit", part_of=None, from_day=START, name=None):
        return found_unit(
            organisation=organisation,
            code=code,
            kind=kind,
            name=name or code.capitalize(),
            from_day=from_day,
            by=editor,
            part_of=part_of,
        )

    return found


@pytest.fixture
def vss(found):
    return found("vss", "administration", name="Verksamhetsstöd")


@pytest.fixture
def inkop(found, vss):
    return found("inkop", part_of=vss, name="Inköp")


@pytest.fixture
def ekonomi(found, vss):
    return found("ekonomi", part_of=vss)


@pytest.fixture
def figure(organisation, editor):
    """Records one outcome of a unit straight into the tables."""
    indicator = Indicator.objects.create(organisation=organisation, code="vol_upph", kind="volume", aggregation="sum")
    IndicatorDefinition.objects.create(
        indicator=indicator, valid_from=START, name="Upphandlingar", unit_of_measure="count"
    )
    total = Breakdown.objects.create(set=BreakdownSet.objects.create(code="total", name="Totalt"), code="total")
    batch = RecordingBatch.objects.create(
        organisation=organisation, source="form", label="prov", recorded_at=clock.now(), recorded_by=editor
    )

    def figure(unit, year, month, span, *, marker="", scenario="outcome"):
        fact = Fact.objects.create(
            indicator=indicator, unit=unit, breakdown=total, scenario=scenario, year=year, month=month, span=span
        )
        value = {"marker": marker} if marker else {"scaled": 12, "decimals": 0}
        return FigureRevision.objects.create(
            fact=fact, number=1, **value, batch=batch, recorded_at=clock.now(), recorded_by=editor, source="form"
        )

    return figure


def log():
    return list(OrganisationChange.objects.order_by("id").values_list("kind", "day", "text"))


def counts():
    return [model.objects.count() for model in (Unit, UnitName, UnitLink, OrganisationChange)]


def refusal(act, **given):
    """The sentences of a refused act; nothing may have been written."""
    before = counts()
    with pytest.raises(ChangeRefused) as refused:
        act(**given)
    assert counts() == before
    assert all(problem.endswith(UNTOUCHED) for problem in refused.value.problems)
    return " ".join(refused.value.problems)


# What is done


def test_a_unit_is_founded_in_its_place_with_name_sort_key_and_log(organisation, editor, vss):
    unit = found_unit(
        organisation=organisation,
        code="vo-ar",
        kind="business_area",
        name="VO Återvinning",
        short="VO Å",
        from_day=DAY,
        by=editor,
        part_of=vss,
        note="Ny.",
    )
    tree = load_tree(organisation)
    assert tree.parent_on("vo-ar", DAY) == "vss"
    assert tree.name_on("vo-ar", DAY, short=True) == "VO Å"
    assert unit.order > vss.order
    assert unit.names.get().sort_key
    row = OrganisationChange.objects.latest("id")
    assert (row.kind, row.day, row.by, row.at.date()) == ("founded", DAY, editor, clock.today())
    assert row.text == "VO Återvinning bildas som del av Verksamhetsstöd från den 1\u00a0januari 2024."


def test_a_renamed_unit_keeps_its_older_name_for_the_older_days(organisation, editor, inkop):
    rename_unit(unit=inkop, name="Upphandling och inköp", short="Upphandling", from_day=DAY, by=editor)
    tree = load_tree(organisation)
    assert tree.name_on("inkop", DAY - ONE_DAY) == "Inköp"
    assert tree.name_on("inkop", DAY) == "Upphandling och inköp"
    assert inkop.names.get(name="Inköp").valid_to == DAY - ONE_DAY
    assert log()[-1] == ("renamed", DAY, "Inköp byter namn till Upphandling och inköp från den 1\u00a0januari 2024.")


def test_a_moved_unit_stands_in_both_places_on_their_days(organisation, editor, found, vss, inkop):
    area = found("vo-ekonomi", "business_area", vss, DAY, name="VO ekonomi")
    move_unit(unit=inkop, to=area, from_day=DAY, by=editor)
    tree = load_tree(organisation)
    assert tree.parent_on("inkop", DAY - ONE_DAY) == "vss"
    assert tree.parent_on("inkop", DAY) == "vo-ekonomi"
    assert inkop.links.get(kind="moved_from").to == vss
    assert tree.sources_for("vo-ekonomi", DAY, DAY - ONE_DAY).units == ("inkop",)
    assert log()[-1][0] == "moved"


def test_merged_units_go_on_in_another_with_their_parts(organisation, editor, found, vss, inkop, ekonomi):
    store = found("lager", "sub_unit", inkop, name="Lagret")
    joint = found("ekonomi-inkop", part_of=vss, from_day=DAY, name="Ekonomi och inköp")
    merge_units(units=[inkop, ekonomi], into=joint, from_day=DAY, by=editor)
    tree = load_tree(organisation)
    inkop.refresh_from_db()
    assert inkop.valid_to == DAY - ONE_DAY
    assert tree.parent_on(store.code, DAY) == "ekonomi-inkop"
    assert tree.sources_for("ekonomi-inkop", DAY, START).units == ("inkop", "ekonomi")
    assert log()[-1] == ("merged", DAY, "Inköp och Ekonomi går in i Ekonomi och inköp från den 1\u00a0januari 2024.")


def test_a_divided_unit_ends_and_its_parts_take_its_place(organisation, editor, vss, inkop):
    parts = [NewUnit(code="upphandling", name="Upphandling"), NewUnit(code="bestallning", name="Beställning")]
    units = split_unit(unit=inkop, parts=parts, from_day=DAY, by=editor)
    tree = load_tree(organisation)
    assert [unit.kind for unit in units] == ["unit", "unit"]
    assert [unit.code for unit in tree.units_on(DAY, part_of="vss")] == ["upphandling", "bestallning"]
    assert not tree.sources_for("upphandling", DAY, START)
    assert tree.sources_for("vss", DAY, START).units == ("vss",)
    assert log()[-1][2] == "Inköp delas i Upphandling och Beställning från den 1\u00a0januari 2024."


def test_a_unit_goes_on_beside_what_is_broken_out_of_it(organisation, editor, inkop):
    parts = [NewUnit(code="lager", name="Lagret", kind="sub_unit")]
    split_unit(unit=inkop, parts=parts, from_day=DAY, by=editor, continues=True)
    tree = load_tree(organisation)
    assert tree.exists("inkop", DAY)
    assert not tree.sources_for("inkop", DAY, START)
    assert not tree.sources_for("lager", DAY, START)
    assert tree.sources_for("inkop", START, DAY).units == ("inkop", "lager")


def test_a_closed_unit_is_gone_from_the_day_on_only(organisation, editor, vss, inkop):
    close_unit(unit=inkop, from_day=DAY, by=editor)
    tree = load_tree(organisation)
    assert tree.exists("inkop", DAY - ONE_DAY)
    assert tree.parts_on("vss", DAY) == ()
    assert log()[-1] == ("closed", DAY, "Inköp avslutas från den 1\u00a0januari 2024.")


# What is refused


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": "Inköp"}, "Koden ”Inköp” går inte att använda."),
        ({"code": "vss"}, "Koden vss används redan av Verksamhetsstöd."),
        ({"kind": "avdelning"}, "”avdelning” är inget slag av enhet. Välj nämnd, förvaltning, stab, verksamhetsområde"),
        ({"name": " "}, "Enheten saknar namn."),
        ({"name": "x" * 201}, "Namnet är 201 tecken; högst 200 får plats."),
        ({"short": "x" * 81}, "Det korta namnet är 81 tecken; högst 80 får plats."),
        (
            {"from_day": START - ONE_DAY},
            "Verksamhetsstöd finns inte den 31\u00a0december 2019: enheten finns från 1\u00a0januari 2020.",
        ),
    ],
)
def test_a_unit_that_cannot_be_founded(organisation, editor, vss, given, said):
    good = {"code": "inkop", "kind": "unit", "name": "Inköp", "from_day": START, "part_of": vss}
    assert said in refusal(found_unit, organisation=organisation, by=editor, **{**good, **given})


def test_all_that_is_wrong_is_said_at_once(organisation, editor):
    said = refusal(found_unit, organisation=organisation, by=editor, code="Å", kind="?", name="", from_day=START)
    assert said.count(UNTOUCHED) == 3


@pytest.mark.parametrize("day", [START, START - ONE_DAY])
def test_a_unit_is_not_changed_before_or_on_its_first_day(editor, vss, inkop, day):
    assert "1\u00a0januari 2020" in refusal(rename_unit, unit=inkop, name="Nytt", from_day=day, by=editor)
    assert "1\u00a0januari 2020" in refusal(close_unit, unit=inkop, from_day=day, by=editor)


def test_a_unit_is_not_changed_before_what_is_already_decided_about_it(editor, inkop):
    rename_unit(unit=inkop, name="Upphandling", from_day=DAY, by=editor)
    said = refusal(rename_unit, unit=inkop, name="Nytt", from_day=DAY, by=editor)
    assert "Upphandling har redan en ändring som gäller från den 1\u00a0januari 2024. Välj en dag efter den." in said
    assert "Inköp har redan en ändring" in refusal(close_unit, unit=inkop, from_day=DAY - ONE_DAY, by=editor)


def test_a_new_name_is_another_name(editor, inkop):
    assert "Inköp heter redan så." in refusal(rename_unit, unit=inkop, name="Inköp", from_day=DAY, by=editor)


def test_a_unit_is_no_part_of_itself_nor_of_its_parts(editor, found, inkop):
    store = found("lager", "sub_unit", inkop, name="Lagret")
    assert "Inköp kan inte bli del av sig själv." in refusal(move_unit, unit=inkop, to=inkop, from_day=DAY, by=editor)
    said = refusal(move_unit, unit=inkop, to=store, from_day=DAY, by=editor)
    assert "Inköp kan inte bli del av sin egen del Lagret." in said
    said = refusal(merge_units, units=[inkop], into=store, from_day=DAY, by=editor)
    assert "Inköp kan inte gå in i sig själv eller i en av sina egna delar." in said


def test_a_unit_is_not_moved_to_where_it_is_or_to_what_is_not_there(editor, found, vss, inkop):
    said = refusal(move_unit, unit=inkop, to=vss, from_day=DAY, by=editor)
    assert "Inköp är redan del av Verksamhetsstöd den 1\u00a0januari 2024." in said
    later = found("vo-ekonomi", "business_area", vss, DAY, name="VO ekonomi")
    said = refusal(move_unit, unit=inkop, to=later, from_day=DAY - ONE_DAY, by=editor)
    assert "VO ekonomi finns inte den 31\u00a0december 2023" in said


def test_a_unit_with_parts_is_neither_closed_nor_divided(editor, found, inkop):
    found("lager", "sub_unit", inkop, name="Lagret")
    said = "Inköp har delar den 1\u00a0januari 2024: Lagret. Flytta eller avsluta dem först."
    assert said in refusal(close_unit, unit=inkop, from_day=DAY, by=editor)
    parts = [NewUnit(code="a", name="A"), NewUnit(code="b", name="B")]
    assert said in refusal(split_unit, unit=inkop, parts=parts, from_day=DAY, by=editor)


def test_a_unit_is_divided_into_two_or_more_with_codes_of_their_own(editor, inkop):
    one = [NewUnit(code="a", name="A")]
    assert "minst två nya enheter" in refusal(split_unit, unit=inkop, parts=one, from_day=DAY, by=editor)
    assert "Koden a är angiven två gånger." in refusal(split_unit, unit=inkop, parts=one * 2, from_day=DAY, by=editor)


def test_nobody_merged_is_no_merging(editor, inkop):
    assert "minst en enhet" in refusal(merge_units, units=[], into=inkop, from_day=DAY, by=editor)


def test_figures_of_later_periods_stand_in_the_way_of_an_end_and_are_listed(editor, inkop, ekonomi, figure):
    figure(inkop, 2024, 1, "month")
    figure(inkop, 2024, 8, "ytd")
    said = refusal(close_unit, unit=inkop, from_day=DAY, by=editor)
    assert said.startswith(
        "Inköp har utfall för tiden efter 31\u00a0december 2023: "
        "Upphandlingar (jan 2024), Upphandlingar (jan–aug 2024). Välj en senare dag"
    )
    assert "Upphandlingar (jan 2024)" in refusal(merge_units, units=[inkop], into=ekonomi, from_day=DAY, by=editor)
    parts = [NewUnit(code="a", name="A"), NewUnit(code="b", name="B")]
    assert "Upphandlingar (jan 2024)" in refusal(split_unit, unit=inkop, parts=parts, from_day=DAY, by=editor)


def test_many_later_figures_are_counted(editor, inkop, figure):
    for month in range(1, 8):
        figure(inkop, 2024, month, "month")
    assert "(maj 2024) och 2 till. Välj" in refusal(close_unit, unit=inkop, from_day=DAY, by=editor)


def test_what_tells_of_the_time_before_or_of_no_outcome_does_not_stand_in_the_way(editor, inkop, figure):
    figure(inkop, 2023, 12, "full_year")
    figure(inkop, 2024, 12, "full_year", scenario="budget")
    figure(inkop, 2024, 2, "month", marker="cleared")
    figure(inkop, 2024, 3, "month", marker="not_existing")
    figure(inkop, 2024, 12, "project")
    close_unit(unit=inkop, from_day=DAY, by=editor)
    assert Unit.objects.get(code="inkop").valid_to == DAY - ONE_DAY


def test_a_year_that_the_unit_ends_in_may_have_its_figure(editor, inkop, figure):
    figure(inkop, 2024, 12, "full_year")
    close_unit(unit=inkop, from_day=dt.date(2024, 10, 1), by=editor)
    assert Unit.objects.get(code="inkop").valid_to == dt.date(2024, 9, 30)


def test_an_act_that_breaks_in_the_middle_leaves_nothing(monkeypatch, editor, inkop, ekonomi):
    def broken(*args, **kwargs):
        raise RuntimeError("strömavbrott")

    monkeypatch.setattr(OrganisationChange.objects, "create", broken)
    before = counts()
    with pytest.raises(RuntimeError):
        merge_units(units=[inkop], into=ekonomi, from_day=DAY, by=editor)
    assert counts() == before
    assert Unit.objects.get(code="inkop").valid_to is None


# The log


def test_the_log_is_only_added_to(vss):
    row = OrganisationChange.objects.get()
    row.text = "Något annat"
    with pytest.raises(ValidationError, match="ändras aldrig"):
        row.save()
    with pytest.raises(ValidationError, match="tas aldrig bort"):
        row.delete()
    assert OrganisationChange.objects.get().text.startswith("Verksamhetsstöd bildas")


def test_a_long_line_of_the_log_is_cut(editor, inkop):
    rename_unit(unit=inkop, name="Lång " * 39, from_day=DAY, by=editor)
    rename_unit(unit=inkop, name="Längre " * 28, from_day=DAY + ONE_DAY, by=editor)
    parts = [NewUnit(code=code, name=f"{code} " * 99) for code in "ab"]
    split_unit(unit=inkop, parts=parts, from_day=DAY + 2 * ONE_DAY, by=editor)
    assert len(OrganisationChange.objects.latest("id").text) == 500
