"""Horizontal bars: units under each other, the values written at the ends of their bars."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vss_portal.charts import looks, told
from vss_portal.charts.model import WIDTH, BarChart, Chart, Row, Series, Value
from vss_portal.charts.palette import Palette, default_palette
from vss_portal.charts.scale import Scale, around_zero
from vss_portal.charts.svg import lines_of_words, picture, rule, words
from vss_portal.charts.text import LINE, width, wrap

BAR = 15
BAR_GAP = 2
ROW_GAP = 18
_VALUE_GAP = 5
_LABEL_SHARE = Decimal("0.34")


def horizontal_bars(chart: BarChart, palette: Palette | None = None, wide: int = WIDTH) -> Chart:
    """The chart with a bar for each row and series, from a common zero line.

    A value below zero goes to the left; one without number shows its marker at the zero line. Names that are too long
    for their column are broken. The texts are the given ones: order, sign and decimals are the caller's.
    """
    layout = _Layout(chart, palette or default_palette(), wide)
    alt = told.alt_text("Liggande staplar", chart.title, chart.unit, _findings(chart))
    return Chart(svg=layout.drawn(alt), alt=alt)


def _findings(chart: BarChart) -> Iterator[str]:
    for at, series in enumerate(chart.series):
        yield told.extremes(series, told.of_series(chart.rows, at))


@dataclass(frozen=True)
class _Layout:
    chart: BarChart
    palette: Palette
    wide: int

    def drawn(self, alt: str) -> str:
        legend, top = looks.legend(self.chart.ident, self.chart.series, self.palette, self.wide)
        rows, bottom = self._rows(Decimal(top))
        hatch = looks.hatch(self.chart.ident, self.palette) if looks.needs_hatch(self.chart.series) else ""
        zero = self.scale.place(Decimal(0))
        line = rule(zero, top, zero, bottom, self.palette["ink"])
        size = (self.wide, bottom + 1)
        return picture(self.chart.ident, size, (alt, told.IN_TABLE), self.palette, hatch, legend, *rows, line)

    @property
    def label_room(self) -> Decimal:
        """The names' column: as wide as the longest, a third of the picture at most."""
        longest = max((width(row.label) for row in self.chart.rows), default=Decimal(0))
        return min(longest, self.wide * _LABEL_SHARE)

    @property
    def scale(self) -> Scale:
        """Room is kept at both ends for the values' texts."""
        values = [value for row in self.chart.rows for value in row.values]
        low, high = around_zero([value.number for value in values if value.number is not None])
        left = _room(value for value in values if value.number is not None and value.number < 0)
        right = _room(value for value in values if value.number is None or value.number >= 0)
        return Scale(low, high, self.label_room + 12 + left, self.wide - right)

    def _rows(self, top: Decimal) -> tuple[list[str], Decimal]:
        drawn = []
        for row in self.chart.rows:
            label = wrap(row.label, self.label_room)
            high = Decimal(max(len(label) * LINE, len(row.values) * (BAR + BAR_GAP) - BAR_GAP))
            top += Decimal(ROW_GAP) / 2
            drawn.append(lines_of_words(0, top + high / 2, label, self.palette["ink"]))
            drawn.append(self._bars(row, top + high / 2))
            top += high + Decimal(ROW_GAP) / 2
        return drawn, top

    def _bars(self, row: Row, middle: Decimal) -> str:
        top = middle - Decimal(len(row.values) * (BAR + BAR_GAP) - BAR_GAP) / 2
        pairs = zip(self.chart.series, row.values, strict=True)
        return "".join(self._bar(series, value, top + i * (BAR + BAR_GAP)) for i, (series, value) in enumerate(pairs))

    def _bar(self, series: Series, value: Value, top: Decimal) -> str:
        zero, foot = self.scale.place(Decimal(0)), top + BAR - 3
        if value.number is None:
            return words(zero + _VALUE_GAP, foot, value.text, self.palette["ink-2"])
        end = self.scale.place(value.number)
        bar = looks.box(self.chart.ident, series.look, (min(zero, end), top, abs(end - zero), BAR), self.palette)
        if value.number < 0:
            return bar + words(end - _VALUE_GAP, foot, value.text, self.palette["ink"], text_anchor="end")
        return bar + words(end + _VALUE_GAP, foot, value.text, self.palette["ink"])


def _room(values: Iterator[Value]) -> Decimal:
    return max((width(value.text) + _VALUE_GAP + 2 for value in values), default=Decimal(2))
