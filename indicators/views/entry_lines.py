"""What all arrangements of the table share: the reasons for no value, and the line of the deviation from budget."""

from __future__ import annotations

from typing import Any

from indicators.entry.bridging import Bridge, told
from indicators.entry.deviating import writes_bridge
from indicators.entry.reading import AreaMonth
from indicators.number_parsing import Marker
from indicators.numbers import format_number

# The reasons for no value, and how the short ones are written.
REASONS = [(marker.word, marker.printed if marker.printed.isupper() else "") for marker in Marker]


def bridge_line(month: AreaMonth, bridge: Bridge) -> dict[str, Any]:
    """The words of the line."""
    return {
        "bridge": bridge,
        "deviation": "" if bridge.deviation is None else format_number(bridge.deviation, sign=True),
        "bridge_told": told(bridge),
        "writes_bridge": writes_bridge(month),
    }
