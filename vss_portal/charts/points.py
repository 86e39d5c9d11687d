"""Shapes at the values of a line, and texts at the ends of lines that don't stand on each other."""

from decimal import Decimal
from itertools import pairwise

from vss_portal.charts.palette import Palette
from vss_portal.charts.svg import element, number

_SIZE = 4
# A round one, a square, a diamond, a triangle: series are told apart also where colours aren't seen.
_PATHS = (
    "",
    "M{l} {t}H{r}V{b}H{l}Z",
    "M{x} {tt}L{rr} {y}L{x} {bb}L{ll} {y}Z",
    "M{x} {tt}L{rr} {b}L{ll} {b}Z",
)


def shape(series: int, spot: tuple[Decimal, Decimal], colour: str, palette: Palette) -> str:
    """The shape of series number ``series`` (from 0) at a place, with a rim of paper that frees it from the line."""
    x, y = spot
    rim = {"fill": colour, "stroke": palette["paper"], "stroke_width": "1.5"}
    path = _PATHS[series % len(_PATHS)]
    if not path:
        return element("circle", cx=x, cy=y, r=_SIZE + 1, **rim)
    wide = Decimal("5.5")
    places = {"x": x, "y": y, "l": x - _SIZE, "r": x + _SIZE, "t": y - _SIZE, "b": y + _SIZE}
    places |= {"ll": x - wide, "rr": x + wide, "tt": y - wide, "bb": y + wide}
    return element("path", d=path.format(**{name: number(place) for name, place in places.items()}), **rim)


def apart(blocks: list[tuple[Decimal, int]], bottom: Decimal) -> list[Decimal]:
    """Middles for texts ``(wanted middle, height)`` that don't touch; in the order given.

    From the top each is moved down as far as it must; what would then go below ``bottom`` is moved up again.
    """
    order = sorted(range(len(blocks)), key=lambda i: blocks[i][0])
    middles = {i: wanted for i, (wanted, _) in enumerate(blocks)}
    for upper, lower in pairwise(order):
        middles[lower] = max(middles[lower], middles[upper] + Decimal(blocks[upper][1] + blocks[lower][1]) / 2)
    limit = bottom
    for i in reversed(order):
        half = Decimal(blocks[i][1]) / 2
        middles[i] = min(middles[i], limit - half)
        limit = middles[i] - half
    return [middles[i] for i in range(len(blocks))]
