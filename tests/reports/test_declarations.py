"""Templates are plain data: what is right is read, what is wrong is refused with its place in words."""

import copy

import pytest

from reports.declarations import DeclarationError, read_template
from reports.declarations.patterns import PeriodWords

TABLE = {
    "id": "resultat",
    "caption": "Resultat {year}",
    "columns": [
        {"key": "label", "kind": "label", "heading": "Verksamhet"},
        {"key": "utfall", "heading": "Utfall {year}", "span": "year"},
        {"key": "budget", "heading": "Budget {year}", "scenario": "budget", "span": "year"},
        {"key": "avvikelse", "kind": "derived", "formula": "favourable", "of": ["utfall", "budget"]},
    ],
    "rows": [{"label": "Netto", "indicator": "net_result", "unit": "vss"}],
}
TEMPLATE = {
    "schema": 1,
    "code": "prov",
    "name": "Prov",
    "kind": "annual",
    "title": "Prov {year}",
    "sections": [
        {
            "key": "ekonomi",
            "heading": "Ekonomi {year}",
            "children": [{"key": "tabell", "kind": "table", "table": TABLE}],
        },
        {"key": "text", "heading": "Kommentar", "kind": "text", "responsible": "controller", "required": True},
    ],
}


def changed(change):
    template = copy.deepcopy(TEMPLATE)
    change(template)
    return template


def table_of(template):
    return template["sections"][0]["children"][0]["table"]


def test_a_template_is_read_with_its_sections_columns_and_rows():
    template = read_template(TEMPLATE)
    assert [section.key for section in template.walk()] == ["ekonomi", "tabell", "text"]
    table = next(section.table for section in template.walk() if section.table)
    assert [column.key for column in table.columns] == ["label", "utfall", "budget", "avvikelse"]
    assert table.rows[0].where.indicator == "net_result"


def test_a_block_gives_its_coordinates_to_its_rows():
    block = {"block": {"year": -2, "span": "year"}, "rows": [{"label": "Mikro", "breakdown": "micro"}]}
    template = read_template(changed(lambda t: table_of(t)["rows"].append(block)))
    row = next(section.table for section in template.walk() if section.table).rows[1]
    assert (row.block.year, row.block.span, row.where.breakdown) == (-2, "year", "micro")


