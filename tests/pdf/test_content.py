"""Everything that the report says stands in its PDF, where one can read and copy it."""

import re

SPACE = re.compile(r"\s+")


def words(text):
    """The text without spaces and soft hyphens, which lines and columns put elsewhere."""
    return SPACE.sub("", text.replace("\u00ad", ""))


def test_every_figure_of_every_table_stands_in_the_text(printed):
    text = words(printed.text)
    tables = [*printed.node.tables(), *(chart.table for chart in printed.node.charts())]
    cells = {words(cell.text) for table in tables for row in table.rows for cell in row.cells if cell.is_number}
    assert {cell for cell in cells if cell and cell not in text} == set()


def test_every_heading_stands_in_the_text(printed):
    text = words(printed.text).replace("-", "")
    missing = [s.heading for s in printed.node.walk() if words(s.heading).replace("-", "")[:25] not in text]
    assert missing == []


def test_an_open_report_is_marked_as_a_draft_and_a_closed_one_is_not(printed):
    assert ('class="draft' in printed.html) == (printed.node.known_on is None)


def test_no_page_is_empty(printed):
    pages = printed.text.split("\f")[:-1]
    assert [number for number, page in enumerate(pages, 1) if len(words(page)) < 80] == []
