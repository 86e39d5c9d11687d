"""What people say around the figures of a month: clearing, explanations, deviations, measures, comments, requests.

Steps and texts are only ever added to: a state follows from the latest step, a bridge or a measure is changed by a
new version of it.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from indicators.models.choices import MarkerChoice
from indicators.models.figures import Fact, FigureRevision
from indicators.models.indicators import Breakdown, Indicator
from indicators.models.organisation import Unit
from indicators.models.periods import ReportingOccasion


class ClearingStep(models.TextChoices):
    """What was done with an area's figures of an occasion."""

    READY = "ready", "Klar för granskning"
    CLEARED = "cleared", "Klarmarkerad"
    RETURNED = "returned", "Tillbakaskickad"
    REOPENED = "reopened", "Återöppnad"


class MeasureState(models.TextChoices):
    """How far a measure has come."""

    PLANNED = "planned", "Planerad"
    ONGOING = "ongoing", "Pågår"
    DONE = "done", "Genomförd"
    DROPPED = "dropped", "Avbruten"


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are made and read, never changed or taken away."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Always raises ValidationError."""
        raise ValidationError("Det som är sagt ändras aldrig. Det är kvar som det var.")

    def delete(self) -> NoReturn:
        """Always raises ValidationError."""
        raise ValidationError("Det som är sagt tas aldrig bort. Det är kvar som det var.")


class _AppendOnly(models.Model):
    """A row that is saved once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a row that is saved already."""
        if not self._state.adding:
            raise ValidationError(f"{self._meta.verbose_name} ändras aldrig. Det som står är kvar som det var.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always raises ValidationError."""
        raise ValidationError(f"{self._meta.verbose_name} tas aldrig bort. Det som står är kvar som det var.")


class _Said(_AppendOnly):
    """Who said it, and when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        abstract = True


class AreaClearing(_Said):
    """One step of an area's clearing. `last_revision` is the newest figure then: a newer one came after the step.

    `as_deputy` says that the person acted for somebody else (tf). Sending back and reopening demand a reason.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="clearings", verbose_name="område")
    occasion = models.ForeignKey(ReportingOccasion, on_delete=models.PROTECT, related_name="clearings")
    step = models.CharField("steg", max_length=10, choices=ClearingStep)
    reason = models.CharField("orsak", max_length=500, blank=True)
    last_revision = models.BigIntegerField("senaste värdet då", default=0)
    as_deputy = models.BooleanField("som ställföreträdare", default=False)

    class Meta:
        verbose_name = "steg i klarmarkering"
        ordering = ["id"]
        indexes = [models.Index(fields=["occasion", "unit"], name="clearing_occasion_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=[ClearingStep.READY, ClearingStep.CLEARED]) | ~Q(reason=""),
                name="clearing_back_has_reason",
                violation_error_message="Skriv varför området skickas tillbaka eller öppnas igen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_step_display()}"


class Explanation(_Said):
    """One line that explains unusual values; a proposed footnote of each of them."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="explanations", verbose_name="område")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    text = models.CharField("förklaring", max_length=500)

    class Meta:
        verbose_name = "förklaring"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="explanation_has_text")]

    def __str__(self) -> str:
        return self.text


class ExplainedFigure(_AppendOnly):
    """A figure that an explanation is about, with the revision that it was said of."""

    explanation = models.ForeignKey(Explanation, on_delete=models.PROTECT, related_name="figures")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="explained")
    revision = models.ForeignKey(FigureRevision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["explanation", "fact"], name="explained_figure_once")]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.explanation_id}"


class DeviationBridge(_Said):
    """A unit's way from budget to forecast as it was told in a month; a later version replaces it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bridges", verbose_name="område")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    number = models.PositiveIntegerField("version")

    class Meta:
        verbose_name = "avvikelsebrygga"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "month", "number"],
                name="bridge_version_once",
                violation_error_message="Någon annan har just sparat samma avvikelseposter.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}-{self.month:02} #{self.number}"


class DeviationItem(_AppendOnly):
    """A part of the deviation from budget: tkr, plus is better than budget; `lasting` comes back next year."""

    bridge = models.ForeignKey(DeviationBridge, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField("ordning")
    amount = models.BigIntegerField("belopp, tkr")
    cause = models.CharField("orsak", max_length=100)
    lasting = models.BooleanField("varaktig", default=False)
    text = models.CharField("text", max_length=500, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["bridge", "order"], name="deviation_item_order"),
            models.CheckConstraint(condition=~Q(cause=""), name="deviation_item_has_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.amount}"


class CorrectiveMeasure(_AppendOnly):
    """A measure (åtgärd) of a unit; what it is now is its latest version. It is carried over until it is done."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="measures", verbose_name="område")
    item = models.ForeignKey(DeviationItem, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")

    def __str__(self) -> str:
        return f"Åtgärd {self.pk}"


class MeasureVersion(_Said):
    """What a measure is from a moment on: effects in tkr (plus is better), who, by when, how far.

    `cause` is that of the deviation item that it acts on: items are written anew each month, their causes stay.
    """

    measure = models.ForeignKey(CorrectiveMeasure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    title = models.CharField("åtgärd", max_length=200)
    cause = models.CharField("avvikelsepost", max_length=100, blank=True)
    expected = models.BigIntegerField("väntad effekt, tkr", null=True, blank=True)
    achieved = models.BigIntegerField("uppnådd effekt, tkr", null=True, blank=True)
    responsible = models.CharField("ansvarig", max_length=100)
    due_on = models.DateField("klar senast", null=True, blank=True)
    state = models.CharField("läge", max_length=10, choices=MeasureState, default=MeasureState.PLANNED)

    class Meta:
        verbose_name = "åtgärd"
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="measure_version_once")]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """A working comment on one figure of a month; thrown away when the report is adopted."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="comments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="comments")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="comments")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    text = models.CharField("kommentar", max_length=1000)

    class Meta:
        verbose_name = "kommentar"
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "year", "month"], name="comment_unit_period")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_has_text")]

    def __str__(self) -> str:
        return self.text


