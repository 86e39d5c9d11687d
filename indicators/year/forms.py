"""The forms of the catalogue. Each change says why; the reason stands in the log."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from django import forms
from django.db.models import Max

from indicators.formulas import Formula, FormulaError
from indicators.models import (
    Assignment,
    Goal,
    GoalArea,
    Indicator,
    IndicatorDefinition,
    MeasuringSchedule,
    Membership,
    MunicipalGoal,
    Organisation,
    Responsibility,
)
from indicators.models.choices import Role
from vss_portal import clock
from vss_portal.models import User


class Day(forms.DateInput):
    """A day, written by the browser's own box."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "box-short"}, format="%Y-%m-%d")


def fresh(form: forms.ModelForm) -> Any:
    """The form's row as it would be saved, a copy each time: trying a change out leaves nothing on the next one."""
    row = copy.copy(form.instance)
    row._state = copy.copy(form.instance._state)
    return row


class Because(forms.ModelForm):
    """A form with the reason of the change."""

    orsak = forms.CharField(label="Orsak", max_length=500, help_text="Sparas i loggen.")

    def _post_clean(self) -> None:
        """The row's own rules are asked when it is saved, with all that the page adds to it."""
        for name, value in self.cleaned_data.items():
            if name in (self._meta.fields or ()):
                setattr(self.instance, name, value)


class Ordered(Because):
    """A form with a place in a list: one that is left empty is the last, or stays what it was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["order"]
        field.required = False
        if not self.instance.pk:
            field.initial = self.initial["order"] = None
            field.help_text = "Tomt betyder sist."

    def _post_clean(self) -> None:
        """A place that isn't given changes nothing."""
        if self.cleaned_data.get("order") is None:
            self.cleaned_data.pop("order", None)
        super()._post_clean()


def place_last(row: Any, form: forms.ModelForm) -> None:
    """Put a new row of a goal tree or of the assignments after its siblings, where the form gives no place."""
    siblings: dict[type, tuple[str, ...]] = {
        GoalArea: ("organisation", "year"),
        MunicipalGoal: ("area",),
        Goal: ("municipal_goal",),
        Assignment: ("organisation", "year"),
    }
    if "order" not in form.cleaned_data:
        beside = type(row).objects.filter(**{name: getattr(row, name) for name in siblings[type(row)]})
        row.order = 1 + (beside.aggregate(last=Max("order"))["last"] or 0)


class DefinitionForm(Because):
    """What the indicator is called and means from a day on."""

    class Meta:
        model = IndicatorDefinition
        fields = ("valid_from", "name", "definition", "unit_of_measure", "decimals", "scale_min", "scale_max",
                  "method_break", "note")  # fmt: skip
        widgets = {"valid_from": Day, "definition": forms.Textarea(attrs={"rows": 3}), "note": forms.TextInput}
        labels = {"valid_from": "Gäller från", "unit_of_measure": "Måttenhet"}
        help_texts = {"method_break": "Värden före och efter dagen kan inte jämföras; trenden bryts."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method_break"].label = "Metodbyte: kan inte jämföras med tidigare värden"
        self.fields["method_break"].help_text = ""


class CountedForm(Because):
    """How the indicator is counted, and who answers for it."""

    class Meta:
        model = Indicator
        fields = ("kind", "parent", "aggregation", "formula", "direction", "responsible_unit", "responsible_role",
                  "source", "is_health", "min_population", "order")  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Indicator.objects.filter(organisation=organisation)
        self.organisation = organisation
        self.fields["parent"].queryset = own.filter(is_group=True).prefetch_related("definitions")  # type: ignore[attr-defined]
        self.fields["parent"].label = "Under rubriken"
        self.fields["responsible_unit"].queryset = organisation.units.prefetch_related("names")  # type: ignore[attr-defined]
        self.fields["responsible_unit"].label_from_instance = lambda unit: unit.name_on(dt.date.max)  # type: ignore[attr-defined]
        self.fields["formula"].help_text = "Bara för beräknade: revenues - costs"
        self.fields["parent"].label_from_instance = lambda row: row.name_on(dt.date.max)  # type: ignore[attr-defined]

    def clean_formula(self) -> str:
        """A formula is read now, and refers to indicators that there are."""
        text = str(self.cleaned_data["formula"]).strip()
        if not text:
            return ""
        try:
            codes = {reference.code for reference in Formula.parse(text).references()}
        except FormulaError as error:
            raise forms.ValidationError(f"Formeln går inte att läsa: {error}") from error
        rows = Indicator.objects.filter(organisation=self.organisation, code__in=codes)
        unknown = codes - set(rows.values_list("code", flat=True))
        if unknown:
            raise forms.ValidationError(f"Det finns ingen indikator med koden {', '.join(sorted(unknown))}.")
        return text


class NewIndicatorForm(CountedForm):
    """A new indicator: its code never changes."""

    class Meta:
        model = Indicator
        fields = ("code", "is_group", "kind", "parent", "aggregation", "formula", "direction", "responsible_unit",
                  "responsible_role", "source", "is_health", "min_population")  # fmt: skip


class ScheduleForm(Because):
    """When the indicator is measured, from a year on."""

    class Meta:
        model = MeasuringSchedule
        fields = ("from_year", "frequency", "months", "judged_at_year_end_only")
        help_texts = {"months": "Lämna tomt för de vanliga: 1,2,3 …"}


class ResponsibleForm(Because):
    """Who answers for the indicator."""

    class Meta:
        model = Responsibility
        fields = ("person", "unit", "valid_from", "valid_to")
        widgets = {"valid_from": Day, "valid_to": Day}
        labels = {"person": "Person", "unit": "Bara i enheten"}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__unit__organisation=organisation).distinct()
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].queryset = organisation.units.prefetch_related("names")  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name_on(dt.date.max)  # type: ignore[attr-defined]


