"""Organisations and their units over time.

Dates are days: `valid_from` is the first day, `valid_to` the last one (empty while it lasts).
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from indicators.models.choices import LinkKind, UnitKind
from indicators.models.dated import DatedQuerySet, dates_in_order


class Organisation(models.Model):
    """A förvaltning (or a nämnd): all data belongs to one, and is seen only by its own people."""

    code = models.SlugField("kod", unique=True)
    name = models.CharField("namn", max_length=200)
    committee = models.CharField("nämnd", max_length=200, blank=True)
    municipality = models.CharField("kommun", max_length=200, blank=True)
    sign_convention = models.CharField(
        "tecken för netto",
        max_length=10,
        choices=[("result", "plus är överskott"), ("net_cost", "plus är kostnad")],
        default="result",
    )

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(DatedQuerySet["Unit"]):
    """Units in words that can be put after each other."""

    def in_organisation(self, organisation: Organisation) -> UnitQuerySet:
        """Those of one organisation."""
        return self.filter(organisation=organisation)

    def parts_of(self, unit: Unit, *, on: dt.date) -> UnitQuerySet:
        """The units that are directly part of `unit` on the day, in their order."""
        links = UnitLink.objects.filter(to=unit, kind=LinkKind.PART_OF).on(on)
        return self.on(on).filter(pk__in=links.values("unit")).order_by("order", "code")


class Unit(models.Model):
    """A unit with its dated existence; names, parents and successors are rows of their own."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    code = models.SlugField("kod")
    kind = models.CharField("slag", max_length=20, choices=UnitKind)
    valid_from = models.DateField("finns från")
    valid_to = models.DateField("finns till", null=True, blank=True)
    order = models.PositiveIntegerField("ordning", default=0)
    note = models.TextField("anmärkning", blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="unit_code_unique",
                violation_error_message="Det finns redan en enhet med den koden.",
            ),
            dates_in_order("unit_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.code

    def exists_on(self, day: dt.date) -> bool:
        """Whether the unit exists on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def name_on(self, day: dt.date) -> str:
        """The name of the day, else the latest earlier one, else the first (uses prefetched names)."""
        names = sorted(self.names.all(), key=lambda name: name.valid_from)
        known = [name for name in names if name.valid_from <= day]
        chosen = known[-1] if known else names[0] if names else None
        return chosen.name if chosen else self.code


class UnitName(models.Model):
    """A unit's name from a day on, with a sort key made in Python (SQLite has no Swedish collation)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField("namn", max_length=200)
    short = models.CharField("kort namn", max_length=80, blank=True)
    valid_from = models.DateField("från")
    valid_to = models.DateField("till", null=True, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, default="")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "enhetsnamn"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"],
                name="unit_name_once_a_day",
                violation_error_message="Enheten har redan ett namn från den dagen.",
            ),
            dates_in_order("unit_name_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another name that files and people use for the unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("namn", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="unit_alias_once")]

    def __str__(self) -> str:
        return self.name


class UnitLink(models.Model):
    """From a day on, `unit` is part of, is succeeded by, or was moved from `to`."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField("slag", max_length=20, choices=LinkKind)
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="linked_from")
    valid_from = models.DateField("från")
    valid_to = models.DateField("till", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "samband mellan enheter"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "to", "valid_from"],
                name="unit_link_once_a_day",
                violation_error_message="Sambandet finns redan från den dagen.",
            ),
            models.CheckConstraint(
                condition=~Q(unit=F("to")),
                name="unit_link_not_to_itself",
                violation_error_message="En enhet kan inte vara del av eller efterträdas av sig själv.",
            ),
            dates_in_order("unit_link_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.to}"
