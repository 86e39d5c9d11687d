"""`python -m tests.pdf.composed FILE`: every report of the database with its HTML for print, written to the file; the
open ones as drafts that somebody with a long name has fetched.
"""

import datetime as dt
import os
import pickle
import subprocess
import sys
from pathlib import Path

from tests.browser.visiting import ROOT, environment


def composed(database, folder):
    """What `write` writes, made by a process of its own, so that the tests need no database."""
    file = folder / "composed"
    settings = {"DJANGO_SETTINGS_MODULE": "vss_portal.settings"}
    command = [sys.executable, "-m", "tests.pdf.composed", str(file)]
    subprocess.run(command, cwd=ROOT, env=environment(database) | settings, check=True)
    return pickle.loads(file.read_bytes())  # noqa: S301 - written by ourselves a moment ago


def write(file):
    """The reports by their slugs."""
    from reports.composing import compose_report
    from reports.models import Report
    from reports.rendering.print import Draft, print_html

    fetched = Draft(dt.datetime(2024, 9, 5, 12, 7), "Förnamn Mellannamn Efternamnsson-Långtefternamn")  # noqa: DTZ001
    told = {}
    for report in Report.objects.all():
        node = compose_report(report)
        draft = fetched if node.known_on is None else None
        told[report.slug] = node, print_html(node, embedded=False, draft=draft), draft
    file.write_bytes(pickle.dumps(told))


if __name__ == "__main__":
    import django

    assert "DATABASE_URL" in os.environ
    django.setup()
    write(Path(sys.argv[1]))
