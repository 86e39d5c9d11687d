"""The README's first command, from an empty database to a page in the browser."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.ports import free_port
from tests.project.sources import ROOT

PATIENCE = 120  # seconds; from a warm machine it is a tenth of that


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a running demo with a database of its own, and the file with what it said."""
    folder = tmp_path_factory.mktemp("demo")
    said = folder / "said.txt"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "PORT": str(free_port())}
    with said.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "start_demo"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_it_tells_its_address(server, said)
        yield f"http://127.0.0.1:{environment['PORT']}", said
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=PATIENCE)


def wait_until_it_tells_its_address(server: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while "Portalen finns på" not in said.read_text(encoding="utf-8"):
        assert server.poll() is None, said.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
        time.sleep(0.2)


def test_the_start_page_answers(demo):
    address, _ = demo
    with urlopen(address, timeout=PATIENCE) as page:  # noqa: S310 (our own address)
        assert page.status == 200
        assert "Uppföljning" in page.read().decode()


def test_style_sheets_are_served_by_the_same_process(demo):
    address, _ = demo
    with urlopen(f"{address}/static/css/tokens.css", timeout=PATIENCE) as sheet:  # noqa: S310 (our own address)
        assert sheet.headers["Content-Type"].startswith("text/css")


def test_the_terminal_tells_the_address_and_the_log_ins(demo):
    address, said = demo
    words = said.read_text(encoding="utf-8")
    assert f"Portalen finns på {address}/" in words
    assert "huvudcontroller" in words
    assert "Traceback" not in words
