"""What an editor makes templates with: steps of a draft, texts that reports share, the log of a report's switches."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.models import Organisation
from indicators.models.figures import end_of
from reports.models.reports import Report
from reports.models.templates import ReportTemplate


class DraftStep(models.Model):
    """One step of the work on a template's next version: the whole declaration after it, and what was done.

    Steps are working material: undoing takes the last one away, saving a version takes all of them away.
    """

    template = models.ForeignKey(ReportTemplate, on_delete=models.CASCADE, related_name="draft_steps")
    number = models.PositiveIntegerField("steg")
    based_on = models.PositiveIntegerField("utgår från version")
    declaration = models.JSONField("innehåll")
    said = models.CharField("vad som gjordes", max_length=300)
    made_at = models.DateTimeField("gjord")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "steg i ett mallutkast"
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="draft_step_unique",
                violation_error_message="Någon annan har just ändrat mallen.",
            )
        ]

    def __str__(self) -> str:
        return self.said


class SharedText(models.Model):
    """A text that several reports of a budget year print: what the kommunfullmäktige's budget says, an introduction."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shared_texts")
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=200)
    year = models.PositiveSmallIntegerField("budgetår")

    class Meta:
        verbose_name = "gemensam text"
        verbose_name_plural = "gemensamma texter"
        ordering = ["name", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code", "year"],
                name="shared_text_unique",
                violation_error_message="Texten finns redan för det året.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class SharedTextVersionQuerySet(models.QuerySet["SharedTextVersion"]):
    """Versions in words that can be put after each other."""

    def as_of(self, day: dt.date | None) -> SharedTextVersionQuerySet:
        """The latest version of each text known at the end of the day (None: now)."""
        known = self if day is None else self.filter(recorded_at__lt=end_of(day))
        later = self.model.objects.filter(text=OuterRef("text"), number__gt=OuterRef("number"))
        if day is not None:
            later = later.filter(recorded_at__lt=end_of(day))
        return known.filter(~Exists(later))


class SharedTextVersion(models.Model):
    """What a shared text says, as a structured document; never changed."""

    text = models.ForeignKey(SharedText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    content = models.JSONField("innehåll")
    recorded_at = models.DateTimeField("sparad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharedTextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version av gemensam text"
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"],
                name="shared_text_version_unique",
                violation_error_message="Någon annan har just sparat samma text.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="shared_text_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.text} version {self.number}"


class Switch(models.TextChoices):
    """What an editor turns on and off, or changes, of a report as a whole."""

    OPEN_DATA = "open_data", "öppna data"
    PUBLIC_PAGE = "public_page", "sida utan inloggning"
    TEMPLATE = "template", "mallversion"


class ReportSwitch(models.Model):
    """A line in the log of a report's switches: what it was, what it became, who and when. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="switches")
    number = models.PositiveIntegerField("nummer")
    switch = models.CharField("vad", max_length=12, choices=Switch)
    before = models.CharField("före", max_length=60)
    after = models.CharField("efter", max_length=60)
    recorded_at = models.DateTimeField("ändrad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "omställning av en rapport"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="report_switch_unique",
                violation_error_message="Någon annan har just ändrat rapporten.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_switch_display()}: {self.before} → {self.after}"
