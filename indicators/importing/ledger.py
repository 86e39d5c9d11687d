"""A ledger's balances become results: costs and revenues per unit and month.

Debit is plus in a ledger: costs come positive and revenues negative, so revenues = −Σ class 3, and the result is −Σ of
classes 3 to 8. Classes 4 to 8 are costs; the financial accounts of class 8 are netted there, unless the source says
otherwise. Balance accounts (1, 2) and internal ones (9) are passed over.

The same amount may be given twice, with and without objects, and divided by several dimensions. Of each account and
month one aggregate is used, the one that its control total confirms.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.importing.naming import Book
from indicators.importing.rows import Row
from indicators.importing.sie import Balance, SieFile
from indicators.models.choices import Scenario, SpanChoice
from indicators.numbers import Number, format_number
from indicators.spans import Month

RESPONSIBILITY = "1"
DEFAULT_ACCOUNTS = (("3", "3", "revenues"), ("4", "8", "costs"))
NO_RESPONSIBILITY = ""
MOST_TOLD = 8


@dataclass
class Ledger:
    """Amounts in kronor, debit plus, by ansvar, account, scenario and month; `controls` tell what didn't agree."""

    amounts: dict[tuple[str, str, str, int], Decimal] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    controls: list[str] = field(default_factory=list)
    earlier: int = 0

    def plain(self) -> dict[str, object]:
        """As JSON."""
        lines = [[*key, str(amount)] for key, amount in self.amounts.items()]
        return {"lines": lines, "names": self.names, "controls": self.controls, "earlier": self.earlier}


def ledger_of(found: SieFile) -> Ledger:
    """The balances of a SIE file's result accounts, each counted once, held against its control totals."""
    ledger = Ledger(
        names={code: name for (dimension, code), name in found.objects.items() if dimension == RESPONSIBILITY}
    )
    ledger.controls += [*found.faults, *_reach(found)]
    for scenario, balances in ((Scenario.OUTCOME.value, found.outcome), (Scenario.BUDGET.value, found.budget)):
        accounts: dict[tuple[int, str], list[Balance]] = defaultdict(list)
        for balance in balances:
            if balance.year:
                ledger.earlier += 1
            elif balance.account[:1] in "345678":
                accounts[balance.year, balance.account].append(balance)
        for (year, account), rows in sorted(accounts.items()):
            control = found.results.get((year, account)) if scenario == Scenario.OUTCOME else None
            _add(ledger, scenario, rows, control)
    return ledger


def _reach(found: SieFile) -> Iterator[str]:
    """A month that the file was written in the middle of."""
    reach = found.fields.get("OMFATTN", "")
    last = max((row.period for row in found.outcome if not row.year), default=0)
    whole = reach.isdecimal() and len(reach) == 8 and last % 100 <= 12
    if last and whole and dt.date(int(reach[:4]), int(reach[4:6]), int(reach[6:])) < Month(*divmod(last, 100)).last_day:
        yield f"Filen omfattar till och med {reach}, så månaden {last} är inte hel."


def _add(ledger: Ledger, scenario: str, rows: Sequence[Balance], control: Decimal | None) -> None:
    """One account of one year: choose the aggregate, add it up, and say where it differs from its totals."""
    account = rows[0].account
    monthly = defaultdict(list)
    for row in rows:
        monthly[row.period].append(row)
    totals = {period: _sum(row for row in part if not row.objects) for period, part in monthly.items()}
    narrow = [row for row in rows if [dim for dim, _ in row.objects] == [RESPONSIBILITY]]
    wide = [row for row in rows if RESPONSIBILITY in dict(row.objects)]
    chosen = _confirmed((narrow, wide), totals, {row.period for row in rows if not row.objects}, control)
    for row in chosen:
        _put(ledger, dict(row.objects)[RESPONSIBILITY], scenario, row)
    _rest(ledger, scenario, monthly, chosen, totals)
    added = sum((row.amount for row in chosen), Decimal(0)) + _unplaced(monthly, chosen)
    if control is not None and added != control:
        told = f"{format_number(added)} kr i månaderna, {format_number(control)} kr i årets resultat (RES)"
        ledger.controls.append(f"Konto {account}: {told}.")


