"""The form of a change of the organisation: the boxes that the kind of change needs, and no others."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from indicators.models.choices import UnitKind
from indicators.organisation import UnitTree

#: The boxes of each kind, in order.
BOXES = {
    "ny": ("namn", "kort", "enhetsslag", "till", "dag"),
    "namn": ("enhet", "namn", "kort", "dag"),
    "flytt": ("enhet", "till", "dag"),
    "ihop": ("enheter", "till", "namn", "dag"),
    "dela": ("enhet", "namn", "dag"),
    "bryt": ("enhet", "namn", "dag"),
    "slut": ("enhet", "dag"),
}
ROWS = forms.Textarea(attrs={"rows": 3})


class PlanForm(forms.Form):
    """Draws the boxes; what they hold is read by `reorganising.read_plan`, which answers with sentences."""

    enhet = forms.ChoiceField(label="Enhet")
    enheter = forms.MultipleChoiceField(label="Enheter som slås ihop", widget=forms.CheckboxSelectMultiple)
    till = forms.ChoiceField(label="Blir del av")
    namn = forms.CharField(label="Namn", max_length=1000)
    kort = forms.CharField(label="Kort namn", required=False, max_length=80)
    enhetsslag = forms.ChoiceField(label="Slag", choices=UnitKind.choices, initial=UnitKind.UNIT)
    dag = forms.DateField(
        label="Första dagen", widget=forms.DateInput(attrs={"type": "date", "class": "box-short"}, format="%Y-%m-%d")
    )

    def __init__(self, kind: str, tree: UnitTree, day: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in BOXES[kind]]:
            del self.fields[name]
        self.order_fields(BOXES[kind])
        options = unit_options(tree, day)
        for name in {"enhet", "enheter", "till"} & set(self.fields):
            self.fields[name].choices = options if name == "enheter" else [("", "Välj"), *options]  # type: ignore[attr-defined]
        self._worded(kind)

    def _worded(self, kind: str) -> None:
        if kind == "ihop":
            self.fields["till"].label, self.fields["till"].required = "Går in i", False
            self.fields["till"].help_text = "Lämna tomt och skriv ett namn för att bilda en ny enhet."
            self.fields["namn"].label, self.fields["namn"].required = "Namn på en ny enhet", False
        if kind in ("dela", "bryt"):
            self.fields["namn"] = forms.CharField(
                label="De nya enheternas namn", widget=ROWS, help_text="Ett namn på varje rad."
            )
            self.order_fields(BOXES[kind])


def unit_options(tree: UnitTree, day: dt.date) -> list[tuple[str, str]]:
    """The units of the day in the order of the tree, each indented by its depth."""
    found: list[tuple[str, str]] = []

    def add(code: str, depth: int) -> None:
        found.append((code, "\u2003" * depth + tree.name_on(code, day)))
        for part in tree.parts_on(code, day):
            add(part, depth + 1)

    for root in tree.roots_on(day):
        add(root, 0)
    return found
