"""How series look: fillings of bars, their explanation over the picture."""

from decimal import Decimal

from vss_portal.charts.model import Look, Series
from vss_portal.charts.palette import Palette
from vss_portal.charts.svg import Number, element, words
from vss_portal.charts.text import width

LEGEND_HEIGHT = 26
_SWATCH = 14
_GAP = 22

_TOKENS = {
    Look.THIS_YEAR: "accent",
    Look.LAST_YEAR: "chart-2",
    Look.BUDGET: "ink",
    Look.FORECAST: "accent",
    Look.WOMEN: "chart-3",
    Look.MEN: "chart-4",
}


def colour_of(look: Look, palette: Palette) -> str:
    """The colour of a line or a bar."""
    return palette[_TOKENS[look]]


def hatch(ident: str, palette: Palette) -> str:
    """The filling of forecasts: slanting lines. Named after the picture, so that two on a page don't share it."""
    colour = colour_of(Look.FORECAST, palette)
    stripe = element("path", d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5", stroke=colour, stroke_width="1.4")
    pattern = element("pattern", stripe, id=f"{ident}-hatch", width=6, height=6, patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def needs_hatch(series: tuple[Series, ...]) -> bool:
    """Whether the picture draws a forecast."""
    return any(one.look is Look.FORECAST for one in series)


def box(ident: str, look: Look, place: tuple[Number, Number, Number, Number], palette: Palette) -> str:
    """A bar at ``(x, y, width, height)``: filled, hollow for a budget, hatched for a forecast; zero draws nothing."""
    x, y, wide, high = place
    if not wide or not high:
        return ""
    colour = colour_of(look, palette)
    if look not in (Look.BUDGET, Look.FORECAST):
        return element("rect", x=x, y=y, width=wide, height=high, fill=colour)
    # The edge is drawn inside the bar, so that it ends where a filled one would.
    half = Decimal("0.75")
    inner = {"x": x + half, "y": y + half, "width": _inside(wide), "height": _inside(high)}
    fill = f"url(#{ident}-hatch)" if look is Look.FORECAST else palette["paper"]
    return element("rect", **inner, fill=fill, stroke=colour, stroke_width="1.5")


def _inside(length: Number) -> Decimal:
    return max(length - Decimal("1.5"), Decimal(0))


def legend(ident: str, series: tuple[Series, ...], palette: Palette, room: int) -> tuple[str, int]:
    """The explanation over the picture and its height; nothing where there is only one series."""
    if len(series) < 2:
        return "", 0
    parts, x, y = [], Decimal(0), 0
    for one in series:
        wide = _SWATCH + 6 + width(one.name)
        if x and x + wide > room:
            x, y = Decimal(0), y + LEGEND_HEIGHT - 6
        parts.append(box(ident, one.look, (x, y + 2, _SWATCH, 12), palette))
        parts.append(words(x + _SWATCH + 6, y + 12, one.name, palette["ink"]))
        x += wide + _GAP
    return "".join(parts), y + LEGEND_HEIGHT
