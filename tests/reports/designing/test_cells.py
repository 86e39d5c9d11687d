"""Groups of rows, and rows and cells that show something of their own: how they are changed, and what is refused."""

import copy

import pytest

from indicators.models import Organisation
from reports.composing.compose import Composer
from reports.composing.partly import only, unsaved_report
from reports.composing.sources import load_sources
from reports.declarations import read_template
from reports.designing.actions import act
from reports.designing.checks import lost, without_lost
from reports.designing.difference import differences
from reports.designing.drafts import change_draft, draft_of
from reports.designing.known import known_on
from reports.designing.outline import add_section, find
from reports.designing.preview import moment_of, preview
from reports.designing.refusals import DesignRefused
from reports.designing.sections import set_section
from reports.designing.tables import designed
from reports.designing.whole import set_whole
from reports.models import ReportTemplate
from vss_portal import clock

CODE, TABLE = "delarsrapport-augusti", "volymer"
GROUP, HEAD, MICRO = "8", "8.0", "8.1"


@pytest.fixture
def template(reference):
    return ReportTemplate.objects.get(code=CODE)


@pytest.fixture
def known(reference):
    return known_on(Organisation.objects.get(code="vss"), clock.today())


@pytest.fixture
def declaration(template):
    return copy.deepcopy(draft_of(template).declaration)


@pytest.fixture
def do(declaration, known):
    """Press a button of the designer; gives the table as it is then."""

    def press(gor, **sent):
        it = designed(declaration, TABLE)
        act(it, {"gor": gor, **sent}, known)
        return it.table

    return press


def row_at(table, path):
    rows = table["rows"]
    *above, last = [int(part) for part in path.split(".")]
    for at in above:
        rows = rows[at]["rows"]
    return rows[last]


def test_what_is_said_once_for_a_group_is_changed_and_the_rest_of_it_is_kept(do):
    group = do("rad", nyckel=GROUP, matt="anbud_vunnit", ar="-1", enhet="upphandling")["rows"][8]
    assert group["block"] == {"indicator": "anbud_vunnit", "unit": "upphandling", "year": -1}
    assert len(group["rows"]) == 5
    group["block"].update(organisation="2021-10-01", fixed_year=2019)
    group["block"].pop("year")
    kept = do("rad", nyckel=GROUP, matt="", enhet="upphandling", ar="fast:2019")["rows"][8]["block"]
    assert kept == {"unit": "upphandling", "organisation": "2021-10-01", "fixed_year": 2019}
    with pytest.raises(DesignRefused, match="Välj i listan"):
        do("rad", nyckel=GROUP, matt="finns-inte")


def test_a_cell_shows_other_figures_words_or_nothing_and_then_what_its_column_says_again(do):
    assert row_at(do("rad", nyckel=MICRO, namn="Mikro", slag="breakdown"), MICRO)["cells"]["forra"]["year"] == -2
    said = {"nyckel": MICRO, "kolumn": "forra"}
    cells = row_at(do("cell", **said, star="siffror", ar="-1", tid="full_year", visar="budget"), MICRO)["cells"]
    assert cells["forra"] == {"year": -1, "span": "full_year", "scenario": "budget"}
    cells = row_at(do("cell", **said, star="ord", ord="se {år-1}"), MICRO)["cells"]
    assert cells["forra"] == {"text": "se {year-1}"}
    assert row_at(do("cell", **said, star="inget"), MICRO)["cells"]["forra"] == {"empty": True}
    assert "cells" not in row_at(do("bort-cell", **said), MICRO)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"nyckel": MICRO, "kolumn": "label", "star": "ord"}, "Bara celler i kolumner med siffror"),
        ({"nyckel": MICRO, "kolumn": "borta", "star": "ord"}, "Kolumnen finns inte längre"),
        ({"nyckel": MICRO, "kolumn": "forra", "star": "bild"}, "Välj vad cellen ska visa"),
        ({"nyckel": MICRO, "kolumn": "forra", "star": "siffror", "enhet": "månen"}, "Välj i listan"),
        ({"nyckel": MICRO, "kolumn": "forra", "star": "siffror", "ar": "-99"}, "Välj året"),
        ({"nyckel": MICRO, "kolumn": "forra", "star": "ord", "ord": "{bokslut}"}, "inget ord som mallen känner"),
        ({"nyckel": GROUP, "kolumn": "forra", "star": "inget"}, "Raden står för flera"),
    ],
)
def test_what_no_cell_can_show_is_refused(do, sent, told):
    with pytest.raises(DesignRefused, match=told):
        do("cell", **sent)


