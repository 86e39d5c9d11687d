"""The list of figures: what it shows, how it is narrowed, its file, and that it never counts all rows."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models.choices import Role
from indicators.tables.figures import as_written, harmless
from indicators.views import figures as view
from tests import factories as made
from tests.indicators.views.world import other_organisation

LIST = "/varden/"
FILE = "/varden/fil/"


def rows(response):
    """The cells of each row as they are read, without tags."""
    listed = response.content.decode().partition('id="lista"')[2].partition("</section>")[0].partition("<tbody>")[2]
    found = re.findall(r"<tr>(.*?)</tr>", listed, re.DOTALL)
    cells = (re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in found)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def column(response, at):
    return [row[at] for row in rows(response)]


def file_rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def page(client, **asked):
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return response


# What it shows


def test_a_figure_is_told_in_words(world):
    world.record("sjuk", "hr-service", "6,3", breakdown=made.breakdown("women"), by=made.UserFactory(display_name="HR"))
    (row,) = rows(page(world.client(Role.EDITOR)))
    expected = [
        "Total sjukfrånvaro",
        "HR-service",
        "Kvinnor",
        "utfall",
        "jan–aug 2024",
        "6,3\u00a0%",
        "5\u00a0sep\u00a02024",
    ]
    assert row == [*expected, "HR", "inskrivet"]


def test_the_whole_has_no_part_of_its_own(world):
    world.record("vol", "hr-service", "7")
    assert column(page(world.client(Role.EDITOR)), 2) == [""]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"scenario": "forecast", "vintage": 202408, "month": 12, "span": "full_year"}, "prognos, gjord aug 2024"),
        ({"scenario": "budget", "month": 12, "span": "full_year"}, "budget"),
        ({"basis": "restated:2022-01-01"}, "utfall, omräknat till 1\u00a0jan\u00a02022"),
        ({"basis": "carried"}, "utfall, från föregångaren"),
    ],
)
def test_the_kind_of_a_figure_says_when_it_was_made_and_for_which_organisation(world, fields, kind):
    world.record("vol", "hr-service", "7", **fields)
    assert column(page(world.client(Role.EDITOR), slag=""), 3) == [kind]


def test_a_decided_budget_says_when_it_was_decided(world):
    fields = {"scenario": "budget", "month": 12, "span": "full_year", "decision": made.DecisionFactory()}
    world.record("vol", "hr-service", "7", **fields)
    assert column(page(world.client(Role.EDITOR), slag="budget"), 3) == ["budget, beslutad 12\u00a0dec\u00a02023"]


@pytest.mark.parametrize(
    ("value", "word"),
    [("no_data", "Ingen uppgift"), ("withheld", ".. (för få personer)"), ("none_occurred", "Inget inträffade")],
)
def test_a_missing_value_says_why(world, value, word):
    world.record("sjuk", "hr-service", value)
    assert column(page(world.client(Role.EDITOR)), 5) == [word]


def test_zero_is_a_value(world):
    world.record("vol", "hr-service", "0")
    assert column(page(world.client(Role.EDITOR)), 5) == ["0"]


def test_only_the_current_value_is_listed(world):
    made.history("5", "6", indicator=world.indicators["vol"], unit=world.units["hr-service"])
    assert column(page(world.client(Role.EDITOR)), 5) == ["6"]


def test_names_are_those_of_the_figures_day(world):
    later = {"valid_from": dt.date(2024, 1, 1), "unit_of_measure": "count"}
    made.DefinitionFactory(indicator=world.indicators["vol"], name="Nytt namn", **later)
    world.record("vol", "hr-service", "7", year=2023)
    world.record("vol", "hr-service", "8", year=2024)
    assert column(page(world.client(Role.EDITOR), ar="alla"), 0) == ["Ärenden HR-direkt", "Nytt namn"]


def test_a_printed_figure_names_its_document(world):
    world.print("sjuk", "vss")
    assert column(page(world.client(Role.EDITOR), ar="2023"), 8) == ["Verksamhetsberättelse 2023"]


def test_each_row_leads_to_its_indicator_and_to_the_figure(world):
    fact = world.record("vol", "hr-service", "7").fact
    text = page(world.client(Role.EDITOR)).content.decode()
    assert 'href="/indikatorer/vol/?enhet=hr-service&amp;del=total"' in text
    assert f'href="/varden/{fact.pk}/"' in text


# Which year is shown first


def test_without_a_year_the_one_being_reported_is_shown(world):
    made.OccasionFactory(year=2023)
    world.record("vol", "hr-service", "5", year=2023)
    world.record("vol", "hr-service", "6", year=2024)
    assert column(page(world.client(Role.EDITOR)), 4) == ["jan–aug 2023"]


def test_a_budget_being_made_does_not_move_the_list_to_next_year(world):
    made.OccasionFactory(kind="budget", year=2025, month=12)
    world.record("vol", "hr-service", "6", year=2024)
    assert column(page(world.client(Role.EDITOR)), 4) == ["jan–aug 2024"]


def test_when_nothing_is_reported_this_year_is_shown(world):
    world.record("vol", "hr-service", "6", year=2024)
    world.record("vol", "hr-service", "5", year=2023)
    assert column(page(world.client(Role.EDITOR)), 4) == ["jan–aug 2024"]


# Filters


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({"indikator": "sjuk"}, {"1,0\u00a0%", "2,0\u00a0%"}),
        ({"indikator": "hr-direkt"}, {"3", "5"}),
        ({"indikator": "hr-direkt", "slag": ""}, {"3", "4", "5"}),
        ({"indikator": "finns inte"}, set()),
        ({"enhet": "vo-ekonomi"}, {"2,0\u00a0%"}),
        ({"del": "women"}, {"1,0\u00a0%"}),
        ({"slag": "budget"}, {"4"}),
        ({"period": "month"}, {"5"}),
        ({"kalla": "form", "slag": "outcome", "period": "ytd", "indikator": "vol"}, {"3"}),
        ({"kalla": "import"}, set()),
        ({"ar": "alla"}, {"1,0\u00a0%", "2,0\u00a0%", "3", "5", "6"}),
        ({"ar": "alla", "slag": ""}, {"1,0\u00a0%", "2,0\u00a0%", "3", "4", "5", "6"}),
        ({"ar": "2023"}, {"6"}),
    ],
)
def test_the_list_is_narrowed_by_every_filter(world, asked, values):
    world.record("sjuk", "hr-service", "1,0", breakdown=made.breakdown("women"))
    world.record("sjuk", "vo-ekonomi", "2,0")
    world.record("vol", "hr-service", "3")
    world.record("vol", "hr-service", "4", scenario="budget", span="full_year", month=12)
    world.record("vol", "hr-service", "5", span="month")
    world.record("vol", "hr-service", "6", year=2023)
    assert set(column(page(world.client(Role.EDITOR), **asked), 5)) == values


@pytest.mark.parametrize("asked", [{"enhet": "ovf"}, {"slag": "gissning"}, {"ar": "1900"}, {"del": "barn"}])
def test_what_cannot_be_chosen_is_told_and_nothing_is_shown(world, asked):
    other_organisation()
    world.record("vol", "hr-service", "3")
    response = page(world.client(Role.EDITOR), **asked)
    assert rows(response) == []
    assert f"”{next(iter(asked.values()))}” finns inte under" in response.content.decode()


def test_a_search_word_that_is_too_long_is_told(world):
    response = page(world.client(Role.EDITOR), indikator="x" * 101)
    assert "Sökordet är för långt: högst 100 tecken läses." in response.content.decode()


def test_outcomes_are_shown_first_and_the_choice_is_seen_and_can_be_changed(world):
    world.record("vol", "hr-service", "0", scenario="frame", span="full_year", month=12)
    world.record("vol", "hr-service", "3")
    editor = world.client(Role.EDITOR)
    first, everything = page(editor), page(editor, slag="")
    assert column(first, 5) == ["3"]
    assert '<option value="outcome" selected>utfall</option>' in first.content.decode()
    assert "1 värden visas för 2024, bara utfall" in first.content.decode()
    assert set(column(everything, 5)) == {"0", "3"}
    assert "för 2024, alla slag" in everything.content.decode()
    assert [row[5] for row in file_rows(editor.get(FILE))[1:]] == ["3"]


def test_where_only_a_frame_is_known_the_page_shows_the_way_to_it(world):
    world.record("vol", "hr-service", "0", scenario="frame", span="full_year", month=12)
    text = page(world.client(Role.EDITOR)).content.decode()
    assert "Det finns inga värden av slaget utfall för 2024 som du kan se. Välj ett annat år, visa alla slag" in text


def test_the_form_keeps_what_was_asked_for(world):
    text = page(world.client(Role.EDITOR), indikator="sjuk", enhet="vo-hr").content.decode()
    assert 'value="sjuk"' in text
    assert '<option value="vo-hr" selected>Verksamhetsområde HR</option>' in text


def test_an_empty_list_says_what_to_do(world):
    editor = world.client(Role.EDITOR)
    assert "Det finns inga värden av slaget utfall för 2024 som du kan se." in page(editor).content.decode()
    world.record("vol", "hr-service", "3")
    assert "Inget värde stämmer med filtret för 2024." in page(editor, indikator="sjuk").content.decode()


# Order and pages


@pytest.mark.parametrize(
    ("sorting", "first"),
    [
        ("indicator", "1,0\u00a0%"),
        ("-indicator", "3"),
        ("unit", "2"),
        ("-unit", "3"),
        ("period", "2"),
        ("-period", "3"),
    ],
)
def test_the_list_is_sorted_by_its_heads(world, sorting, first):
    world.record("sjuk", "hr-service", "1,0", month=3)
    world.record("vol", "vo-hr", "2", month=2)
    world.record("vol", "hr-service", "3", month=5)
    assert column(page(world.client(Role.EDITOR), sortering=sorting), 5)[0] == first


@pytest.mark.parametrize("sorting", ["value", "pk", "-", "fact__indicator__organisation", "'"])
def test_a_sorting_that_does_not_exist_is_the_usual_one(world, sorting):
    world.record("vol", "hr-service", "2")
    world.record("sjuk", "hr-service", "1,0")
    assert column(page(world.client(Role.EDITOR), sortering=sorting), 5) == ["1,0\u00a0%", "2"]


def test_the_sorted_head_says_so(world):
    world.record("vol", "hr-service", "2")
    assert 'aria-sort="descending"' in page(world.client(Role.EDITOR), sortering="-period").content.decode()


def test_a_long_list_has_pages_and_every_row_is_on_one_of_them(world):
    world.many(120)
    editor = world.client(Role.EDITOR)
    pages = [page(editor, ar="alla", sida=number) for number in (1, 2, 3)]
    assert [len(rows(each)) for each in pages] == [50, 50, 20]
    assert len({(row[2], row[4]) for each in pages for row in rows(each)}) == 120
    assert "Nästa sida" not in pages[2].content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "99", "sju", "9" * 30, "1.5"])
def test_a_page_that_does_not_exist_is_the_first(world, number):
    world.record("vol", "hr-service", "2")
    assert len(rows(page(world.client(Role.EDITOR), sida=number))) == 1


# The file


def test_the_file_holds_the_filtered_list(world):
    world.record("sjuk", "hr-service", "6,30", breakdown=made.breakdown("men"), source_note="Heroma")
    world.record("vol", "hr-service", "-1 234")
    head, row = file_rows(world.client(Role.EDITOR).get(FILE, {"indikator": "sjuk"}))
    assert head[:7] == ["Indikator", "Enhet", "Del", "Slag", "Period", "Värde", "Måttenhet"]
    assert row[:7] == ["Total sjukfrånvaro", "HR-service", "Män", "utfall", "jan–aug 2024", "6,30", "%"]
    assert row[7:] == ["2024-09-05", "Controller VO HR", "inskrivet: Heroma"]


def test_the_file_opens_in_a_swedish_spreadsheet(world):
    response = world.client(Role.EDITOR).get(FILE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="varden-2024-09-05.csv"'
    assert response.content.startswith("\ufeff".encode())


def test_a_number_in_the_file_is_a_number(world):
    world.record("vol", "hr-service", "-1 234,5")
    assert file_rows(world.client(Role.EDITOR).get(FILE))[1][5] == "-1234,5"


def test_a_withheld_value_has_no_number_in_the_file(world):
    world.record("sjuk", "hr-service", "6,3")
    world.record("sjuk", "hr-service", "withheld", reason="För få personer")
    assert file_rows(world.client(Role.EDITOR).get(FILE))[1][5] == ".. (för få personer)"
    assert b"6,3" not in world.client(Role.EDITOR).get(FILE).content


@pytest.mark.parametrize("text", ["=1+1", "+46", "-cmd", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert harmless(text) == "'" + text


def test_a_note_that_looks_like_a_formula_is_harmless_in_the_file(world):
    world.record("vol", "hr-service", "7", by=made.UserFactory(display_name="=HYPERLINK(1)"))
    assert file_rows(world.client(Role.EDITOR).get(FILE))[1][8] == "'=HYPERLINK(1)"


def test_other_texts_are_written_as_they_are():
    assert as_written("jan–aug 2024") == "jan–aug 2024"


def test_a_file_that_is_cut_off_says_so(world, monkeypatch):
    monkeypatch.setattr(view, "MOST_ROWS_IN_A_FILE", 3)
    world.many(4)
    told = file_rows(world.client(Role.EDITOR).get(FILE, {"ar": "alla"}))
    assert len(told) == 1 + 3 + 1
    assert told[-1][0].startswith("Filen är avkortad")


def test_a_file_that_just_fits_is_not_cut_off(world, monkeypatch):
    monkeypatch.setattr(view, "MOST_ROWS_IN_A_FILE", 4)
    world.many(4)
    assert len(file_rows(world.client(Role.EDITOR).get(FILE, {"ar": "alla"}))) == 1 + 4


# Who, and at what cost


@pytest.mark.parametrize("address", [LIST, FILE])
@pytest.mark.parametrize("role", list(Role))
def test_who_opens_the_list(world, role, address):
    expected = 403 if role in (Role.READER, Role.ADMIN) else 200
    assert world.client(role).get(address).status_code == expected


@pytest.mark.parametrize("address", [LIST, FILE])
def test_who_has_not_logged_in_is_sent_to_log_in(client, db, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", [LIST, FILE])
def test_the_list_only_reads(world, address):
    assert world.client(Role.EDITOR).post(address).status_code == 405


def test_an_area_manager_sees_the_own_area_and_what_is_printed(world):
    world.record("vol", "hr-service", "1")
    world.record("vol", "vo-ekonomi", "2")
    world.print("vol", "vo-ekonomi", "3", year=2024, month=8, span="ytd", basis="carried")
    assert set(column(page(world.client(Role.AREA_MANAGER)), 5)) == {"1", "3"}
    assert len(file_rows(world.client(Role.AREA_MANAGER).get(FILE))) == 1 + 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTROLLER, Role.AUDITOR])
def test_the_number_of_queries_does_not_grow_and_nothing_counts_all_rows(world, role):
    client = world.client(role)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(client, ar="alla", indikator="hr")
        return [query["sql"] for query in queries]

    world.many(50)
    asked()  # the reference data is read once
    few = asked()
    world.many(500)
    many = asked()
    assert len(few) == len(many) <= 15
    assert not [sql for sql in many if "COUNT(" in sql.upper()]
