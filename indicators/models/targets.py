"""Targets per indicator, unit, year and breakdown; like figures, only ever added to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.models.choices import TargetKindChoice
from indicators.models.decisions import Decision, SourceDocument
from indicators.models.figures import end_of
from indicators.models.indicators import Breakdown, Indicator
from indicators.models.organisation import Unit


class Target(models.Model):
    """What a target is about."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField("år")

    class Meta:
        verbose_name = "målvärde"
        verbose_name_plural = "målvärden"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "unit", "breakdown"],
                name="target_unique",
                violation_error_message="Målvärdet finns redan; ett nytt blir en rättelse av det.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class TargetRevisionQuerySet(models.QuerySet["TargetRevision"]):
    """Target revisions in words that can be put after each other."""

    def current(self) -> TargetRevisionQuerySet:
        """The latest revision of each target."""
        return self.filter(~Exists(self.model.objects.filter(target=OuterRef("target"), number__gt=OuterRef("number"))))

    def as_of(self, day: dt.date | None) -> TargetRevisionQuerySet:
        """What was known at the end of the day (None: now)."""
        if day is None:
            return self.current()
        end = end_of(day)
        later = self.model.objects.filter(target=OuterRef("target"), number__gt=OuterRef("number"), recorded_at__lt=end)
        return self.filter(~Exists(later), recorded_at__lt=end)


class TargetRevision(models.Model):
    """One decision of a target: the text as printed, and what it means. Never changed, never removed (triggers)."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("nummer")
    text = models.CharField("som det skrivs", max_length=60, blank=True)
    kind = models.CharField("slag", max_length=12, choices=TargetKindChoice)
    scaled = models.BigIntegerField("skalat värde", null=True, blank=True)
    decimals = models.SmallIntegerField("decimaler", null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, null=True, blank=True)
    reason = models.CharField("orsak", max_length=500, blank=True)
    is_example = models.BooleanField("exempeldata", default=False)
    recorded_at = models.DateTimeField("registrerat")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TargetRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "målvärde (rättelse)"
        ordering = ["target", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "number"],
                name="target_revision_number_unique",
                violation_error_message="Någon annan har just ändrat samma målvärde.",
            ),
            models.CheckConstraint(
                condition=Q(scaled__isnull=True, decimals__isnull=True)
                | Q(scaled__isnull=False, decimals__isnull=False),
                name="target_value_whole",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="target_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.text}"

    @property
    def value(self) -> Decimal | None:
        """The target's number in the indicator's unit, if it has one."""
        if self.scaled is None or self.decimals is None:
            return None
        return Decimal(self.scaled).scaleb(-self.decimals)
