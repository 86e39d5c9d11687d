"""Figures: the fact, and its revisions, which are only ever added to.

A revision's value is exactly `scaled` × 10^−`decimals` in the indicator's unit (money: tkr). Decimals are those that
the figure was reported with; negative decimals mean known to tens, hundreds … only.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from indicators.models.choices import FindingLevel, FootnoteKind, MarkerChoice, Scenario, Source, SpanChoice
from indicators.models.decisions import Decision, SourceDocument
from indicators.models.indicators import Breakdown, Indicator
from indicators.models.organisation import Organisation, Unit

ORIGINAL, CARRIED, RESTATED = "original", "carried", "restated:"
BUDGET_LIKE = [Scenario.BUDGET, Scenario.PLAN, Scenario.FRAME]
FACT_KEY = ["indicator", "year", "unit", "month", "span", "scenario", "vintage", "breakdown", "basis"]

MONTH_OF_SPAN = (
    Q(span=SpanChoice.YTD, month__gte=1, month__lte=11)
    | Q(span=SpanChoice.FULL_YEAR, month=12)
    | Q(span__in=[SpanChoice.POINT, SpanChoice.PROJECT], month__gte=1, month__lte=12)
    | Q(span=SpanChoice.MONTH, month__gte=1, month__lte=13)
)


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts in words that can be put after each other."""

    def in_organisation(self, organisation: Organisation) -> FactQuerySet:
        """Those of one organisation's indicators."""
        return self.filter(indicator__organisation=organisation)

    def for_unit(self, unit: Unit) -> FactQuerySet:
        """Those about one unit."""
        return self.filter(unit=unit)

    def in_year(self, year: int) -> FactQuerySet:
        """Those about a year."""
        return self.filter(year=year)


class Fact(models.Model):
    """What a figure is about: indicator × unit × breakdown × scenario × period and span × basis.

    `vintage` (YYYYMM) is the month that a forecast was made in, 0 for everything else. `decision` is the decision
    behind a budget, plan or frame. `basis` is `original`, `carried` or `restated:YYYY-MM-DD`.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="facts", verbose_name="indikator")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="facts", verbose_name="enhet")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="facts", verbose_name="del")
    scenario = models.CharField("slag", max_length=10, choices=Scenario, default=Scenario.OUTCOME)
    vintage = models.PositiveIntegerField("prognos gjord", default=0)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="facts", verbose_name="beslut"
    )
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    span = models.CharField("spann", max_length=10, choices=SpanChoice)
    basis = models.CharField("grund", max_length=30, default=ORIGINAL)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "uppgift"
        verbose_name_plural = "uppgifter"
        constraints = [
            models.UniqueConstraint(
                fields=FACT_KEY,
                condition=Q(decision__isnull=True),
                name="fact_unique",
                violation_error_message="Uppgiften finns redan; ett nytt värde blir en rättelse av den.",
            ),
            models.UniqueConstraint(
                fields=[*FACT_KEY, "decision"],
                condition=Q(decision__isnull=False),
                name="fact_unique_by_decision",
                violation_error_message="Uppgiften finns redan för det beslutet; ett nytt värde blir en rättelse.",
            ),
            models.CheckConstraint(
                condition=MONTH_OF_SPAN,
                name="fact_month_of_span",
                violation_error_message="Månaden passar inte spannet: helår slutar i december, ackumulerat i jan–nov.",
            ),
            models.CheckConstraint(
                condition=(Q(scenario=Scenario.FORECAST) & Q(vintage__gte=200001, vintage__lte=209912))
                | (~Q(scenario=Scenario.FORECAST) & Q(vintage=0)),
                name="fact_vintage_of_forecast",
                violation_error_message="En prognos har månaden då den gjordes; andra uppgifter har ingen sådan.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(scenario__in=BUDGET_LIKE),
                name="fact_decision_of_budget",
                violation_error_message="Bara budget, plan och ram har ett beslut bakom sig.",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[ORIGINAL, CARRIED]) | Q(basis__startswith=RESTATED),
                name="fact_basis",
                violation_error_message="Grunden är original, buren av föregångare eller omräknad till en dag.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "year", "month"], name="fact_unit_period"),
            # The unique keys are partial, so that the planner needs an index of its own to look facts up; the part is
            # in it for the question which units, years and parts an indicator has.
            models.Index(fields=["indicator", "unit", "year", "breakdown"], name="fact_look_up"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.unit_id} {self.year}-{self.month:02} {self.span} {self.scenario}"


class RecordingBatch(models.Model):
    """Figures recorded in one act: a form, a loaded file, a pasted block; what an undo takes back together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="batches")
    source = models.CharField("väg in", max_length=10, choices=Source)
    label = models.CharField("vad", max_length=200)
    file_hash = models.CharField("kontrollsumma", max_length=64, blank=True)
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, null=True, blank=True)
    recorded_at = models.DateTimeField("tid")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "inläsning"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.label


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after the day, in the portal's time zone."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