def test_rows_are_added_to_a_group_and_moved_in_and_out_of_it(do):
    table = do("ny-rad", rad="rubrik", namn="Stora", grupp=GROUP)
    assert [row["label"] for row in table["rows"][8]["rows"]][-1] == "Stora"
    table = do("grupp-rad", nyckel=f"{GROUP}.5", grupp="")
    assert table["rows"][-1]["label"] == "Stora"
    table = do("grupp-rad", nyckel="0", grupp=GROUP)
    assert [row["label"] for row in table["rows"][7]["rows"]][-1] == "Ärenden Kontakt Linköping"
    do("ny-rad", rad="grupp")
    with pytest.raises(DesignRefused, match="står inte i en annan grupp"):
        do("grupp-rad", nyckel="7", grupp="10")


def test_a_row_is_dropped_before_or_after_the_one_that_is_pointed_at(do):
    def labels(**sent):
        return [row.get("label", "") for row in do("slapp-rad", **sent)["rows"]][:3]

    first, second, third = labels(nyckel="0", mal="0", var="fore")
    assert labels(nyckel="0", mal="2", var="fore") == [second, first, third]
    assert labels(nyckel="0", mal="2", var="efter") == [first, third, second]
    assert labels(nyckel="2", mal="0", var="efter") == [first, second, third]


def test_words_of_a_row_stand_in_the_column_for_them(do, template, declaration, editor):
    do("ny-kolumn", kolumn="text")
    do("rad", nyckel="2", namn="Ärenden LKDATA support", slag="line", **{"ord-text": "Nytt system {år}"})
    draft = change_draft(template=template, change=lambda d: d.update(declaration) or "ord", by=editor)
    moment, _every = moment_of(template.organisation, "interim", "2021-08", clock.today())
    [table] = [
        block for section in preview(template.organisation, draft.declaration, TABLE, moment).walk()
        for block in section.blocks
    ]  # fmt: skip
    assert table.rows[2].cells[-1].text == "Nytt system 2021"


def test_what_changed_in_single_cells_and_groups_is_told(declaration, do, known, template):
    do("cell", nyckel=MICRO, kolumn="forra", star="ord", ord="se text")
    do("rad", nyckel=GROUP, ar="-1")
    told = [str(each) for each in differences(draft_of(template).declaration, declaration, known)]
    assert any("Grupp av 5 rader" in line and "i fjol" in line for line in told)
    do("rad", nyckel=GROUP, ar="")
    [line] = [str(each) for each in differences(draft_of(template).declaration, declaration, known)]
    assert line.endswith("”Mikro, underrad” visar i kolumnen ”{Månad} {år-1}” orden ”se text”")


def test_what_cells_columns_of_goals_and_parts_ask_for_and_is_not_here_is_named_and_left_out(declaration, known):
    rows = find(declaration, TABLE).section["table"]["rows"]
    rows[0]["cells"] = {"forra": {"unit": "borta"}}
    rows[8]["rows"][1]["breakdown"] = "delen-borta"
    goals = next(s for s in find(declaration, "forvaltningsindikatorer").section["children"] if "columns" in s)
    goals["columns"].append({"key": "extra", "heading": "Extra", "unit": "enheten-borta"})
    told = "\n".join(lost(declaration, known))
    for part in (
        "cellen i kolumn forra: enheten borta",
        "delen delen-borta finns inte",
        "kolumn extra: enheten enheten-borta",
    ):
        assert part in told
    without_lost(declaration, known)
    assert lost(declaration, known) == []
    assert "cells" not in rows[0]
    assert len(rows[8]["rows"]) == 4


def test_name_title_and_what_holds_for_the_whole_report_are_changed(declaration):
    said = {"namn": "Delår", "titel": "Delårsrapport {datum}", "money": "mnkr", "footnotes": "document"}
    set_whole(declaration, {**said, "goal_rule": "score"})
    assert (declaration["name"], declaration["title"]) == ("Delår", "Delårsrapport {as_of}")
    assert (declaration["money"], declaration["footnotes"], declaration["goal_rule"]) == ("mnkr", "document", "score")
    for wrong in ({"namn": " "}, {"titel": ""}, {"titel": "{bokslut}"}, {"money": "kr"}):
        with pytest.raises(DesignRefused):
            set_whole(declaration, {**said, "goal_rule": "score", **wrong})


