"""How the pages look: heads on one line, no holes, tables split with care, commas in line, nothing bare."""

import datetime as dt
import re
from itertools import pairwise

import pikepdf
import pytest

from reports.nodes import ABOUT_ADOPTING
from reports.rendering.engine import render
from reports.rendering.print import print_html
from tests.pdf import made
from tests.pdf.layout import sheets
from tests.pdf.structure import inside, tagged

MOMENT = dt.datetime.combine(made.DAY, dt.time(12))
LEAST_FILLED = 0.6
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


def made_pdf(node, folder):
    """The report's file."""
    path = folder / f"{node.slug}.pdf"
    path.write_bytes(render(print_html(node, embedded=False), dated=MOMENT))
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return made_pdf(made.whole(), tmp_path_factory.mktemp("whole"))


def words_of(sheet):
    return " ".join(word.text for line in sheet.lines for word in line)


def test_the_running_head_and_foot_stand_on_one_line(printed):
    for sheet in printed.sheets[1:]:
        for part in (sheet.head, sheet.foot):
            assert len({round(word.bottom) for word in part}) <= 1, sheet.number
            assert all(one.right < other.left for one, other in pairwise(sorted(part, key=lambda word: word.left)))
        assert ("Utkast," in [word.text for word in sheet.foot]) == (printed.node.known_on is None)
    last = printed.sheets[-1]
    assert [word.text for word in last.foot][-4:] == ["Sida", str(last.number), "av", str(last.number)]


def test_no_page_is_half_empty_without_a_reason(printed):
    """Reasons: the last page, and what begins a page of its own: the contents, and who adopted the report."""
    pages = printed.sheets
    for sheet, after in pairwise(pages[1:]):
        first = words_of(after)[:60]
        reason = first.startswith(("Innehåll", "Om fastställandet"))
        assert reason or sheet.filled > LEAST_FILLED, (sheet.number, round(sheet.filled, 2), first)


def test_a_heading_never_stands_last_on_its_page(printed):
    """What follows a heading in reading order begins on the heading's page."""
    numbers = numbers_of(printed.opened)
    pieces = [(each.tag, numbers[each.pdf.Pg.objgen]) for each in _leaves(printed.tree) if "/Pg" in each.pdf]
    for (tag, page), (_next_tag, next_page) in pairwise(pieces):
        assert tag not in HEADINGS or next_page == page, (tag, page)


def numbers_of(pdf):
    """The pages' numbers by their objects."""
    return {page.objgen: number for number, page in enumerate(pdf.pages, 1)}


def _leaves(element):
    """Elements that hold content themselves, in reading order, each table as one."""
    for kid in element.kids:
        if kid.tag in ("Table", "Figure", *HEADINGS, "P", "LI"):
            yield kid
        else:
            yield from _leaves(kid)


def rows_by_page(numbers, table):
    """How many rows of the table's body stand on each page."""
    counts = {}
    for body in inside(table, "TBody"):
        for row in inside(body, "TR"):
            pages = [numbers[cell.pdf.Pg.objgen] for cell in row.kids if "/Pg" in cell.pdf]
            if pages:
                counts[max(pages)] = counts.get(max(pages), 0) + 1
    return counts


def test_a_split_table_has_two_rows_on_each_side(printed):
    numbers = numbers_of(printed.opened)
    for table in tagged(printed.tree, "Table"):
        counts = rows_by_page(numbers, table)
        assert len(counts) == 1 or min(counts.values()) >= 2, counts


@pytest.mark.parametrize("before", range(0, 28, 7))
def test_a_long_table_is_split_well_wherever_it_begins(before, tmp_path):
    lines = "\n\n".join(f"Stycke {number}." for number in range(before))
    node = made.report(made.section("k", "Kapitel", made.text("t", lines), made.table("lang", rows=40, columns=3)))
    path = made_pdf(node, tmp_path)
    with pikepdf.open(path) as pdf:
        counts = rows_by_page(numbers_of(pdf), tagged(pdf, "Table")[0])
    assert sum(counts.values()) == 40
    assert min(counts.values()) >= 2
    assert all("Verksamhet Utfall 2010" in words_of(sheet) for sheet in sheets(path) if sheet.number in counts)


def test_the_head_of_a_long_table_stands_on_each_of_its_pages_and_is_read_once(whole):
    pages = [sheet for sheet in sheets(whole)[:4] if re.search(r"Verksamhet \d+ ", words_of(sheet))]
    assert len(pages) == 3
    assert all("Utfall 2013" in words_of(sheet) for sheet in pages)
    with pikepdf.open(whole) as pdf:
        assert len(inside(tagged(pdf, "Table")[0], "THead")) == 1


def test_the_comma_of_a_column_is_in_line(whole):
    """Figures with 0, 1 and 2 decimals: where the comma stands, or would stand, is the same to a third of a point."""
    page = sheets(whole)[2]
    columns = {}
    for line in page.lines:
        figures = [word for word in line[2:] if re.fullmatch(r"−?[\d,]+", word.text)]
        if line[0].text == "Verksamhet" and len(figures) == 4:
            for at, word in enumerate(figures):
                columns.setdefault(at, []).append(word)
    assert len(columns[0]) > 20
    for words in columns.values():
        digit = min((word.right - word.left) / len(word.text) for word in words if "," not in word.text)
        assert len({len(word.text.partition(",")[2]) for word in words}) == 3
        places = [word.right - digit * len(word.text.partition(",")[2]) for word in words if "," in word.text]
        assert max(places) - min(places) < 1.5


