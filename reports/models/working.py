"""Work on a report's texts: who answers for a section, who may read and comment, what they say; purging; readings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models import Fact, Indicator
from reports.models.following import Recorded
from reports.models.reports import Report


class SectionDuty(Recorded):
    """Who answers for a section (`goal:CODE` for a goal's text) and until when it is to be ready; the latest counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="duties")
    key = models.CharField("avsnitt", max_length=120)
    number = models.PositiveIntegerField("nummer")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField("klart senast", null=True, blank=True)

    class Meta:
        verbose_name = "ansvar för avsnitt"
        ordering = ["report", "key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key", "number"],
                name="section_duty_once",
                violation_error_message="Någon annan har just ändrat avsnittets ansvar.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.person}"


class ReaderInvitation(Recorded):
    """Somebody is given the right to read a report under work and comment on it, or loses it; the latest counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("nummer")
    invited = models.BooleanField("inbjuden", default=True)

    class Meta:
        verbose_name = "inbjudan"
        ordering = ["report", "person", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person", "number"],
                name="reader_invitation_once",
                violation_error_message="Någon annan har just ändrat inbjudan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.report}"


class TextComment(Recorded):
    """A remark beside a paragraph of a text (`quote` is its first words), or an answer to one.

    Working material: `settles` says that the matter is closed; purged some time after the adoption.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="text_comments")
    key = models.CharField("avsnitt", max_length=120)
    quote = models.CharField("stycke", max_length=200, blank=True)
    text = models.CharField("synpunkt", max_length=1000)
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    settles = models.BooleanField("avslutad", default=False)

    class Meta:
        verbose_name = "synpunkt"
        ordering = ["pk"]
        indexes = [models.Index(fields=["report", "key"], name="text_comment_section")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="text_comment_has_text")]

    def __str__(self) -> str:
        return self.text[:60]


class PurgeRun(Recorded):
    """A purge of an adopted report's working material; what it took stands in its list."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="purges")
    adopted_on = models.DateField("fastställd")
    kept_days = models.PositiveSmallIntegerField("sparat i dagar")

    class Meta:
        verbose_name = "rensning"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.recorded_at:%Y-%m-%d}"


class PurgedKind(models.TextChoices):
    """What is purged: never a decision."""

    DRAFT = "draft", "utkast till text"
    COMMENT = "comment", "synpunkt på text"
    FIGURE_COMMENT = "figure", "kommentar till värde"


class PurgedRow(models.Model):
    """One thing that a purge took: what it was about, who wrote it and when; not what it said."""

    run = models.ForeignKey(PurgeRun, on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField("slag", max_length=8, choices=PurgedKind)
    row = models.BigIntegerField("rad")
    about = models.CharField("om", max_length=200)
    written_at = models.DateTimeField("skriven")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "rensad rad"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="purged_row_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"


class AuditReading(Recorded):
    """What an auditor read: a page of a report, or the page of a figure or an indicator."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField("vad", max_length=200)

    class Meta:
        verbose_name = "läsning"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False) | Q(fact__isnull=False) | Q(indicator__isnull=False),
                name="audit_reading_of_something",
            )
        ]

    def __str__(self) -> str:
        return self.what
