"""The form of a figure that isn't recorded yet: what it is about, and its value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from indicators.access import may_record
from indicators.catalogue import HEADINGS
from indicators.filters import SPANS
from indicators.forms.choices import Choice, part_choices, unit_choices
from indicators.forms.figure import FigureForm
from indicators.latest import period_of
from indicators.models import TOTAL, Breakdown, Decision, Indicator, Unit
from indicators.models.choices import IndicatorKind, Role, Scenario, SpanChoice
from indicators.models.figures import BUDGET_LIKE
from indicators.naming import Names
from indicators.pivot.coordinates import natural
from indicators.rights import AREA_ROLES, RECORDING_ROLES, Rights, is_staff_figure, rights_of
from indicators.spans import CLOSING_MONTH, Month, month_name

FIRST_YEAR, LAST_YEAR = 2000, 2099
# How far back a forecast may have been made that somebody records by hand.
VINTAGES = 18
NOT_THERE = "”%(value)s” finns inte att välja. Välj i listan. Inget är sparat."
MISSING = "Välj {}. Inget är sparat."


class NewFigureForm(FigureForm):
    """What a new figure is about, then its value. The lists hold what the person may record; the pair is checked."""

    indicator = forms.ChoiceField(label="Indikator")
    unit = forms.ChoiceField(label="Enhet")
    part = forms.ChoiceField(label="Del")
    scenario = forms.ChoiceField(label="Slag", choices=Scenario.choices)
    year = forms.IntegerField(label="År", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    span = forms.ChoiceField(label="Period", choices=SPANS)
    month = forms.TypedChoiceField(
        label="Månad", coerce=int, choices=[(at, month_name(at)) for at in range(1, CLOSING_MONTH + 1)]
    )
    vintage = forms.TypedChoiceField(
        label="Prognosen gjord", required=False, coerce=int, empty_value=None, help_text="Bara för prognoser."
    )
    decision = forms.ChoiceField(label="Beslut", required=False, help_text="Bara för budget, plan och ram.")

    field_order = ("indicator", "unit", "part", "scenario", "vintage", "decision", "year", "span", "month")

    def __init__(self, *args: Any, user: Any, names: Names, asked: dict[str, str], **kwargs: Any) -> None:
        self.user, self.rights, self.names = user, rights_of(user), names
        self.indicators = {each.code: each for each in _recordable(user, names)}
        kwargs["initial"] = self._initial(asked)
        super().__init__(*args, **kwargs)
        self._fill()
        self.fields["reason"].label = "Orsak"
        self.fields["reason"].help_text = "Behövs när perioden är stängd."
        self.fields["year"].error_messages |= dict.fromkeys(
            ("min_value", "max_value", "invalid"),
            f"Ange ett år mellan {FIRST_YEAR} och {LAST_YEAR} med fyra siffror. Inget är sparat.",
        )
        for name in ("indicator", "unit", "part", "scenario", "year", "span", "month", "vintage", "decision"):
            field = self.fields[name]
            field.error_messages["invalid_choice"] = NOT_THERE
            field.error_messages["required"] = MISSING.format((field.label or "").lower())

    def _initial(self, asked: dict[str, str]) -> dict[str, Any]:
        """What the address asks for, else the latest month that has ended."""
        period = period_of(self.rights.day)
        indicator = self.indicators.get(asked.get("indikator", ""))
        span, month = natural(indicator.aggregation if indicator else "reported", period.month)
        return {
            "indicator": asked.get("indikator", ""),
            "unit": asked.get("enhet", ""),
            "part": asked.get("del") or TOTAL,
            "scenario": asked.get("slag") or Scenario.OUTCOME,
            "year": asked.get("ar") or period.year,
            "span": span,
            "month": month,
            "seen": 0,
        }

    def _fill(self) -> None:
        """The choices of the lists."""
        by_kind: dict[str, list[Choice]] = {}
        for each in self.indicators.values():
            by_kind.setdefault(HEADINGS[IndicatorKind(each.kind)], []).append(
                (each.code, each.name_on(self.rights.day))
            )
        self._set("indicator", [("", "Välj indikator"), *by_kind.items()])
        self._set("unit", [("", "Välj enhet"), *self._units()])
        self._set("part", part_choices(self.rights))
        self._set("vintage", [("", "Ingen prognos"), *_vintages(self.rights.day)])
        decisions = Decision.objects.filter(organisation=self.rights.organisation).order_by("-decided_on", "code")
        self._set("decision", [("", "Inget beslut"), *((each.code, each.title) for each in decisions)])

    def _units(self) -> list[Choice]:
        """Own units alone, unless the person answers for indicators of others."""
        choices = unit_choices(self.rights)
        if self.rights.has(Role.EDITOR) or any(self._is_own(each) for each in self.indicators.values()):
            return choices
        own = {self.rights.codes[pk] for pk in self.rights.units(*RECORDING_ROLES)}
        return [(code, name) for code, name in choices if code in own]

    def _is_own(self, indicator: Indicator) -> bool:
        return self.rights.answers_for(indicator, 0)

    def _set(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(choices)

    def measure(self) -> str:
        indicator = self.indicators.get(self.cleaned_data.get("indicator", ""))
        return self.names.measure(indicator.pk, self.rights.day) if indicator else ""

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("span") == SpanChoice.FULL_YEAR:
            told["month"] = 12
        is_forecast = told.get("scenario") == Scenario.FORECAST
        if is_forecast and not told.get("vintage"):
            self.add_error("vintage", "Välj månaden då prognosen gjordes. Inget är sparat.")
        if told.get("vintage") and not is_forecast:
            self.add_error(
                "vintage",
                "Bara en prognos har månaden då den gjordes. Ta bort den eller välj prognos. Inget är sparat.",
            )
        if told.get("decision") and told.get("scenario") not in BUDGET_LIKE:
            self.add_error("decision", "Bara budget, plan och ram har ett beslut. Ta bort det. Inget är sparat.")
        self._check_right(told)
        return told

    def _check_right(self, told: dict[str, Any]) -> None:
        """The lists hold more pairs than the person may record."""
        indicator, code = self.indicators.get(told.get("indicator", "")), told.get("unit", "")
        if indicator is None or not code:
            return
        if not may_record(self.user, indicator, self._unit(code)):
            name, unit = indicator.name_on(self.rights.day), self.rights.tree.name_on(code, self.rights.day)
            owner = "HR-funktionen och" if is_staff_figure(indicator) else "enhetens controller och"
            self.add_error(
                "unit",
                f"Du registrerar inte {name} för {unit}; det gör {owner} huvudcontrollern. Välj en annan enhet eller"
                " indikator. Inget är sparat.",
            )

    def _unit(self, code: str) -> Unit:
        return Unit(pk=self.rights.tree.unit(code).pk, code=code, organisation=self.rights.organisation)

    def entry_fields(self) -> dict[str, Any]:
        """The whole entry: what it is about and the value."""
        told, rights = self.cleaned_data, self.rights
        parts = Breakdown.objects.filter(code=told["part"]).exclude(set__organisation__isnull=False)
        own = Breakdown.objects.filter(code=told["part"], set__organisation=rights.organisation)
        decisions = Decision.objects.filter(organisation=rights.organisation, code=told["decision"])
        return super().entry_fields() | {
            "indicator": self.indicators[told["indicator"]],
            "unit": self._unit(told["unit"]),
            "breakdown": parts.first() or own.first(),
            "scenario": told["scenario"],
            "year": told["year"],
            "span": told["span"],
            "month": told["month"],
            "vintage": told["vintage"] or 0,
            "decision": decisions.first() if told["decision"] else None,
        }


def _recordable(user: Any, names: Names) -> Iterable[Indicator]:
    """The indicators that the person may record for any unit at all, in the catalogue's order."""
    rights: Rights = rights_of(user)
    for each in sorted(names.indicators.values(), key=lambda each: (each.order, each.code)):
        by_unit = (Role.HR,) if is_staff_figure(each) else AREA_ROLES
        if not each.is_group and (
            rights.has(Role.EDITOR, *by_unit) or rights.answers_for(each, 0) or _named(rights, each)
        ):
            yield each


def _named(rights: Rights, indicator: Indicator) -> bool:
    return any(pk == indicator.pk for pk, _unit in rights.responsibilities)


def _vintages(day: dt.date) -> list[tuple[int, str]]:
    """The latest months, the newest first."""
    months = [Month(day.year, day.month) - back for back in range(VINTAGES)]
    return [(month.year * 100 + month.month, month.long_label) for month in months]
