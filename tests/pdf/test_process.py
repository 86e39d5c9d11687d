"""PDFs in a process of their own: the same bytes whoever makes them, an end to what has none, nothing left behind."""

import datetime as dt
import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import page
import pikepdf
import pytest
import weasyprint

from reports.rendering.files import File, PrintersBusy, PrintFault, PrintWarning, TooLarge, TooSlow
from reports.rendering.print import print_pdf
from reports.rendering.process import client, making, server, wire
from reports.rendering.process import work as process_work
from reports.rendering.process.client import SERVER, Job, make_by_one_process, make_by_server
from reports.rendering.process.slots import slot
from tests.pdf.structure import tagged

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.datetime(2024, 2, 15, 12, tzinfo=dt.UTC)
PAGE = '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Prov</title></head><body>{}</body></html>'
HELLO = PAGE.format("<h1>Hej</h1><p>Å, ä och <b>ö</b>.</p>")
FILES = (File("a.csv", "Data: A", b"1;2\r\n" * 200_000), File("b.json", "B", b"{}"))
# So many pages that no machine sets them within a second.
ENDLESS = PAGE.format(("<p>" + "Ord efter ord. " * 40 + "</p>") * 4000)
WAYS = [make_by_server, make_by_one_process]


def job(html=HELLO, files=tuple, seconds=60.0, megabytes=1500):
    return Job(html, files, DAY, seconds, megabytes)


def running(process):
    """Whether a process is alive; one that has ended and waits to be buried isn't."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(process, seconds=20):
    """Whether the process ends within the time."""
    until = time.monotonic() + seconds
    while running(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not running(process)


def test_both_ways_make_the_same_bytes_with_the_files_in_them():
    one, other = (make(job(files=lambda: FILES)) for make in WAYS)
    assert one == other
    with pikepdf.open(io.BytesIO(one)) as pdf:
        assert sorted(pdf.attachments) == ["a.csv", "b.json"]
        assert pdf.attachments["a.csv"].get_file().read_bytes() == FILES[0].content


@pytest.mark.parametrize("make", WAYS)
def test_a_document_that_takes_too_long_is_ended(make):
    with pytest.raises(TooSlow, match=r"längre tid .* än de 1 s"):
        make(job(ENDLESS, seconds=1))


def test_a_document_that_takes_too_much_memory_is_ended_and_the_next_one_is_made():
    with pytest.raises(TooLarge, match="250 MB"):
        make_by_server(job(PAGE.format("<p>" + "Ord efter ord. " * 4_000_000), megabytes=250))
    assert make_by_server(job()).startswith(b"%PDF-")


def test_what_cant_be_printed_and_what_fails_are_told_apart():
    with pytest.raises(PrintWarning, match=r"U\+1F1F8"):
        make_by_server(job(PAGE.format("<p>🇸🇪</p>")))
    with pytest.raises(ZeroDivisionError):
        make_by_server(job(files=lambda: 1 / 0))
    assert make_by_server(job()).startswith(b"%PDF-")


def test_a_server_that_was_killed_is_started_again_and_knows_no_secrets(monkeypatch):
    make_by_server(job())
    monkeypatch.setenv("SECRET_KEY", "not for others")
    os.kill(SERVER._process.pid, signal.SIGKILL)
    assert make_by_server(job()).startswith(b"%PDF-")
    told = Path(f"/proc/{SERVER._process.pid}/environ").read_bytes()
    assert b"not for others" not in told
    assert b"DATABASE_URL" not in told


def test_other_assets_start_another_server_and_one_that_cant_be_started_is_told(monkeypatch):
    make_by_server(job())
    before = SERVER._process.pid
    make_by_server(job())
    assert SERVER._process.pid == before
    with monkeypatch.context() as patch:
        patch.setattr(client, "assets_digest", lambda: "other styles")
        patch.setattr(client.sys, "executable", "/bin/false")
        with pytest.raises(PrintFault, match="går inte att starta"):
            make_by_server(job())
    assert gone(before)
    assert make_by_server(job()).startswith(b"%PDF-")
    assert SERVER._process.pid != before


ASKS_AND_DIES = """
import datetime as dt, os, sys, threading
from reports.rendering.process.client import SERVER, Job, make_by_server
html = sys.stdin.read()
make_by_server(Job("<p>Hej</p>", tuple, dt.datetime(2024, 2, 15), 60, 1500))
threading.Thread(target=lambda: make_by_server(Job(html, tuple, dt.datetime(2024, 2, 15), 60, 1500))).start()
children = lambda: open(f"/proc/{SERVER._process.pid}/task/{SERVER._process.pid}/children").read().split()
while not children():
    pass
