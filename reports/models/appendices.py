"""Appendices that come as files of their own: each version is kept byte for byte with its checksum, never changed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.models.figures import end_of
from reports.models.reports import Report


class AppendixKind(models.TextChoices):
    """What is appended; the first two are what a förvaltning usually sends along."""

    INTERNAL_CONTROL = "internal", "Internkontrollrapport"
    PLAN = "plan", "Verksamhetsplan"
    OTHER = "other", "Annan bilaga"


class AppendixVersionQuerySet(models.QuerySet["AppendixVersion"]):
    """Versions in words that can be put after each other."""

    def current(self, on: dt.date | None = None) -> AppendixVersionQuerySet:
        """The latest version at each place, of those known at the end of the day (None: now); withdrawn ones too."""
        later = self.model.objects.filter(
            report=OuterRef("report"), place=OuterRef("place"), number__gt=OuterRef("number")
        )
        if on is None:
            return self.filter(~Exists(later)).order_by("place")
        end = end_of(on)
        return self.filter(~Exists(later.filter(recorded_at__lt=end)), recorded_at__lt=end).order_by("place")


class AppendixVersion(models.Model):
    """One version of the appendix at a place (1, 2, 3 …) of a report.

    `checks` holds what was found in the file when it came (`reports.archiving.checking`), so that a later change of the
    rules doesn't change what was answered. A withdrawn version has no file; `reason` says why it was withdrawn or
    replaced.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="appendices")
    place = models.PositiveSmallIntegerField("bilaga")
    number = models.PositiveIntegerField("version")
    kind = models.CharField("slag", max_length=8, choices=AppendixKind)
    title = models.CharField("titel", max_length=200)
    file_name = models.CharField("filens namn", max_length=120, blank=True)
    content = models.BinaryField("innehåll", blank=True)
    size = models.PositiveIntegerField("byte", default=0)
    pages = models.PositiveIntegerField("sidor", default=0)
    checksum = models.CharField("kontrollsumma", max_length=64, blank=True)
    checks = models.JSONField("vad som kontrollerades", default=list, blank=True)
    withdrawn = models.BooleanField("borttagen", default=False)
    reason = models.CharField("orsak", max_length=500, blank=True)
    recorded_at = models.DateTimeField("tid")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AppendixVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        ordering = ["report", "place", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "place", "number"],
                name="appendix_version_unique",
                violation_error_message="Någon annan har just ändrat samma bilaga.",
            ),
            models.CheckConstraint(condition=Q(place__gte=1, number__gte=1), name="appendix_from_one"),
            models.CheckConstraint(
                condition=Q(withdrawn=True, size=0, checksum="") | (Q(withdrawn=False, size__gt=0) & ~Q(checksum="")),
                name="appendix_has_file_or_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(number=1, withdrawn=False) | (Q(number__gt=1) & ~Q(reason="")),
                name="appendix_change_has_reason",
                violation_error_message="Skriv varför bilagan byts ut eller tas bort.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bilaga {self.place}. {self.title}"
