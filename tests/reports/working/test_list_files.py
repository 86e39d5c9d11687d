"""Activities out of a spreadsheet: what each row would do is shown first, what is wrong is said, the rest read in."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import Organisation
from reports.following.lists import SPECS
from reports.following.reading import lines_of
from tests.reports import judging

YEAR = 2024
PAGE = reverse("year_list", args=["aktiviteter", YEAR])
HEAD = ["Aktivitet", "Enhet", "Mål", "Status", "Klar senast", "Ansvarig", "Kommentar"]
NEW = ["Utbilda nya chefer", "Verksamhetsområde HR", "Goda arbetsplatser", "Pågående", "2024-11-30", "HR-chef", "Två"]


def book(*rows):
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("aktiviteter.xlsx", target.getvalue())


@pytest.fixture
def by_editor(client, reference):
    client.force_login(judging.editor())
    return client


def shown(client, *rows):
    return client.post(PAGE, {"steg": "file", "fil": book(*rows)})


def take(client, answer):
    told = answer.context
    return client.post(PAGE, {"steg": "take", "rader": told["cells"], "sedda": told["file"].seen})


def line(title):
    found = lines_of(Organisation.objects.get(code="vss"), SPECS["aktiviteter"].kind, YEAR)
    return next((each for each in found if each.title == title), None)


def test_rows_are_shown_read_in_and_known_again(by_editor):
    answer = shown(by_editor, HEAD, NEW)
    assert [each.does for each in answer.context["file"].lines] == ["ny"]
    assert line("Utbilda nya chefer") is None
    assert take(by_editor, answer).status_code == 302
    made = line("Utbilda nya chefer")
    assert (made.goal.name, made.state, str(made.day), made.comment) == (
        "Goda arbetsplatser", "ongoing", "2024-11-30", "Två"
    )  # fmt: skip
    # The same row with another state is the next version; an empty cell leaves what stands.
    again = shown(by_editor, HEAD[:4], [*NEW[:3], "Klar"])
    assert [each.does for each in again.context["file"].lines] == ["ändrad"]
    assert take(by_editor, again).status_code == 302
    assert (line(NEW[0]).number, line(NEW[0]).state, line(NEW[0]).comment) == (2, "done", "Två")
    assert shown(by_editor, HEAD[:4], [*NEW[:3], "Klar"]).context["taken"] == 0


def test_what_is_wrong_with_a_row_is_said_and_the_others_are_read_in(by_editor):
    wrong = ["Ny växel", "Månen", "Finns inte", "nästan", "snart"]
    answer = shown(by_editor, [*HEAD, "Vikt"], wrong, NEW, NEW)
    assert "Kolumner som inte läses: Vikt." in answer.content.decode()
    said = [" ".join(each.problems) for each in answer.context["file"].lines]
    for sentence in ("ingen av dina enheter", "finns inte 2024", "är inget läge", "är ingen dag"):
        assert sentence in said[0]
    assert (said[1], said[2]) == ("", "Raden finns två gånger i filen.")
    take(by_editor, answer)
    assert line("Utbilda nya chefer")
    assert line("Ny växel") is None


def test_what_is_too_long_is_said_and_never_cut_off(by_editor):
    long = ["a" * 301, *NEW[1:5], "b" * 121]
    [read] = shown(by_editor, HEAD[:6], long).context["file"].lines
    assert read.problems == (
        "Aktivitet är längre än 300 tecken. Korta texten.",
        "Ansvarig är längre än 120 tecken. Korta texten.",
    )


def test_what_was_changed_since_the_preview_is_not_overwritten(by_editor):
    first, other = shown(by_editor, HEAD, NEW), shown(by_editor, HEAD, [*NEW[:6], "Tre"])
    take(by_editor, other)
    answer = take(by_editor, first)
    assert (answer.status_code, "Någon har ändrat listan" in answer.content.decode()) == (200, True)
    assert line("Utbilda nya chefer").comment == "Tre"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"steg": "file"}, "Välj en fil"),
        ({"steg": "file", "fil": SimpleUploadedFile("a.xlsx", b"inget")}, "Inget är sparat"),
        ({"steg": "take", "rader": "{}", "sedda": ""}, "Välj filen igen"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(by_editor, sent, said):
    assert said in by_editor.post(PAGE, sent).content.decode()


def test_a_file_without_a_column_of_activities_is_refused_and_units_are_ones_own(by_editor, client):
    assert "ingen kolumn ”Aktivitet”" in shown(by_editor, ["Vem", "Hur"], ["x", "y"]).content.decode()
    client.force_login(judging.person("controller-ekonomi"))
    [line_of_others] = shown(client, HEAD, NEW).context["file"].lines
    assert "ingen av dina enheter" in line_of_others.problems[0]
