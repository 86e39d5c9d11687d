"""Forms of import: the upload, how a file is understood, and saving it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from indicators.importing.drafts import ASK_PERCENT, Interpretation, own_sources
from indicators.importing.form_choices import (
    SPANS,
    UNANSWERED,
    in_order,
    meaning_choices,
    months,
    sheet_choices,
    told_choices,
)
from indicators.importing.form_file import month_choices
from indicators.importing.headings import Column, Head
from indicators.importing.limits import LARGEST_FILE_MB
from indicators.models import ImportDraft, ImportSource, Organisation, Unit
from indicators.models.choices import Scenario
from indicators.rights import RECORDING_ROLES, rights_of
from indicators.spans import Month

MOST_NAMES = 150
LONGEST_REASON = 500
NOT_THERE = "”%(value)s” finns inte att välja. Välj i listan. Inget är sparat."
_INTERVAL = re.compile(r"(?P<first>\d{1,10})(?:\s*[-–]\s*(?P<last>\d{1,10}))?\s*[=:]\s*(?P<what>\w[\w ]*)")
_KINDS = {"intäkter": "revenues", "kostnader": "costs", "läses inte": ""}


class AskedField(forms.ChoiceField):
    """A question that may wait: who first changes the columns isn't held back by names in the wrong one."""

    def validate(self, value: Any) -> None:
        """Only what was answered is checked."""
        if value:
            super().validate(value)


