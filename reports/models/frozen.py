"""Adopted reports: bytes that nothing can change, and the dated events beside them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.reports import Report


class EventKind(models.TextChoices):
    """What happens to an adopted report outside of the portal."""

    TREATED = "treated", "Behandlad av kommunstyrelsen"
    PUBLIC = "public", "Offentlig från"


class FrozenReport(models.Model):
    """A version of a report as it was adopted: `payload` is canonical JSON of format `schema`, `checksum` its SHA-256.

    The payload names the checksum of every file, so that the one checksum covers all. `reason` and `changes` say what
    a later version (Reviderad) has that the one before it had not.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="frozen")
    number = models.PositiveIntegerField("version")
    schema = models.PositiveSmallIntegerField("format")
    title = models.CharField("titel", max_length=200)
    case_number = models.CharField("diarienummer", max_length=60)
    payload = models.TextField("innehåll")
    checksum = models.CharField("kontrollsumma", max_length=64)
    reason = models.TextField("orsak till revideringen", blank=True)
    changes = models.JSONField("vad som ändrades", default=list, blank=True)
    acting_as = models.CharField("i rollen", max_length=60, blank=True)
    recorded_at = models.DateTimeField("fastställd")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "fastställd version"
        verbose_name_plural = "fastställda versioner"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="frozen_report_unique",
                violation_error_message="Någon annan har just fastställt samma rapport.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")), name="frozen_report_revision_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} version {self.number}"

    @property
    def is_revised(self) -> bool:
        """Whether it is marked Reviderad."""
        return self.number > 1


class FrozenFile(models.Model):
    """One format of an adopted version, byte for byte."""

    frozen = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="files")
    format = models.CharField("format", max_length=8)
    content = models.BinaryField("innehåll")
    size = models.PositiveIntegerField("byte")
    checksum = models.CharField("kontrollsumma", max_length=64)

    class Meta:
        verbose_name = "fastställd fil"
        constraints = [models.UniqueConstraint(fields=["frozen", "format"], name="frozen_file_once")]

    def __str__(self) -> str:
        return f"{self.frozen} {self.format}"


class ReportEvent(models.Model):
    """A dated event beside an adopted version: treated by the kommunstyrelse (§, outcome), public from a day."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")
    frozen = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField("nummer")
    kind = models.CharField("händelse", max_length=8, choices=EventKind)
    day = models.DateField("dag")
    paragraph = models.CharField("paragraf", max_length=20, blank=True)
    outcome = models.CharField("beslut", max_length=300, blank=True)
    recorded_at = models.DateTimeField("registrerad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "händelse"
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_event_unique")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
