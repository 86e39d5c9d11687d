"""How many goals have which status: a mark for each goal, in rows of areas."""

from dataclasses import dataclass
from decimal import Decimal

from vss_portal.charts import told
from vss_portal.charts.model import WIDTH, Chart, StatusChart, StatusRow
from vss_portal.charts.palette import Palette, default_palette
from vss_portal.charts.svg import element, lines_of_words, picture, rule, words
from vss_portal.charts.text import LINE, width, wrap
from vss_portal.marks import drawing

MARK = 16
_STEP = 20
_KIND_GAP = 16
_ROW_GAP = 14
_LABEL_SHARE = Decimal("0.34")


def status_overview(chart: StatusChart, palette: Palette | None = None, wide: int = WIDTH) -> Chart:
    """The chart with a row of marks for each area, counted by kind over the picture."""
    layout = _Layout(chart, palette or default_palette(), wide)
    alt = told.alt_text("Översikt med ett märke för varje mål", chart.title, "", [_counted(chart)])
    return Chart(svg=layout.drawn(alt), alt=alt)


def _totals(chart: StatusChart) -> list[int]:
    return [sum(row.counts[at] for row in chart.rows) for at in range(len(chart.kinds))]


def _counted(chart: StatusChart) -> str:
    parts = [f"{count} {kind.word.lower()}" for kind, count in zip(chart.kinds, _totals(chart), strict=True)]
    return f"{', '.join(parts)}." if parts else ""


@dataclass(frozen=True)
class _Layout:
    chart: StatusChart
    palette: Palette
    wide: int

    @property
    def left(self) -> Decimal:
        """Where the marks begin: after the names, or at the edge where no row has a name."""
        longest = max((width(row.label) for row in self.chart.rows), default=Decimal(0))
        return min(longest, self.wide * _LABEL_SHARE) + 16 if longest else Decimal(0)

    def drawn(self, alt: str) -> str:
        legend, top = self._legend()
        rows, bottom = self._rows(Decimal(top))
        return picture(self.chart.ident, (self.wide, bottom + 2), (alt, told.IN_TABLE), self.palette, legend, *rows)

    def _legend(self) -> tuple[str, int]:
        parts, x, y = [], Decimal(0), 0
        for kind, count in zip(self.chart.kinds, _totals(self.chart), strict=True):
            text = f"{kind.word} {count}"
            wide = MARK + 6 + width(text)
            if x and x + wide > self.wide:
                x, y = Decimal(0), y + LINE + 6
            parts.append(self._mark(kind.mark, x, Decimal(y)))
            parts.append(words(x + MARK + 6, y + 13, text, self.palette["ink"]))
            x += wide + 24
        return "".join(parts), y + LINE + 14

    def _rows(self, top: Decimal) -> tuple[list[str], Decimal]:
        drawn = []
        for row in self.chart.rows:
            places, under = self._places(row)
            label = wrap(row.label, self.left - 16) if row.label else []
            high = max(under, Decimal(len(label) * LINE))
            drawn.append(rule(0, top, self.wide, top, self.palette["line"]))
            top += Decimal(_ROW_GAP) / 2
            drawn.append(lines_of_words(0, top + high / 2, label, self.palette["ink"]))
            start = top + (high - under) / 2
            drawn += [self._mark(mark, x, start + y) for mark, x, y in places]
            top += high + Decimal(_ROW_GAP) / 2
        return drawn, top

    def _places(self, row: StatusRow) -> tuple[list[tuple[str, Decimal, Decimal]], Decimal]:
        """Where each mark stands, in the kinds' order and on to a new line at the edge; and their height."""
        places, x, y = [], self.left, Decimal(0)
        for kind, count in zip(self.chart.kinds, row.counts, strict=True):
            for _ in range(count):
                if x + MARK > self.wide:
                    x, y = self.left, y + _STEP
                places.append((kind.mark, x, y))
                x += _STEP
            x += _KIND_GAP if count else 0
        return places, y + MARK

    def _mark(self, mark: str, x: Decimal, y: Decimal) -> str:
        inside = drawing(mark, self.palette.__getitem__)
        return element("g", inside, transform=f"translate({x.normalize():f} {y.normalize():f})")