class UploadForm(forms.Form):
    """A file, and which source it comes from."""

    file = forms.FileField(
        label="Fil",
        help_text=f"Excel (.xlsx, .xls), OpenDocument, CSV eller SIE 4, högst {LARGEST_FILE_MB} MB."
        " Inget sparas förrän du har sett vad filen gör.",
        error_messages={
            "required": "Välj en fil. Inget är sparat.",
            "empty": "Filen är tom. Kontrollera att rätt fil är vald. Inget är sparat.",
            "missing": "Filen kom inte fram. Välj den igen. Inget är sparat.",
            "invalid": "Filen kom inte fram. Välj den igen. Inget är sparat.",
        },
    )
    source = forms.ChoiceField(
        label="Källa", required=False, help_text="En sparad tolkning gör att du slipper svara på samma frågor igen."
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {str(source.pk): source for source in own_sources(organisation)}
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", "Ny fil; tolka den nu"), *((key, row.name) for key, row in self.sources.items())]
        field.error_messages["invalid_choice"] = NOT_THERE


class MappingForm(forms.Form):
    """How a file is understood. Its fields follow from the file: questions, names, columns, and what no column says."""

    def __init__(self, *args: Any, draft: ImportDraft, told: Interpretation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft, self.told = draft, told
        self.mapping: dict[str, Any] = draft.mapping
        self.names: dict[str, tuple[str, str]] = {}
        self.columns: dict[str, Column] = {}
        self._questions()
        self._names("units", told.book.units, told.unknown_units)
        self._names("indicators", told.book.indicators, told.unknown_indicators)
        self._names("responsibilities", told.book.units, told.unknown_responsibilities)
        if draft.sheets:
            self._columns()
            self._layout()
        else:
            self._accounts()
        ask = self.mapping.get("ask_percent", draft.source.ask_percent if draft.source else ASK_PERCENT)
        self._whole("ask_percent", "Fråga när ett värde ändras mer än, %", 1, 1000, "", initial=ask)
        self.fields["remember"] = forms.CharField(
            label="Spara tolkningen som källa",
            required=False,
            max_length=100,
            initial=draft.source.name if draft.source else "",
            help_text="Ett namn, till exempel Unit4 månadsutfall. Nästa fil läses då på samma sätt.",
        )

    # The fields

    def _questions(self) -> None:
        for question in self.told.questions:
            self.fields[f"q_{question.key}"] = AskedField(
                label=question.text,
                choices=question.choices,
                initial=question.suggestion,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NOT_THERE},
            )

    def _names(self, kind: str, names: Any, unknown: dict[str, str]) -> None:
        """A choice for each name that isn't known, then for those that were answered before."""
        for text, beside in list(unknown.items())[:MOST_NAMES]:
            self._name(kind, names, text, beside, initial=UNANSWERED)
        for text, code in list(self.mapping.get(kind, {}).items())[:MOST_NAMES]:
            if text not in unknown:
                self._name(kind, names, text, "", initial=code)

    def _name(self, kind: str, names: Any, text: str, beside: str, *, initial: str) -> None:
        key = f"{kind[0]}_{len(self.names)}"
        about = text if kind != "responsibilities" else f"{text} {beside}".strip() or "Utan ansvar"
        self.names[key] = (kind, text)
        self.fields[key] = AskedField(
            label=about,
            help_text=beside if kind != "responsibilities" else "",
            initial=initial,
            choices=told_choices(
                names, beside if kind == "responsibilities" else text, unanswered=initial == UNANSWERED
            ),
            error_messages={"invalid_choice": NOT_THERE},
        )

    @property
    def head(self) -> Head | None:
        """The head of the sheet whose columns are chosen; of several sheets the first stands for all."""
        return next(iter(self.told.heads.values()), None)

    def _columns(self) -> None:
        for column in self.head.columns if self.head else ():
            key = f"c_{column.index}"
            self.columns[key] = column
            self.fields[key] = forms.ChoiceField(
                label=column.heading or column.key,
                required=False,
                widget=forms.Select(attrs={"class": "box"}),
                initial=column.meaning,
                choices=meaning_choices(column, self.told.book),
                error_messages={"invalid_choice": NOT_THERE},
            )

    def _layout(self) -> None:
        fixed, book = self.mapping.get("fixed", {}), self.told.book
        self._choice("sheet", "Blad", sheet_choices(self.draft), self.mapping.get("sheet", ""))
        self._whole("header_row", "Rubrikrad", 0, 1000, "Radens nummer; 0 = portalen letar upp den.")
        self._whole(
            "header_rows", "Antal rubrikrader", 0, 5, "Om rubriken är delad på flera rader; 0 = portalen avgör."
        )
        self._choice("f_unit", "Enhet för hela filen", [("", "Står i filen"), *in_order(book.units)], fixed.get("unit"))
        indicators = [("", "Står i filen"), *in_order(book.indicators)]
        self._choice("f_indicator", "Indikator för hela filen", indicators, fixed.get("indicator"))
        self._choice("f_scenario", "Slag", list(Scenario.choices), fixed.get("scenario") or "outcome")
        self._whole("f_year", "År", 2000, 2099, "Om året inte står i filen.", initial=fixed.get("year"))
        self._choice("f_month", "Månad", months(), str(fixed.get("month") or ""))
        self._choice("f_span", "Värdena gäller", list(SPANS), self.mapping.get("answers", {}).get("span", ""))
        self._whole(
            "f_vintage", "Prognosen gjord", 200001, 209912, "År och månad, till exempel 202408. Bara för prognoser.",
            initial=fixed.get("vintage"),
        )  # fmt: skip

    def _choice(self, name: str, label: str, choices: list[Any], initial: Any) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=choices, initial=initial or "",
            error_messages={"invalid_choice": NOT_THERE},
        )  # fmt: skip

    def _whole(self, name: str, label: str, lowest: int, highest: int, text: str, initial: Any = None) -> None:
        field = forms.IntegerField(
            label=label, required=False, min_value=lowest, max_value=highest, help_text=text,
            initial=self.mapping.get(name) if initial is None else initial,
        )  # fmt: skip
        field.error_messages |= dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Ange ett heltal från {lowest} till {highest}. Inget är sparat."
        )
        field.widget.attrs["class"] = "box-short"
        self.fields[name] = field

    def _accounts(self) -> None:
        rows = self.mapping.get("accounts") or [["3", "3", "revenues"], ["4", "8", "costs"]]
        words = {code: word for word, code in _KINDS.items()}
        self.fields["accounts"] = forms.CharField(
            label="Konton",
            required=False,
            initial="\n".join(f"{first}-{last} = {words.get(code, code)}" for first, last, code in rows),
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Ett intervall per rad: 3000-3999 = intäkter, 4-8 = kostnader, 9 = läses inte.",
        )

    # What was chosen

    def clean_accounts(self) -> list[list[str]]:
        """The intervals as [first, last, code]; of one that is given twice the last."""
        found: dict[tuple[str, str], str] = {}
        for line in self.cleaned_data["accounts"].splitlines():
            if not line.strip():
                continue
            read = _INTERVAL.fullmatch(line.strip().lower())
            if read is None or read["what"].strip() not in _KINDS:
                raise forms.ValidationError(
                    f"”{line.strip()[:40]}” går inte att läsa. Skriv till exempel 3000-3999 = intäkter, eller ="
                    " kostnader, eller = läses inte. Inget är sparat."
                )
            found[read["first"], read["last"] or read["first"]] = _KINDS[read["what"].strip()]
        return [[first, last, code] for (first, last), code in found.items()]

    def clean_remember(self) -> str:
        """The name of the source; another's is never written over."""
        name: str = self.cleaned_data["remember"].strip()
        taken = ImportSource.objects.filter(organisation=self.draft.organisation, name=name)
        if taken.exclude(pk=self.draft.source_id or 0).exists():
            raise forms.ValidationError(
                f"Det finns redan en källa som heter {name}. Välj ett annat namn, eller ladda upp filen med den källan."
                " Inget är sparat."
            )
        return name

    def chosen(self) -> dict[str, Any]:
        """The draft's mapping with what was chosen. Only for a valid form."""
        told = self.cleaned_data
        mapping = {**self.mapping, "answers": dict(self.mapping.get("answers", {}))}
        mapping["ask_percent"] = told["ask_percent"] or ASK_PERCENT
        mapping["answers"] |= {q.key: answer for q in self.told.questions if (answer := told[f"q_{q.key}"])}
        for key, (kind, text) in self.names.items():
            if told[key] != UNANSWERED:
                mapping[kind] = {**mapping.get(kind, {}), text: told[key]}
        if told.get("accounts"):
            mapping["accounts"] = told["accounts"]
        if self.draft.sheets:
            mapping |= self._chosen_layout(mapping)
        return mapping

    def _chosen_layout(self, mapping: dict[str, Any]) -> dict[str, Any]:
        told = self.cleaned_data
        moved = any((told[name] or 0) != (self.mapping.get(name) or 0) for name in ("header_row", "header_rows"))
        moved = moved or told["sheet"] != self.mapping.get("sheet", "")
        changed = {
            column.key: told[key]
            for key, column in self.columns.items()
            if told[key] != column.meaning or column.key in self.mapping.get("columns", {})
        }
        mapping["answers"]["span"] = told["f_span"] or mapping["answers"].get("span", "") * ("q_span" in told)
        fixed = {name.removeprefix("f_"): told[name] for name in told if name.startswith("f_") and name != "f_span"}
        return {
            "sheet": told["sheet"],
            "header_row": told["header_row"] or 0,
            "header_rows": told["header_rows"] or 0,
            # Another sheet or another head has other columns.
            "columns": {} if moved else {**self.mapping.get("columns", {}), **changed},
            "fixed": {name: value for name, value in fixed.items() if value not in ("", None)},
        }


