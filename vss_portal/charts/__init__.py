"""Charts as SVG text: small pure functions of exact numbers and ready-made labels.

    chart = horizontal_bars(BarChart(ident="resultat", title="Resultat per område", unit="mnkr", series=…, rows=…))
    chart.svg   the picture, the same for the browser and for the PDF
    chart.alt   what it shows, in words: kind, subject, highest and lowest

No Django, no dates, no randomness: the same input gives the same text. Colours and font come from the token file.
Every chart has its numbers in a table beside it; the picture is never the only place where they stand.
"""

from vss_portal.charts.bars import horizontal_bars
from vss_portal.charts.columns import grouped_bars
from vss_portal.charts.model import (
    BarChart,
    Break,
    Chart,
    Line,
    LineChart,
    Look,
    Row,
    Series,
    StatusChart,
    StatusKind,
    StatusRow,
    Target,
    Value,
)
from vss_portal.charts.palette import Palette, default_palette
from vss_portal.charts.series import time_series
from vss_portal.charts.statuses import status_overview

__all__ = [
    "BarChart",
    "Break",
    "Chart",
    "Line",
    "LineChart",
    "Look",
    "Palette",
    "Row",
    "Series",
    "StatusChart",
    "StatusKind",
    "StatusRow",
    "Target",
    "Value",
    "default_palette",
    "grouped_bars",
    "horizontal_bars",
    "status_overview",
    "time_series",
]
