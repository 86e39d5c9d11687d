"""Units over time, and how older figures are shown beside a later organisation."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.organisation import LinkRecord, UnitNameFrom, UnitRecord, UnitTree, UnknownUnit
from indicators.organisation_tree import ONE_DAY
from tests.indicators.organisation_worlds import OPERATIONS, World

START = dt.date(2019, 1, 1)
BEFORE, AFTER = dt.date(2018, 12, 31), dt.date(2019, 8, 31)
REFORM = dt.date(2021, 10, 1)
PLACES = st.integers(0, 12)


def unit(code, name, kind="unit", first=START, last=None, order=0):
    return UnitRecord(code, kind, first, last, order, (UnitNameFrom(first, name),))


def part(code, to, first=START, last=None):
    return LinkRecord(code, "part_of", to, first, last)


@pytest.fixture
def tree():
    """An administration that takes over an older unit, later puts areas between itself and its units, and grows."""
    earlier, autumn = dt.date(2017, 1, 1), dt.date(2023, 10, 1)
    names = (UnitNameFrom(START, "Ledning", "Led"), UnitNameFrom(REFORM, "Stab och ledning", "Stab"))
    return UnitTree(
        [
            unit("vss", "Verksamhetsstöd", "administration"),
            UnitRecord("stab", "staff", START, None, 10, names),
            unit("arkiv", "Arkivet", first=earlier, order=40),
            unit("ekonomi", "Ekonomiservice", first=earlier, order=20),
            unit("inkop", "Inköp", first=dt.date(2020, 1, 1), order=30),
            unit("medborgar", "Medborgarkontoret", first=earlier, last=BEFORE, order=50),
            unit("kontakt", "Kontakt", order=51),
            unit("larande", "Lärcenter", first=dt.date(2020, 1, 1), last=dt.date(2023, 9, 30), order=60),
            unit("kommunikation", "Kommunikation", first=autumn, order=61),
            unit("vo-ekonomi", "VO ekonomi", "business_area", REFORM, order=70),
            unit("vo-medborgare", "VO medborgare", "business_area", REFORM, order=80),
            unit("vo-kost", "Kost", "business_area", dt.date(2022, 1, 1), order=90),
        ],
        [
            part("stab", "vss"),
            *(part(code, "vss", last=REFORM - ONE_DAY) for code in ("arkiv", "ekonomi", "kontakt")),
            *(part(code, "vss", dt.date(2020, 1, 1), REFORM - ONE_DAY) for code in ("inkop", "larande")),
            *(part(code, "vss", REFORM) for code in ("vo-ekonomi", "vo-medborgare")),
            part("vo-kost", "vss", dt.date(2022, 1, 1)),
            *(part(code, "vo-ekonomi", REFORM) for code in ("ekonomi", "inkop")),
            *(part(code, "vo-medborgare", REFORM) for code in ("kontakt", "arkiv")),
            part("larande", "vo-medborgare", REFORM, dt.date(2023, 9, 30)),
            part("kommunikation", "vo-medborgare", autumn),
            LinkRecord("medborgar", "succeeded_by", "kontakt", START),
            LinkRecord("larande", "succeeded_by", "kommunikation", autumn),
        ],
    )


def codes(units):
    return [each.code for each in units]


def test_the_parts_of_a_day_come_in_order(tree):
    assert codes(tree.units_on(AFTER, part_of="vss")) == ["stab", "ekonomi", "arkiv", "kontakt"]
    assert codes(tree.units_on(REFORM, part_of="vss")) == ["stab", "vo-ekonomi", "vo-medborgare"]


def test_all_units_of_a_day_are_told_and_can_be_narrowed_by_kind(tree):
    assert codes(tree.units_on(BEFORE)) == ["ekonomi", "arkiv", "medborgar"]
    assert codes(tree.units_on(REFORM, kinds=("business_area",))) == ["vo-ekonomi", "vo-medborgare"]
    assert codes(tree.units_on(REFORM, part_of="vss", deep=True, kinds=("unit",))) == [
        "ekonomi",
        "inkop",
        "arkiv",
        "kontakt",
        "larande",
    ]


def test_a_unit_has_the_parent_and_the_name_of_the_day(tree):
    assert tree.parent_on("ekonomi", AFTER) == "vss"
    assert tree.parent_on("ekonomi", REFORM) == "vo-ekonomi"
    assert tree.ancestors_on("ekonomi", REFORM) == ["vo-ekonomi", "vss"]
    assert tree.parent_on("vss", REFORM) is None
    assert tree.name_on("stab", AFTER) == "Ledning"
    assert tree.name_on("stab", REFORM) == "Stab och ledning"
    assert tree.name_on("stab", REFORM, short=True) == "Stab"
    assert tree.name_on("stab", dt.date(2010, 1, 1)) == "Ledning"


def test_a_unit_that_did_not_exist_has_no_parent_and_no_parts(tree):
    assert not tree.exists("vo-kost", REFORM)
    assert tree.parent_on("vo-kost", REFORM) is None
    assert tree.descendants_on("vo-ekonomi", AFTER) == ()


def test_an_unknown_unit_is_said_by_its_code(tree):
    with pytest.raises(UnknownUnit, match="Det finns ingen enhet med koden ”vo-it”"):
        tree.parts_on("vo-it", REFORM)
    assert not tree.exists("vo-it", REFORM)
    assert tree.carried("vo-it", REFORM, AFTER) is None


# The first way: nothing is shown


def test_a_unit_without_predecessor_has_no_older_figure(tree):
    carried = tree.sources_for("inkop", REFORM, AFTER)
    assert not carried
    assert carried.units == ()
    assert carried.note == "Inköp fanns inte den 31\u00a0augusti 2019, och ingen annan enhet motsvarade den då."
    assert tree.carried("inkop", REFORM, AFTER) is None


def test_a_unit_is_not_asked_for_on_a_day_when_it_did_not_exist(tree):
    assert tree.sources_for("vo-kost", REFORM, AFTER).note == "Kost fanns inte den 1\u00a0oktober 2021."


# The second way: the predecessor under its successor


def test_a_predecessor_stands_for_its_successor_with_a_footnote(tree):
    carried = tree.sources_for("kontakt", AFTER, BEFORE)
    assert (carried.units, carried.kind) == (("medborgar",), "predecessor")
    assert carried.note == "avser Medborgarkontoret, som ingår i Kontakt från 2019"


def test_a_day_within_the_year_is_told_whole(tree):
    carried = tree.sources_for("kommunikation", dt.date(2023, 12, 31), dt.date(2022, 12, 31))
    assert carried.units == ("larande",)
    assert carried.note == "avser Lärcenter, som ingår i Kommunikation från den 1\u00a0oktober 2023"


def test_an_area_is_the_sum_of_the_units_that_came_to_it(tree):
    carried = tree.sources_for("vo-ekonomi", REFORM, dt.date(2021, 8, 31))
    assert (carried.units, carried.kind) == (("ekonomi", "inkop"), "sum")
    assert carried.note == "summan av Ekonomiservice och Inköp, som ingår i VO ekonomi från den 1\u00a0oktober 2021"


def test_a_part_that_came_later_is_told_in_the_footnote(tree):
    carried = tree.sources_for("vo-ekonomi", REFORM, AFTER)
    assert carried.units == ("ekonomi",)
    assert carried.note == (
        "avser Ekonomiservice, som ingår i VO ekonomi från den 1\u00a0oktober 2021, utan Inköp, som tillkom 2020"
    )


def test_chains_of_successors_are_followed(tree):
    assert tree.sources_for("vo-medborgare", dt.date(2023, 12, 31), BEFORE).units == ("arkiv", "medborgar")


def test_the_administration_before_its_founding_is_what_it_was_made_of(tree):
    carried = tree.sources_for("vss", AFTER, BEFORE)
    assert carried.units == ("ekonomi", "arkiv", "medborgar")
    assert carried.note.endswith("som ingår i Verksamhetsstöd från 2019, utan Ledning, som tillkom 2019")


def test_a_unit_with_the_same_content_stands_for_itself_without_a_footnote(tree):
    carried = tree.sources_for("vss", REFORM, REFORM - ONE_DAY)
    assert (carried.units, carried.kind, carried.note) == (("vss",), "same", "")


def test_a_grown_unit_stands_for_itself_and_says_what_is_lacking(tree):
    carried = tree.sources_for("vss", dt.date(2022, 1, 1), REFORM)
    assert (carried.units, carried.kind) == (("vss",), "same")
    assert carried.note == "utan Kost, som tillkom 2022"


def test_a_later_figure_can_be_shown_in_an_older_organisation(tree):
    carried = tree.sources_for("vss", AFTER, dt.date(2022, 6, 30))
    assert carried.units == ("stab", "ekonomi", "arkiv", "kontakt")


def test_what_was_divided_is_not_shared_out():
    split = dt.date(2022, 1, 1)
    tree = UnitTree(
        [
            unit("a", "Stora enheten", last=split - ONE_DAY),
            unit("b", "Ena", first=split),
            unit("c", "Andra", first=split),
        ],
        [LinkRecord("a", "succeeded_by", "b", split), LinkRecord("a", "succeeded_by", "c", split)],
    )
    carried = tree.sources_for("b", split, AFTER)
    assert not carried
    assert carried.note == (
        "Verksamheten i Stora enheten den 31\u00a0augusti 2019 finns den 1\u00a0januari 2022 i Ena och Andra. "
        "Siffrorna kan inte fördelas."
    )
    assert tree.sources_for("a", AFTER, split).units == ("b", "c")


def test_a_unit_that_lost_a_part_cannot_be_told_without_it():
    tree = UnitTree(
        [
            unit("vss", "VSS", "administration"),
            unit("a", "Inköp"),
            unit("b", "Lagret", "sub_unit"),
            unit("c", "Ekonomi"),
        ],
        [part("a", "vss"), part("c", "vss"), part("b", "a", last=REFORM - ONE_DAY), part("b", "c", REFORM)],
    )
    carried = tree.sources_for("a", REFORM, AFTER)
    assert not carried
    assert carried.note == (
        "Siffrorna för Inköp den 31\u00a0augusti 2019 innehåller också Lagret, som inte hör till Inköp. "
        "De kan inte räknas bort."
    )
    assert tree.sources_for("c", REFORM, AFTER).units == ("b", "c")
    assert tree.sources_for("vss", REFORM, AFTER).units == ("vss",)


def test_the_parts_of_a_dissolved_unit_went_where_it_went():
    tree = UnitTree(
        [
            unit("a", "A", last=BEFORE.replace(year=2020)),
            unit("b", "B", last=BEFORE.replace(year=2020)),
            unit("c", "C"),
        ],
        [part("b", "a", last=BEFORE.replace(year=2020)), LinkRecord("a", "succeeded_by", "c", dt.date(2021, 1, 1))],
    )
    assert tree.sources_for("c", REFORM, AFTER).units == ("a", "c")


# The fourth way: shown as it was, and the break told


def test_breaks_are_told_with_their_day_and_reason(tree):
    breaks = tree.series_breaks("vss", dt.date(2019, 1, 1), dt.date(2023, 12, 31))
    assert [(each.day, each.text) for each in breaks] == [
        (dt.date(2020, 1, 1), "Inköp tillkom den 1\u00a0januari 2020. Lärcenter tillkom den 1\u00a0januari 2020."),
        (dt.date(2022, 1, 1), "Kost tillkom den 1\u00a0januari 2022."),
    ]


def test_a_unit_that_begins_and_ends_has_breaks_there(tree):
    assert [each.text for each in tree.series_breaks("kontakt", BEFORE, AFTER)] == [
        "Kontakt bildades den 1\u00a0januari 2019. Medborgarkontoret ingår i Kontakt från den 1\u00a0januari 2019."
    ]
    ended = tree.series_breaks("larande", REFORM, dt.date(2024, 1, 1))
    assert [each.text for each in ended] == [
        "Lärcenter finns inte längre från den 1\u00a0oktober 2023 och ingår i Kommunikation."
    ]


def test_a_new_name_or_another_place_in_the_tree_is_no_break(tree):
    assert tree.series_breaks("stab", AFTER, dt.date(2024, 1, 1)) == []
    assert tree.series_breaks("ekonomi", AFTER, dt.date(2024, 1, 1)) == []
    assert tree.series_breaks("vo-medborgare", REFORM, dt.date(2024, 1, 1)) == []


def test_a_part_that_leaves_is_a_break_for_the_whole():
    tree = UnitTree(
        [unit("vss", "VSS", "administration"), unit("a", "Arkivet"), unit("b", "Lagret", last=REFORM - ONE_DAY)],
        [part("a", "vss"), part("b", "vss", last=REFORM - ONE_DAY)],
    )
    assert [each.text for each in tree.series_breaks("vss", AFTER, REFORM)] == [
        "Lagret ingår från den 1\u00a0oktober 2021 inte längre i VSS."
    ]


# Whatever happens to an organisation


@given(OPERATIONS)
def test_every_unit_is_readable_on_every_day_that_it_existed(operations):
    world = World.after(operations)
    tree = world.tree
    for day, truth in world.days.items():
        assert {each.code for each in tree.units_on(day)} == set(truth.parent)
        for code, parent in truth.parent.items():
            assert tree.parent_on(code, day) == parent
            assert tree.name_on(code, day) == truth.name[code]
            assert set(tree.subtree_on(code, day)) == set(truth.within(code))


@given(OPERATIONS)
def test_the_tree_of_a_day_holds_each_unit_once(operations):
    world = World.after(operations)
    tree = world.tree
    for day in world.days:
        under = [code for root in tree.roots_on(day) for code in tree.subtree_on(root, day)]
        assert sorted(under) == sorted(each.code for each in tree.units_on(day))


@settings(max_examples=150)
@given(OPERATIONS, PLACES, PLACES)
def test_a_carried_figure_counts_all_that_is_the_units_once_and_nothing_else(operations, one, other):
    world = World.after(operations)
    days = sorted(world.days)
    wanted_day, figure_day = days[one % len(days)], days[other % len(days)]
    wanted, known = world.days[wanted_day], world.days[figure_day]
    everything = frozenset().union(*known.own.values())
    for code in wanted.parent:
        carried = world.tree.sources_for(code, wanted_day, figure_day)
        counted = [atom for source in carried.units for atom in known.held(source)]
        expected = wanted.held(code) & everything
        if carried:
            assert sorted(counted) == sorted(expected)
        else:
            assert carried.note.endswith(".")
            assert not expected or world.was_divided or not possible(known, expected)


def possible(known, expected):
    """Whether some units of the day hold exactly what is expected."""
    fitting = [known.held(code) for code in known.parent if known.held(code) <= expected]
    return frozenset().union(*fitting) == expected


@given(OPERATIONS)
def test_a_series_is_broken_exactly_where_the_units_activity_changed(operations):
    """But for a VO without parts: the tree can't know that it does nothing yet."""
    world = World.after(operations)
    tree, days = world.tree, sorted(world.days)
    for code in world.units:
        breaks = {each.day for each in tree.series_breaks(code, days[0], days[-1])}
        changed = {
            day for before, day in pairwise(days) if held(world.days[before], code) != held(world.days[day], code)
        }
        assert changed <= breaks <= changed | world.days_of_areas


def held(day, code):
    return day.held(code) if code in day.parent else None
