"""A printed report, read once in each process whatever the number of tests that ask."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from django.utils.functional import cached_property

from reports.nodes import ReportNode
from tests.pdf.layout import Sheet, sheets
from tests.pdf.structure import Element, read


@dataclass
class Printed:
    """A report, its HTML for print and its PDF. Nobody changes what is read of it."""

    node: ReportNode
    html: str
    pdf: bytes
    path: Path

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The file, to be looked into."""
        return pikepdf.open(self.path)

    @cached_property
    def tree(self) -> Element:
        """Its structure."""
        return read(self.opened)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Its words, where they stand."""
        return sheets(self.path)

    @cached_property
    def text(self) -> str:
        """Its text as one would copy it, pages parted by form feeds."""
        return subprocess.run(
            ["pdftotext", "-layout", str(self.path), "-"], capture_output=True, check=True
        ).stdout.decode()
