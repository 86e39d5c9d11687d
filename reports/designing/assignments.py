"""How assignments stand in a report: their columns and tables, what their groups are called, which are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.models import Assignment, Organisation
from reports.designing.refusals import DesignRefused

Data = dict[str, Any]
# The columns of a table of assignments, and what they are called in the form.
ASSIGNMENT_COLUMNS = {
    "label": "bara uppdraget",
    "label,status_and_comment": "uppdraget, och läget med kommentar i en kolumn",
    "label,status,comment": "uppdraget, läget och kommentaren var för sig",
}
USUAL_COLUMNS = "label,status_and_comment"
TABLES = (("", "en tabell per grupp"), ("ja", "en enda tabell"))
LONGEST = 120


@dataclass(frozen=True, slots=True)
class ShownAssignment:
    """An assignment as the form shows it: its code, its words, and whether this template prints it."""

    code: str
    text: str
    printed: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of assignments: its own name, what it is called here, and its assignments (none: not that year)."""

    name: str
    called: str
    assignments: tuple[ShownAssignment, ...]


def columns_of(section: Data) -> str:
    """The chosen columns of assignments, as the form says them."""
    return ",".join(section.get("columns") or USUAL_COLUMNS.split(","))


def assignments_of(organisation: Organisation, year: int) -> list[Assignment]:
    """The year's assignments in their order."""
    return list(Assignment.objects.filter(organisation=organisation, year=year).order_by("order"))


def shown_groups(section: Data, assignments: Sequence[Assignment]) -> list[ShownGroup]:
    """The groups of the year, then those that only the template names; what it leaves out isn't ticked."""
    called, without = section.get("groups") or {}, section.get("without") or []
    grouped: dict[str, list[ShownAssignment]] = {}
    for each in assignments:
        text = f"{each.number}. {each.text}" if each.number else each.text
        grouped.setdefault(each.group, []).append(ShownAssignment(each.code, text, each.code not in without))
    names = [*grouped, *(name for name in called if name not in grouped)]
    return [ShownGroup(name, called.get(name, ""), tuple(grouped.get(name, ()))) for name in names]


def left_out(section: Data, assignments: Sequence[Assignment]) -> list[str]:
    """The codes that the template leaves out, though no assignment of the year has them."""
    codes = {each.code for each in assignments}
    return [code for code in section.get("without") or [] if code not in codes]


def set_assignments(section: Data, sent: Mapping[str, str]) -> None:
    """Take over what the form says. Raises DesignRefused for what can't be."""
    columns = sent.get("uppdragskolumner") or columns_of(section)
    if columns not in ASSIGNMENT_COLUMNS:
        raise DesignRefused("Välj kolumnerna i listan. Inget är ändrat.")
    if columns != columns_of(section):
        section["columns"] = columns.split(",")
    _put(section, "one_table", sent.get("en-tabell") == "ja")
    _set_groups(section, sent)
    _set_without(section, sent)


def _set_groups(section: Data, sent: Mapping[str, str]) -> None:
    """What groups are called here; a box that is empty, or says the group's own name, changes nothing."""
    groups = dict(section.get("groups") or {})
    for field, value in sent.items():
        if field.startswith("grupp-"):
            name, called = field.removeprefix("grupp-"), _plain(value)
            groups.pop(name, None)
            _put(groups, name, "" if called == name else called)
    _refuse_alike(groups, [field.removeprefix("grupp-") for field in sent if field.startswith("grupp-")])
    _put(section, "groups", groups)


def _refuse_alike(groups: Data, shown: Sequence[str]) -> None:
    """Two groups under one name would be two tables that nobody can tell apart."""
    called = [groups.get(name, name).casefold() for name in shown]
    twice = next((groups.get(name, name) for name in shown if called.count(groups.get(name, name).casefold()) > 1), "")
    if twice:
        raise DesignRefused(f"Två grupper kan inte båda heta ”{twice}”. Ge den ena ett annat namn. Inget är ändrat.")


def _plain(text: str) -> str:
    called = text.strip()
    if "{" in called or "}" in called:
        raise DesignRefused(f"Gruppens namn ”{called[:60]}” skrivs utan klamrar. Inget är ändrat.")
    if len(called) > LONGEST:
        raise DesignRefused(f"Ett namn på en grupp har högst {LONGEST} tecken, ditt har {len(called)}.")
    return called


def _set_without(section: Data, sent: Mapping[str, str]) -> None:
    """Which assignments aren't printed. What the form didn't show stays left out."""
    shown = [code for code in sent.get("uppdrag-visade", "").split(",") if code]
    gone = [code for code in shown if sent.get(f"uppdrag-{code}") != "ja"]
    if shown and gone == shown:
        raise DesignRefused("Minst ett uppdrag måste stå kvar. Ta bort hela avsnittet om inget ska tryckas.")
    kept = [code for code in section.get("without") or [] if code not in shown]
    if sent.get("uppdrag-glom") == "ja":
        kept = []
    _put(section, "without", [*kept, *gone])


def _put(data: Data, field: str, value: Any) -> None:
    if value in ("", None, False, {}, []):
        data.pop(field, None)
    else:
        data[field] = value
