"""The report's data in its file: named, dated by the decision, and without what is withheld on the page."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

import page
import pikepdf
import pytest

from indicators.numbers import Number
from reports.nodes import BodyCell, BodyRow
from reports.rendering.engine import render
from reports.rendering.print import attachments, moment, print_html
from tests.pdf import made

SECRET = 471193


@pytest.fixture(scope="module")
def node():
    """A table with a cell that is withheld, though a number came along with it."""
    table = made.table("t", rows=4, columns=2)
    hidden = BodyCell("..", "figure", "c0", number=Number(SECRET, 0), marker="withheld")
    row = BodyRow("line", (made.label("Få personer"), hidden, made.figure(5, 0, "c1")))
    return made.report(made.section("k", "Kapitel", replace(table, rows=(*table.rows, row))))


def unpacked(file):
    if not file.name.endswith(".xlsx"):
        return file.content
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_what_is_withheld_on_the_page_is_withheld_in_every_attached_file(node):
    files = attachments(node)
    assert {file.name.rpartition(".")[2] for file in files} == {"xlsx", "csv", "json"}
    assert [file.name for file in files if str(SECRET).encode() in unpacked(file)] == []
    assert all(b".." in unpacked(file) for file in files)


def test_what_is_withheld_is_nowhere_in_the_pdf(node):
    pdf = render(print_html(node, embedded=False), attachments(node), dated=moment(node))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [thing.read_bytes() for thing in opened.objects if isinstance(thing, pikepdf.Stream)]
    assert streams
    assert not any(str(SECRET).encode() in stream for stream in streams)


def test_the_attachments_are_data_and_dated_by_the_decision(node):
    pdf = render(print_html(node, embedded=False), attachments(node), dated=moment(node))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        files = [opened.Root.Names.EmbeddedFiles.Names[place] for place in range(1, 6, 2)]
        assert {str(file.AFRelationship) for file in files} == {"/Data"}
        for file in files:
            assert str(file.EF.F.Params.CreationDate) == str(file.EF.F.Params.ModDate) == "D:20240918120000Z"
        assert str(opened.docinfo.CreationDate).startswith("D:20240918")


def test_another_day_of_decision_is_another_date(node):
    later = replace(node, known_on=made.DAY + dt.timedelta(days=1))
    assert moment(later) == moment(node) + dt.timedelta(days=1)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_an_adopted_report_with_appendices_satisfies_both_standards(profile):
    whole = made.whole()
    pdf = render(print_html(whole, embedded=False), attachments(whole), dated=moment(whole))
    report = page.validate_pdf_bytes(pdf, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
