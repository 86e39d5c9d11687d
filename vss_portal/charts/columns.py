"""Standing bars in groups: few categories, such as costs and revenues, with a bar for each year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vss_portal.charts import looks, told
from vss_portal.charts.bars import horizontal_bars
from vss_portal.charts.model import WIDTH, BarChart, Chart, Series, Value
from vss_portal.charts.palette import Palette, default_palette
from vss_portal.charts.scale import Scale, around_zero
from vss_portal.charts.svg import picture, rule, words
from vss_portal.charts.text import LINE, width, wrap

PLOT = 190
WIDEST_BAR = 64
_GROUP_GAP = 28
_BAR_GAP = 4


def grouped_bars(chart: BarChart, palette: Palette | None = None, wide: int = WIDTH) -> Chart:
    """The chart with standing bars; laid down (``horizontal_bars``) where the values don't fit over them."""
    layout = _Layout(chart, palette or default_palette(), wide)
    if not chart.rows or layout.bar < layout.widest_text:
        return horizontal_bars(chart, palette, wide)
    alt = told.alt_text("Stående staplar", chart.title, chart.unit, _findings(chart))
    return Chart(svg=layout.drawn(alt), alt=alt)


def _findings(chart: BarChart) -> Iterator[str]:
    for at, series in enumerate(chart.series):
        yield told.extremes(series, told.of_series(chart.rows, at))


@dataclass(frozen=True)
class _Layout:
    chart: BarChart
    palette: Palette
    wide: int

    @property
    def values(self) -> list[Value]:
        return [value for row in self.chart.rows for value in row.values]

    @property
    def widest_text(self) -> Decimal:
        return max(width(value.text) for value in self.values)

    @property
    def slot(self) -> Decimal:
        """The room of one group."""
        return Decimal(self.wide) / len(self.chart.rows)

    @property
    def bar(self) -> Decimal:
        many = len(self.chart.series)
        return min(Decimal(WIDEST_BAR), (self.slot - _GROUP_GAP - (many - 1) * _BAR_GAP) / many)

    def scale(self, top: int) -> Scale:
        """Room is kept for a text over the highest bar and under the lowest."""
        low, high = around_zero([value.number for value in self.values if value.number is not None])
        under = LINE + 4 if low < 0 else 0
        return Scale(low, high, Decimal(top + PLOT - under), Decimal(top + LINE + 4))

    def drawn(self, alt: str) -> str:
        legend, top = looks.legend(self.chart.ident, self.chart.series, self.palette, self.wide)
        scale = self.scale(top)
        groups = "".join(self._group(at, scale) for at in range(len(self.chart.rows)))
        labels, bottom = self._labels(top + PLOT)
        hatch = looks.hatch(self.chart.ident, self.palette) if looks.needs_hatch(self.chart.series) else ""
        zero = scale.place(Decimal(0))
        line = rule(0, zero, self.wide, zero, self.palette["ink"])
        content = (hatch, legend, groups, line, labels)
        return picture(self.chart.ident, (self.wide, bottom), (alt, told.IN_TABLE), self.palette, *content)

    def _group(self, at: int, scale: Scale) -> str:
        row, many = self.chart.rows[at], len(self.chart.series)
        whole = many * self.bar + (many - 1) * _BAR_GAP
        left = self.slot * at + (self.slot - whole) / 2
        pairs = zip(self.chart.series, row.values, strict=True)
        return "".join(
            self._bar(series, value, left + i * (self.bar + _BAR_GAP), scale) for i, (series, value) in enumerate(pairs)
        )

    def _bar(self, series: Series, value: Value, left: Decimal, scale: Scale) -> str:
        zero, middle = scale.place(Decimal(0)), left + self.bar / 2
        if value.number is None:
            return words(middle, zero - 5, value.text, self.palette["ink-2"], text_anchor="middle")
        end = scale.place(value.number)
        bar = looks.box(self.chart.ident, series.look, (left, min(zero, end), self.bar, abs(end - zero)), self.palette)
        foot = end + LINE - 2 if value.number < 0 else end - 5
        return bar + words(middle, foot, value.text, self.palette["ink"], text_anchor="middle")

    def _labels(self, top: int) -> tuple[str, int]:
        wrapped = [wrap(row.label, self.slot - 8) for row in self.chart.rows]
        drawn = [
            words(self.slot * at + self.slot / 2, top + LINE * (i + 1), line, self.palette["ink"], text_anchor="middle")
            for at, lines in enumerate(wrapped)
            for i, line in enumerate(lines)
        ]
        return "".join(drawn), top + LINE * max(len(lines) for lines in wrapped) + 6
