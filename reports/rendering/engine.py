"""HTML and attachments in, the formal PDF's bytes out. Knows no report, no model and no request, so that it can run in
a process of its own with nothing else in memory. Imported only where a PDF is made.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import Attachment

from reports.rendering import quick, tagging
from reports.rendering.fetcher import AssetFetcher
from reports.rendering.files import File, PrintWarning
from reports.rendering.finisher import finish
from reports.rendering.press import Sheets, press

FONTS_DATED = "1704067200"
WITH_DATA, WITHOUT_DATA = "pdf/a-3a", "pdf/a-2a"
Files = tuple[File, ...] | Callable[[], tuple[File, ...]]


def render(html: str, files: Files = (), *, dated: dt.datetime) -> bytes:
    """One file that is PDF/A-3a and PDF/UA-1, with its data attached; PDF/A-2a where nothing is to be attached.

    `html` carries no styles: the document gets those of the press. `files` may be a function, asked once the pages are
    set. `dated` is the day of the attachments. The same arguments give the same bytes. Raises PrintWarning where
    WeasyPrint found anything to remark upon.
    """
    with _warnings() as said, warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        document = lay_out(html)
        carried = files() if callable(files) else files
        attached = [_attachment(file, dated) for file in sorted(carried, key=lambda file: file.name)]
        variant = WITH_DATA if carried else WITHOUT_DATA
        pdf: bytes = document.write_pdf(pdf_variant=variant, attachments=attached, finisher=finish)
    if said:
        raise PrintWarning(f"Rapporten går inte att trycka som den är: {'; '.join(said)}. Ingen PDF är gjord.")
    return pdf


def lay_out(html: str) -> Any:
    """The document's pages, set and not yet written."""
    tagging.install()
    quick.install()
    # The font tools write the time into the fonts that they cut; this is their own switch for a fixed one.
    os.environ["SOURCE_DATE_EPOCH"] = FONTS_DATED
    ready = press()
    quick.forget(ready.fonts)
    return Sheets(html).render(font_config=ready.fonts, stylesheets=[ready.styles], pdf_variant=WITH_DATA)


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
