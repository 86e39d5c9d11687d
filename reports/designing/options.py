"""What only some kinds of sections say: how assignments stand in a table, and indicators that are shown otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.designing.assignments import set_assignments
from reports.designing.known import Known
from reports.designing.refusals import DesignRefused

Data = dict[str, Any]
LONGEST = 200


@dataclass(frozen=True, slots=True)
class ShownChange:
    """An indicator that this template shows otherwise: its code and own name, the name that is printed, or none."""

    code: str
    name: str
    label: str
    hidden: bool


def set_options(section: Data, sent: Mapping[str, str], known: Known) -> None:
    """Take over what the form says of the kind. Raises DesignRefused for what can't be."""
    kind = section.get("kind")
    if kind == "assignments":
        set_assignments(section, sent)
    if kind == "indicator_tables":
        _put(section, "mandatory", sent.get("obligatorisk") == "ja")
        _set_changes(section, sent, known)


def _set_changes(section: Data, sent: Mapping[str, str], known: Known) -> None:
    """The indicators that are shown otherwise; one that says nothing any more is left out."""
    rows = {code: _changed(change, code, sent) for code, change in (section.get("rows") or {}).items()}
    rows = {code: change for code, change in rows.items() if change}
    new = sent.get("ny-indikator", "")
    if new and new not in known.indicators:
        raise DesignRefused("Välj indikatorn i listan. Inget är ändrat.")
    if new and new not in rows:
        rows[new] = {"label": known.indicator_name(new)}
    _put(section, "rows", rows)


def _changed(change: Data, code: str, sent: Mapping[str, str]) -> Data:
    made = dict(change)
    if f"namn-{code}" in sent:
        _put(made, "label", sent[f"namn-{code}"].strip()[:LONGEST])
        _put(made, "hidden", sent.get(f"dold-{code}") == "ja")
    return made


def shown_changes(section: Data, known: Known) -> list[ShownChange]:
    """The indicators that are shown otherwise, for the form."""
    return [
        ShownChange(code, known.indicator_name(code), change.get("label", ""), bool(change.get("hidden")))
        for code, change in (section.get("rows") or {}).items()
    ]


def _put(section: Data, field: str, value: Any) -> None:
    if value in ("", None, False, {}):
        section.pop(field, None)
    else:
        section[field] = value
