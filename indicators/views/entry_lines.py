"""What all arrangements of the table share: the reasons for no value, and the line of the deviation from budget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from indicators.entry.bridging import Bridge, told
from indicators.entry.deviating import writes_bridge
from indicators.entry.outlook import Outlook, OutlookLine, outlook_of
from indicators.entry.reading import AreaMonth
from indicators.number_parsing import Marker
from indicators.numbers import Number, format_number
from indicators.spans import Month, month_name, months_label

# The reasons for no value, and how the short ones are written.
REASONS = [(marker.word, marker.printed if marker.printed.isupper() else "") for marker in Marker]

#: A column of the year's end: its heading, and what it says of a sum.
Column = tuple[str, Callable[[OutlookLine], str]]


def bridge_line(month: AreaMonth, bridge: Bridge) -> dict[str, Any]:
    """The words of the line."""
    outlook = outlook_of(month)
    # What an older forecast changed was told in its month.
    is_news = outlook.is_final or not outlook.is_older
    net = outlook.lines[-1] if outlook.lines and is_news else None
    return {
        "bridge": bridge,
        "deviation": _signed(bridge.deviation),
        "bridge_told": told(bridge),
        "bridge_change": _signed(net.change) if net and net.change is not None else "",
        "bridge_before": _month_of(outlook.made if outlook.is_final else outlook.made_before),
        "writes_bridge": writes_bridge(month),
    }


def outlook_table(outlook: Outlook, bridge: Bridge) -> dict[str, Any]:
    """The year's end as a table: its headings, a row a sum with the cells under them; and what it deviates by."""
    columns = _columns(outlook)
    return {
        "outlook": outlook,
        "outlook_heads": [head for head, _ in columns],
        "outlook_rows": [(line, [(head, cell(line)) for head, cell in columns]) for line in outlook.lines],
        "outlook_made": _month_of(outlook.made),
        "deviation": _signed(bridge.deviation),
        "unexplained": _signed(bridge.unexplained),
    }


def _columns(outlook: Outlook) -> list[Column]:
    """Outcome + what is left = forecast, then what the year's end is against the forecast before and the budget."""
    year = outlook.at.year
    change: Column = ("Ändring", lambda line: _signed(line.change))
    found: list[Column] = []
    if outlook.is_final:
        found.append((f"Utfall {year}", lambda line: _plain(line.end)))
        if outlook.made:
            found += [(f"Prognos i {_month_of(outlook.made)}", lambda line: _plain(line.forecast)), change]
    else:
        found += _to_the_forecast(outlook)
        if outlook.made_before:
            found += [(f"Prognos i {_month_of(outlook.made_before)}", lambda line: _plain(line.before)), change]
    found.append((f"Budget {year}", lambda line: _plain(line.budget)))
    found.append(("Avvikelse", lambda line: _signed(line.deviation)))
    if outlook.to_come:
        found.append((f"Utfall {outlook.to_come} {year - 1}", lambda line: _plain(line.rest_before)))
    return found


def _to_the_forecast(outlook: Outlook) -> list[Column]:
    if not outlook.to_come:
        return [("Prognos helår", lambda line: _plain(line.forecast))]
    return [
        (f"Utfall {months_label(outlook.at.month)}", lambda line: _plain(line.so_far)),
        (f"+ Kvar {outlook.to_come}", lambda line: _plain(line.rest)),
        ("= Prognos helår", lambda line: _plain(line.forecast)),
    ]


def _month_of(made: Month | None) -> str:
    return month_name(made.month) if made else ""


def _plain(number: Number | None) -> str:
    return "–" if number is None else format_number(number)


def _signed(number: Number | None) -> str:
    return "–" if number is None else format_number(number, sign=True)