def _sum(rows: Iterable[Balance]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def _confirmed(
    choices: tuple[list[Balance], list[Balance]],
    totals: Mapping[int, Decimal],
    known: set[int],
    control: Decimal | None,
) -> list[Balance]:
    """The rows with ansvar alone, or those with further dimensions too: whichever a control total confirms."""
    narrow, wide = choices
    for rows in (narrow, wide):
        if known and all(_sum(row for row in rows if row.period == period) == totals[period] for period in known):
            return rows
    for rows in (narrow, wide):
        if control is not None and rows and _sum(rows) == control:
            return rows
    return narrow or wide


def _rest(
    ledger: Ledger, scenario: str, monthly: Mapping[int, list[Balance]], chosen: Sequence[Balance],
    totals: Mapping[int, Decimal],
) -> None:  # fmt: skip
    """What a month's total has beyond its ansvar; a month without any ansvar has its total, or another division."""
    for period, rows in monthly.items():
        placed = [row for row in chosen if row.period == period]
        whole = [row for row in rows if not row.objects]
        if whole and not placed:
            _put(ledger, NO_RESPONSIBILITY, scenario, whole[0], totals[period])
        elif not whole and not placed:
            for row in _first_division(rows):
                _put(ledger, NO_RESPONSIBILITY, scenario, row)
        elif whole and totals[period] != _sum(placed):
            told = f"{format_number(_sum(placed))} kr på ansvar, {format_number(totals[period])} kr totalt"
            ledger.controls.append(f"Konto {whole[0].account}, {period}: {told}.")


def _first_division(rows: Sequence[Balance]) -> list[Balance]:
    """Of a month that is divided by other dimensions only, one whole division: the one with the fewest dimensions."""
    divided: dict[tuple[str, ...], list[Balance]] = defaultdict(list)
    for row in rows:
        divided[tuple(dimension for dimension, _ in row.objects)].append(row)
    return divided[min(divided, key=lambda dimensions: (len(dimensions), dimensions))] if divided else []


def _unplaced(monthly: Mapping[int, list[Balance]], chosen: Sequence[Balance]) -> Decimal:
    placed = {row.period for row in chosen}
    left = [rows for period, rows in monthly.items() if period not in placed]
    return _sum(row for rows in left for row in [row for row in rows if not row.objects] or _first_division(rows))


def _put(ledger: Ledger, code: str, scenario: str, row: Balance, amount: Decimal | None = None) -> None:
    key = (code, row.account, scenario, row.period)
    ledger.amounts[key] = ledger.amounts.get(key, Decimal(0)) + (row.amount if amount is None else amount)


@dataclass
class Placed:
    """A ledger's figures as rows, and the ansvar (code → name) that nobody has said the unit of."""

    rows: list[Row] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)


Intervals = Sequence[tuple[str, str, str]]


def rows_of(
    lines: Iterable[Sequence[str | int]], names: Mapping[str, str], units: Intervals, accounts: Intervals, book: Book
) -> Placed:
    """One row per unit, indicator, scenario and month. `units` and `accounts` are intervals with the code they mean."""
    placed = Placed()
    sums: dict[tuple[str, str, str, int], Decimal] = defaultdict(Decimal)
    for responsibility, account, scenario, period, amount in lines:
        indicator = meaning(str(account), accounts or DEFAULT_ACCOUNTS)
        if not indicator:
            placed.passed["accounts"] += 1
            continue
        unit = meaning(str(responsibility), units)
        if unit is None:
            unit = _by_name(str(responsibility), names, book)
        if unit is None:
            name = names.get(str(responsibility), "")
            placed.unknown[str(responsibility)] = name
        elif unit:
            value = Decimal(str(amount))
            sums[unit, indicator, str(scenario), int(period)] += -value if indicator == "revenues" else value
        else:
            placed.passed["told-to-pass"] += 1
    for (unit, indicator, scenario, period), kronor in sorted(sums.items()):
        placed.rows.append(_row(unit, indicator, scenario, period, kronor, book))
    return placed


def _by_name(code: str, names: Mapping[str, str], book: Book) -> str | None:
    """An ansvar that carries a unit's own name needs no telling."""
    return book.units.code(names[code]) if names.get(code) else None


def _row(unit: str, indicator: str, scenario: str, period: int, kronor: Decimal, book: Book) -> Row:
    year, month = divmod(period, 100)
    name = "Kostnader" if indicator == "costs" else "Intäkter"
    row = Row(
        place=f"{book.units.shown.get(unit, unit)}, {name.lower()}, {period}", unit=unit, indicator=indicator,
        scenario=scenario, year=year, month=month, span=SpanChoice.MONTH.value, given=f"{format_number(kronor)} kr",
    )  # fmt: skip
    exact = Number.of(kronor).shift(-3)
    row.number = exact.rounded(book.measures.get(indicator, ("tkr", 0))[1])
    if unit not in book.unit_rows or indicator not in book.indicator_rows:
        row.wrong("unknown-unit", f"Enheten eller indikatorn för {row.place} finns inte i portalen.")
    return row


def meaning(code: str, intervals: Intervals) -> str | None:
    """What the interval that holds the code means: the narrowest one; None where no interval does."""
    holding = [(first, last, told) for first, last, told in intervals if _holds(first, last, code)]
    return min(holding, key=lambda found: (-len(found[0]), found[0] != found[1]))[2] if holding else None


def _holds(first: str, last: str, code: str) -> bool:
    if code.isdigit() and first.isdigit() and last.isdigit():
        width = len(code)
        low, high = first.ljust(width, "0")[:width], last.ljust(width, "9")[:width]
        return int(low) <= int(code) <= int(high)
    return first <= code <= last
