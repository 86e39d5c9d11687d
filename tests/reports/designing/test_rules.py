"""The rules of the template editor on plain declarations: sections, columns, words, years, what is refused."""

import copy

import pytest

from reports.declarations import read_template
from reports.declarations.patterns import PeriodWords
from reports.declarations.sections import KINDS
from reports.designing import columns, outline, tables
from reports.designing.copying import mentions, moved
from reports.designing.derived import add_derived, derived_told
from reports.designing.refusals import DesignRefused
from reports.designing.sections import set_section
from reports.designing.shown import pluses
from reports.designing.words import KIND_WORDS, declared_pattern, filled, shown_pattern

COLUMNS = [
    {"key": "label", "kind": "label", "heading": "Verksamhet"},
    {"key": "prognos", "heading": "Prognos {year}", "scenario": "forecast", "span": "year", "vintage": "report"},
    {"key": "budget", "heading": "Budget {year}", "scenario": "budget", "span": "year"},
]
TEMPLATE = {
    "schema": 1,
    "code": "prov",
    "name": "Prov",
    "kind": "annual",
    "title": "Prov 2024",
    "sections": [
        {
            "key": "ekonomi",
            "heading": "Ekonomi",
            "children": [
                {"key": "tabell", "kind": "table", "table": {"caption": "Resultat", "columns": COLUMNS, "rows": []}},
                {"key": "kommentar", "kind": "text", "heading": "Kommentar"},
            ],
        },
        {"key": "personal", "heading": "Personal", "kind": "text"},
    ],
}


@pytest.fixture
def template():
    return copy.deepcopy(TEMPLATE)


@pytest.fixture
def three():
    return copy.deepcopy(COLUMNS)


def keys(template):
    return [section.key for section in read_template(template).walk()]


def levels(template):
    return {place.section["key"]: place.level for place in outline.places(template)}


def test_sections_move_up_down_in_and_out(template):
    outline.move(template, "personal", "upp")
    assert keys(template)[0] == "personal"
    outline.move(template, "personal", "ner")
    outline.move(template, "personal", "in")
    assert levels(template)["personal"] == 2
    outline.move(template, "personal", "ut")
    assert template["sections"] == TEMPLATE["sections"]


def test_dragging_puts_a_section_before_after_or_into_another(template):
    outline.move_beside(template, "personal", "kommentar", "fore")
    assert keys(template) == ["ekonomi", "tabell", "personal", "kommentar"]
    outline.move_beside(template, "personal", "ekonomi", "fore")
    assert keys(template) == ["personal", "ekonomi", "tabell", "kommentar"]
    outline.move_beside(template, "kommentar", "personal", "in")
    assert levels(template)["kommentar"] == 2


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda t: outline.move(t, "ekonomi", "upp"), "står redan först"),
        (lambda t: outline.move(t, "personal", "ner"), "står redan sist"),
        (lambda t: outline.move(t, "ekonomi", "ut"), "redan ett kapitel"),
        (lambda t: outline.move(t, "tabell", "ut"), "behöver en rubrik"),
        (lambda t: outline.move_beside(t, "ekonomi", "tabell", "in"), "in i sig självt"),
        (lambda t: outline.move(t, "borta", "upp"), "finns inte längre"),
        (lambda t: outline.add_section(t, kind="text", heading=""), "behöver en rubrik"),
        (lambda t: outline.set_years(t, "personal", holds="till", year=None), "vilket år"),
    ],
)
def test_a_section_that_cannot_stand_there_stays(template, act, told):
    with pytest.raises(DesignRefused, match=told):
        act(template)
    assert template == TEMPLATE


def test_every_kind_of_section_can_be_added_and_has_a_word(template):
    assert set(KIND_WORDS) == set(KINDS)
    for kind in KINDS:
        key, _said = outline.add_section(template, kind=kind, heading=f"Avsnitt {kind}")
        if kind == "shared_text":
            outline.find(template, key).section["shared"] = "mal"
    assert len(keys(template)) == 4 + len(KINDS)


