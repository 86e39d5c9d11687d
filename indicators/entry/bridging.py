"""From budget to forecast: the deviation, the items that explain it, and what is left unexplained.

Amounts are whole tkr; plus is better than budget, also for a cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from indicators.models import DeviationBridge, DeviationItem
from indicators.number_parsing import NumberError, parse_number
from indicators.numbers import Number, format_number, round_half_up
from indicators.spans import Month
from vss_portal import clock
from vss_portal.models import User

MOST_ITEMS = 12
LONGEST_CAUSE, LONGEST_TEXT = 100, 500
ITEM = ("order", "amount", "cause", "lasting", "text")


class BridgeRefused(ValueError):
    """Why the items weren't saved; the message is Swedish."""


@dataclass(frozen=True)
class ItemGiven:
    """A deviation item as it is typed."""

    amount: str
    cause: str
    text: str = ""
    lasting: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.amount.strip() or self.cause.strip() or self.text.strip())


@dataclass(frozen=True)
class Bridge:
    """A deviation with its items, and the version that they are; final where it is the outcome's, not a forecast's."""

    deviation: Number | None
    items: Sequence[DeviationItem] = ()
    number: int = 0
    is_final: bool = False

    @property
    def unexplained(self) -> Number | None:
        """What the items leave of the deviation; unknown where the deviation is."""
        if self.deviation is None:
            return None
        return round_half_up(self.deviation.fraction - sum(item.amount for item in self.items), 0)


def deviation(forecast: Number | None, budget: Number | None) -> Number | None:
    """Forecast (or the year's outcome) less budget of a net result: plus is better than budget."""
    if forecast is None or budget is None:
        return None
    return round_half_up(forecast.fraction - budget.fraction, 0)


def read_bridge(unit: int, at: Month, amount: Number | None) -> Bridge:
    """The latest version of the month, else that of the latest month before in the year (carried over)."""
    return bridge_from(latest_bridges([unit], at).get(unit), at, amount)


@dataclass(frozen=True)
class Version:
    """What was told of a deviation in a month, as its version with the number."""

    month: int
    number: int
    items: list[DeviationItem]


def latest_bridges(units: Sequence[int], at: Month) -> dict[int, Version]:
    """What `read_bridge` builds on, of several units: one query, none more for another unit."""
    rows = DeviationBridge.objects.filter(unit__in=units, year=at.year, month__lte=at.month)
    found: dict[int, Version] = {}
    told_of = [f"items__{name}" for name in ITEM]
    ordered = rows.order_by("month", "number", "items__order")
    for unit, month, number, *values in ordered.values_list("unit", "month", "number", *told_of):
        if unit not in found or (found[unit].month, found[unit].number) != (month, number):
            found[unit] = Version(month, number, [])
        # A version may have no items: all were taken away.
        if values[0] is not None:
            found[unit].items.append(DeviationItem(**dict(zip(ITEM, values, strict=True))))
    return found


def bridge_from(latest: Version | None, at: Month, amount: Number | None) -> Bridge:
    """The deviation with the items of that version; a version of a month before is carried over as a new one."""
    if latest is None:
        return Bridge(amount)
    return Bridge(amount, latest.items, latest.number if latest.month == at.month else 0)


def read_items(given: Iterable[ItemGiven]) -> list[tuple[int, ItemGiven]]:
    """The amounts in whole tkr. Raises BridgeRefused with everything that can't be read."""
    found, wrong = [], []
    for at, item in enumerate(given, 1):
        if item.is_blank:
            continue
        if not item.cause.strip():
            wrong.append(f"Rad {at} har ingen orsak. Skriv vad avvikelsen beror på.")
        try:
            number = parse_number(item.amount).number
        except NumberError as error:
            wrong.append(f"Rad {at}: {error.message}")
            continue
        if number is None:
            wrong.append(f"Rad {at} har inget belopp. Skriv beloppet i tkr, plus är bättre än budget.")
            continue
        found.append((round_half_up(number.fraction, 0).scaled, item))
    if wrong:
        raise BridgeRefused(f"{' '.join(wrong)} Inget är ändrat.")
    return found


@transaction.atomic
def save_bridge(*, unit: int, at: Month, given: Iterable[ItemGiven], seen: int, by: User) -> DeviationBridge:
    """Save the items as the next version. Raises BridgeRefused where they can't be read or somebody was first."""
    items = read_items(given)
    rows = DeviationBridge.objects.filter(unit=unit, year=at.year, month=at.month)
    latest = rows.aggregate(newest=Max("number"))["newest"] or 0
    if latest != seen:
        raise BridgeRefused(
            "Någon annan har just ändrat avvikelseposterna. Läs in sidan igen; dina rader är inte sparade."
        )
    try:
        with transaction.atomic():
            made = DeviationBridge.objects.create(
                unit_id=unit, year=at.year, month=at.month, number=latest + 1, by=by, at=clock.now()
            )
    except IntegrityError as error:
        raise BridgeRefused("Någon annan sparade i samma stund. Läs in sidan igen; inget är ändrat.") from error
    DeviationItem.objects.bulk_create(
        DeviationItem(
            bridge=made,
            order=order,
            amount=amount,
            cause=item.cause.strip()[:LONGEST_CAUSE],
            lasting=item.lasting,
            text=item.text.strip()[:LONGEST_TEXT],
        )
        for order, (amount, item) in enumerate(items[:MOST_ITEMS], 1)
    )
    return made


def told(bridge: Bridge) -> str:
    """The bridge in one line: `vakanser +400 · systembyte −1 050 · oförklarat 0`."""
    parts = [f"{item.cause} {format_number(item.amount, sign=True)}" for item in bridge.items]
    if bridge.unexplained is not None:
        parts.append(f"oförklarat {format_number(bridge.unexplained, sign=True)}")
    return " · ".join(parts)
