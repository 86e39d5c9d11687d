"""Series over time: lines with a shape at each value, the target, and where the way of measuring changed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from vss_portal.charts import told
from vss_portal.charts.looks import colour_of
from vss_portal.charts.model import WIDTH, Break, Chart, Line, LineChart, Series, Target, Value
from vss_portal.charts.palette import Palette, default_palette
from vss_portal.charts.points import apart, shape
from vss_portal.charts.scale import Scale, tick_text, ticks
from vss_portal.charts.svg import element, lines_of_words, picture, rule, words
from vss_portal.charts.text import LINE, width, wrap

PLOT = 200
_NOTE_ROOM = Decimal(150)
_END_ROOM = Decimal("0.3")
# Between the plot and the texts at its right stands each line's shape once more.
_END_MARK = 26
# The first and the last value stand a little inside the plot.
_INSET = 12
_DASHES = {"stroke_width": "1.5", "stroke_dasharray": "6 4"}


def time_series(chart: LineChart, palette: Palette | None = None, wide: int = WIDTH) -> Chart:
    """The chart with a line for each series; a gap where a value is missing, and no line over a change of method.

    The target is a dashed line, or a band between two numbers or up to the edge. What a line means and its last value
    are written at its right end.
    """
    layout = _Layout(chart, palette or default_palette(), wide)
    alt = told.alt_text("Linjer över tid", chart.title, chart.unit, _findings(chart))
    return Chart(svg=layout.drawn(alt), alt=alt)


def _findings(chart: LineChart) -> Iterator[str]:
    for line in chart.lines:
        yield told.extremes(Series(line.name, line.look), list(zip(chart.moments, line.values, strict=True)))
    if chart.target:
        yield f"{chart.target.text}."
    for one in chart.breaks:
        yield f"Från {chart.moments[one.at]}: {(one.told or one.note).rstrip('.')}."


@dataclass(frozen=True)
class _Layout:
    chart: LineChart
    palette: Palette
    wide: int

    @property
    def top(self) -> int:
        """Over the plot stand the notes of breaks."""
        notes = [wrap(one.note, _NOTE_ROOM) for one in self.chart.breaks]
        return 12 + LINE * max((len(lines) for lines in notes), default=0)

    @property
    def ticks(self) -> list[Decimal]:
        target = self.chart.target
        aims = [end for end in (target.low, target.high) if end is not None] if target else []
        numbers = [value.number for line in self.chart.lines for value in line.values if value.number is not None]
        return ticks([*numbers, *aims])

    @property
    def upright(self) -> Scale:
        return Scale(self.ticks[0], self.ticks[-1], Decimal(self.top + PLOT), Decimal(self.top))

    @property
    def tick_texts(self) -> list[str]:
        return [tick_text(value, self.ticks[1] - self.ticks[0]) for value in self.ticks]

    @property
    def left(self) -> Decimal:
        """Where the plot begins: after the scale's numbers, and so that the first moment's name has room."""
        return max(max(width(text) for text in self.tick_texts) + 10, self._half_name(0) - _INSET)

    @property
    def right(self) -> Decimal:
        """Where the plot ends: the texts at the ends of the lines have what is left, a third at most."""
        longest = max((width(text) for text, _, _ in self._end_texts()), default=Decimal(0))
        texts = min(longest, self.wide * _END_ROOM) + _END_MARK + 2
        return self.wide - max(texts, self._half_name(-1) - _INSET)

    def _half_name(self, at: int) -> Decimal:
        return width(self.chart.moments[at]) / 2 if self.chart.moments else Decimal(0)

    def along(self, at: int) -> Decimal:
        """Where moment number ``at`` lies; a single one lies in the middle."""
        many = len(self.chart.moments)
        room = self.right - self.left - 2 * _INSET
        return self.left + _INSET + (room * at / (many - 1) if many > 1 else room / 2)

    def drawn(self, alt: str) -> str:
        parts = [self._band(), self._grid(), self._breaks(), self._target_line()]
        parts += [self._line(at, line) for at, line in enumerate(self.chart.lines)]
        parts += [self._ends(), self._moments()]
        size = (self.wide, self.top + PLOT + LINE + 10)
        return picture(self.chart.ident, size, (alt, told.IN_TABLE), self.palette, *parts)

    def _grid(self) -> str:
        drawn = []
        for value, text in zip(self.ticks, self.tick_texts, strict=True):
            y = self.upright.place(value)
            drawn.append(rule(self.left, y, self.right, y, self.palette["ink" if value == 0 else "line"]))
            drawn.append(words(self.left - 6, y + Decimal("4.5"), text, self.palette["ink-2"], text_anchor="end"))
        return "".join(drawn)

    def _band(self) -> str:
        target = self.chart.target
        if target is None or target.low == target.high:
            return ""
        low = self.ticks[0] if target.low is None else target.low
        high = self.ticks[-1] if target.high is None else target.high
        top, bottom = self.upright.place(high), self.upright.place(low)
        fill = self.palette["green-tint"]
        return element("rect", x=self.left, y=top, width=self.right - self.left, height=bottom - top, fill=fill)

    def _target_line(self) -> str:
        """Dashed at each end that is a number."""
        target = self.chart.target
        ends = {target.low, target.high} - {None} if target else set()
        places = sorted(self.upright.place(end) for end in ends if end is not None)
        return "".join(rule(self.left, y, self.right, y, self.palette["green"], **_DASHES) for y in places)

    def _breaks(self) -> str:
        return "".join(self._break(one) for one in self.chart.breaks)

    def _break(self, one: Break) -> str:
        here = self.along(one.at)
        x = (self.along(one.at - 1) + here) / 2 if one.at else here - 8
        dash = rule(x, self.top - 6, x, self.top + PLOT, self.palette["ink-2"], stroke_dasharray="3 3")
        lines = wrap(one.note, _NOTE_ROOM)
        middle = Decimal(LINE * len(lines)) / 2
        # A note near the right edge goes to the left of its line.
        if x + _NOTE_ROOM > self.wide:
            return dash + lines_of_words(x - 4, middle, lines, self.palette["ink-2"], text_anchor="end")
        return dash + lines_of_words(x + 4, middle, lines, self.palette["ink-2"])

    def _line(self, at: int, line: Line) -> str:
        colour = colour_of(line.look, self.palette)
        breaks = {one.at for one in self.chart.breaks if not one.lines or at in one.lines}
        spots = [self._spot(i, value) for i, value in enumerate(line.values)]
        strokes = [
            rule(*one, *other, colour, stroke_width=2)
            for i, (one, other) in enumerate(pairwise(spots), start=1)
            if one and other and i not in breaks
        ]
        shapes = [shape(at, spot, colour, self.palette) for spot in spots if spot]
        return "".join([*strokes, *shapes, self._values(line)])

    def _spot(self, at: int, value: Value) -> tuple[Decimal, Decimal] | None:
        return None if value.number is None else (self.along(at), self.upright.place(value.number))

    def _values(self, line: Line) -> str:
        """The values over their points, where only one line wants the room; the last stands at the line's end."""
        widest = max((width(value.text) for value in line.values), default=Decimal(0)) + 6
        if len(self.chart.lines) > 1 or len(line.values) < 2 or widest > self.along(1) - self.along(0):
            return ""
        spots = [(self._spot(at, value), value.text) for at, value in enumerate(line.values)]
        known = [(spot, text) for spot, text in spots if spot][:-1]
        ink = self.palette["ink"]
        return "".join(words(x, _beside(y), text, ink, text_anchor="middle") for (x, y), text in known)

    def _end_texts(self) -> list[tuple[str, Decimal, int | None]]:
        """What is written at the right, the value that it stands at, and its line's number (none for the target)."""
        known = [(at, line, last) for at, line in enumerate(self.chart.lines) if (last := _last(line))]
        texts = [(f"{line.name} {last.text}", last.number, at) for at, line, last in known]
        target = [(self.chart.target.text, _aim(self.chart.target), None)] if self.chart.target else []
        return [(text, value, at) for text, value, at in [*texts, *target] if value is not None]

    def _ends(self) -> str:
        room = self.wide - self.right - _END_MARK
        blocks = [(wrap(text, room), self.upright.place(value), at) for text, value, at in self._end_texts()]
        bottom = Decimal(self.top + PLOT + LINE + 8)
        middles = apart([(place, LINE * len(lines)) for lines, place, _ in blocks], bottom)
        texts = zip(blocks, middles, strict=True)
        return "".join(self._end(lines, middle, at) for (lines, _, at), middle in texts)

    def _end(self, lines: list[str], middle: Decimal, at: int | None) -> str:
        x, high = self.right + 14, middle - Decimal(LINE * (len(lines) - 1)) / 2
        text = lines_of_words(self.right + _END_MARK, middle, lines, self.palette["ink"])
        if at is None:
            return text + rule(x - 7, high, x + 7, high, self.palette["green"], **_DASHES)
        return text + shape(at, (x, high), colour_of(self.chart.lines[at].look, self.palette), self.palette)

    def _moments(self) -> str:
        """Every moment's name where there is room, else every second, third … counted from the last."""
        many = len(self.chart.moments)
        widest = max((width(text) for text in self.chart.moments), default=Decimal(0)) + 10
        step = 1 if many < 2 else max(math.ceil(widest / (self.along(1) - self.along(0))), 1)
        y = self.top + PLOT + LINE + 2
        return "".join(
            words(self.along(at), y, text, self.palette["ink-2"], text_anchor="middle")
            for at, text in enumerate(self.chart.moments)
            if (many - 1 - at) % step == 0
        )


def _beside(y: Decimal) -> Decimal:
    """The foot of a point's value: over it, or under it where there is no room above."""
    return y - 10 if y >= LINE + 6 else y + LINE + 4


def _last(line: Line) -> Value | None:
    return next((value for value in reversed(line.values) if value.number is not None), None)


def _aim(target: Target) -> Decimal | None:
    return target.high if target.high is not None else target.low
