"""The form of one figure: a value or why there is none, footnotes, the number of people behind it, the reason.

A form never saves by itself: `entry_fields` says what is to be recorded, `refused` takes in what the recording said no
to. What was typed is kept, and every message ends with what stands now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from indicators.models import FigureRevision
from indicators.models.choices import FootnoteKind, MarkerChoice, Measure
from indicators.number_parsing import AmbiguousNumber, DashNeedsReason, Marker, NumberError, Parsed, parse_number
from indicators.numbers import Number, format_number
from indicators.recording_entries import Problem, StaleFigure, number_of, stands_now

LONGEST_FOOTNOTE, LONGEST_NOTE, LONGEST_REASON = 500, 300, 500
# The buttons under an unclear value send their answer by these names.
READING, MARKER_ASKED, SEEN_NOW = "lasning", "orsak_vald", "sedd_nu"
SHARES = (Measure.PERCENT, Measure.PERCENTAGE_POINTS)
NO_MARKER = [("", "Det finns ett värde")]
MARKERS = [(value, label) for value, label in MarkerChoice.choices if value != MarkerChoice.CLEARED]

# Which box a refusal belongs to; all others stand at the top.
FIELDS_OF_PROBLEMS = {
    "outside-scale": "value",
    "decimals": "value",
    "too-large": "value",
    "value-or-marker": "value",
    "marker": "marker",
    "nothing-to-clear": "marker",
    "reason-missing": "reason",
    "population": "population",
    "unit-not-existing": "unit",
    "breakdown-not-allowed": "part",
    "span-not-fitting": "span",
    "span": "span",
    "year": "year",
    "not-begun": "year",
    "vintage": "vintage",
    "decision": "decision",
}


def too_long(what: str, longest: int) -> dict[str, str]:
    """The message of a text that doesn't fit."""
    return {"max_length": f"{what} är %(show_value)s tecken; högst {longest} får plats. Korta texten. Inget är sparat."}


class EitherChar(forms.CharField):
    """A box that is needed unless another one is filled in: the form says when it is missing."""

    def validate(self, value: Any) -> None:
        """Nothing to refuse by itself."""


