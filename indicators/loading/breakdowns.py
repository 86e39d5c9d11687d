"""The sets of parts that figures are divided by (`breakdowns.yaml`): shared by all organisations, or one's own.

A portal's first organisation shares its sets with those that come later, but for those marked `own`. An organisation
that is loaded beside it (`guest`) may use a shared set by naming it; every other set of its file is its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import Reading
from indicators.loading.saving import Rows, Saving
from indicators.models import TOTAL, Breakdown, BreakdownSet

FILE = "breakdowns.yaml"
# What every portal shares: the whole, and the sexes.
STANDARD: dict[str, tuple[str, dict[str, str]]] = {
    TOTAL: ("Totalt", {TOTAL: "Totalt"}),
    "sex": ("Kön", {"men": "Män", "women": "Kvinnor"}),
}


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set with its parts: code and name, in order; `own`: seen by its organisation alone."""

    code: str
    name: str
    parts: tuple[tuple[str, str], ...]
    own: bool = False


def read_breakdowns(reading: Reading) -> list[SetRow]:
    """The sets; their parts are known from here on. Codes of parts are unique over all sets."""
    sets = _read_file(reading) if reading.exists(FILE) or not reading.guest else []
    if reading.guest:
        for code, (_, parts) in STANDARD.items():
            for part in parts:
                reading.known.breakdowns.setdefault(part, code)
    if reading.known.breakdowns.get(TOTAL) != TOTAL:
        reading.problems.add(FILE, None, "", "Delen total i indelningen total saknas. Lägg till den.")
    return sets


def _read_file(reading: Reading) -> list[SetRow]:
    document = reading.document(FILE)
    rows = document.rows("sets")
    sets = [_set(row, reading) for row in rows]
    document.finish()
    refuse_twice([(row, found.code) for row, found in zip(rows, sets, strict=True)], "code", "Indelningen")
    return sets


def _set(given: Given, reading: Reading) -> SetRow:
    code, parts = given.code(), []
    for part in given.rows("breakdowns"):
        name = part.code()
        if name in reading.known.breakdowns:
            part.wrong("code", f"Delen {name} finns redan. En kod står för en enda del; välj en annan.")
        reading.known.breakdowns[name] = code
        parts.append((name, part.text("name", longest=100)))
        part.finish()
    found = SetRow(code, given.text("name", longest=100), tuple(parts), given.flag("own"))
    given.finish()
    return found


def share_standard_sets() -> None:
    """The sets that every organisation has, made where they aren't there yet."""
    for code, (name, parts) in STANDARD.items():
        row, _ = BreakdownSet.objects.get_or_create(organisation=None, code=code, defaults={"name": name})
        for order, (part, label) in enumerate(parts.items()):
            Breakdown.objects.get_or_create(set=row, code=part, defaults={"name": label, "order": order})


def save_breakdowns(sets: Sequence[SetRow], saving: Saving) -> None:
    """Sets and parts. A guest's file adds sets of its own and leaves the shared ones as they are."""
    if saving.guest:
        _refuse_clashes(sets)
    rows = saving.rows("indelningar", BreakdownSet.objects.of(saving.organisation), "code")
    parts = saving.rows("delar", Breakdown.objects.of(saving.organisation), "set_id", "code")
    for found in sets:
        if not (saving.guest and _is_shared(rows, found.code)):
            _save_set(found, rows, parts, saving)


def _save_set(found: SetRow, rows: Rows[BreakdownSet], parts: Rows[Breakdown], saving: Saving) -> None:
    own = found.own or saving.guest
    owner = {"organisation_id": saving.organisation.pk} if own else {}
    row = rows.put(code=found.code, name=found.name, **owner)
    for order, (code, name) in enumerate(found.parts):
        parts.put(set_id=row.pk, code=code, name=name, order=order)


def _is_shared(rows: Rows[BreakdownSet], code: str) -> bool:
    row = rows.known.get((code,))
    return row is not None and row.organisation_id is None


def _refuse_clashes(sets: Sequence[SetRow]) -> None:
    """A part has one meaning: a guest's own can't have the code of a shared one, nor a shared set parts of its own."""
    shared = dict(Breakdown.objects.filter(set__organisation=None).values_list("code", "set__code"))
    problems = [Problem(FILE, None, found.code, message) for found in sets for message in _clashes(found, shared)]
    if problems:
        raise ReferenceRefused(problems)


def _clashes(found: SetRow, shared: dict[str, str]) -> Iterator[str]:
    is_shared = found.code in shared.values()
    for code, _ in found.parts:
        if is_shared and shared.get(code) != found.code:
            yield f"Indelningen {found.code} är gemensam och har ingen del {code}. Ge indelningen en egen kod."
        elif not is_shared and code in shared:
            yield f"Delen {code} finns redan i den gemensamma indelningen {shared[code]}. Välj en annan kod."
