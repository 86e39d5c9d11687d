"""What was done with a report: every step is a row, never changed. Whether an approval holds is never stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.reports import Report


class Scope(models.TextChoices):
    """What a step is about."""

    GOAL = "goal", "mål"
    SECTION = "section", "avsnitt"
    REPORT = "report", "rapport"
    CHECK = "check", "kontroll"


class StepKind(models.TextChoices):
    """The acts; which may follow on which stands in `reports.approval.steps`."""

    SUBMITTED = "submitted", "Skickad till förvaltningschefen"
    APPROVED = "approved", "Godkänd"
    RETURNED = "returned", "Tillbakaskickad"
    TAKEN_BACK = "taken_back", "Tagen tillbaka"
    READY = "ready", "Klar"
    REOPENED = "reopened", "Öppnad igen"
    EXPLAINED = "explained", "Förklarad"
    ACCEPTED = "accepted", "Accepterad"
    REVISION = "revision", "Ny version påbörjad"


class ReportStep(models.Model):
    """One act on a report, a goal or a section in it, or a check: by whom, as what, when and why.

    `fingerprint` is that of the content as it was at the act, `content` the content itself, so that a later change can
    be shown old beside new. `changed_by_approver`: changed and approved in one act. `acting_as` says "tf" for a deputy.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField("nummer")
    scope = models.CharField("vad", max_length=8, choices=Scope)
    key = models.CharField("nyckel", max_length=120, blank=True)
    kind = models.CharField("steg", max_length=12, choices=StepKind)
    fingerprint = models.CharField("fingeravtryck", max_length=64, blank=True)
    content = models.JSONField("innehåll", default=list, blank=True)
    reason = models.TextField("orsak", blank=True)
    changed_by_approver = models.BooleanField("ändrad i beslutet", default=False)
    acting_as = models.CharField("i rollen", max_length=60, blank=True)
    recorded_at = models.DateTimeField("tid")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "steg"
        verbose_name_plural = "steg"
        ordering = ["report", "number"]
        indexes = [models.Index(fields=["report", "scope", "key"], name="report_step_thing")]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="report_step_unique",
                violation_error_message="Någon annan har just gjort något med samma rapport.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="report_step_from_one"),
            models.CheckConstraint(
                condition=~Q(kind__in=["returned", "explained", "accepted", "revision"]) | ~Q(reason=""),
                name="report_step_has_reason",
                violation_error_message="Skriv varför.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["submitted", "approved", "ready"]) | ~Q(fingerprint=""),
                name="report_step_has_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} #{self.number}: {self.get_kind_display()}"
