"""SVG as text: elements with presentation attributes only, because neither style sheets nor styles are let in."""

from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from vss_portal.charts.palette import Palette
from vss_portal.charts.text import LINE, SIZE

Number = Decimal | int


def number(value: Number) -> str:
    """A coordinate with at most two decimals and no zeros at its end."""
    text = f"{Decimal(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, *children: str, **attributes: str | Number) -> str:
    """``element("rect", x=0, stroke_width=2)``: attributes are escaped here, children are SVG already."""
    written = "".join(f" {key.rstrip('_').replace('_', '-')}={_attribute(value)}" for key, value in attributes.items())
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def words(x: Number, y: Number, text: str, fill: str, **attributes: str | Number) -> str:
    """One line of text with its foot at ``y``."""
    return element("text", escape(text), x=x, y=y, fill=fill, **attributes)


def lines_of_words(x: Number, middle: Decimal, lines: list[str], fill: str, **attributes: str | Number) -> str:
    """Several lines of text, centred on the height ``middle``."""
    top = middle - Decimal(LINE * (len(lines) - 1)) / 2 + Decimal("4.5")
    return "".join(words(x, top + LINE * i, line, fill, **attributes) for i, line in enumerate(lines))


def rule(x1: Number, y1: Number, x2: Number, y2: Number, stroke: str, **attributes: str | Number) -> str:
    """A straight line, one unit wide unless told otherwise."""
    given: dict[str, str | Number] = {"stroke": stroke, "stroke_width": 1, **attributes}
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **given)


def picture(ident: str, size: tuple[Number, Number], told: tuple[str, str], palette: Palette, *content: str) -> str:
    """The whole picture. ``told`` is what a screen reader says: what it shows, and where the numbers stand.

    The first child is ``<title>``: it becomes the figure's alternative text in the PDF.
    """
    width, height = size
    return element(
        "svg",
        element("title", escape(told[0]), id=f"{ident}-title"),
        element("desc", escape(told[1]), id=f"{ident}-desc"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        class_="chart",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{ident}-title {ident}-desc",
        font_family=palette["font"],
        font_size=SIZE,
    )


def _attribute(value: str | Number) -> str:
    return quoteattr(value if isinstance(value, str) else number(value))