class CorrectionRequest(_Said):
    """A value that somebody wants in a locked month, and why; the editor answers."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="correction_requests")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    span = models.CharField("spann", max_length=10)
    seen = models.PositiveIntegerField("sedd rättelse", default=0)
    scaled = models.BigIntegerField("skalat värde", null=True, blank=True)
    decimals = models.SmallIntegerField("decimaler", null=True, blank=True)
    marker = models.CharField("orsak till att värde saknas", max_length=16, choices=MarkerChoice, blank=True)
    reason = models.CharField("orsak", max_length=500)

    class Meta:
        verbose_name = "begärd rättelse"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_request_has_reason"),
            models.CheckConstraint(
                condition=Q(marker="", scaled__isnull=False, decimals__isnull=False)
                | (~Q(marker="") & Q(scaled__isnull=True, decimals__isnull=True)),
                name="correction_request_value_or_marker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit} {self.year}-{self.month:02}"


class CorrectionAnswer(_Said):
    """The editor's answer: accepted with the revision that it became, or declined with why."""

    request = models.OneToOneField(CorrectionRequest, on_delete=models.PROTECT, related_name="answer")
    revision = models.ForeignKey(FigureRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField("svar", max_length=500, blank=True)

    class Meta:
        verbose_name = "svar på begärd rättelse"
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__isnull=False) | ~Q(text=""), name="correction_declined_says_why"
            )
        ]

    def __str__(self) -> str:
        return "Godtagen" if self.revision_id else "Inte godtagen"


class PeriodException(_Said):
    """An area that may enter an occasion's figures through `until`, though the occasion is closed."""

    occasion = models.ForeignKey(ReportingOccasion, on_delete=models.PROTECT, related_name="exceptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="period_exceptions")
    until = models.DateField("till och med")
    reason = models.CharField("orsak", max_length=500)

    class Meta:
        verbose_name = "undantag från stängning"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="period_exception_has_reason")]

    def __str__(self) -> str:
        return f"{self.unit} {self.occasion} t.o.m. {self.until}"


class PeriodChange(_Said):
    """A period that was closed or opened by the editor, and why. Only ever added to."""

    occasion = models.ForeignKey(ReportingOccasion, on_delete=models.PROTECT, related_name="changes")
    text = models.CharField("vad", max_length=200)
    reason = models.CharField("orsak", max_length=500)

    class Meta:
        verbose_name = "ändring av period"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="period_change_has_reason")]

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """What a person was last reminded of, so that a letter is sent only when something is new."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField("dag")
    told = models.TextField("vad", blank=True)

    class Meta:
        verbose_name = "påminnelse"
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"
