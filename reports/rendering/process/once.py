"""`python -m reports.rendering.process.once SECONDS MEGABYTES DATED`: one document from standard input to standard
output. For systems where the server can't be used (it needs Linux), and for whoever sets PORTAL_PDF_PROCESS to `once`.
"""

from __future__ import annotations

import datetime as dt
import sys

from reports.rendering.process.work import work


def main() -> None:
    """Read, make, answer."""
    seconds, megabytes, dated = sys.argv[1:]
    try:
        from reports.rendering.process.limits import Limits, obey
    except ImportError:
        # No such limits on this system; the portal's own clock ends the process.
        pass
    else:
        obey(Limits(float(seconds), int(megabytes)))
    work(sys.stdin.buffer, sys.stdout.buffer, dt.datetime.fromisoformat(dated))


if __name__ == "__main__":
    main()
