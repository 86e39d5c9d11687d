"""PDFs that are asked for: who waits for which, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reports.models.reports import Report


class JobState(models.TextChoices):
    """How far a PDF has come."""

    WAITING = "waiting", "I kö"
    RUNNING = "running", "Görs nu"
    DONE = "done", "Klar"
    FAILED = "failed", "Gick inte"


class PrintJob(models.Model):
    """A PDF that a person has asked for. A note for the queue's page, no record: old ones are taken away."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="print_jobs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField("läge", max_length=10, choices=JobState, default=JobState.WAITING)
    message = models.TextField("besked", blank=True)
    created_at = models.DateTimeField("beställd")
    started_at = models.DateTimeField("påbörjad", null=True, blank=True)
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)

    class Meta:
        verbose_name = "beställd PDF"
        verbose_name_plural = "beställda PDF:er"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="print_job_state"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_state_display()}"