def test_a_table_of_many_columns_lies_down_and_no_column_is_cut_off(whole):
    [lying] = [sheet for sheet in sheets(whole) if sheet.lying]
    assert words_of(lying).count("Utfall") == 11
    assert max(word.right for word in lying.words) < lying.width - 50
    assert max(word.right for sheet in sheets(whole) for word in sheet.words if not sheet.lying) < 595 - 50


def test_the_cover_says_what_was_adopted_when_and_under_which_number(whole):
    cover = words_of(sheets(whole)[0])
    assert "Provkommunen" in cover
    assert "Diarienummer KS 2024-100" in cover
    assert "Fastställd 18 september 2024" in cover
    assert "Version 1" in cover
    with pikepdf.open(whole) as pdf:
        drawn = [str(operator) for _operands, operator in pikepdf.parse_content_stream(pdf.pages[0])]
    assert "f" in drawn or "f*" in drawn or "Do" in drawn, "the municipality's mark"


def test_a_revised_version_says_so_on_the_cover(tmp_path):
    path = made_pdf(made.report(made.section("k", "Kapitel", made.text("t")), version=2), tmp_path)
    assert "Version 2, Reviderad" in words_of(sheets(path)[0])


def test_who_adopted_it_stands_on_a_last_page_of_its_own(whole):
    last = sheets(whole)[-1]
    assert words_of(last).startswith("Om fastställandet Fastställd 18 september 2024")


def test_every_heading_of_the_contents_is_one_link_with_a_page_number(whole):
    contents = sheets(whole)[1]
    rows = [line for line in contents.lines if any(word.text == "." for word in line)]
    assert [line[0].text for line in rows] == ["Ekonomi", "Kommentar", "Plan", "Mål", "Resultat", "Bilagor", "Om"]
    assert all(line[-1].text.isdecimal() for line in rows)
    with pikepdf.open(whole) as pdf:
        links = [note for note in pdf.pages[1].Annots if note.Subtype == "/Link"]
    assert len(links) == len(rows)


@pytest.mark.parametrize(("chapters", "pages"), [(30, 1), (90, 3)])
def test_contents_of_one_page_and_of_three(chapters, pages, tmp_path):
    parts = [made.section(f"k{number}", f"Kapitel {number}", made.text("t", "Ord.")) for number in range(chapters)]
    path = made_pdf(made.report(made.section("innehall", "Innehåll", made.ContentsNode()), *parts), tmp_path)
    leaders = [sheet for sheet in sheets(path) if sum(word.text == "." for word in sheet.words) > 20]
    assert len(leaders) == pages


def test_a_section_without_text_says_so_in_a_draft_and_is_never_bare():
    node = made.report(made.section("k", "Kapitel", made.TextNode("t", {})), known_on=None, adopted_on=None)
    assert '<p class="not-filled">Ej ifylld</p>' in print_html(node, embedded=False)


def test_long_labels_empty_tables_and_zeros_are_printed(tmp_path):
    long = made.table("l", rows=6, columns=3, row_label="Arbetsmarknads- och vuxenutbildningsnämndens gemensamma {}")
    empty = made.TableNode("t", "tabell-t", "Tom", 2, long.head, (), columns=long.columns)
    path = made_pdf(made.report(made.section("k", "Kapitel", long, empty)), tmp_path)
    text = " ".join(words_of(sheet) for sheet in sheets(path))
    assert "vuxenutbildningsnämndens" in text
    assert "Tabell 2. Tom" in text
    assert max(word.right for sheet in sheets(path) for word in sheet.words) < 595 - 50


def test_the_section_of_the_adopting_has_the_key_that_print_knows():
    assert ABOUT_ADOPTING == "om-faststallandet"


def test_a_long_word_is_never_parted_without_a_hyphen(tmp_path):
    """In columns of many widths: where the hyphen has no room, the word goes to the next line whole."""
    names = [f"{'i' * wide} arbetsmarknadsnämnden" for wide in range(1, 24)]
    head = (made.HeadCell("Mål", "goal"), made.HeadCell("Indikator", "label"))
    rows = [made.BodyRow("line", (made.BodyCell(name, "goal", "goal"), made.label("Rad"))) for name in names]
    table = made.TableNode("t", "tabell-t", "Namn", 1, (head,), tuple(rows), columns=("goal", "label"), label_column=1)
    path = made_pdf(made.report(made.section("k", "Kapitel", table)), tmp_path)
    pieces = {word.text for sheet in sheets(path) for word in sheet.words if "arbets" in word.text}
    assert {"arbetsmarknads-", "arbetsmarknadsnämnden"} & pieces
    assert pieces <= {"arbetsmarknads-", "arbetsmarknadsnämnden"}
