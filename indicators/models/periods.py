"""Reporting occasions: when a period is reported, in time, and locked."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.choices import OccasionKind
from indicators.models.organisation import Organisation
from vss_portal import clock


class OccasionQuerySet(models.QuerySet["ReportingOccasion"]):
    """Occasions in words that can be put after each other."""

    def in_year(self, year: int) -> OccasionQuerySet:
        """Those that follow up the year."""
        return self.filter(year=year)

    def locked_on(self, day: dt.date) -> OccasionQuerySet:
        """Those whose figures can no longer be changed without the editor."""
        return self.filter(Q(locks_on__lte=day) | Q(closed_at__isnull=False))

    def open_on(self, day: dt.date) -> OccasionQuerySet:
        """Those that may be entered on the day."""
        return self.filter(opens_on__lte=day, locks_on__gt=day, closed_at__isnull=True)


class ReportingOccasion(models.Model):
    """One follow-up: a month, 31 March, 31 August, the year end or the budget.

    `due_on` is the last day to be in time; from `locks_on` on nobody but the editor changes figures of the period.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="occasions")
    kind = models.CharField("slag", max_length=12, choices=OccasionKind)
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    opens_on = models.DateField("öppnar")
    due_on = models.DateField("i tid till")
    locks_on = models.DateField("stängs")
    closed_at = models.DateTimeField("stängd", null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljningstillfälle"
        ordering = ["year", "month", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "kind", "month"],
                name="occasion_unique",
                violation_error_message="Tillfället finns redan.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")) & Q(due_on__lte=F("locks_on")),
                name="occasion_dates_in_order",
                violation_error_message="Tillfället ska öppna före sista dagen i tid, som ska ligga före stängningen.",
            ),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="occasion_month"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="occasion_closed_by_somebody",
                violation_error_message="En stängning har både tid och person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}-{self.month:02}"

    def is_locked_on(self, day: dt.date) -> bool:
        """Whether figures of the period are locked on the day."""
        return self.closed_at is not None or self.locks_on <= day

    @property
    def closed_on(self) -> dt.date:
        """The day that it is closed from: by its date, or by hand where that came first."""
        by_hand = clock.day_of(self.closed_at) if self.closed_at else self.locks_on
        return min(by_hand, self.locks_on)

    @property
    def is_closed(self) -> bool:
        """Whether it is closed today."""
        return self.is_locked_on(clock.today())
