"""The pages of a Word document and how its parts look: A4, page numbers, ink instead of Word's blue, small tables."""

from __future__ import annotations

from typing import Any

INK, HEAD = "1B2329", "DFE8EA"
# Millimetres: above, to the right, below, to the left; as the printed reports have them.
MARGINS = (22, 20, 24, 22)
SHORT, LONG = 210, 297
NOTE = "Tabellnot"
SIZES = {"Caption": 10, "Header": 8.5, "Footer": 8.5, "Table Grid": 9}
INKED = ("Title", "Subtitle", "Caption", *(f"Heading {level}" for level in range(1, 7)))


def set_pages(document: Any, running: str) -> None:
    """A4, upright, with the running words above and the page's number below."""
    section = document.sections[0]
    _turn(section, lying=False)
    section.header.paragraphs[0].text = running
    _number(section.footer.paragraphs[0])


def turned(document: Any, *, lying: bool) -> None:
    """Go on upon pages that lie or stand; a new page only where the way changes."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    if (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE) != lying:
        _turn(document.add_section(WD_SECTION.NEW_PAGE), lying=lying)


def _turn(section: Any, *, lying: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if lying else (Mm(SHORT), Mm(LONG))
    for name, margin in zip(("top", "right", "bottom", "left"), MARGINS, strict=True):
        setattr(section, f"{name}_margin", Mm(margin))


def _number(paragraph: Any) -> None:
    """Sida 2 av 14, counted by Word."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("Sida ", "PAGE"), (" av ", "NUMPAGES")):
        paragraph.add_run(words)
        _field(paragraph, field)


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)
    field.append(paragraph.add_run("1")._r)


def set_looks(document: Any) -> None:
    """Headings in ink, tables and what stands under them in small letters."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    for name in INKED:
        document.styles[name].font.color.rgb = RGBColor.from_string(INK)
    for name, size in SIZES.items():
        document.styles[name].font.size = Pt(size)
    note = document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = document.styles["Normal"]
    note.font.size = Pt(8.5)
    note.paragraph_format.space_after = Pt(2)


def shade(cell: Any) -> None:
    """The ground of a heading cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD)):
        ground.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(ground)