class RemovalForm(forms.Form):
    """Why something is taken away."""

    orsak = forms.CharField(label="Orsak", max_length=500, help_text="Sparas i loggen.")


class AliasForm(forms.Form):
    """The other names, one a line."""

    namn = forms.CharField(
        label="Andra namn", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Ett på varje rad."
    )


class MembershipForm(Because):
    """A person's role in a unit, and for whom they stand in."""

    class Meta:
        model = Membership
        fields = ("person", "role", "unit", "valid_from", "valid_to", "deputy_for")
        widgets = {"valid_from": Day, "valid_to": Day}
        labels = {"person": "Person", "unit": "Enhet", "deputy_for": "Ställföreträder"}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, is_service=False)
        others = Membership.objects.exclude(unit__organisation=organisation).values("person")
        self.fields["person"].queryset = people.exclude(pk__in=others)  # type: ignore[attr-defined]
        own = people.filter(memberships__unit__organisation=organisation).distinct()
        self.fields["deputy_for"].queryset = own  # type: ignore[attr-defined]
        self.fields["unit"].queryset = organisation.units.prefetch_related("names")  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.name_on(dt.date.max)  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", "Välj"), *Role.choices]  # type: ignore[attr-defined]


class AreaForm(Ordered):
    """A målområde of the year."""

    class Meta:
        model = GoalArea
        fields = ("name", "order")


class MunicipalGoalForm(Ordered):
    """A kommunövergripande mål."""

    class Meta:
        model = MunicipalGoal
        fields = ("area", "name", "order")
        labels = {"area": "Målområde"}

    def __init__(self, *args: Any, organisation: Organisation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = GoalArea.objects.filter(organisation=organisation, year=year)
        self.fields["area"].queryset = own  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["area"]


class GoalForm(Ordered):
    """A nämndmål or förvaltningsmål."""

    class Meta:
        model = Goal
        fields = ("municipal_goal", "name", "kind", "description", "order")
        labels = {"municipal_goal": "Kommunövergripande mål"}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, organisation: Organisation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = MunicipalGoal.objects.filter(area__organisation=organisation, area__year=year)
        self.fields["municipal_goal"].queryset = own  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["municipal_goal"]


class MoveForm(forms.Form):
    """Under which other municipal goal of its year a goal stands, and from when."""

    till: forms.ModelChoiceField[MunicipalGoal] = forms.ModelChoiceField(
        queryset=MunicipalGoal.objects.none(), label="Nytt kommunövergripande mål"
    )
    dag = forms.DateField(
        label="Från och med", widget=Day, error_messages={"invalid": "Skriv en dag, till exempel 2025-07-01."}
    )
    orsak = forms.CharField(label="Orsak", max_length=500, help_text="Sparas i loggen.")

    def __init__(self, *args: Any, organisation: Organisation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = MunicipalGoal.objects.filter(area__organisation=organisation, area__year=year).select_related("area")
        self.fields["till"].queryset = own.order_by("area__order", "order")  # type: ignore[attr-defined]
        self.fields["till"].label_from_instance = lambda row: f"{row.area}: {row}"  # type: ignore[attr-defined]
        self.fields["dag"].initial = max(min(clock.today(), dt.date(year, 12, 31)), dt.date(year, 1, 1))


class AssignmentForm(Ordered):
    """An assignment of the year."""

    class Meta:
        model = Assignment
        fields = ("scope", "group", "number", "text", "goal", "report_back_on", "receiver", "order")
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "report_back_on": Day}

    def __init__(self, *args: Any, organisation: Organisation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = Goal.objects.in_year(organisation, year)  # type: ignore[attr-defined]
        self.fields["goal"].label = "Mål"
