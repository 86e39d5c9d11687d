"""The shares by which figures of a divided unit are restated: read, kept with who and when, told as an assumption."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from indicators.models import Organisation, RestatedShare, Unit
from indicators.number_parsing import NumberError, parse_number
from indicators.numbers import Number, format_number, round_half_up
from indicators.organisation import UnitTree
from indicators.year.ways import with_forebears
from vss_portal import clock
from vss_portal.models import User

WHOLE = Fraction(100)
MOST_DECIMALS = 6


def read_share(text: str) -> Fraction | None:
    """A share in per cent: "60" or "33,3 %"; None where nothing is given. Raises ValueError with a Swedish sentence."""
    plain = text.strip().removesuffix("%").strip()
    if not plain:
        return None
    try:
        number = parse_number(plain).number
    except NumberError:
        number = None
    if number is None or not 0 <= number.fraction <= WHOLE or number.decimals > MOST_DECIMALS:
        raise ValueError(f"”{text}” är ingen andel. Skriv ett tal från 0 till 100, till exempel 60.")
    return number.fraction


def percent(share: Fraction) -> Number:
    """The share in per cent with as few decimals as say it exactly."""
    exact = (round_half_up(share, decimals) for decimals in range(MOST_DECIMALS))
    return next((number for number in exact if number.fraction == share), round_half_up(share, MOST_DECIMALS))


def words(share: Fraction) -> str:
    """The share as it is written: `33,3 %`."""
    return f"{format_number(percent(share))}\u00a0%"


def kept_shares(organisation: Organisation, day: dt.date, year: int) -> dict[int, RestatedShare]:
    """The latest share of each unit of the change, by the unit's key: the year's own, else that of another year."""
    rows = RestatedShare.objects.filter(unit__organisation=organisation, day=day).select_related("by").order_by("pk")
    known = list(rows)
    others = {row.unit_id: row for row in known}
    return others | {row.unit_id: row for row in known if row.year == year}


def keep_shares(shares: Mapping[int, Fraction], *, units: Sequence[Unit], day: dt.date, year: int, by: User) -> None:
    """Keep the shares of the units that differ from what is kept of the year."""
    organisation = units[0].organisation
    known = {key: row.number for key, row in kept_shares(organisation, day, year).items() if row.year == year}
    wanted = {unit.pk: percent(shares[unit.pk]) for unit in units if unit.pk in shares}
    RestatedShare.objects.bulk_create(
        RestatedShare(
            unit_id=key, day=day, year=year, scaled=number.scaled, decimals=number.decimals, by=by, at=clock.now()
        )
        for key, number in wanted.items()
        if known.get(key) != number
    )


def too_much(shares: Mapping[int, Fraction], units: Sequence[Unit], tree: UnitTree, day: dt.date) -> list[str]:
    """The divided units of which more than the whole is given away, in sentences."""
    parts: dict[frozenset[str], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.pk in shares:
            parts[frozenset(with_forebears([unit.code], tree) - {unit.code})].append(unit)
    told = []
    for members in parts.values():
        whole = sum((shares[unit.pk] for unit in members), Fraction(0))
        if whole > WHOLE:
            names = " och ".join(tree.name_on(unit.code, day) for unit in members)
            told.append(f"Andelarna för {names} är tillsammans {words(whole)}, mer än hela enheten. Inget är sparat.")
    return told
