"""What each kind of troublesome file is answered in the browser, within five seconds: what is wrong and what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.importing import limits
from indicators.models import FigureRevision, ImportDraft
from tests.indicators.importing.makers import FOLDER, archive, soon, workbook

HEAD = ("Enhet", "Indikator", "Period", "Värde")


def bomb():
    return archive(xl__workbook_0_xml="<workbook/>", xl__worksheets__sheet1_0_xml="0" * (30 * limits.MEGABYTE))


def formulas():
    """A sheet that a program wrote and nobody opened since: its sums are formulas without values."""
    rows = [HEAD, ("KL", "Ärenden Kontakt Linköping", "202408"), ("LKDATA", "LKDATA - support", "202408", 840)]
    return workbook(*rows, formulas={"D2": ("=SUM(E2:F2)", "")})


REFUSED = {
    "50 MB": ("stor.csv", lambda: b"a;b\n" * (13 * limits.MEGABYTE), "högst 25 MB läses", "dela upp filen"),
    "zip bomb": ("bomb.xlsx", bomb, "när den packas upp", "Kopiera tabellen till en ny arbetsbok"),
    "password": ("s.xlsx", (FOLDER / "skyddad.xlsx").read_bytes, "skyddad med lösenord", "Ta bort"),
    "not a spreadsheet": ("bild.xlsx", lambda: b"\x89PNG\r\n\x1a\n....", "en bild", "Excel"),
    "a letter": ("brev.xlsx", lambda: archive(word__document_0_xml="<w/>"), "ett textdokument", "Excel"),
}


@pytest.fixture
def editor(world, client):
    client.force_login(world.editor)
    return client


def upload(client, content, name):
    """The answer to a file, which has to come in time."""
    with soon():
        answer = client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)}, follow=True)
    return answer.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cant_be_read_is_told_with_what_to_do_and_nothing_is_kept(editor, kind):
    name, make, wrong, advice = REFUSED[kind]
    page = upload(editor, make(), name)
    assert wrong in page
    assert advice in page
    assert "Inget är sparat" in page
    assert not ImportDraft.objects.exists()


def test_formulas_without_values_are_told_row_by_row_with_what_to_do(editor):
    page = upload(editor, formulas(), "export.xlsx")
    assert "Formeln har inget uträknat värde i filen. Öppna filen i Excel, spara den och läs in igen." in page
    assert not FigureRevision.objects.exists()


@pytest.mark.parametrize("name", ["gammal.xls", "oppen.ods"])
def test_older_and_open_formats_come_to_the_same_preview(editor, name):
    page = upload(editor, (FOLDER / name).read_bytes(), name)
    assert "Inget är sparat än" in page or "Spara" in page
    assert ImportDraft.objects.get().file_name == name
