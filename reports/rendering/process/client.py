"""The portal's side: hand a document to the process that makes PDFs and wait for its answer."""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.rendering.assets import assets_digest
from reports.rendering.files import File, NotPrinted, PrintFault, PrintWarning, TooLarge, TooSlow
from reports.rendering.process import wire

ROOT = Path(__file__).resolve().parents[3]
# What the other process may know of this one's environment: nothing that opens anything.
KNOWN = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
STARTING_SECONDS = 90.0
GRACE_SECONDS = 5.0
ALARM = (14, 24)

Files = Callable[[], tuple[File, ...]]


class ServerGone(Exception):
    """The server ended before it began with the document."""


@dataclass(frozen=True)
class Job:
    """A document to be made, and what it may use."""

    html: str
    files: Files
    dated: dt.datetime
    seconds: float
    megabytes: int

    @property
    def request(self) -> bytes:
        """What the server is told."""
        told = {"dated": self.dated.isoformat(), "seconds": self.seconds, "megabytes": self.megabytes}
        return json.dumps(told).encode()


class Server:
    """The fork server of this process; started at the first document, again where it is gone or the assets changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._assets = ""
        self._folder = ""

    def open_job(self, job: Job) -> socket.socket:
        """A socket to a process that waits for the document."""
        here, there = socket.socketpair()
        with there, self._lock:
            try:
                socket.send_fds(self._ready(), [job.request], [there.fileno()])
            except OSError as gone:
                here.close()
                self._stop()
                raise ServerGone from gone
        return here

    def stop(self) -> None:
        """End the server; the next document starts another."""
        with self._lock:
            self._stop()

    def _ready(self) -> socket.socket:
        digest = assets_digest()
        if self._process is not None and (self._process.poll() is not None or digest != self._assets):
            self._stop()
        if self._control is None:
            self._start()
            self._assets = digest
        assert self._control is not None  # noqa: S101 - just started
        return self._control

    def _start(self) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", "reports.rendering.process.server", str(there.fileno())]
        self._folder = tempfile.mkdtemp(prefix="portal-pdf-")
        with there:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, cwd=ROOT, env=_environment(self._folder), stdin=subprocess.DEVNULL, pass_fds=[there.fileno()]
            )
        self._control = here

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = self._control = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = ""

    def forget(self) -> None:
        """In a process that was forked from the portal's: the server is the other's, this one starts its own."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0
        self.__init__()  # type: ignore[misc]


SERVER = Server()
atexit.register(SERVER.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=SERVER.forget)


def has_server() -> bool:
    """Whether the system has what the server needs."""
    return sys.platform == "linux"


def make_by_server(job: Job) -> bytes:
    """Have the server make the PDF. Raises NotPrinted."""
    for _attempt in range(2):
        try:
            with SERVER.open_job(job) as connection:
                return _talk(connection, job)
        except ServerGone:
            SERVER.stop()
    raise PrintFault("Programmet som gör PDF:er går inte att starta. Säg till den som sköter portalen.")


@dataclass(frozen=True)
class _Sending:
    """Writes to a socket at once. A stream keeps what it couldn't send and tries again when it is closed; that fault
    would hide what the process died of.
    """

    connection: socket.socket

    def write(self, content: bytes, /) -> None:
        self.connection.sendall(content)

    def flush(self) -> None:
        """Nothing is kept."""


def _talk(connection: socket.socket, job: Job) -> bytes:
    connection.settimeout(STARTING_SECONDS)
    with connection.makefile("rb") as stream:
        try:
            if wire.receive(stream)[0] != wire.BEGUN:
                raise ServerGone
        except (EOFError, OSError) as gone:
            raise ServerGone from gone
        connection.settimeout(job.seconds + GRACE_SECONDS)
        # A process that has died takes nothing more, and what it has said is still there to be read.
        with contextlib.suppress(ConnectionError):
            _send(_Sending(connection), job)
        try:
            return _answered(*wire.receive(stream), job)
        except TimeoutError as late:
            raise _too_slow(job) from late
        except (EOFError, OSError) as gone:
            raise _died(0, job) from gone


def _send(stream: wire.Writer, job: Job) -> None:
    """The document first: its pages are set while the files to attach are made here."""
    wire.send(stream, wire.HTML, job.html.encode())
    for file in job.files():
        wire.send(stream, wire.FILE, wire.pack_file(file))
    wire.send(stream, wire.END)


def make_by_one_process(job: Job) -> bytes:
    """Have a process of its own make this one PDF: slower, on every system. Raises NotPrinted."""
    command = [sys.executable, "-m", "reports.rendering.process.once"]
    told = [str(job.seconds), str(job.megabytes), job.dated.isoformat()]
    folder = tempfile.mkdtemp(prefix="portal-pdf-")
    process = subprocess.Popen(  # noqa: S603 - our own module
        [*command, *told], cwd=ROOT, env=_environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    alarm = threading.Timer(STARTING_SECONDS + job.seconds, process.kill)
    alarm.start()
    try:
        return _piped(process, job)
    finally:
        alarm.cancel()
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _piped(process: subprocess.Popen[bytes], job: Job) -> bytes:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - asked for
    with process.stdout as answers:
        with contextlib.suppress(ConnectionError), process.stdin as document:
            _send(document, job)
        try:
            wire.receive(answers)
            answer = wire.receive(answers)
        except EOFError as gone:
            raise _died(-process.wait(), job) from gone
    return _answered(*answer, job)


def _answered(kind: bytes, content: bytes, job: Job) -> bytes:
    if kind == wire.PDF:
        return content
    if kind == wire.REFUSED:
        raise PrintWarning(content.decode())
    if kind == wire.MEMORY:
        raise _too_large(job)
    if kind == wire.FAULT:
        raise PrintFault(
            f"PDF:en gick inte att göra ({content.decode().rstrip('.')}). Säg till den som sköter portalen."
        )
    raise _died(content[0] if content else 0, job)


def _died(number: int, job: Job) -> NotPrinted:
    """What a process that ended without an answer died of: the alarm, else mostly memory, which libraries in C don't
    ask for twice.
    """
    if number in ALARM:
        return _too_slow(job)
    if number == 0:
        return PrintFault("Programmet som gör PDF:er slutade utan svar. Försök igen. Ingen PDF är gjord.")
    return TooLarge(
        f"Programmet som sätter sidorna avbröts (signal {number}), oftast för att gränsen {job.megabytes} MB inte "
        "räckte. Dela upp långa tabeller eller texter. Ingen PDF är gjord."
    )


def _too_slow(job: Job) -> TooSlow:
    return TooSlow(
        f"Rapporten tog längre tid att sätta än de {job.seconds:g} s som är gränsen. Försök igen när datorn har "
        "mindre att göra, eller dela upp långa tabeller och texter. Ingen PDF är gjord."
    )


def _too_large(job: Job) -> TooLarge:
    return TooLarge(
        f"Rapporten tog mer minne att sätta än de {job.megabytes} MB som är gränsen. Dela upp långa tabeller eller "
        "texter. Ingen PDF är gjord."
    )


def _environment(folder: str) -> dict[str, str]:
    """What the other process is told; `folder` is where it unpacks fonts, taken away when it has ended."""
    return {name: os.environ[name] for name in KNOWN if name in os.environ} | {"TMPDIR": folder}
