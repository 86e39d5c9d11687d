"""The contents of a report's page."""

from reports.nodes import ContentsNode
from reports.templatetags.report_nodes import listed
from tests.reports.out.made import REPORT


def test_the_place_of_the_printed_contents_is_not_listed_in_the_contents():
    node = REPORT
    assert any(isinstance(block, ContentsNode) for section in node.walk() for block in section.blocks)
    headings = [section.heading for section in listed(node)]
    assert "Innehåll" not in headings
    assert "Ekonomi" in headings