class EitherChoice(forms.ChoiceField):
    """A choice that is needed unless another box is filled in: the form says when it is missing."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class FigureForm(forms.Form):
    """What is recorded of a fact, whichever it is. `standing` is the value that holds, None where there is none."""

    use_required_attribute = False

    value = EitherChar(label="Värde")
    marker = EitherChoice(label="Eller orsak till att värde saknas", choices=[*NO_MARKER, *MARKERS])
    population = forms.CharField(
        label="Underlag (n)", required=False, help_text="Hur många personer eller svar värdet bygger på."
    )
    source_note = forms.CharField(
        label="Källa",
        required=False,
        max_length=LONGEST_NOTE,
        error_messages=too_long("Källan", LONGEST_NOTE),
        help_text="Till exempel systemet eller underlaget som värdet är hämtat ur.",
    )
    reason = forms.CharField(
        label="Orsak till rättelsen",
        required=False,
        max_length=LONGEST_REASON,
        error_messages=too_long("Orsaken", LONGEST_REASON),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        standing: FigureRevision | None = None,
        footnotes: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.readings: list[str] = []
        self.dash_reasons: list[tuple[str, str]] = []
        self.stale: StaleFigure | None = None
        self.parsed: Parsed | None = None
        self._add_footnotes(footnotes)
        stands = self.stands.replace("%", "%%")
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = f"”%(value)s” finns inte att välja. Välj i listan. {stands}"
        self.fields["value"].widget.attrs |= {"inputmode": "text", "autocomplete": "off", "class": "box-number"}
        self.fields["population"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "box-number"}

    def _add_footnotes(self, known: Sequence[tuple[str, str]]) -> None:
        """A pair of boxes for each footnote that the value has, and one pair more."""
        self.footnote_count = len(known) + 1
        for at, (kind, text) in enumerate([*known, ("", "")]):
            place = f" {at + 1}" if known else ""
            self.fields[f"footnote_{at}"] = forms.CharField(
                label=f"Fotnot{place}",
                required=False,
                initial=text,
                max_length=LONGEST_FOOTNOTE,
                error_messages=too_long("Fotnoten", LONGEST_FOOTNOTE),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"footnote_kind_{at}"] = forms.ChoiceField(
                label=f"Fotnotens slag{place}",
                required=False,
                initial=kind or FootnoteKind.EXPLANATION,
                choices=FootnoteKind.choices,
            )

    @property
    def footnote_pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The boxes of the footnotes, for the page."""
        return [(self[f"footnote_{at}"], self[f"footnote_kind_{at}"]) for at in range(self.footnote_count)]

    @property
    def stands(self) -> str:
        """The last sentence of every message."""
        return stands_now(self.standing)

    def measure(self) -> str:
        """What the fact is measured in; nothing where that isn't known yet."""
        return ""

    def clean(self) -> dict[str, Any]:
        told = dict(super().clean() or self.cleaned_data)
        told["population"] = self._population(told.get("population", ""))
        self.parsed = self._value(told.get("value", ""), told.get("marker", ""))
        return told

    def _value(self, typed: str, marker: str) -> Parsed | None:
        """The number or the marker; says in the box why there is neither."""
        text = self.data.get(READING, "") or typed
        asked = self.data.get(MARKER_ASKED, "") or marker
        if asked in set(Marker) and (not text or self.data.get(MARKER_ASKED)):
            return Parsed(text, marker=Marker(asked))
        if asked:
            self._wrong("value", f"Både värdet ”{text}” och en orsak är angivna. Ta bort det ena.")
        elif not text:
            self._wrong("value", "Skriv ett värde, till exempel 12,5, eller välj varför det saknas.")
        else:
            return self._read(text)
        return None

    def _read(self, text: str) -> Parsed | None:
        try:
            parsed = parse_number(text)
        except NumberError as error:
            if isinstance(error, AmbiguousNumber):
                self.readings = [format_number(number) for number in error.readings]
            if isinstance(error, DashNeedsReason):
                self.dash_reasons = [(marker.value, marker.word) for marker in error.choices]
            self._wrong("value", error.message)
            return None
        if parsed.percent and self.measure() not in ("", *SHARES):
            self._wrong("value", f"”{text}” är en andel, men indikatorn mäts inte i procent. Skriv talet utan %.")
            return None
        return parsed

    def _population(self, text: str) -> int | None:
        if not text:
            return None
        try:
            number = parse_number(text).number
        except NumberError as error:
            self._wrong("population", error.message)
            return None
        if number is None or number.scaled < 0 or number.rounded(0).fraction != number.fraction:
            self._wrong("population", f"Underlaget ”{text}” är inget antal. Skriv ett heltal, till exempel 86.")
            return None
        return number.rounded(0).scaled

    def _wrong(self, field: str, message: str) -> None:
        self.add_error(field, f"{message} {self.stands}")

    # What is recorded

    def entry_fields(self) -> dict[str, Any]:
        """The part of an `Entry` that says the value. Only for a valid form."""
        told, parsed = self.cleaned_data, self.parsed
        return {
            "number": parsed.number if parsed else None,
            "marker": str(parsed.marker) if parsed and parsed.marker else "",
            "footnotes": tuple(self._footnotes()),
            "population": told["population"],
            "source_note": told["source_note"],
            "note_counts": True,
            "reason": told["reason"].strip(),
            "seen": self.seen_number(),
        }

    def seen_number(self) -> int:
        """The revision that the person had before their eyes, or that they were told about since."""
        answered = self.data.get(SEEN_NOW, "")
        return int(answered) if answered.isdecimal() and len(answered) < 10 else self.cleaned_data.get("seen") or 0

    def _footnotes(self) -> Iterable[tuple[str, str]]:
        for at in range(self.footnote_count):
            text = self.cleaned_data[f"footnote_{at}"].strip()
            if text:
                yield self.cleaned_data[f"footnote_kind_{at}"] or FootnoteKind.EXPLANATION, text

    def refused(self, problems: Sequence[Problem]) -> None:
        """Show what the recording said no to, each beside its box where it has one."""
        for problem in problems:
            if isinstance(problem, StaleFigure):
                self.stale = problem
            field = FIELDS_OF_PROBLEMS.get(problem.code)
            self.add_error(field if field in self.fields else None, problem.message)


class CorrectionForm(FigureForm):
    """A correction of a value that stands: it always has a reason."""

    def __init__(self, *args: Any, standing: FigureRevision, measure: str, **kwargs: Any) -> None:
        self._measure = measure
        kwargs["initial"] = {**_as_it_stands(standing), **kwargs.get("initial", {})}
        super().__init__(*args, standing=standing, **kwargs)
        self.fields["reason"].required = True
        marker = self.fields["marker"]
        assert isinstance(marker, forms.ChoiceField)  # noqa: S101
        marker.choices = [*NO_MARKER, *MARKERS, (MarkerChoice.CLEARED.value, "Töm värdet; inget gäller")]
        self.fields["reason"].error_messages["required"] = f"Skriv varför värdet rättas. {self.stands}"

    def measure(self) -> str:
        return self._measure

    def _value(self, typed: str, marker: str) -> Parsed | None:
        """What was left as it stood gives way to what was changed."""
        before = _as_it_stands(self.standing) if self.standing else {}
        if marker and marker != before["marker"] and typed == before["value"]:
            typed = ""
        elif typed and typed != before["value"] and marker == before["marker"]:
            marker = ""
        return super()._value(typed, marker)

    def entry_fields(self) -> dict[str, Any]:
        """A correction is about the same measured period as the value before it."""
        standing = self.standing
        measured = {"measured_from": standing.measured_from, "measured_to": standing.measured_to} if standing else {}
        return super().entry_fields() | measured


def _as_it_stands(standing: FigureRevision) -> dict[str, Any]:
    number: Number | None = number_of(standing)
    return {
        "value": format_number(number) if number else "",
        "marker": "" if standing.marker == MarkerChoice.CLEARED else standing.marker,
        "population": "" if standing.population is None else standing.population,
        "source_note": standing.source_note,
        "seen": standing.number,
    }
