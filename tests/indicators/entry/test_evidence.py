"""What a figure stands on: notes, links and files; what is refused, and who may read them."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from indicators.entry.evidence import LARGEST_MB, MEGABYTE, kind_of
from indicators.models import Evidence, EvidenceContent, EvidenceWithdrawal, Fact, FigureRevision
from indicators.models.choices import Role
from tests.indicators.entry.world import ADDRESS, AUGUST

PDF = b"%PDF-1.7\nuttag ur systemet"


def address(world, code="revenues", unit="vo-hr", end="underlag/"):
    return f"{ADDRESS}rad/{world.key(code, unit)}/{end}"


def add(world, *, client=None, code="revenues", unit="vo-hr", **given):
    return (client or world.client()).post(address(world, code, unit), given)


def upload(name="uttag.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def archive(**parts):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_0_", "."), text)
    return target.getvalue()


def text(response):
    return response.content.decode()


def test_a_note_with_a_link_is_shown_in_the_panel_and_on_the_figures_page(world):
    world.history("revenues", "vo-hr", {AUGUST: "100"})
    add(world, kalla="Rapport svarstider, uttag 3 sep", lank="https://system.exempel.se/rapport?id=7")
    fact = Fact.objects.get(indicator__code="revenues")
    for page in (address(world, end=""), f"/varden/{fact.pk}/"):
        shown = text(world.client().get(page))
        assert "Rapport svarstider, uttag 3 sep" in shown
        assert 'href="https://system.exempel.se/rapport?id=7" rel="noopener' in shown


def test_a_file_is_kept_whole_with_its_checksum_and_handed_out_as_a_download(world):
    add(world, fil=upload("Uttag åäö 3 sep.pdf"))
    saved = Evidence.objects.get()
    assert (saved.size, saved.checksum) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    answer = world.client().get(f"/underlag/{saved.pk}/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_evidence_is_saved_also_before_the_value_and_after_the_month_is_closed(world):
    add(world, kalla="Uttag")
    world.client().post(f"/inmatning/vo-hr/2024/7/rad/{world.key('revenues')}/underlag/", {"kalla": "Juli"})
    assert list(Evidence.objects.values_list("month", "note")) == [(8, "Uttag"), (7, "Juli")]


def test_the_panel_answers_in_place_where_it_was_sent_from(world):
    answer = world.client().post(address(world), {"kalla": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Underlaget är tomt" in text(answer)
    assert "<html" not in text(answer)


@pytest.mark.parametrize(
    "link",
    [
        "http://system.exempel.se/",
        "javascript:alert(1)",
        "https://",
        "https://exempel.se/a b",
        "https://namn:ord@exempel.se/",
        "//exempel.se/",
        "data:text/html,x",
        "https://exempel.se/" + "x" * 500,
    ],
)
def test_only_an_https_link_is_saved(world, link):
    answer = add(world, lank=link)
    assert answer.status_code == 422
    assert "Inget är sparat" in text(answer)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.pdf", PDF, True),
        ("a.PDF", PDF, True),
        ("a.png", b"\x89PNG\r\n\x1a\n0", True),
        ("a.jpg", b"\xff\xd8\xff\xe0", True),
        ("a.csv", "Enhet;Värde\n".encode("cp1252"), True),
        ("a.txt", "Värde 12".encode(), True),
        ("a.xlsx", archive(xl__workbook_0_xml="<w/>"), True),
        ("a.docx", archive(word__document_0_xml="<w/>"), True),
        ("a.ods", archive(mimetype="x", content_0_xml="<x/>"), True),
        ("a.html", b"<html>", False),
        ("a.txt", b"<script>alert(1)</script>", False),
        ("a.csv", b"  <html>", False),
        ("a.pdf", b"<html>", False),
        ("a.svg", b"<svg/>", False),
        ("a.exe", b"MZ\x90\x00", False),
        ("a.pdf", b"MZ\x90\x00", False),
        ("a.xlsx", archive(xl__workbook_0_xml="<w/>", xl__vbaProject_0_bin="x"), False),
        ("a.xlsx", archive(a_0_txt="x"), False),
        ("a.xlsx", b"PK\x03\x04skadad", False),
        ("a.zip", archive(a_0_txt="x"), False),
        ("a.pdf", b"", False),
        ("pdf", PDF, False),
        ("a.txt", b"\x00\x01", False),
    ],
)
def test_what_a_file_is_follows_from_its_content_and_few_kinds_are_kept(world, name, content, kept):
    answer = add(world, fil=upload(name, content))
    assert (answer.status_code, Evidence.objects.count()) == ((302, 1) if kept else (422, 0))


def test_a_too_large_file_is_refused_with_what_to_do(world):
    answer = add(world, fil=upload(content=b"%PDF-" + b"x" * LARGEST_MB * MEGABYTE))
    assert "högst 5 MB sparas. Länka till den i stället" in text(answer)
    assert not EvidenceContent.objects.exists()


def test_folders_and_strange_signs_in_a_name_are_left_out(world):
    add(world, fil=upload("a<b> (1).pdf"))
    assert Evidence.objects.get().file_name == "a_b_ (1).pdf"


def test_a_file_that_has_lost_its_checksum_isnt_handed_out(world):
    add(world, fil=upload())
    from indicators.triggers import suspended

    with suspended(), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_evidencecontent SET content = %s", [b"annat"])
    answer = world.client().get(f"/underlag/{Evidence.objects.get().pk}/")
    assert answer.status_code == 409
    assert "stämmer inte med sin kontrollsumma" in text(answer)


def test_it_is_never_changed_or_removed_only_withdrawn_with_a_reason(world):
    add(world, kalla="Fel fil", fil=upload())
    saved = Evidence.objects.get()
    with pytest.raises(ValidationError):
        saved.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        EvidenceContent.objects.all()._raw_delete("default")
    add(world, **{"dra-tillbaka": str(saved.pk), "varfor": ""})
    assert not EvidenceWithdrawal.objects.exists()
    add(world, **{"dra-tillbaka": str(saved.pk), "varfor": "Innehöll namn"})
    assert EvidenceWithdrawal.objects.get().reason == "Innehöll namn"
    assert "Fel fil" not in text(world.client().get(address(world, end="")))
    assert world.client().get(f"/underlag/{saved.pk}/").status_code == 404


# Who


def test_who_reads_the_work_reads_its_evidence_and_others_dont_find_it(world):
    add(world, fil=upload())
    way = f"/underlag/{Evidence.objects.get().pk}/"
    assert world.client(Role.DIRECTOR, "vss").get(way).status_code == 200
    assert world.client(unit="vo-ekonomi").get(way).status_code == 404
    assert world.client(Role.READER, "vss").get(way).status_code == 404


def test_the_auditor_reads_it_once_the_figure_is_public(world):
    world.history("revenues", "vo-hr", {AUGUST: "100"})
    add(world, fil=upload())
    way, auditor = f"/underlag/{Evidence.objects.get().pk}/", world.client(Role.AUDITOR, "vss")
    assert auditor.get(way).status_code == 404
    world.history("revenues", "vo-hr", {AUGUST: "101"})
    from indicators.triggers import suspended

    with suspended():
        FigureRevision.objects.filter(number=2).update(already_published=True)
    assert auditor.get(way).status_code == 200


def test_who_doesnt_record_the_row_adds_nothing(world):
    assert add(world, client=world.client(Role.DIRECTOR, "vss"), kalla="x").status_code == 404
    assert add(world, code="sjuk", kalla="x").status_code == 404
    assert not Evidence.objects.exists()


def test_the_source_of_a_withheld_value_isnt_shown(world):
    client = world.client(Role.HR, "vss")
    add(world, client=client, code="sjuk", kalla="Tre personer", fil=upload())
    world.history("sjuk", "vo-hr", {AUGUST: "withheld"}, span="ytd")
    assert "Tre personer" not in text(client.get(address(world, "sjuk", end="")))
    assert client.get(f"/underlag/{Evidence.objects.get().pk}/").status_code == 404


def test_text_is_told_from_a_page_for_a_browser():
    assert kind_of("\ufeffEnhet;Värde".encode()) == "text/plain"
    assert kind_of(b"\n <!doctype html>") == ""
