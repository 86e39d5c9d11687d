"""The list of indicators."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.access import has_a_role
from indicators.catalogue import HEADINGS, Narrowed, catalogue
from indicators.forms.choices import unit_choices
from indicators.naming import Names
from indicators.rights import Rights, rights_of
from indicators.search import GoalChoice, goals_with_indicators
from vss_portal.guard import access

NOT_THERE = "”%(value)s” finns inte under {}. Välj i listan; inget visas så länge."


class CatalogueFilter(forms.Form):
    """What the list can be narrowed to; the words are those of the address."""

    slag = forms.ChoiceField(label="Slag", required=False)
    enhet = forms.ChoiceField(label="Enhet", required=False)
    mal = forms.ChoiceField(label="Mål", required=False)

    def __init__(self, *args: object, rights: Rights, goals: list[GoalChoice], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = [(kind.value, heading) for kind, heading in HEADINGS.items()]
        self._set("slag", [("", "Alla slag"), *kinds])
        self._set("enhet", [("", "Alla enheter"), *unit_choices(rights)])
        self._set("mal", [("", "Alla mål"), *((goal.code, f"{goal.name} ({goal.year})") for goal in goals)])
        self.goals = {goal.code: goal.indicators for goal in goals}

    def narrowed(self) -> Narrowed | None:
        """What is asked for; None where it can't be."""
        if not self.is_valid():
            return None
        told = self.cleaned_data
        return Narrowed(told["slag"], told["enhet"], self.goals.get(told["mal"]))

    def _set(self, name: str, choices: list) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = choices
        field.error_messages["invalid_choice"] = NOT_THERE.format(field.label)


@access(who=has_a_role)
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators by kind, each with its latest value."""
    rights = rights_of(request.user)
    form = CatalogueFilter(request.GET, rights=rights, goals=goals_with_indicators(rights))
    narrowed = form.narrowed()
    sections = catalogue(request.user, Names.of(rights), narrowed) if narrowed else []
    is_filtered = narrowed != Narrowed()
    return render(
        request, "indicators/catalogue.html", {"form": form, "sections": sections, "is_filtered": is_filtered}
    )