def test_a_retired_section_is_in_the_reports_of_its_years_only(template):
    outline.set_years(template, "personal", holds="till", year=2024)
    outline.set_years(template, "tabell", holds="inte", year=2025)
    read = read_template(template)
    assert [s.key for s in read.in_year(2024).walk()] == ["ekonomi", "tabell", "kommentar", "personal"]
    assert [s.key for s in read.in_year(2025).walk()] == ["ekonomi", "kommentar"]
    outline.set_years(template, "personal", holds="bara", year=2026)
    assert [s.key for s in read_template(template).in_year(2026).walk()][-1] == "personal"
    assert outline.years_told(outline.find(template, "personal").section) == "bara 2026"


def test_what_a_section_says_is_taken_over_from_its_form(template):
    sent = {"rubrik": "Personal {år}", "vagledning": "Se {år-1}.", "ansvarig": "hr", "ord": "120", "kravs": "ja"}
    set_section(template, "personal", sent)
    section = list(read_template(template).walk())[-1]
    assert (section.heading, section.guidance) == ("Personal {year}", "Se {year-1}.")
    assert (section.responsible, section.words, section.required) == ("hr", 120, True)
    with pytest.raises(DesignRefused, match="inget antal ord"):
        set_section(template, "personal", {"rubrik": "Personal", "ord": "många"})


def test_patterns_are_written_in_swedish_and_kept_as_declared():
    assert declared_pattern("Budget {år-1} {period}") == "Budget {year-1} {period}"
    assert shown_pattern("Budget {year-1} {Month}") == "Budget {år-1} {Månad}"
    assert filled("Budget {år+1} {månad}", PeriodWords(2024, 8)) == "Budget 2025 augusti"
    for unknown in ("{arr}", "{månad-1}", "{år-}", "{}"):
        with pytest.raises(DesignRefused, match="inget ord som mallen känner"):
            declared_pattern(f"Budget {unknown}")


def test_a_derived_column_compares_forecast_with_budget_and_this_year_with_last(three):
    add_derived(three, "avvikelse")
    assert three[-1]["of"] == ["prognos", "budget"]
    columns.add_preset(three, "utfall")
    columns.add_preset(three, "forra")
    add_derived(three, "forandring")
    assert three[-1]["of"] == ["utfall", "forra"]


def test_the_meaning_of_plus_is_shown_with_numbers(three):
    add_derived(three, "avvikelse")
    shown = {plus.formula: plus for plus in pluses(three[-1], three, PeriodWords(2024, 8))}
    assert shown["favourable"].words == "bättre än budget 2024"
    assert shown["favourable"].chosen
    assert "kostnader 41\u00a0200 mot 42\u00a0000 visas som +800" in shown["favourable"].examples
    assert "kostnader 41\u00a0200 mot 42\u00a0000 visas som −800" in shown["actual_minus_base"].examples


def named(these):
    return {column["key"]: columns.column_name(column) for column in these}


def test_a_share_and_a_change_in_per_cent_are_added_and_say_what_they_are_of():
    three = copy.deepcopy(COLUMNS)
    add_derived(three, "andel")
    add_derived(three, "andel-av")
    assert three[-2]["of"] == ["prognos"]
    assert derived_told(three[-2], named(three)) == "Prognos {år} som andel av summan, i procent"
    assert derived_told(three[-1], named(three)) == "Prognos {år} som andel av Budget {år}, i procent"
    with pytest.raises(DesignRefused, match="Andel av summan räknas ur en kolumn med tal"):
        add_derived(copy.deepcopy(COLUMNS[:1]), "andel")
    columns.add_preset(three, "bokslut")
    add_derived(three, "procent")
    assert derived_told(three[-1], named(three)) == "Prognos {år} mot Bokslut {år-1}, förändring i procent"


def test_a_computed_column_changes_its_way_and_what_the_new_way_needs_is_chosen():
    three = copy.deepcopy(COLUMNS)
    add_derived(three, "andel")

    def becomes(**sent):
        columns.set_column(three, "andel", {"rubrik": "Andel", **sent})
        return three[-1]["formula"], three[-1]["of"]

    assert becomes(raknas="share") == ("share", ["prognos", "budget"])
    assert becomes(raknas="skillnad") == ("favourable", ["prognos", "budget"])
    assert becomes(raknas="skillnad", plus="base_minus_actual")[0] == "base_minus_actual"
    assert becomes(raknas="share_of_total", raknar="budget") == ("share_of_total", ["budget"])
    with pytest.raises(DesignRefused, match="en kolumn med sig själv"):
        becomes(raknas="change_percent", raknar="budget", mot="budget")
    with pytest.raises(DesignRefused, match="Välj vad kolumnen räknar"):
        becomes(raknas="roten")