print(SERVER._process.pid, *children(), flush=True)
os.kill(os.getpid(), 9)
"""


def test_no_process_is_left_when_the_portal_dies_in_the_middle():
    done = subprocess.run(
        [sys.executable, "-c", ASKS_AND_DIES], check=False, input=ENDLESS, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert done.returncode == -signal.SIGKILL
    processes = [int(process) for process in done.stdout.split()]
    assert len(processes) == 2
    assert all(gone(process) for process in processes)


def test_the_server_knows_neither_models_nor_pandas():
    asked = "import reports.rendering.process.server, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.partition(".")[0] for name in done.stdout.split()} | set(done.stdout.split())
    assert "weasyprint" in loaded
    assert not {"django", "pandas", "xlsxwriter", "reports.models", "indicators", "vss_portal"} & loaded


def test_nothing_runs_before_the_first_document():
    asked = "import reports.rendering.process.making, reports.rendering.process.client as c; print(c.SERVER._process)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "vss_portal.settings"}
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    assert done.stdout.strip() == "None"


def test_no_more_are_made_at_once_than_the_setting_says(settings, monkeypatch, tmp_path):
    settings.PDF_FOLDER, settings.PDF_AT_ONCE = tmp_path, 2
    now, most, lock = set(), [], threading.Lock()

    def make(asked):
        with lock:
            now.add(threading.get_ident())
            most.append(len(now))
        time.sleep(0.1)
        with lock:
            now.discard(threading.get_ident())
        return b"%PDF-"

    monkeypatch.setattr(making, "BY", {"server": make, "once": make})
    threads = [threading.Thread(target=making.make_pdf, args=("", tuple), kwargs={"dated": DAY}) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 6
    assert max(most) == 2
    with (
        slot(tmp_path, at_once=1, patience=0),
        pytest.raises(PrintersBusy, match="1 PDF:er görs redan"),
        slot(tmp_path, at_once=1, patience=0.1),
    ):
        pass


def test_an_archive_that_takes_no_attachments_gets_pdf_a_2a(all_printed, settings):
    settings.PDF_ATTACHMENTS = False
    pdf = print_pdf(all_printed["manadsrapport-2024-07"].node)
    for profile in ("ua1", "2a"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.attachments
        assert "/AF" not in opened.Root
        assert tagged(opened, "Table")
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "A", "1")


ELSEWHERE = """
import datetime as dt, hashlib, json, sys
import django
django.setup()
from reports.rendering.engine import render
from reports.rendering.files import File
html, day = json.load(sys.stdin)
pdf = render(html, (File("b.json", "B", b"{}"), File("a.csv", "A", b"1")), dated=dt.datetime.fromisoformat(day))
print(hashlib.sha256(pdf).hexdigest())
"""


def test_the_process_the_day_and_the_hash_seed_change_no_byte(all_printed):
    """A server that is warm and today's, against a process that has made nothing before and lives in another year."""
    html = all_printed["verksamhetsberattelse-2023"].html
    files = (File("a.csv", "A", b"1"), File("b.json", "B", b"{}"))
    settings = {"PYTHONHASHSEED": "4711", "PORTAL_TODAY": "2031-01-01", "DJANGO_SETTINGS_MODULE": "vss_portal.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], input=json.dumps([html, DAY.isoformat()]), stdout=subprocess.PIPE, text=True,
        check=True, cwd=ROOT, env={**os.environ, **settings},
    )  # fmt: skip
    here = make_by_server(job(html, files=lambda: files))
    assert here.startswith(b"%PDF-")
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_another_release_of_weasyprint_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    monkeypatch.setattr(process_work.gc, "disable", lambda: None)
    server.get_ready()
    document, answers = io.BytesIO(), io.BytesIO()
    wire.send(document, wire.HTML, HELLO.encode())
    document.seek(0)
    process_work.work(document, answers, DAY)
    answers.seek(0)
    assert wire.receive(answers)[0] == wire.BEGUN
    with pytest.raises(
        PrintFault, match=r"\(WeasyPrint 71\.0 är installerad.* requirements\.txt\..*gjord\)\. Säg till"
    ):
        client._answered(*wire.receive(answers), job())


def test_wire_pieces_come_whole():
    stream = io.BytesIO()
    wire.send(stream, wire.FILE, wire.pack_file(FILES[1]))
    wire.send(stream, wire.END)
    stream.seek(0)
    assert list(wire.received_files(stream)) == [FILES[1]]
    cut = io.BytesIO(stream.getvalue()[:-4])
    with pytest.raises(EOFError):
        list(wire.received_files(cut))
    assert json.loads(job().request)["seconds"] == 60


def test_what_a_process_died_of_is_told_though_nobody_takes_the_document_any_more():
    here, there = socket.socketpair()
    with there, there.makefile("wb") as answers:
        wire.send(answers, wire.BEGUN)
        wire.send(answers, wire.MEMORY)
    with here, pytest.raises(TooLarge, match="1500 MB"):
        client._talk(here, job())
