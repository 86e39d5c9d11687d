"""Make a PDF as the portal's settings say: where, how long, how large, how many at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

from reports.rendering.process.client import Files, Job, has_server, make_by_one_process, make_by_server
from reports.rendering.process.slots import slot

BY = {"server": make_by_server, "once": make_by_one_process}


def make_pdf(html: str, files: Files, *, dated: dt.datetime) -> bytes:
    """The PDF of a document, made in another process. Raises NotPrinted with a Swedish sentence."""
    job = Job(html, files, dated, settings.PDF_SECONDS, settings.PDF_MEGABYTES)
    by = "server" if settings.PDF_PROCESS == "server" and has_server() else "once"
    folder = Path(settings.PDF_FOLDER)
    with slot(folder, at_once=settings.PDF_AT_ONCE, patience=settings.PDF_PATIENCE):
        return BY[by](job)
