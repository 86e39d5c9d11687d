"""HTML and attachments in, the formal PDF's bytes out. Knows no report, no model and no request, so that it can run in
a process of its own with nothing else in memory. Imported only where a PDF is made.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint import HTML, Attachment

from reports.rendering import tagging
from reports.rendering.assets import ASSETS
from reports.rendering.fetcher import AssetFetcher
from reports.rendering.files import File
from reports.rendering.finisher import finish

WITH_DATA, WITHOUT_DATA = "pdf/a-3a", "pdf/a-2a"


class PrintWarning(RuntimeError):
    """The document asks for something that can't be printed as it is meant; the message holds what was said."""


def render(html: str, files: tuple[File, ...] = (), *, dated: dt.datetime) -> bytes:
    """One file that is PDF/A-3a and PDF/UA-1, with its data attached; PDF/A-2a where nothing is to be attached.

    `dated` is the day of the attachments. The same arguments give the same bytes. Raises PrintWarning where WeasyPrint
    found anything to remark upon.
    """
    tagging.install()
    with _warnings() as said:
        document = HTML(string=html, base_url=ASSETS, url_fetcher=AssetFetcher())
        attached = [_attachment(file, dated) for file in sorted(files, key=lambda file: file.name)]
        pdf: bytes = document.write_pdf(
            pdf_variant=WITH_DATA if files else WITHOUT_DATA, attachments=attached, finisher=finish
        )
    if said:
        raise PrintWarning("; ".join(said))
    return pdf


def _attachment(file: File, dated: dt.datetime) -> Attachment:
    return Attachment(
        string=file.content,
        url_fetcher=AssetFetcher(),
        name=file.name,
        description=file.description,
        created=dated,
        modified=dated,
        relationship="Data",
    )


class _Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is said."""
        self.messages.append(record.getMessage()[:300])


@contextmanager
def _warnings() -> Iterator[list[str]]:
    handler = _Said()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
