"""Appended files: kept with their own checksum, listed, part of what is approved and frozen, fetched by who may."""

import hashlib
import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from reports.approval.composed import composed
from reports.approval.steps import StepRefused
from reports.archiving.appendices import MOST, withdraw_appendix
from reports.composing import compose_report
from reports.models import AppendixVersion, Report
from reports.rendering.data import report_json
from tests.reports import judging
from tests.reports.archiving.files import append, small_pdf


def test_a_file_is_kept_byte_for_byte_with_its_checksum(appended):
    row = AppendixVersion.objects.get(report=appended)
    assert bytes(row.content) == small_pdf(pages=2)
    assert row.checksum == hashlib.sha256(small_pdf(pages=2)).hexdigest()
    assert (row.place, row.number, row.pages, row.size) == (1, 1, 2, len(small_pdf(pages=2)))


def test_the_report_lists_it_on_the_page_and_in_its_data(appended, client):
    [entry] = compose_report(appended).appendices()
    assert (entry.title, entry.kind_word, entry.lacking) == ("Internkontrollrapport 2024", "Internkontrollrapport", ())
    client.force_login(judging.editor())
    page = client.get(reverse("report", args=[appended.slug])).content.decode()
    assert "Bilaga 1. Internkontrollrapport 2024" in page
    assert entry.checksum in page
    assert json.loads(report_json(compose_report(appended)))["appendices"][0]["sha256"] == entry.checksum


def test_what_a_file_lacks_stands_beside_it_in_the_report(appended):
    append(appended, small_pdf(good=False), title="Verksamhetsplan", kind="plan")
    entry = compose_report(appended).appendices()[1]
    assert entry.place == 2
    assert any("Taggar saknas" in text for text in entry.lacking)


def test_replaced_it_is_a_new_version_and_the_old_one_stays(appended):
    row = append(appended, small_pdf(pages=5), place=1, reason="Rättad sida 2")
    assert (row.number, row.reason) == (2, "Rättad sida 2")
    assert [each.version for each in compose_report(appended).appendices()] == [2]
    assert AppendixVersion.objects.filter(report=appended, place=1).count() == 2


def test_withdrawn_it_is_out_of_the_report_and_stays_in_the_history(appended):
    withdraw_appendix(report=appended, place=1, reason="Fel dokument", by=judging.editor())
    assert compose_report(appended).appendices() == ()
    assert AppendixVersion.objects.filter(report=appended, place=1).count() == 2


def test_a_file_that_comes_after_the_approval_ends_it(appended):
    judging.approve_whole(appended)
    assert composed(judging.again(appended)).report_thing.holding
    append(appended, small_pdf(pages=3), title="En till", kind="other")
    assert not composed(judging.again(appended)).report_thing.holding


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"title": "  "}, "saknar titel"),
        ({"title": "x" * 201}, "högst 200"),
        ({"title": "två\nrader"}, "inte kan skrivas ut"),
        ({"kind": "annat"}, "Välj vad bilagan är"),
        ({"place": 1}, "Skriv varför"),
        ({"place": 9, "reason": "Byt"}, "Bilaga 9 finns inte"),
    ],
)
def test_what_is_told_wrong_is_refused_and_nothing_is_kept(appended, told, said):
    with pytest.raises(StepRefused, match=said):
        append(appended, small_pdf(), **told)
    assert AppendixVersion.objects.filter(report=appended).count() == 1


def test_a_file_that_is_no_pdf_is_refused_with_what_to_do(appended):
    with pytest.raises(StepRefused, match="Exportera dokumentet som PDF/A"):
        append(appended, b"hej")


def test_there_is_a_most_of_appendices(appended, monkeypatch):
    monkeypatch.setattr("reports.archiving.appendices.MOST", 1)
    assert MOST > 1
    with pytest.raises(StepRefused, match="högst 1"):
        append(appended, small_pdf())


def test_only_the_editor_adds_and_only_to_an_open_report(appended):
    from reports.archiving.appendices import add_appendix

    fields = {"kind": "other", "title": "T", "file_name": "t.pdf", "content": small_pdf()}
    with pytest.raises(StepRefused, match="Bara huvudcontrollern"):
        add_appendix(report=appended, by=judging.director(), **fields)
    printed = Report.objects.get(slug="verksamhetsberattelse-2023")
    with pytest.raises(StepRefused, match="återgiven efter tryck"):
        add_appendix(report=printed, by=judging.editor(), **fields)


def test_a_version_can_neither_be_changed_nor_taken_away(appended):
    for act in (lambda rows: rows.update(title="annat"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="En version av en bilaga kan inte"), transaction.atomic():
            act(AppendixVersion.objects.filter(report=appended))


def test_the_page_takes_a_file_and_answers_in_plain_words(appended, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(judging.editor())
    address = reverse("report_appendices", args=[appended.slug])
    sent = {"steg": "ny", "slag": "plan", "titel": "Verksamhetsplan 2024"}
    file = SimpleUploadedFile("../../plan.pdf", small_pdf(good=False), "application/pdf")
    page = client.post(address, {**sent, "fil": file}, follow=True).content.decode()
    assert "Bilagan är sparad." in page
    assert "Taggar saknas: en skärmläsare hör varken rubriker, listor eller tabeller." in page
    assert AppendixVersion.objects.get(report=appended, place=2).file_name == "plan.pdf"
    broken = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 halv", "application/pdf")
    assert "Filen är skadad" in client.post(address, {**sent, "fil": broken}).content.decode()
    assert "Ingen fil är vald" in client.post(address, sent).content.decode()
    taken = client.post(address, {"steg": "ta-bort", "plats": "2", "orsak": "Fel fil"}, follow=True)
    assert "Bilagan är borttagen ur rapporten." in taken.content.decode()
