"""What the list of figures can be narrowed to. The words of the address are those of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters

from indicators.models import FigureRevision
from indicators.models.choices import Scenario, Source, SpanChoice
from indicators.models.figures import RevisionQuerySet
from indicators.naming import Names
from indicators.search import LONGEST_QUERY, matching_indicators
from indicators.shown import shown_source

ALL_YEARS = "alla"
SPANS = (
    (SpanChoice.MONTH.value, "enskild månad"),
    (SpanChoice.YTD.value, "från januari"),
    (SpanChoice.FULL_YEAR.value, "helår"),
    (SpanChoice.POINT.value, "per den"),
    (SpanChoice.PROJECT.value, "sedan projektets start"),
)
SOURCES = [(value, shown_source(value)) for value in Source.values]

Choices = Sequence[Any]


class FigureFilter(django_filters.FilterSet):
    """Filters of the list of figures; `choices` are those of units, years and parts, `names` those of the page."""

    indikator = django_filters.CharFilter(label="Indikator", method="named", max_length=LONGEST_QUERY)
    enhet = django_filters.ChoiceFilter(label="Enhet", method="about_unit", empty_label="Alla enheter")
    part = django_filters.ChoiceFilter(label="Del", field_name="fact__breakdown__code", empty_label="Alla delar")
    ar = django_filters.ChoiceFilter(label="År", method="in_year", empty_label=None)
    slag = django_filters.ChoiceFilter(
        label="Slag", field_name="fact__scenario", empty_label="Alla slag", choices=Scenario.choices
    )
    period = django_filters.ChoiceFilter(
        label="Period", field_name="fact__span", empty_label="Alla perioder", choices=SPANS
    )
    kalla = django_filters.ChoiceFilter(label="Källa", field_name="source", empty_label="Alla källor", choices=SOURCES)

    filters: dict[str, Any]

    class Meta:
        model = FigureRevision
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, names: Names, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        # "del" is a word of Python's own.
        self.filters = {{"part": "del"}.get(name, name): field for name, field in self.filters.items()}
        for name, chosen in choices.items():
            self.filters[name].extra["choices"] = chosen
        for name, field in self.filters.items():
            field.extra.setdefault("error_messages", {})["invalid_choice"] = _not_there(field.label)
            field.extra["error_messages"]["max_length"] = (
                f"Sökordet är för långt: högst {LONGEST_QUERY} tecken läses. Korta det; inget visas så länge."
            )
            field.extra["required"] = name == "ar"

    def filter_queryset(self, queryset: RevisionQuerySet) -> RevisionQuerySet:
        """The narrowed list; empty where something was asked for that can't be."""
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)

    def named(self, queryset: RevisionQuerySet, name: str, text: str) -> RevisionQuerySet:
        """By any name of the indicator."""
        found = [indicator.pk for _, indicator in matching_indicators(self.names, text)]
        return queryset.filter(fact__indicator__in=found)

    def about_unit(self, queryset: RevisionQuerySet, name: str, code: str) -> RevisionQuerySet:
        """One unit's own figures."""
        return queryset.filter(fact__unit=self.names.tree.unit(code).pk)

    def in_year(self, queryset: RevisionQuerySet, name: str, year: str) -> RevisionQuerySet:
        """One year, or all of them."""
        return queryset if year == ALL_YEARS else queryset.filter(fact__year=int(year))


def _not_there(label: str) -> str:
    return f"”%(value)s” finns inte under {label}. Välj i listan; inget visas så länge."
