"""One file that is PDF/A-3a and PDF/UA-1, of every report: by a validator, and by what no validator asks."""

from itertools import pairwise

import page
import pikepdf
import pytest

from tests.pdf.structure import attribute, inside, tagged

FONTS = ("Source-Sans-3", "SourceSans3")


@pytest.fixture
def pdf(printed):
    """The opened PDF."""
    return printed.opened


@pytest.fixture
def tree(printed):
    """Its structure."""
    return printed.tree


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_validator_finds_nothing(printed, profile):
    report = page.validate_pdf_bytes(printed.pdf, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_validator_would_find_a_document_that_is_not_tagged(all_printed, tmp_path):
    with pikepdf.open(all_printed["manadsrapport-2024-07"].path) as opened:
        del opened.Root.MarkInfo
        opened.save(tmp_path / "untagged.pdf")
    report = page.validate_pdf(tmp_path / "untagged.pdf", profile="ua1")
    assert not report.is_compliant


def test_the_document_says_what_it_is(printed, pdf):
    assert pdf.Root.Lang == "sv"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.docinfo.Title == f"{printed.node.title} – {printed.node.organisation}"
    metadata = pdf.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")


def test_a_table_is_one_table_however_many_pages_it_runs_over(printed, tree):
    tables = tagged(tree, "Table")
    assert len(tables) == printed.html.count("<table ")
    assert all(len(inside(table, "THead")) == 1 for table in tables)
    rows = sum(len(inside(table, "TR")) for table in tables)
    assert rows == printed.html.count("<tr")


def test_every_heading_of_a_table_says_what_it_stands_over_and_is_found_by_its_name(pdf, tree):
    heads = tagged(tree, "TH")
    assert {attribute(head, "/Scope") for head in heads} == {"/Column", "/Row"}
    named = {str(name) for name in pdf.Root.StructTreeRoot.IDTree.Kids[0].Names if isinstance(name, pikepdf.String)}
    used = [str(name) for cell in tagged(tree, "TD") for name in cell.pdf.get("/A", {}).get("/Headers", [])]
    assert used
    assert {str(head.pdf.ID) for head in heads} <= named
    assert set(used) <= named


def test_every_figure_has_words_and_lies_on_its_page(printed, tree):
    figures = [figure.pdf for figure in tagged(tree, "Figure")]
    assert len(figures) == printed.html.count("<svg ")
    for figure in figures:
        assert len(str(figure.Alt)) > 20
        left, bottom, right, top = (float(place) for place in figure.A.BBox)
        width, height = (float(edge) for edge in list(figure.Pg.MediaBox)[2:])
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


def test_footnotes_have_names_and_labels(printed, tree):
    notes = tagged(tree, "Note")
    assert len(notes) == sum(len(table.notes) for table in printed.node.tables()) + sum(
        len(chart.table.notes) for chart in printed.node.charts()
    )
    assert len({str(note.pdf.ID) for note in notes}) == len(notes)
    assert all(len(inside(note, "Lbl")) == 1 for note in notes)


def test_headings_never_skip_a_level(tree):
    levels = [int(element.tag[1]) for element in tree.below() if element.tag in {f"H{n}" for n in range(1, 7)}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_heads_and_feet_are_not_read(pdf):
    for place, sheet in enumerate(pdf.pages[2:], 3):
        open_tags, all_tags = [], set()
        for operands, operator in pikepdf.parse_content_stream(sheet):
            name = str(operator)
            if name in ("BDC", "BMC"):
                open_tags.append(str(operands[0]))
                all_tags.add(open_tags[-1])
            elif name == "EMC":
                open_tags.pop()
            elif name in ("TJ", "Tj"):
                assert open_tags, f"untagged text on page {place}"
        assert "/Artifact" in all_tags


def test_only_the_projects_font_is_in_the_file(pdf):
    names = {str(font.BaseFont).partition("+")[2] for sheet in pdf.pages for font in sheet.Resources.Font.values()}
    assert names
    assert all(name.startswith(FONTS) for name in names), names


def test_the_data_is_attached_and_dated_by_the_report(printed, pdf):
    tables = printed.html.count("<table ")
    names = sorted(pdf.attachments)
    assert f"{printed.node.slug}.xlsx" in names
    assert f"{printed.node.slug}.json" in names
    assert len([name for name in names if name.endswith(".csv")]) == tables
    files = [pdf.Root.Names.EmbeddedFiles.Names[place] for place in range(1, 2 * len(names), 2)]
    assert {str(file.AFRelationship) for file in files} == {"/Data"}
    assert len(pdf.Root.AF) == len(names)
    if printed.node.known_on:
        assert {str(file.EF.F.Params.ModDate) for file in files} == {f"D:{printed.node.known_on:%Y%m%d}120000Z"}