BAD = {
    "a foreign schema": (lambda t: t.update(schema=2), "mallen", "format"),
    "an unknown kind of section": (lambda t: t["sections"][1].update(kind="dikt"), "avsnitt text", "dikt"),
    "an unknown word": (lambda t: t["sections"][1].update(guidanse="x"), "avsnitt text", "guidanse"),
    "a role that isn't one": (lambda t: t["sections"][1].update(responsible="kung"), "avsnitt text", "kung"),
    "two sections with one key": (lambda t: t["sections"][1].update(key="ekonomi"), "avsnitt ekonomi", "redan"),
    "a word that patterns don't know": (
        lambda t: t["sections"][0].update(heading="Ekonomi {år}"),
        "avsnitt ekonomi › heading",
        "”{år}” är inget ord",
    ),
    "a brace that isn't closed": (lambda t: t.update(title="Rapport {year"), "mallen › title", "klammer"),
    "a title with an unknown word": (lambda t: t.update(title="Rapport {bokslut}"), "mallen › title", "{bokslut}"),
    "an unknown word in a column": (
        lambda t: table_of(t)["columns"][1].update(heading="Utfall {mars}"),
        "tabell › kolumn utfall",
        "{mars}",
    ),
    "an unknown word in a cell": (
        lambda t: table_of(t)["rows"][0].update(cells={"utfall": {"text": "{mars}"}}),
        "tabell › rad Netto",
        "{mars}",
    ),
    "an unknown word in a footnote": (
        lambda t: table_of(t).update(notes=[{"key": "x", "text": "Enligt {mars}"}]),
        "tabell › fotnot x",
        "{mars}",
    ),
    "two footnotes with one key": (
        lambda t: table_of(t).update(notes=[{"key": "x", "text": "a"}, {"key": "x", "text": "b"}]),
        "tabell",
        "samma nyckel",
    ),
    "an unknown pattern": (lambda t: t["sections"][0].update(heading="{quarter}"), "avsnitt ekonomi", "{quarter}"),
    "a month that is counted with": (
        lambda t: t["sections"][0].update(heading="{month-1}"),
        "avsnitt ekonomi",
        "month",
    ),
    "HTML": (lambda t: t["sections"][0].update(heading="<b>Ekonomi</b>"), "avsnitt ekonomi", "HTML"),
    "HTML in a row": (lambda t: table_of(t)["rows"][0].update(label="<script>"), "rad <script>", "HTML"),
    "a column over itself": (
        lambda t: table_of(t)["columns"][3].update(of=["avvikelse", "budget"]),
        "kolumn avvikelse",
        "sig själv",
    ),
    "a column over one that is gone": (
        lambda t: table_of(t)["columns"].pop(2),
        "kolumn avvikelse",
        "budget, som inte finns",
    ),
    "a column over one to its right": (
        lambda t: table_of(t)["columns"].insert(0, table_of(t)["columns"].pop(3)),
        "kolumn avvikelse",
        "till höger",
    ),
    "a derived column without formula": (
        lambda t: table_of(t)["columns"][3].pop("formula"),
        "kolumn avvikelse",
        "formula",
    ),
    "an unknown formula": (
        lambda t: table_of(t)["columns"][3].update(formula="magic"),
        "kolumn avvikelse",
        "magic",
    ),
    "an unknown scenario": (lambda t: table_of(t)["columns"][2].update(scenario="dröm"), "kolumn budget", "dröm"),
    "an unknown span": (lambda t: table_of(t)["columns"][1].update(span="vecka"), "kolumn utfall", "vecka"),
    "a month that isn't one": (lambda t: table_of(t)["columns"][1].update(month=13), "kolumn utfall", "13"),
    "a basis that isn't one": (lambda t: table_of(t)["columns"][1].update(basis="gissad"), "kolumn utfall", "gissad"),
    "a vintage that isn't one": (lambda t: table_of(t)["columns"][1].update(vintage="juni"), "kolumn utfall", "juni"),
    "a year as a text": (lambda t: table_of(t)["columns"][1].update(year="i fjol"), "kolumn utfall", "heltal"),
    "a row about nothing": (lambda t: table_of(t)["rows"].append({}), "rad 2", "varken"),
    "a cell of a column that isn't there": (
        lambda t: table_of(t)["rows"][0].update(cells={"prognos": {"text": "-"}}),
        "rad Netto",
        "prognos",
    ),
    "a footnote that isn't there": (lambda t: table_of(t)["rows"][0].update(note="x"), "rad Netto", "fotnoten x"),
    "a list where a group should be": (lambda t: t["sections"].append(["x"]), "avsnitt 3", "grupp"),
    "a text where a list should be": (lambda t: t.update(sections="allt"), "mallen", "lista"),
    "decimals in words": (lambda t: table_of(t).update(decimals="många"), "tabell", "heltal"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_refused_with_its_place(name):
    change, place, words = BAD[name]
    with pytest.raises(DeclarationError) as error:
        read_template(changed(change))
    assert place in error.value.place
    assert words in error.value.message


@pytest.mark.parametrize("junk", [None, [], "mall", 7, {"schema": 1}, {"schema": 1, "code": "x", "sections": {}}])
def test_junk_is_refused_and_never_crashes(junk):
    with pytest.raises(DeclarationError):
        read_template(junk)


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("Budget {year}", "Budget 2021"),
        ("Bokslut {year-1}", "Bokslut 2020"),
        ("Plan {year+2}", "Plan 2023"),
        ("Redovisat {period} {year}", "Redovisat jan–aug 2021"),
        ("Resultat {as_of}", "Resultat 31 augusti 2021"),
        ("{Month} {year}", "Augusti 2021"),
        ("per den {day}", "per den 31 augusti"),
        ("Målområde {area}", "Målområde Ekonomi"),
    ],
)
def test_a_pattern_is_filled_for_the_reports_period(pattern, filled):
    assert PeriodWords(2021, 8).fill(pattern, {"area": "Ekonomi"}) == filled


def test_january_is_no_stretch_of_months():
    assert PeriodWords(2024, 1).fill("Redovisat {period}") == "Redovisat jan"
