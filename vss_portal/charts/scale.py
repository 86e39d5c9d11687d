"""From numbers to places in a picture, exactly."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

HAIRLINES = 4
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """A straight way from numbers (``low`` to ``high``) to places (``start`` to ``end``)."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def place(self, value: Decimal) -> Decimal:
        """Where the value lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def around_zero(numbers: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Lowest and highest with zero between them; 0 to 1 where all are zero or none is known."""
    low, high = min([*numbers, Decimal(0)]), max([*numbers, Decimal(0)])
    return (low, high) if low < high else (Decimal(0), Decimal(1))


def ticks(numbers: list[Decimal]) -> list[Decimal]:
    """At most four round numbers after each other that hold all the given between the first and the last."""
    low, high = min(numbers, default=Decimal(0)), max(numbers, default=Decimal(1))
    if low == high:
        low, high = low - 1, high + 1
    for step in _round_steps(high - low):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first < HAIRLINES:
            return [step * (first + i) for i in range(int(last - first) + 1)]
    raise AssertionError("Ett steg på hela spannet räcker alltid.")


def tick_text(value: Decimal, step: Decimal) -> str:
    """A round number as Swedish writes it, with the decimals that its step needs."""
    decimals = max(-int(step.normalize().as_tuple().exponent), 0)
    text = f"{abs(value):,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")
    return f"\u2212{text}" if value < 0 else text


def _round_steps(span: Decimal) -> list[Decimal]:
    """Round steps from a quarter of the span upwards."""
    size = Decimal(10) ** (span / HAIRLINES).adjusted()
    steps = [step * size * ten for ten in (Decimal(1), Decimal(10)) for step in _STEPS]
    return [step for step in steps if step >= span / HAIRLINES]
