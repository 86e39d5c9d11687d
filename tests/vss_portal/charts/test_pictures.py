"""What all charts promise: safe text, no styles, unique names, the same bytes every time, ready for browser and PDF."""

import logging
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vss_portal.charts.drawn import SVG, Drawn
from vss_portal.charts import (
    BarChart,
    Break,
    Chart,
    Line,
    LineChart,
    Look,
    Palette,
    Row,
    Series,
    StatusChart,
    StatusKind,
    StatusRow,
    Target,
    Value,
    default_palette,
    grouped_bars,
    horizontal_bars,
    status_overview,
    time_series,
)
from vss_portal.charts.scale import tick_text, ticks
from vss_portal.charts.svg import number
from vss_portal.charts.text import plain, width, wrap

HOSTILE = "<script>alert(\"1\")</script> & 'Ä'"


def bars(ident: str, text: str) -> BarChart:
    values = (Value(Decimal("1.5"), text), Value(Decimal(-1), text))
    series = (Series(text, Look.THIS_YEAR), Series(text, Look.FORECAST))
    return BarChart(ident, text, text, series, (Row(text, values),))


def lines(ident: str, text: str) -> LineChart:
    values = (Value(Decimal(1), text), Value(Decimal(2), text))
    target = Target(None, Decimal(2), text)
    return LineChart(ident, text, text, (text, text), (Line(text, Look.WOMEN, values),), target, (Break(1, text),))


def goals(ident: str, text: str) -> StatusChart:
    return StatusChart(ident, text, (StatusKind("fulfilled", text),), (StatusRow(text, (2,)),))


DRAW: dict[str, Callable[..., Chart]] = {
    "lying": lambda ident, text, *more: horizontal_bars(bars(ident, text), *more),
    "standing": lambda ident, text, *more: grouped_bars(bars(ident, text), *more),
    "lines": lambda ident, text, *more: time_series(lines(ident, text), *more),
    "goals": lambda ident, text, *more: status_overview(goals(ident, text), *more),
}


@pytest.fixture(params=sorted(DRAW))
def draw(request: pytest.FixtureRequest) -> Callable[..., Chart]:
    return DRAW[request.param]


def test_whatever_a_label_says_it_is_text_and_nothing_else(draw: Callable[..., Chart]) -> None:
    drawn = Drawn(draw("x", HOSTILE))
    assert {node.tag.removeprefix(SVG) for node in drawn.root.iter()} <= {
        *("svg", "title", "desc", "text", "rect", "line", "circle", "path", "g", "defs", "pattern")
    }
    assert HOSTILE in "".join(drawn.root.itertext())


def test_a_picture_has_neither_styles_nor_scripts_nor_classes_of_its_own(draw: Callable[..., Chart]) -> None:
    for name, text in Drawn(draw("x", "A")).attributes:
        assert name != "style"
        assert not name.startswith("on")
        assert name != "class" or text == "chart"


def test_a_picture_is_named_by_its_title_and_description_and_the_title_comes_first(draw: Callable[..., Chart]) -> None:
    chart = draw("sjuk-2024", "A")
    root = Drawn(chart).root
    title, desc = root[0], root[1]
    assert root.get("role") == "img"
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}" == "sjuk-2024-title sjuk-2024-desc"
    assert title.text == chart.alt
    assert "tabellen" in (desc.text or "")


def test_two_pictures_on_a_page_share_no_names(draw: Callable[..., Chart]) -> None:
    one, other = (
        {text for name, text in Drawn(draw(ident, "A")).attributes if name == "id"} for ident in ("first", "second")
    )
    assert one
    assert not one & other


def test_the_same_chart_gives_the_same_bytes(draw: Callable[..., Chart]) -> None:
    assert draw("x", "A").svg == draw("x", "A").svg


def test_no_letters_are_smaller_than_thirteen(draw: Callable[..., Chart]) -> None:
    assert {text for name, text in Drawn(draw("x", "A")).attributes if name == "font-size"} == {"13"}


def test_colours_and_font_come_from_the_palette_that_is_given(draw: Callable[..., Chart]) -> None:
    changed = Palette(
        {name: "#123456" if value.startswith("#") else value for name, value in default_palette().tokens.items()}
    )
    drawn = Drawn(draw("x", "A", changed))
    painted = {text for name, text in drawn.attributes if name in ("fill", "stroke")}
    assert painted <= {"#123456", "none", "url(#x-hatch)"}
    assert "#123456" in painted
    assert drawn.root.get("font-family") == default_palette()["font"]


def test_a_palette_without_a_colour_says_which() -> None:
    with pytest.raises(LookupError, match="accent"):
        Palette({})["accent"]


@pytest.mark.parametrize("ident", ["", "1a", "Å", "a b", 'a"', "A", "a\n"])
def test_an_id_that_could_break_a_page_is_refused(ident: str) -> None:
    with pytest.raises(ValueError, match="duger inte som id"):
        bars(ident, "A")


def test_the_pdf_engine_draws_every_chart_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    from weasyprint import HTML

    pictures = "".join(draw(f"chart-{name}", "Värde 1,5").svg for name, draw in DRAW.items())
    page = f'<html lang="sv"><head><meta charset="utf-8"><title>Diagram</title></head><body>{pictures}</body></html>'
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        pdf = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []
    assert _alternative_texts(pdf) == [draw(f"chart-{name}", "Värde 1,5").alt for name, draw in DRAW.items()]


def _alternative_texts(pdf: bytes) -> list[str]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures: list[Any] = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
        return [str(item.Alt) for item in figures if item.get("/S") == "/Figure"]


# Letters and numbers


@given(st.text(alphabet="abcåäö-WI \u00ad", max_size=60), st.integers(min_value=40, max_value=300))
def test_broken_lines_fit_their_room_and_lose_nothing(text: str, room: int) -> None:
    lines_ = wrap(text, Decimal(room))
    assert all(width(line) <= room for line in lines_)
    letters = [sign for sign in plain(text) if sign not in " -"]
    assert [sign for line in lines_ for sign in line if sign not in " -"] == letters


def test_a_word_breaks_at_its_soft_hyphens_before_anywhere_else() -> None:
    assert wrap("vuxen\u00adutbildnings\u00adnämnden", Decimal(110)) == ["vuxenutbildnings-", "nämnden"]


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@given(st.lists(numbers, min_size=1, max_size=8))
def test_the_scale_has_at_most_four_round_hairlines_that_hold_every_value(given_numbers: list[Decimal]) -> None:
    marks = ticks(given_numbers)
    assert 2 <= len(marks) <= 4
    assert marks[0] <= min(given_numbers)
    assert max(given_numbers) <= marks[-1]
    assert len({b - a for a, b in pairwise(marks)}) == 1


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        ("2.5", "2.5", "2,5"),
        ("10", "2.5", "10,0"),
        ("-1500", "500", "\u22121\u00a0500"),
        ("0", "50", "0"),
        ("2E+3", "1E+3", "2\u00a0000"),
    ],
)
def test_the_scale_is_written_in_swedish(value: str, step: str, text: str) -> None:
    assert tick_text(Decimal(value), Decimal(step)) == text


@pytest.mark.parametrize(("value", "text"), [("1.50", "1.5"), ("-0.001", "0"), ("100", "100"), ("0.125", "0.12")])
def test_coordinates_are_short(value: str, text: str) -> None:
    assert number(Decimal(value)) == text
