"""Import in the browser, from upload to undo, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.importing.reading import read_file
from indicators.models import FigureRevision, ImportDraft, ImportedFile, ImportSource
from tests.factories import record
from tests.indicators.importing.makers import SIE_HEAD, csv, long_file, sie, workbook


@pytest.fixture
def visitor(world, client):
    client.force_login(world.editor)
    return client


def upload(client, content, name="augusti.xlsx", **fields):
    return client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content), **fields}, follow=True)


def text(response):
    return response.content.decode().replace("\u00a0", " ")


FILE = long_file(("KL", "Ärenden Kontakt Linköping", "202408", 221), ("LKDATA", "LKDATA - support", "202408", 840))


def test_a_file_that_is_understood_goes_straight_to_its_preview_and_saves_nothing(visitor):
    answer = upload(visitor, FILE)
    assert "2 värden: 2 nya." in text(answer)
    assert "Spara 2 värden" in text(answer)
    assert FigureRevision.objects.count() == 0


def test_what_is_passed_over_is_counted_in_one_or_more(visitor):
    head = ("Enhet", "Indikator", "Period", "Värde")
    lines = (("KL", "vol_kl", "202408", 5), ("LKDATA", "vol_lkdata", "202408", 6), ("VO HR", "costs", "202408", 7))
    assert "Läses inte: 1 dold rad." in text(upload(visitor, workbook(head, *lines, hidden_rows=(2,))))
    assert "Läses inte: 2 dolda rader." in text(upload(visitor, workbook(head, *lines, hidden_rows=(2, 3))))


def test_saving_records_everything_in_one_batch_with_the_files_checksum(visitor):
    upload(visitor, FILE)
    draft = ImportDraft.objects.get()
    answer = visitor.post(reverse("import_preview", args=[draft.pk]), {"act": "save"}, follow=True)
    imported = ImportedFile.objects.get()
    assert "2 värden ur augusti.xlsx är sparade." in text(answer)
    assert imported.batch.revisions.count() == 2
    assert imported.batch.file_hash == imported.file_hash == read_file(FILE).checksum
    assert not ImportDraft.objects.exists()


def test_a_saved_file_is_undone_on_its_own_page(visitor):
    upload(visitor, FILE)
    visitor.post(reverse("import_preview", args=[ImportDraft.objects.get().pk]), {"act": "save"})
    imported = ImportedFile.objects.get()
    answer = visitor.post(reverse("imported_file", args=[imported.pk]), follow=True)
    assert "Inläsningen är ångrad." in text(answer)
    assert {row.marker for row in FigureRevision.objects.current()} == {"cleared"}


def test_the_same_file_again_changes_nothing_and_says_so(visitor):
    for _ in range(2):
        upload(visitor, FILE)
        draft = ImportDraft.objects.get()
        answer = visitor.post(reverse("import_preview", args=[draft.pk]), {"act": "save"}, follow=True)
    assert "innehöll inget nytt" in text(answer)
    assert FigureRevision.objects.count() == 2


def test_rows_with_errors_hold_the_file_back_until_they_are_taken_out(visitor, world):
    answer = upload(visitor, long_file(("KL", "vol_kl", "202408", 221), ("LKDATA", "vol_lkdata", "202408", "tolv")))
    draft = ImportDraft.objects.get()
    assert "2 värden: 1 nytt, 1 med fel." in text(answer)
    assert "Spara 1 värde" not in text(answer)
    refused = visitor.post(reverse("import_preview", args=[draft.pk]), {"act": "save"})
    assert "Filen har en rad med fel." in text(refused)
    after = visitor.post(reverse("import_preview", args=[draft.pk]), {"act": "skip"}, follow=True)
    assert "Spara 1 värde" in text(after)


def test_the_errors_can_be_shown_alone(visitor):
    upload(visitor, long_file(("KL", "vol_kl", "202408", 221), ("LKDATA", "vol_lkdata", "202408", "tolv")))
    answer = visitor.get(reverse("import_preview", args=[ImportDraft.objects.get().pk]), {"visa": "error"})
    assert "rad 3" in text(answer)
    assert "rad 2" not in text(answer)


def test_an_unknown_name_is_asked_about_with_suggestions_and_the_answer_is_remembered(visitor):
    content = long_file(("Kontakten Linköping", "vol_kl", "202408", 221))
    answer = upload(visitor, content)
    assert "Kontakten Linköping" in text(answer)
    draft = ImportDraft.objects.get()
    fields = filled(answer.context["form"]) | {"u_0": "kontakt", "remember": "Ärendesystemet"}
    answer = visitor.post(reverse("import_mapping", args=[draft.pk]), fields, follow=True)
    assert "1 värde: 1 nytt." in text(answer)
    source = ImportSource.objects.get()
    again = upload(visitor, content, source=source.pk)
    assert "1 värde: 1 nytt." in text(again)


def filled(form):
    """What a browser would post of a form that nobody changed."""
    values = {field.name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def test_a_question_about_the_whole_file_comes_before_the_preview(visitor, world):
    record("1 250", indicator=world.costs, unit=world.kl, span="month", month=7)
    answer = upload(visitor, long_file(("KL", "Kostnader", "202408", 1_310_000)))
    assert "Beloppen ser ut att vara i kronor" in text(answer)
    draft = ImportDraft.objects.get()
    answer = visitor.post(reverse("import_mapping", args=[draft.pk]), filled(answer.context["form"]), follow=True)
    assert "1 310" in text(answer)
    assert "1 310 000" not in text(answer)


def test_a_ledger_asks_for_the_unit_of_an_ansvar_and_shows_the_net_effect(visitor, world):
    records = ['#PSALDO 0 202408 5010 {1 "4711"} 900000.00', '#PSALDO 0 202408 3010 {1 "4799"} -400000.00']
    answer = upload(visitor, sie(*records), name="augusti.se")
    assert "4799 Gemensamt" in text(answer)
    draft = ImportDraft.objects.get()
    fields = filled(answer.context["form"]) | {"r_0": "vo-hr"}
    answer = visitor.post(reverse("import_mapping", args=[draft.pk]), fields, follow=True)
    assert "Nettoeffekt per enhet" in text(answer)
    assert "+400" in text(answer)
    assert "−900" in text(answer)


def test_a_large_change_is_saved_only_when_somebody_says_that_it_was_looked_at(visitor, world):
    record("221", indicator=world.cases, unit=world.kl, span="month")
    upload(visitor, long_file(("KL", "vol_kl", "202408", 22)))
    draft = ImportDraft.objects.get()
    refused = visitor.post(reverse("import_preview", args=[draft.pk]), {"act": "save"})
    assert "kontrollerat de stora ändringarna" in text(refused)
    visitor.post(reverse("import_preview", args=[draft.pk]), {"act": "save", "checked_big": "on"})
    assert FigureRevision.objects.current().get().scaled == 22


def test_a_refused_file_is_told_beside_its_box(visitor):
    answer = upload(visitor, b"%PDF-1.7 ...", name="augusti.xlsx")
    assert "Filen är en PDF-fil, inte ett kalkylblad." in text(answer)
    assert not ImportDraft.objects.exists()


def test_a_draft_can_be_thrown_away(visitor):
    upload(visitor, FILE)
    visitor.post(reverse("import_preview", args=[ImportDraft.objects.get().pk]), {"act": "discard"})
    assert not ImportDraft.objects.exists()


def test_nobody_sees_the_draft_of_another(visitor, client, world):
    upload(visitor, FILE)
    draft = ImportDraft.objects.get()
    client.force_login(world.person("controller", world.kl))
    for name in ("import_preview", "import_mapping"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404
    assert client.post(reverse("import_preview", args=[draft.pk]), {"act": "discard"}).status_code == 404
    assert ImportDraft.objects.exists()


@pytest.mark.parametrize("role", ["reader", "auditor", "admin", "director"])
def test_who_records_no_figures_imports_none(world, client, role):
    client.force_login(world.person(role, world.vss))
    assert client.get(reverse("imports")).status_code == 403
    assert client.post(reverse("imports")).status_code == 403
    assert client.get(reverse("import_form")).status_code == 403


def test_a_controller_imports_for_the_own_units_only(world, client):
    client.force_login(world.person("controller", world.kl))
    answer = upload(client, FILE)
    assert "2 värden: 1 nytt, 1 med fel." in text(answer)
    assert "Du registrerar inte Ärenden LKDATA support för LKDATA." in text(answer)


def test_the_import_of_another_is_neither_seen_nor_undone(visitor, client, world):
    upload(visitor, FILE)
    visitor.post(reverse("import_preview", args=[ImportDraft.objects.get().pk]), {"act": "save"})
    imported = ImportedFile.objects.get()
    client.force_login(world.person("controller", world.kl))
    assert client.get(reverse("imported_file", args=[imported.pk])).status_code == 404
    assert client.post(reverse("imported_file", args=[imported.pk])).status_code == 404
    imported.refresh_from_db()
    assert imported.undone_by is None


def test_the_editor_sees_the_imports_of_all(world, client):
    client.force_login(world.person("controller", world.kl))
    upload(client, csv(["Enhet", "Indikator", "Period", "Värde"], ["KL", "vol_kl", "202408", "221"]))
    client.post(reverse("import_preview", args=[ImportDraft.objects.get().pk]), {"act": "save"})
    client.force_login(world.editor)
    assert "augusti.xlsx" in text(client.get(reverse("imports")))


def test_the_form_comes_back_through_the_same_import(visitor, world):
    record("221", indicator=world.cases, unit=world.kl, span="month")
    answer = visitor.get(reverse("import_form"), {"enhet": "kontakt", "period": "2024-08"})
    sheet = read_file(answer.content).sheets[0]
    filled_in = [[cell[1:] for cell in row] for row in sheet.rows]
    line = next(row for row in filled_in if row and row[0].startswith("kontakt|vol_kl|total"))
    line[8:] = ["230"]
    back = upload(visitor, workbook(*[[cell or None for cell in row] for row in filled_in]), name="formular.xlsx")
    assert "1 ändrat" in text(back)
    assert "230" in text(back)


def test_a_ledger_file_of_another_type_is_refused(visitor):
    head = SIE_HEAD.replace("#SIETYP 4", "#SIETYP 1")
    answer = upload(visitor, sie("#RES 0 5010 1.00", head=head), name="x.se")
    assert "typ 1" in text(answer)


def test_what_a_file_says_is_never_taken_for_markup(visitor):
    answer = upload(
        visitor, long_file(("<b>KL</b>", "<script>alert(1)</script>", "202408", "<i>1</i>")), name="<u>.xlsx"
    )
    assert "<script>alert(1)" not in text(answer)
    assert "<b>KL" not in text(answer)
    assert "&lt;b&gt;KL" in text(answer)


def test_a_file_of_unknown_names_is_answered_all_the_same(visitor):
    lines = [(f"Okänd enhet {number}", "vol_kl", "202408", number) for number in range(400)]
    answer = upload(visitor, long_file(*lines))
    assert answer.status_code == 200
    assert "400 värden hittade" in text(answer)


def test_columns_can_be_changed_while_names_are_still_unanswered(visitor):
    answer = upload(visitor, long_file(("KL", "Något okänt", "202408", 5)))
    draft = ImportDraft.objects.get()
    fields = filled(answer.context["form"]) | {"c_1": "", "f_indicator": "vol_kl"}
    answer = visitor.post(reverse("import_mapping", args=[draft.pk]), fields, follow=True)
    assert "1 värde: 1 nytt." in text(answer)


def test_a_source_of_another_name_is_never_written_over(visitor):
    content = long_file(("KL", "vol_kl", "202408", 5))
    for _ in range(2):
        upload(visitor, content)
        draft = ImportDraft.objects.latest("pk")
        form = visitor.get(reverse("import_mapping", args=[draft.pk])).context["form"]
        fields = filled(form) | {"remember": "Ärendesystemet"}
        answer = visitor.post(reverse("import_mapping", args=[draft.pk]), fields, follow=True)
    assert "Det finns redan en källa som heter Ärendesystemet." in text(answer)
    assert ImportSource.objects.count() == 1


def test_who_presses_twice_is_told_that_it_is_saved_and_meets_no_missing_page(visitor):
    upload(visitor, FILE)
    draft = ImportDraft.objects.get()
    address = reverse("import_preview", args=[draft.pk])
    for _press in range(2):
        answer = visitor.post(address, {"act": "save"}, follow=True)
        assert answer.status_code == 200
    assert "redan sparad eller borttagen" in answer.content.decode()
    assert ImportedFile.objects.count() == 1
    for name in ("import_preview", "import_mapping"):
        assert visitor.get(reverse(name, args=[draft.pk])).url == reverse("imports")
