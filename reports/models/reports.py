"""Reports and their texts. A text's versions are only ever added to."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.models import Organisation, ReportingOccasion, SourceDocument
from indicators.models.figures import end_of
from reports.models.templates import ReportKind, TemplateVersion


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports in words that can be put after each other."""

    def newest_first(self) -> ReportQuerySet:
        """As the list of reports shows them."""
        return self.order_by("-year", "-month", "title")

    def public(self) -> ReportQuerySet:
        """Those that everybody may read."""
        return self.filter(is_public=True)


class Report(models.Model):
    """A report: a template's version, a year and month, and texts.

    `known_on`: the day of knowledge of a closed report (reproduced from print, or adopted): it shows what was known at
    the end of that day. An open report has none and shows the newest figures.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="reports")
    slug = models.SlugField("adress", unique=True, max_length=80)
    title = models.CharField("titel", max_length=200)
    kind = models.CharField("slag", max_length=10, choices=ReportKind)
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    occasion = models.ForeignKey(
        ReportingOccasion, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    known_on = models.DateField("visar vad som var känt", null=True, blank=True)
    reproduced_from = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, null=True, blank=True)
    case_number = models.CharField("diarienummer", max_length=60, blank=True)
    is_public = models.BooleanField("offentlig", default=False)
    open_data = models.BooleanField(
        "öppna data", default=False, help_text="Värdena i rapportens tabeller kan hämtas utan inloggning."
    )
    public_page = models.BooleanField(
        "sida utan inloggning", default=False, help_text="Alla kan läsa rapporten på en adress utan inloggning."
    )
    created_at = models.DateTimeField("skapad")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-year", "-month", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="report_month"),
            models.CheckConstraint(
                condition=Q(reproduced_from__isnull=True) | Q(known_on__isnull=False),
                name="report_reproduced_is_closed",
                violation_error_message="En rapport återgiven efter tryck visar vad som var känt på sin dag.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReportText(models.Model):
    """The text of one section (or of one goal, key `goal:CODE`) in a report; what it says is its latest version."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="texts")
    key = models.CharField("avsnitt", max_length=120)

    class Meta:
        verbose_name = "avsnittstext"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="report_text_unique",
                violation_error_message="Avsnittet har redan en text.",
            )
        ]

    def __str__(self) -> str:
        return self.key


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    """Versions in words that can be put after each other."""

    def as_of(self, day: dt.date | None) -> TextVersionQuerySet:
        """The latest version of each text known at the end of the day (None: now)."""
        later = self.model.objects.filter(text=OuterRef("text"), number__gt=OuterRef("number"))
        if day is None:
            return self.filter(~Exists(later))
        end = end_of(day)
        return self.filter(~Exists(later.filter(recorded_at__lt=end)), recorded_at__lt=end)


class TextVersion(models.Model):
    """A text as a structured document: blocks with typed children, never HTML (`reports.texts` says which)."""

    text = models.ForeignKey(ReportText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    content = models.JSONField("innehåll")
    recorded_at = models.DateTimeField("sparad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "textversion"
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"],
                name="text_version_unique",
                violation_error_message="Någon annan har just sparat samma text.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="text_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.text} version {self.number}"
