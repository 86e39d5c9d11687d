"""A report's PDF as a person gets it: asked for, made once, kept, told where it fails, and only for who may read."""

import datetime as dt
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from reports.adopting import freeze
from reports.approval.steps import StepRefused
from reports.models import FrozenReport, JobState, PrintJob, Report
from reports.printing import jobs, making, store
from reports.printing.making import printable
from reports.rendering.files import NotPrinted, PrintWarning
from reports.rendering.print import Draft
from reports.texts import document
from reports.writing import write_text
from tests.reports import judging
from vss_portal import clock

CLOSED, OPEN = "delarsrapport-2019-08", "manadsrapport-2024-07"


@pytest.fixture(autouse=True)
def kept_elsewhere(settings, tmp_path):
    settings.PDF_FOLDER = tmp_path / "pdf"


@pytest.fixture
def made(monkeypatch):
    """Documents are noted, not made; each becomes other bytes."""
    documents = []

    def note(html, node, draft):
        documents.append(html)
        return f"%PDF {len(documents)}".encode()

    monkeypatch.setattr(making, "document_pdf", note)
    return documents


@pytest.fixture
def refused(monkeypatch):
    def refuse(html, node, draft):
        raise PrintWarning("Tecknet U+1F1F8 finns inte i typsnittet. Ingen PDF är gjord.")

    monkeypatch.setattr(making, "document_pdf", refuse)


def report_of(slug):
    return Report.objects.select_related("organisation", "template_version__template", "occasion").get(slug=slug)


def file_of(slug):
    return reverse("report_file", args=[slug, slug, "pdf"])


def test_a_button_makes_the_pdf_and_the_second_download_makes_nothing(client, editor, made):
    client.force_login(editor)
    assert client.get(file_of(CLOSED)).url == reverse("report_pdf", args=[CLOSED])
    assert client.post(reverse("report_pdf", args=[CLOSED])).url == file_of(CLOSED)
    first, second = client.get(file_of(CLOSED)), client.get(file_of(CLOSED))
    assert first.content == second.content == b"%PDF 1"
    client.post(reverse("report_pdf", args=[CLOSED]))
    assert len(made) == 1
    assert PrintJob.objects.get().state == JobState.DONE
    name = "delårsrapport-2019-08-31.pdf"
    assert unquote(first["Content-Disposition"]).endswith(f"filename*=UTF-8''{name}")
    assert 'filename="delarsrapport-2019-08-31.pdf"' in first["Content-Disposition"]


def test_a_closed_report_is_the_same_file_for_all_and_a_draft_is_each_persons_own(editor, made):
    director = judging.director()
    assert printable(report_of(CLOSED), editor).key == printable(report_of(CLOSED), director).key
    mine, theirs = printable(report_of(OPEN), editor), printable(report_of(OPEN), director)
    assert mine.key != theirs.key
    assert f"hämtat av {editor.display_name}" in mine.html
    assert editor.display_name not in theirs.html


def test_a_change_of_the_content_makes_another_pdf_with_the_time_of_the_change(editor, made):
    report = report_of(OPEN)
    assert making.pdf_of(report, editor)[0] == b"%PDF 1"
    key = printable(report, editor).node.sections[0].key
    moment = clock.now()
    write_text(report=report, key=key, content=document("Nya ord."), by=editor, recorded_at=moment)
    assert making.kept_pdf(report, editor) is None
    asked = printable(report, editor)
    assert asked.draft == Draft(moment, editor.display_name)
    assert f"kl. {moment:%H.%M}" in asked.html
    assert making.pdf_of(report, editor)[0] == b"%PDF 2"


def test_tomorrow_the_same_content_is_the_same_document(editor, settings):
    keys = set()
    for day in (dt.date(2024, 9, 5), dt.date(2024, 9, 6)):
        settings.PORTAL_TODAY = day
        keys |= {(slug, printable(report_of(slug), editor).key) for slug in (CLOSED, OPEN)}
    assert len(keys) == 2


def test_the_key_follows_the_styles_the_attachments_and_the_exact_values(editor, settings, monkeypatch):
    report = report_of(CLOSED)
    keys = {printable(report, editor).key}
    settings.PDF_ATTACHMENTS = False
    keys.add(printable(report, editor).key)
    monkeypatch.setattr("reports.printing.keys.assets_digest", lambda: "other styles")
    keys.add(printable(report, editor).key)
    monkeypatch.setattr("reports.printing.keys._tools", lambda: "another release")
    keys.add(printable(report, editor).key)
    assert len(keys) == 4