class RevisionQuerySet(models.QuerySet["FigureRevision"]):
    """Revisions in words that can be put after each other."""

    def current(self) -> RevisionQuerySet:
        """The latest revision of each fact."""
        return self.filter(~Exists(self.model.objects.filter(fact=OuterRef("fact"), number__gt=OuterRef("number"))))

    def as_of(self, day: dt.date | None) -> RevisionQuerySet:
        """What was known at the end of the day (None: what is known now)."""
        if day is None:
            return self.current()
        end = end_of(day)
        later = self.model.objects.filter(fact=OuterRef("fact"), number__gt=OuterRef("number"), recorded_at__lt=end)
        return self.filter(~Exists(later), recorded_at__lt=end)

    def in_organisation(self, organisation: Organisation) -> RevisionQuerySet:
        """Those of one organisation's indicators."""
        return self.filter(fact__indicator__organisation=organisation)

    def for_unit(self, unit: Unit) -> RevisionQuerySet:
        """Those about one unit."""
        return self.filter(fact__unit=unit)

    def in_year(self, year: int) -> RevisionQuerySet:
        """Those about a year."""
        return self.filter(fact__year=year)

    def outcomes(self) -> RevisionQuerySet:
        """What was, not what is meant or thought to be."""
        return self.filter(fact__scenario=Scenario.OUTCOME)


class FigureRevision(models.Model):
    """One recording of a fact: a value, or the reason that there is none. Never changed, never removed (triggers)."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="revisions", verbose_name="uppgift")
    number = models.PositiveIntegerField("nummer")
    scaled = models.BigIntegerField("skalat värde", null=True, blank=True)
    decimals = models.SmallIntegerField("decimaler", null=True, blank=True)
    marker = models.CharField("orsak till att värde saknas", max_length=16, choices=MarkerChoice, blank=True)

    population = models.PositiveIntegerField("underlag (n)", null=True, blank=True)
    measured_from = models.DateField("mäter från", null=True, blank=True)
    measured_to = models.DateField("mäter till", null=True, blank=True)
    already_published = models.BooleanField("redan offentlig i tryck", default=False)
    footnote_count = models.PositiveSmallIntegerField("antal fotnoter", default=0)

    source = models.CharField("väg in", max_length=10, choices=Source)
    source_note = models.CharField("källa", max_length=300, blank=True)
    reason = models.CharField("orsak till rättelsen", max_length=500, blank=True)
    batch = models.ForeignKey(RecordingBatch, on_delete=models.PROTECT, related_name="revisions")
    recorded_at = models.DateTimeField("registrerad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "värde"
        verbose_name_plural = "värden"
        ordering = ["fact", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "number"],
                name="revision_number_unique",
                violation_error_message="Någon annan har just rättat samma värde.",
            ),
            models.CheckConstraint(
                condition=Q(marker="", scaled__isnull=False, decimals__isnull=False)
                | (~Q(marker="") & Q(scaled__isnull=True, decimals__isnull=True)),
                name="revision_value_or_marker",
                violation_error_message="Ange antingen ett värde eller en orsak till att det saknas, inte båda.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__isnull=True) | Q(decimals__gte=-9, decimals__lte=9), name="revision_decimals"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
            models.CheckConstraint(
                condition=Q(measured_from__isnull=True)
                | Q(measured_to__isnull=True)
                | Q(measured_from__lte=F("measured_to")),
                name="revision_measured_in_order",
                violation_error_message="Mätperioden slutar innan den börjar.",
            ),
        ]
        indexes = [
            models.Index(fields=["-recorded_at"], name="revision_recorded_at"),
            models.Index(fields=["-recorded_at", "-id"], condition=Q(number__gt=1), name="revision_corrections"),
            models.Index(fields=["fact"], condition=Q(already_published=True), name="revision_published"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} #{self.number}"

    @property
    def value(self) -> Decimal | None:
        """The exact value in the indicator's unit (money: tkr), or None."""
        if self.scaled is None or self.decimals is None:
            return None
        return Decimal(self.scaled).scaleb(-self.decimals)

    @property
    def is_example(self) -> bool:
        """Whether the figure is invented for the demo."""
        return self.source == Source.EXAMPLE


class FigureFootnote(models.Model):
    """A footnote of a revision; the table that shows it gives it its mark.

    A revision says how many it has (`footnote_count`), so that none can be added to it afterwards (trigger).
    """

    revision = models.ForeignKey(FigureRevision, on_delete=models.PROTECT, related_name="footnotes")
    kind = models.CharField("slag", max_length=14, choices=FootnoteKind)
    text = models.CharField("text", max_length=500)

    class Meta:
        verbose_name = "fotnot"
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "text"], name="footnote_once"),
            models.CheckConstraint(condition=~Q(text=""), name="footnote_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class RecordingFinding(models.Model):
    """Something that a check noticed about a recorded figure and that didn't stop it (figures from print)."""

    revision = models.ForeignKey(FigureRevision, on_delete=models.CASCADE, related_name="findings")
    code = models.SlugField("kontroll")
    level = models.PositiveSmallIntegerField("allvar", choices=FindingLevel)
    text = models.CharField("text", max_length=500)

    class Meta:
        verbose_name = "kontroll"
        constraints = [models.UniqueConstraint(fields=["revision", "code"], name="recording_finding_once")]

    def __str__(self) -> str:
        return self.text
