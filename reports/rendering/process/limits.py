"""What a process that makes a PDF may use."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST_FILE = 256 * MEGABYTE
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limits:
    """Seconds by the clock, and megabytes of address space (what is shared with the server counts)."""

    seconds: float
    megabytes: int


def obey(limits: Limits) -> None:
    """Put the limits on this process: the system itself ends it, whatever it is doing then.

    The alarm kills by its default action, without asking Python, which may be inside a loop of a library.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (int(limits.seconds) + 1, int(limits.seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.megabytes * MEGABYTE,) * 2)


def die_with_the_server() -> None:
    """Have the system kill this process when the one that forked it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