def test_what_cant_be_printed_is_told_on_the_page_and_can_be_tried_again(client, editor, refused):
    client.force_login(editor)
    page = client.post(reverse("report_pdf", args=[OPEN]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("report_pdf", args=[OPEN])
    told = page.content.decode()
    assert "Tecknet U+1F1F8 finns inte" in told
    assert "Gör om PDF:en" in told
    assert not list(store._folder().glob("*.pdf"))


def test_a_fault_of_ours_is_told_without_its_insides(client, editor, monkeypatch):
    monkeypatch.setattr(making, "document_pdf", lambda *_: 1 / 0)
    client.force_login(editor)
    told = client.post(reverse("report_pdf", args=[CLOSED]), follow=True).content.decode()
    assert "Något gick fel" in told
    assert "division" not in told


def test_in_a_queue_the_page_says_how_far_it_has_come_and_fetches_the_file(client, editor, made, monkeypatch):
    client.force_login(editor)
    address = reverse("report_pdf", args=[CLOSED])
    monkeypatch.setattr(type(jobs.make), "enqueue", lambda self, **_: None)
    PrintJob.objects.create(report=report_of(OPEN), person=judging.director(), created_at=jobs._now())
    assert client.post(address).url == address
    waiting = client.get(address).content.decode()
    assert "1 före" in waiting
    assert "Läs om nu" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    client.post(address)
    job = PrintJob.objects.get(person=editor)
    assert not made
    jobs.make.call(job=job.pk)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == file_of(CLOSED)
    assert client.get(file_of(CLOSED)).content == b"%PDF 1"
    jobs.make.call(job=job.pk)
    assert len(made) == 1


def test_a_job_whose_worker_is_gone_is_told_and_asked_for_anew(client, editor, made):
    client.force_login(editor)
    long_ago = jobs._now() - dt.timedelta(hours=1)
    lost = PrintJob.objects.create(
        report=report_of(CLOSED), person=editor, state=JobState.RUNNING, created_at=long_ago, started_at=long_ago
    )
    assert "avbröts" in client.get(reverse("report_pdf", args=[CLOSED])).content.decode()
    assert jobs.ask_for(report=report_of(CLOSED), by=editor).pk != lost.pk
    very_old = PrintJob.objects.create(
        report=report_of(CLOSED), person=editor, created_at=jobs._now() - dt.timedelta(days=30)
    )
    jobs.ask_for(report=report_of(OPEN), by=editor)
    assert not PrintJob.objects.filter(pk=very_old.pk).exists()


def test_rights_are_asked_for_at_every_download(client, editor, reader, made):
    client.force_login(editor)
    client.post(reverse("report_pdf", args=[OPEN]))
    assert client.get(file_of(OPEN)).status_code == 200
    client.force_login(reader)
    for address in (file_of(OPEN), reverse("report_pdf", args=[OPEN])):
        assert client.get(address).status_code == 404
    assert client.post(reverse("report_pdf", args=[OPEN])).status_code == 404


def test_a_kept_file_that_was_damaged_is_thrown_away(editor, made):
    report = report_of(CLOSED)
    making.pdf_of(report, editor)
    [path] = store._folder().glob("*.pdf")
    path.write_bytes(b"%PDF 2")
    assert making.kept_pdf(report, editor) is None
    assert not path.exists()


def test_the_oldest_files_go_when_there_are_too_many(settings, monkeypatch):
    monkeypatch.setattr(store, "MEGABYTE", 10)
    settings.PDF_FOLDER_MEGABYTES = 2
    for name in "abc":
        store.keep(name * 64, name.encode() * 8)
        assert store.kept(name * 64) == name.encode() * 8
    assert [store.kept(name * 64) is not None for name in "abc"] == [False, True, True]
    assert {path.suffix for path in store._folder().iterdir()} == {".pdf"}


def test_the_command_tells_what_cant_be_printed_and_leaves_no_file(reference, refused, tmp_path):
    target = tmp_path / "rapport.pdf"
    with pytest.raises(CommandError, match=r"U\+1F1F8.*Inget är sparat"):
        call_command("export_report", OPEN, format="pdf", output=str(target))
    assert list(tmp_path.glob("rapport*")) == []


def test_a_report_that_cant_be_printed_isnt_adopted(reference, monkeypatch):
    def refuse(node):
        raise NotPrinted("Rapporten tog längre tid att sätta än 120 s. Ingen PDF är gjord.")

    monkeypatch.setitem(freeze.FORMATS, "pdf", refuse)
    report = judging.complete(judging.start())
    judging.approve_whole(report)
    with pytest.raises(StepRefused) as told:
        freeze.adopt_report(report=report, by=judging.editor(), case_number=judging.CASE)
    assert told.value.problems[0].endswith("Inget är sparat.")
    assert "120 s" in told.value.problems[1]
    assert not FrozenReport.objects.filter(report=report).exists()
