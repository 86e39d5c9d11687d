"""The sets of parts that figures are divided by (`breakdowns.yaml`). They are shared by all organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import Reading
from indicators.loading.saving import Saving
from indicators.models import TOTAL, Breakdown, BreakdownSet

FILE = "breakdowns.yaml"


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set with its parts: code and name, in order."""

    code: str
    name: str
    parts: tuple[tuple[str, str], ...]


def read_breakdowns(reading: Reading) -> list[SetRow]:
    """The sets; their parts are known from here on. Codes of parts are unique over all sets."""
    document = reading.document(FILE)
    rows = document.rows("sets")
    sets = [_set(row, reading) for row in rows]
    document.finish()
    refuse_twice([(row, found.code) for row, found in zip(rows, sets, strict=True)], "code", "Indelningen")
    if reading.known.breakdowns.get(TOTAL) != TOTAL:
        reading.problems.add(FILE, None, "", "Delen total i indelningen total saknas. Lägg till den.")
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
    found = SetRow(code, given.text("name", longest=100), tuple(parts))
    given.finish()
    return found


def save_breakdowns(sets: Sequence[SetRow], saving: Saving) -> None:
    """Sets and parts."""
    rows = saving.rows("indelningar", BreakdownSet.objects.filter(organisation=None), "code")
    parts = saving.rows("delar", Breakdown.objects.filter(set__organisation=None), "set_id", "code")
    for found in sets:
        row = rows.put(code=found.code, name=found.name)
        for order, (code, name) in enumerate(found.parts):
            parts.put(set_id=row.pk, code=code, name=name, order=order)
