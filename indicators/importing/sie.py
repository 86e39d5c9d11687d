"""SIE 4: the ledger's own text format, as far as outcome and budget per account, ansvar and month need it.

One record a line, `#LABEL` and fields parted by space; a field with space is quoted (`\\"` is a quote), an object list
stands in braces: `#PSALDO 0 202308 5010 {1 "4711"} 1234.50`. Amounts have a decimal point, debit is plus. Vouchers
stand in braces over several lines and are passed over, as is every label that isn't known here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.importing.refusing import refuse

Objects = tuple[tuple[str, str], ...]

_FIELD = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(\{)([^}]*)\}|([^\s"{}]+))')
_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?", re.ASCII)
_PERIOD = re.compile(r"20\d\d(?:0[1-9]|1[0-3])", re.ASCII)
MOST_FAULTS = 20


@dataclass(frozen=True)
class Balance:
    """One PSALDO or PBUDGET: the change of a month (YYYYMM), not what has gathered since January."""

    year: int
    period: int
    account: str
    objects: Objects
    amount: Decimal
    line: int


@dataclass
class SieFile:
    """What a file says; years are told as 0 (current), −1 (last) … with their dates in `years`."""

    fields: dict[str, str] = field(default_factory=dict)
    years: dict[int, tuple[dt.date, dt.date]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    objects: dict[tuple[str, str], str] = field(default_factory=dict)
    outcome: list[Balance] = field(default_factory=list)
    budget: list[Balance] = field(default_factory=list)
    results: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unknown: int = 0


class _Fault(ValueError):
    """A line that can't be read; the message is Swedish."""


def parse_sie(text: str) -> SieFile:
    """Read a file. Raises FileRefused where it isn't SIE with monthly balances; faults of lines are listed in it."""
    found = SieFile()
    for number, line in _records(text):
        label, _, rest = line.partition(" ") if " " in line else line.partition("\t")
        try:
            _take(found, label.upper(), rest, number)
        except (_Fault, ValueError, IndexError) as error:
            told = str(error) if isinstance(error, _Fault) else "posten har inte de fält som den ska ha"
            found.faults.append(f"Rad {number} ({label[:12]}): {told}.")
    _check(found)
    return found


def _records(text: str) -> Iterator[tuple[int, str]]:
    """The records with their line numbers, without what stands between braces on lines of their own."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        tidy = line.strip()
        if tidy == "{":
            depth += 1
        elif tidy == "}":
            depth = max(depth - 1, 0)
        elif not depth and tidy.startswith("#"):
            yield number, tidy


def _fields(text: str) -> list[str | Objects]:
    """The fields of a record. Raises _Fault where a quote or a brace isn't closed."""
    found: list[str | Objects] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _FIELD.match(text, at)
        if match is None:
            raise _Fault("citattecken eller klammer är inte avslutade")
        quoted, brace, inside, bare = match.groups()
        if brace:
            parts = [str(part) for part in _fields(inside)]
            if len(parts) % 2:
                raise _Fault("objektlistan ska ha dimension och objekt i par")
            found.append(tuple(zip(parts[::2], parts[1::2], strict=True)))
        else:
            found.append(re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare)
        at = match.end()
    return found


def _take(found: SieFile, label: str, rest: str, line: int) -> None:
    match label:
        case "#FLAGGA" | "#SIETYP" | "#FORMAT" | "#PROGRAM" | "#FNAMN" | "#ORGNR" | "#OMFATTN" | "#GEN" | "#VALUTA":
            found.fields[label[1:]] = str(_fields(rest)[0])
        case "#RAR":
            year, first, last = (str(part) for part in _fields(rest)[:3])
            found.years[int(year)] = (_day(first), _day(last))
        case "#KONTO":
            account, name = (str(part) for part in _fields(rest)[:2])
            found.accounts[account] = name
        case "#DIM" | "#UNDERDIM":
            dimension, name = (str(part) for part in _fields(rest)[:2])
            found.dimensions[dimension] = name
        case "#OBJEKT":
            dimension, code, name = (str(part) for part in _fields(rest)[:3])
            found.objects[dimension, code] = name
        case "#PSALDO":
            found.outcome.append(_balance(rest, line))
        case "#PBUDGET":
            found.budget.append(_balance(rest, line))
        case "#RES":
            year, account, amount = (str(part) for part in _fields(rest)[:3])
            found.results[int(year), account] = _amount(amount)
        case _:
            found.unknown += 1


def _balance(rest: str, line: int) -> Balance:
    year, period, account, objects, amount = _fields(rest)[:5]
    if not isinstance(objects, tuple):
        raise _Fault("objektlistan { } saknas")
    if not _PERIOD.fullmatch(str(period)):
        raise _Fault(f"perioden ”{str(period)[:12]}” är inte ÅÅÅÅMM")
    return Balance(int(str(year)), int(str(period)), str(account), objects, _amount(str(amount)), line)


def _amount(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise _Fault(f"beloppet ”{text[:20]}” är inte skrivet som 1234.50")
    return Decimal(text)


def _day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _check(found: SieFile) -> None:
    kind = found.fields.get("SIETYP", "")
    if kind not in ("3", "4"):
        told = f"typ {kind}" if kind else "en fil utan typ"
        raise refuse(
            "sie-type",
            f"SIE-filen är {told[:20]}; månader per ansvar finns bara i typ 3 och 4."
            " Exportera som SIE 4 med periodsaldon (PSALDO).",
        )
    if found.faults and len(found.faults) > MOST_FAULTS:
        raise refuse("sie-broken", f"SIE-filen har {len(found.faults)} rader som inte går att läsa. {found.faults[0]}")
    if not found.outcome and not found.budget and found.faults:
        raise refuse("sie-broken", f"SIE-filens månader går inte att läsa. {' '.join(found.faults[:3])}")
    if not found.outcome and not found.budget:
        raise refuse(
            "sie-empty",
            "SIE-filen har inga periodsaldon eller periodbudgetar (PSALDO, PBUDGET), så det finns inga månader att"
            " läsa. Exportera med periodsaldon per objekt.",
        )