class SaveForm(forms.Form):
    """What is asked for when a compared file is saved."""

    reason = forms.CharField(
        label="Orsak till rättelserna",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Sparas med varje värde som rättas i en stängd period.",
    )
    checked_big = forms.BooleanField(label="Jag har kontrollerat de stora ändringarna", required=False)

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not counts.get("reason"):
            del self.fields["reason"]
        if not counts.get("big"):
            del self.fields["checked_big"]


class FormFileForm(forms.Form):
    """Which area and month an Excel form is for."""

    enhet = forms.ChoiceField(label="Område", error_messages={"required": "Välj ett område."})
    period = forms.ChoiceField(label="Månad", error_messages={"required": "Välj en månad."})

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = rights_of(user)
        own = rights.units(*RECORDING_ROLES)
        tree, day = rights.tree, rights.day
        self.codes = {code: unit.pk for code, unit in tree.units.items() if unit.exists_on(day) and unit.pk in own}
        latest = Month(day.year, day.month) - 1
        self._fill("enhet", [(code, tree.name_on(code, day)) for code in self.codes])
        self._fill("period", month_choices(latest))

    def _fill(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices
        field.error_messages["invalid_choice"] = "”%(value)s” finns inte att välja. Välj i listan."

    def clean_enhet(self) -> Unit:
        """The unit."""
        return Unit.objects.prefetch_related("names").get(pk=self.codes[self.cleaned_data["enhet"]])

    def clean_period(self) -> Month:
        """The month."""
        year, _, month = self.cleaned_data["period"].partition("-")
        return Month(int(year), int(month))