def test_a_chart_over_time_has_a_row_a_year_and_the_targets_band(known, template):
    declaration = copy.deepcopy(draft_of(template).declaration)
    key, _said = add_section(declaration, kind="chart", heading="Över tid", below="ekonomi")
    begin = {"gor": "borja", "visar": "sjuk", "for": "vss:delar", "kolumner": "over-tid"}
    with pytest.raises(DesignRefused, match="Linjer över tid visar ett mått"):
        act(designed(declaration, key), {**begin, "visar": "slag:staff"}, known)
    act(designed(declaration, key), begin, known)

    def drawn(at):
        moment, _every = moment_of(template.organisation, "annual", at, clock.today())
        node = preview(template.organisation, declaration, key, moment)
        return next(block for section in node.walk() for block in section.blocks)

    chart = drawn("2023-12")
    assert [row.cells[0].text for row in chart.table.rows] == ["2019", "2020", "2021", "2022", "2023"]
    assert chart.table.rows[-1].cells[1].text == "6,3"
    assert "Mål 2023: ≤6,0" in chart.svg
    going_on = drawn("2024-07").table.rows[-1].cells
    assert (going_on[0].text, bool(going_on[1].number)) == ("2024", True)
    act(designed(declaration, key), {"gor": "rad", "nyckel": "0", "fran-ar": "-1", "till-ar": "0"}, known)
    assert [row.cells[0].text for row in drawn("2023-12").table.rows] == ["2022", "2023"]
    assert "Metodbyte" not in drawn("2023-12").svg
    with pytest.raises(DesignRefused, match="det första före det sista"):
        act(designed(declaration, key), {"gor": "rad", "nyckel": "0", "fran-ar": "0", "till-ar": "-1"}, known)


def test_a_line_is_cut_where_the_method_changed_and_the_table_says_what_did(known, template):
    declaration = copy.deepcopy(draft_of(template).declaration)
    key, _said = add_section(declaration, kind="chart", heading="Över tid", below="ekonomi")
    begin = {"gor": "borja", "visar": "svarsservice_lkdata", "for": "lkdata", "kolumner": "over-tid"}
    act(designed(declaration, key), begin, known)
    report = unsaved_report(template.organisation, "annual", 2023, 12, None)

    def drawn():
        only_it = only(read_template(declaration), [next(s for s in read_template(declaration).walk() if s.key == key)])
        return next(iter(Composer(only_it, load_sources(report, known_on=None)).compose().charts()))

    chart = drawn()
    said = "Ny automatisk SLA-beräkning i Lindesk som inte kan justeras vid överenskommelse med kund"
    assert chart.table.legends[-1] == f"Metodbyte från 2021: {said}. Värden före och efter kan inte jämföras."
    assert f"Från 2021: Metodbyte: {said}." in chart.alt
    assert (chart.svg.count('stroke-dasharray="3 3"'), ">Metodbyte<" in chart.svg) == (1, True)
    report.reproduced_from_id = 1
    printed = drawn()
    assert "Metodbyte" not in f"{printed.svg}{printed.alt}{printed.table.legends}"
    assert printed.svg.count('stroke-width="2"') == chart.svg.count('stroke-width="2"') + 1


def test_how_assignments_stand_and_which_indicators_are_shown_otherwise_is_said_in_the_section(known, template):
    declaration = copy.deepcopy(draft_of(template).declaration)
    key, _said = add_section(declaration, kind="assignments", heading="Uppdrag")
    section = find(declaration, key).section

    def say(key, **sent):
        set_section(declaration, key, {"rubrik": "Rubrik", **sent}, known)

    say(key, uppdragskolumner="label,status,comment", **{"en-tabell": "ja"})
    assert (section["columns"], section["one_table"]) == (["label", "status", "comment"], True)
    say(key)
    assert (section["columns"], "one_table" in section) == (["label", "status", "comment"], False)
    with pytest.raises(DesignRefused, match="Välj kolumnerna"):
        say(key, uppdragskolumner="allt")
    key, _said = add_section(declaration, kind="indicator_tables", heading="Indikatorer")
    section = find(declaration, key).section
    say(key, obligatorisk="ja", **{"ny-indikator": "sjuk"})
    assert (section["mandatory"], section["rows"]) == (True, {"sjuk": {"label": "Total sjukfrånvaro"}})
    say(key, **{"namn-sjuk": "Sjuka", "dold-sjuk": "ja"})
    assert section["rows"] == {"sjuk": {"label": "Sjuka", "hidden": True}}
    section["rows"]["sjuk"]["breakdowns"] = []
    say(key, **{"namn-sjuk": ""})
    assert section["rows"] == {"sjuk": {"breakdowns": []}}
    section["rows"]["sjuk"].pop("breakdowns")
    say(key, **{"namn-sjuk": ""})
    assert "rows" not in section
    with pytest.raises(DesignRefused, match="Välj indikatorn"):
        say(key, **{"ny-indikator": "borta"})
    read_template(declaration)