def test_a_column_that_another_is_computed_from_is_not_taken_away_or_moved_past_it(three):
    add_derived(three, "avvikelse")
    sent = {"rubrik": "Avvikelse", "raknar": "budget", "mot": "budget", "plus": "favourable"}
    with pytest.raises(DesignRefused, match="Avvikelse räknas ur den"):
        columns.remove_column(three, [], "budget")
    with pytest.raises(DesignRefused, match="måste stå efter"):
        columns.move_column(three, "avvikelse", 1)
    with pytest.raises(DesignRefused, match="med sig själv"):
        columns.set_column(three, "avvikelse", sent)
    with pytest.raises(DesignRefused, match="behöver en rubrik"):
        columns.set_column(three, "budget", {"rubrik": " "})
    assert [column["key"] for column in three if column["key"] != "avvikelse"] == ["label", "prognos", "budget"]


def test_a_footnote_is_changed_with_the_words_of_patterns_and_stays_while_a_row_of_a_group_carries_it():
    table = {"columns": [], "rows": [{"block": {"year": -1}, "rows": [{"label": "Mikro", "note": "enligt-budget"}]}]}
    assert tables.add_note(table, "enligt budget {år}") == "lade till fotnoten ”enligt budget {år}”"
    tables.set_note(table, "enligt-budget", "enligt budget {år-1}")
    assert table["notes"] == [{"key": "enligt-budget", "text": "enligt budget {year-1}"}]
    for act in (tables.add_note, lambda table, text: tables.set_note(table, "enligt-budget", text)):
        with pytest.raises(DesignRefused, match="Skriv vad fotnoten ska säga"):
            act(table, " ")
        with pytest.raises(DesignRefused, match="inget ord som mallen känner"):
            act(table, "{bokslut}")
    with pytest.raises(DesignRefused, match="används"):
        tables.remove_note(table, "enligt-budget")
    table["rows"][0]["rows"][0].pop("note")
    tables.remove_note(table, "enligt-budget")
    assert "notes" not in table


def test_a_column_is_said_in_words_with_what_the_table_says_for_all():
    column = {"key": "forra", "heading": "Bokslut", "year": -1}
    assert columns.column_told(column, [column], {"span": "full_year"}) == "utfall, i fjol, helår"
    columns.set_column([column], "forra", {"rubrik": "Bokslut", "ar": "-2", "tid": "full_year"}, {"span": "full_year"})
    assert column == {"key": "forra", "heading": "Bokslut", "year": -2}


def test_a_copy_moves_fixed_years_and_the_texts_that_a_person_chose(template):
    table = template["sections"][0]["children"][0]["table"]
    table["columns"].append({"key": "fast", "heading": "Bokslut 2022", "fixed_year": 2022, "vintage": "2024-02"})
    table["rows"].append({"units": {"part_of": "vss", "on": "2024-02-29"}})
    template["sections"][1]["heading"] = "Agenda 2030"
    found = mentions(template, 2024)
    assert [(each.text, each.pattern, each.likely) for each in found] == [
        ("Prov 2024", "Prov {year}", True),
        ("Bokslut 2022", "Bokslut {year-2}", True),
        ("Agenda 2030", "Agenda {year+6}", False),
    ]
    made = moved(template, years=1, patterns=["Bokslut 2022"], year=2024)
    column = made["sections"][0]["children"][0]["table"]["columns"][-1]
    assert (column["fixed_year"], column["vintage"], column["heading"]) == (2023, "2025-02", "Bokslut {year-2}")
    assert made["sections"][0]["children"][0]["table"]["rows"][-1]["units"]["on"] == "2025-02-28"
    assert made["sections"][1]["heading"] == "Agenda 2030"
    assert made["title"] == "Prov 2024"
