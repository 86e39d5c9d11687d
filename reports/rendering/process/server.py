"""`python -m reports.rendering.process.server NUMBER`: forks a process for each document that is asked for on the
socket with that number. Ends with the portal (the socket closes), and when nobody has asked for a while.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reports.rendering.press import closed_press, warm_up
from reports.rendering.process import wire
from reports.rendering.process.limits import Limits, die_with_the_server, obey
from reports.rendering.process.work import work
from reports.rendering.tagging import EngineChanged

IDLE_SECONDS = 900
LONGEST_REQUEST = 4096


class Server:
    """The socket to the portal, and the processes that work now, each with the socket that it answers on."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.working: dict[int, socket.socket] = {}

    def run(self) -> None:
        """Fork for each request until the portal is gone or has been silent for long."""
        with _wakes_at_a_death() as deaths:
            while True:
                ready, _, _ = select.select([self.control, deaths], [], [], IDLE_SECONDS)
                if deaths in ready:
                    with contextlib.suppress(BlockingIOError):
                        deaths.recv(LONGEST_REQUEST)
                self._bury()
                if self.control in ready and not self._take():
                    break
                if not ready and not self.working:
                    break
        for process in self.working:
            os.kill(process, signal.SIGKILL)

    def _take(self) -> bool:
        """Take a request; False where the portal is gone."""
        request, files, _flags, _address = socket.recv_fds(self.control, LONGEST_REQUEST, 1)
        if not request:
            return False
        job = socket.socket(fileno=files[0])
        process = os.fork()
        if process == 0:
            self._work(job, json.loads(request))
        self.working[process] = job
        return True

    def _work(self, job: socket.socket, request: dict[str, Any]) -> None:
        """The child: never comes back."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            die_with_the_server()
            obey(Limits(request["seconds"], request["megabytes"]))
            self.control.close()
            for other in self.working.values():
                other.close()
            with job.makefile("rwb") as stream:
                work(stream, stream, dt.datetime.fromisoformat(request["dated"]))
        finally:
            os._exit(0)

    def _bury(self) -> None:
        """Tell how each process that has ended did so; who has its answer doesn't listen any more."""
        while self.working:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            with self.working.pop(process) as job, contextlib.suppress(OSError):
                job.setblocking(False)
                died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                job.sendall(wire.HEAD.pack(wire.DIED, 1) + bytes([died]))


@contextmanager
def _wakes_at_a_death() -> Iterator[socket.socket]:
    """A socket that can be read when a child has ended."""
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)
    signal.set_wakeup_fd(there.fileno())
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    try:
        yield here
    finally:
        signal.set_wakeup_fd(-1)


def get_ready() -> None:
    """Warm up. Another release of WeasyPrint is told of each document that is asked for, where somebody reads it."""
    with contextlib.suppress(EngineChanged):
        warm_up()


def main() -> None:
    """Get everything ready, then serve."""
    # The terminal's Ctrl-C is the portal's to answer; the socket tells us when it has gone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as control:
        try:
            get_ready()
            Server(control).run()
        finally:
            closed_press()
            # The folder that the portal made for us; it may not be there any more to take it away.
            with contextlib.suppress(KeyError, OSError):
                Path(os.environ["TMPDIR"]).rmdir()


if __name__ == "__main__":
    main()
