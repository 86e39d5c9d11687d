"""The portal's side of `bench.pdf_speed`: a long report made of the demo's, exported as the portal does it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import os
import subprocess
import sys
from functools import lru_cache
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from reports.composing import compose_report  # noqa: E402
from reports.models import Report  # noqa: E402
from reports.nodes import ChartNode, ContentsNode, ReportNode, SectionNode, TableNode  # noqa: E402
from reports.printing.keys import print_key  # noqa: E402
from reports.rendering.assets import STATIC  # noqa: E402
from reports.rendering.print import document_pdf, print_html  # noqa: E402
from reports.rendering.process import wire  # noqa: E402
from reports.rendering.process.client import ROOT, Job, make_by_server  # noqa: E402

JOINED = ("verksamhetsberattelse-2023", "delarsrapport-2021-08", "delarsrapport-2020-03")
DAY = dt.datetime(2024, 2, 15, 12)  # noqa: DTZ001 - a date for the file, of no place


def prepare() -> None:
    """A database with the demo's reference data."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", demo=True, verbosity=0, stdout=io.StringIO())


def document() -> ReportNode:
    """Three of the demo's reports after each other, about 37 pages."""
    nodes = [compose_report(Report.objects.get(slug=slug)) for slug in JOINED]
    return dataclasses.replace(nodes[0], sections=_after_each_other(nodes))


def _after_each_other(nodes: list[ReportNode]) -> tuple[SectionNode, ...]:
    """The sections of all, with the contents of the first only: they list everything."""
    return tuple(
        renamed(section, number)
        for number, node in enumerate(nodes)
        for section in node.sections
        if number == 0 or not any(isinstance(block, ContentsNode) for block in section.blocks)
    )


def renamed(section: SectionNode, number: int) -> SectionNode:
    """The section with anchors of its own, so that it can stand beside its like."""
    blocks: list[Any] = [_renamed(block, number) for block in section.blocks]
    children = [renamed(child, number) for child in section.children]
    return dataclasses.replace(section, anchor=f"{section.anchor}-{number}", blocks=blocks, children=children)


def _renamed(block: Any, number: int) -> Any:
    if isinstance(block, TableNode):
        return dataclasses.replace(block, anchor=f"{block.anchor}-{number}")
    if isinstance(block, ChartNode):
        anchor = f"{block.anchor}-{number}"
        svg = type(block.svg)(block.svg.replace(block.anchor, anchor))
        return dataclasses.replace(block, anchor=anchor, svg=svg, table=_renamed(block.table, number))
    return block


def export() -> bytes:
    """The whole export, nothing of it kept from before."""
    node = document()
    html = print_html(node, embedded=False)
    print_key(html, node)
    return document_pdf(html, node, None)


def standing_alone() -> str:
    """The same HTML with its styles and files within reach of any program."""
    return print_html(document()).replace('url("../', f'url("{STATIC.as_uri()}/')


@lru_cache(maxsize=4)
def repeated(times: int) -> str:
    """One report so many times over."""
    node = compose_report(Report.objects.get(slug=JOINED[0]))
    return print_html(dataclasses.replace(node, sections=_after_each_other([node] * times)), embedded=False)


def made(html: str) -> bytes:
    """The PDF of a document, by the process for PDFs."""
    return make_by_server(Job(html, tuple, DAY, 600, 4000))


def count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def pages(what: ReportNode | str) -> int:
    """How many pages a document has."""
    return count(made(what if isinstance(what, str) else print_html(what, embedded=False)))


def peak_megabytes() -> float:
    """The most memory that a process of its own had with the 37 pages and their data."""
    from reports.rendering.print import attachments

    node = document()
    command = [sys.executable, "-m", "reports.rendering.process.once", "600", "4000", DAY.isoformat()]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603
    assert process.stdin is not None  # noqa: S101 - asked for
    with process.stdin as stream:
        wire.send(stream, wire.HTML, print_html(node, embedded=False).encode())
        for file in attachments(node):
            wire.send(stream, wire.FILE, wire.pack_file(file))
        wire.send(stream, wire.END)
    _process, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_maxrss / 1024
