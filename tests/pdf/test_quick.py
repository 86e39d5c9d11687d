"""The faster parts of WeasyPrint: the same pages as WeasyPrint alone makes, and none of them on another release."""

import subprocess
from pathlib import Path

import pikepdf
import pytest
import tinyhtml5
import weasyprint
from PIL import Image
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.layout import leader

from reports.rendering import quick
from reports.rendering.engine import render
from reports.rendering.press import Sheets, press
from reports.rendering.print import moment, print_html
from reports.rendering.quick.reading import tree_of
from reports.rendering.tagging import EngineChanged
from tests.pdf import made
from tests.pdf.layout import sheets
from tests.pdf.structure import inside, tagged
from tests.visual.pages import MOST_IN_A_SPOT, difference

LONG_WORD = "ettordutanmöjlighetattbrytas" * 5
SOFT = "ar\u00adbets\u00admark\u00adnads\u00adnämn\u00adden"
MIXED = f"""Ett stycke med [en länk](https://exempel.invalid), tabb\there och så många ord att det bryts på flera rader.

- En punkt som är lång nog för att brytas, vilket den bara blir om den får fortsätta en stund till, ännu en.
- {LONG_WORD}

1. Mjuka bindestreck: {" ".join([SOFT] * 9)}.
"""


@pytest.fixture(scope="module")
def node():
    whole = made.whole()
    mixed = made.section("blandat", "Blandad text", made.text("b", MIXED * 3))
    return made.report(*whole.sections[:3], mixed, *whole.sections[3:])


@pytest.fixture(scope="module")
def both(node, tmp_path_factory):
    """The report as WeasyPrint sets it, and as we have it set it."""
    folder, html = tmp_path_factory.mktemp("both"), print_html(node, embedded=False)
    quicker = folder / "quick.pdf"
    quicker.write_bytes(render(html, dated=moment(node)))
    quick.remove()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(quick, "install", lambda: None)
            patch.setattr("reports.rendering.press.tree_of", lambda html: None)
            slower = folder / "slow.pdf"
            slower.write_bytes(render(html, dated=moment(node)))
    finally:
        quick.install()
    return quicker, slower


def test_every_word_stands_where_weasyprint_alone_puts_it(both):
    quicker, slower = ([word for sheet in sheets(path) for word in sheet.words] for path in both)
    assert len(quicker) > 1000
    assert [word.text for word in quicker] == [word.text for word in slower]
    for one, other in zip(quicker, slower, strict=True):
        assert one.left == pytest.approx(other.left, abs=0.05)
        assert one.right == pytest.approx(other.right, abs=0.05)
        assert one.top == pytest.approx(other.top, abs=0.01)


def test_every_page_looks_as_weasyprint_alone_draws_it(both, tmp_path):
    for name, path in zip(("quick", "slow"), both, strict=True):
        subprocess.run(["pdftoppm", "-r", "64", "-gray", "-png", path, tmp_path / name], check=True)
    pairs = list(zip(sorted(tmp_path.glob("quick-*")), sorted(tmp_path.glob("slow-*")), strict=True))
    assert len(pairs) == len(sheets(both[0]))
    for pair in pairs:
        spot, mean = difference(*(Image.open(path).convert("L") for path in pair))
        # Straight lines are drawn in another way, which a screen shows a little darker.
        assert spot <= MOST_IN_A_SPOT, pair
        assert mean <= 2, pair


def test_the_replaced_functions_are_those_that_the_replacements_were_written_for():
    assert {name: found for name, (found, known) in quick.fingerprints().items() if found != known} == {}


def test_a_function_that_is_another_is_refused(monkeypatch):
    quick.remove()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(leader, "handle_leader", lambda context, line, containing_block: None)
            with pytest.raises(EngineChanged, match=r"leader\.handle_leader är inte som"):
                quick.install()
        assert leader.handle_leader.__module__ == "weasyprint.layout.leader"
    finally:
        quick.install()
    assert leader.handle_leader.__module__ == "reports.rendering.quick.leaders"


def styles_of(html):
    options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": [press().styles]}
    context = Document._build_layout_context(html, press().fonts, CounterStyle(), {}, options)
    return context.style_for.get_computed_styles()


def test_no_element_gets_a_style_that_another_rule_gives(printed):
    html = Sheets(printed.html)
    ours = styles_of(html)
    quick.remove()
    try:
        theirs = styles_of(html)
    finally:
        quick.install()
    assert ours.keys() == theirs.keys()
    pairs = {(id(ours[key]), id(theirs[key])): key for key in ours}
    told = [(key, ours[key].cascaded, theirs[key].cascaded) for key in pairs.values()]
    assert [key for key, one, other in told if one != other] == []
    # What is inherited is the same where the parents are pairs too.
    parents = [(id(ours[key].parent_style), id(theirs[key].parent_style)) for key in pairs.values()]
    assert len(set(parents) - set(pairs)) == 1


def shape(element):
    """An element and all in it, without what no reader of HTML keeps: room around body, the namespace's own name."""
    attributes = {name: value for name, value in element.attrib.items() if not name.endswith("xmlns")}
    room = "" if element.tag in ("html", "body") else (element.tail or "")
    text = "" if element.tag == "html" else (element.text or "")
    return element.tag, attributes, text, room, [shape(inner) for inner in element]


def test_our_html_is_read_as_any_reader_of_html_reads_it(printed):
    ours, theirs = tree_of(printed.html), tinyhtml5.parse(printed.html, namespace_html_elements=False)
    for root in (ours, theirs):
        main = root.find("body")[-1]
        assert main.tag == "main"
        main.tail = ""
    assert shape(ours) == shape(theirs)


@pytest.mark.parametrize(
    "html", ["<p>Utan början", "<!DOCTYPE html><html><p>Utan slut", "<!DOCTYPE html><html><!-- x --></html>",
             "<!DOCTYPE html><html><p>\x0b</p></html>", '<!DOCTYPE html [<!ENTITY a "b">]><html>&a;</html>']
)  # fmt: skip
def test_what_is_no_xml_is_left_to_a_reader_of_html(html):
    assert tree_of(html) is None
    assert Sheets(html).etree_element.tag == "html"


def test_the_dots_of_the_contents_are_not_read_aloud(both):
    with pikepdf.open(both[0]) as pdf:
        page = pdf.pages[1]
        dots = [operands for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "BDC"]
        assert any(str(operands[0]) == "/Artifact" for operands in dots)
        for item in tagged(pdf, "TOCI"):
            assert len(inside(item, "Reference")) == 1
    assert Path(both[0]).stat().st_size < Path(both[1]).stat().st_size
