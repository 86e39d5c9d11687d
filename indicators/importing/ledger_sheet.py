"""A balance table out of the ledger's report writer: a row per ansvar and account, amounts in one or several columns.

It becomes the same lines as a SIE file, in kronor, debit plus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.importing.cells import Sheet, place, said
from indicators.importing.headings import Column, Head, read_head
from indicators.importing.interpreting import chosen_sheets
from indicators.importing.naming import Book, is_total
from indicators.importing.periods import PeriodError, read_period
from indicators.importing.values import Habits, read_value
from indicators.models.choices import Scenario
from indicators.models.imports import MoneyUnit

_TO_KRONOR = {MoneyUnit.KR.value: 0, MoneyUnit.TKR.value: 3, MoneyUnit.MNKR.value: 6}


@dataclass
class Lines:
    """Lines of a ledger (ansvar, account, scenario, YYYYMM, amount), names of ansvar, and what is wrong."""

    lines: list[list[str | int]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)


def is_ledger(sheets: Sequence[Sheet], book: Book, mapping: Mapping[str, Any]) -> bool:
    """Whether the chosen sheet has a column of accounts."""
    chosen = chosen_sheets(sheets, book, mapping)
    return bool(chosen) and any(column.role == "account" for column in read_head(chosen[0], book, mapping).columns)


def lines_of(sheets: Sequence[Sheet], book: Book, mapping: Mapping[str, Any], habits: Habits) -> Lines:
    """All lines of the chosen sheets; sums of levels and opening balances are passed over."""
    found = Lines()
    for sheet in chosen_sheets(sheets, book, mapping):
        head = read_head(sheet, book, mapping)
        for at in range(head.last + 1, len(sheet.rows)):
            if sheet.rows[at] and at not in sheet.hidden_rows:
                _line(sheet, at, head, mapping, habits, found)
    return found


def _line(sheet: Sheet, at: int, head: Head, mapping: Mapping[str, Any], habits: Habits, found: Lines) -> None:
    labels = {column.role: said(sheet.cell(at, column.index)) for column in head.columns if column.role != "value"}
    values = [(column, sheet.cell(at, column.index)) for column in head.columns if column.role == "value"]
    account = labels.get("account", "").removesuffix(".0")
    if not any(cell for _column, cell in values):
        return
    if not account or not account[0].isdigit() or any(is_total(label) for label in labels.values() if label):
        found.passed["totals"] += 1
        return
    unit, code = labels.get("unit", ""), labels.get("responsibility", "").removesuffix(".0")
    code = code or unit
    if unit:
        found.names.setdefault(code, unit)
    for column, cell in values:
        if cell:
            _amount(sheet, at, column, cell, (code, account), labels, mapping, habits, found)


def _amount(
    sheet: Sheet, at: int, column: Column, cell: str, about: tuple[str, str], labels: Mapping[str, str],
    mapping: Mapping[str, Any], habits: Habits, found: Lines,
) -> None:  # fmt: skip
    where = place(at, column.index)
    fixed = {**mapping.get("fixed", {}), **column.fixed}
    try:
        period = _period(sheet, at, labels, fixed)
    except PeriodError as error:
        if "period 00" in str(error):
            found.passed["opening"] += 1
        else:
            found.problems.append((where, str(error)))
        return
    value = read_value(cell, Habits(dash=habits.dash, point=habits.point), indicator="", measure="", decimals=9)
    if value.problem:
        found.problems.append((where, value.problem))
    elif value.number is not None and value.number.scaled:
        kronor = Decimal(value.number.shift(_TO_KRONOR[habits.money_unit]).value)
        scenario = str(fixed.get("scenario") or Scenario.OUTCOME.value)
        turned = habits.sign == "result"
        found.lines.append([*about, scenario, period, str(-kronor if turned else kronor)])


def _period(sheet: Sheet, at: int, labels: Mapping[str, str], fixed: Mapping[str, Any]) -> int:
    told = labels.get("period", "")
    period = read_period(f"t{told}") if told else None
    year = (period and period.year) or int(fixed.get("year") or 0)
    month = (period and period.month) or int(fixed.get("month") or 0)
    if not year or not month:
        raise PeriodError("Raden säger inte vilken månad den gäller. Ange år och månad under Tolkning.")
    return year * 100 + month
