"""Indicators of every kind: what is measured, how, by whom and when."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.choices import AggregationChoice, DirectionChoice, Frequency, IndicatorKind, Measure, Role
from indicators.models.dated import DatedQuerySet, dates_in_order
from indicators.models.organisation import Organisation, Unit

TOTAL = "total"


class BreakdownSetQuerySet(models.QuerySet["BreakdownSet"]):
    """Sets in words that can be put after each other."""

    def of(self, organisation: Organisation) -> BreakdownSetQuerySet:
        """Those that all share, and the organisation's own."""
        return self.filter(Q(organisation__isnull=True) | Q(organisation=organisation))


class BreakdownSet(models.Model):
    """A named set of categories: sex, company size … The set `total` has the one row `total`.

    A set without organisation is shared by all.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=100)

    objects = BreakdownSetQuerySet.as_manager()

    class Meta:
        verbose_name = "indelning"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(organisation__isnull=True), name="breakdown_set_shared_unique"
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(organisation__isnull=False),
                name="breakdown_set_own_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BreakdownQuerySet(models.QuerySet["Breakdown"]):
    """Parts in words that can be put after each other."""

    def of(self, organisation: Organisation) -> BreakdownQuerySet:
        """Those of the sets that all share, and of the organisation's own."""
        return self.filter(Q(set__organisation__isnull=True) | Q(set__organisation=organisation))


class Breakdown(models.Model):
    """One category of a set; a figure of the whole belongs to `total`."""

    set = models.ForeignKey(BreakdownSet, on_delete=models.PROTECT, related_name="breakdowns")
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=100)
    order = models.PositiveIntegerField("ordning", default=0)

    objects = BreakdownQuerySet.as_manager()

    class Meta:
        verbose_name = "del"
        ordering = ["set", "order"]
        constraints = [models.UniqueConstraint(fields=["set", "code"], name="breakdown_unique")]

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators in words that can be put after each other."""

    def in_organisation(self, organisation: Organisation) -> IndicatorQuerySet:
        """Those of one organisation."""
        return self.filter(organisation=organisation)

    def measured(self) -> IndicatorQuerySet:
        """Those that have figures of their own (no headings of groups)."""
        return self.filter(is_group=False)


class Indicator(models.Model):
    """Something followed up. Its name, unit and definition are dated rows; here stands what doesn't change.

    Direction says which way is better; aggregation how months become year to date.
    `total_between_parts`: a rate, whose total lies between its sexes; `parts_sum`: a count, whose parts never
    exceed it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField("kod", allow_unicode=False)
    kind = models.CharField("slag", max_length=12, choices=IndicatorKind)
    is_group = models.BooleanField("rubrik för flera", default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField("ordning", default=0)

    direction = models.CharField("riktning", max_length=10, choices=DirectionChoice, default=DirectionChoice.NEUTRAL)
    aggregation = models.CharField("ackumulering", max_length=14, choices=AggregationChoice)
    formula = models.CharField("formel", max_length=300, blank=True)
    breakdown_sets = models.ManyToManyField(BreakdownSet, verbose_name="indelas efter", blank=True)
    total_between_parts = models.BooleanField("totalen ligger mellan delarna", default=False)
    parts_sum = models.BooleanField("delarna är högst totalen", default=False)

    responsible_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="ansvarig enhet"
    )
    responsible_role = models.CharField("ansvarig roll", max_length=20, choices=Role, blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    is_health = models.BooleanField("hälsouppgift", default=False)
    min_population = models.PositiveSmallIntegerField("visas från antal personer", null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikatorer"
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="indicator_code_unique",
                violation_error_message="Det finns redan en indikator med den koden.",
            ),
            models.CheckConstraint(
                condition=Q(aggregation=AggregationChoice.FORMULA) & ~Q(formula="")
                | ~Q(aggregation=AggregationChoice.FORMULA) & Q(formula=""),
                name="indicator_formula_if_computed",
                violation_error_message="En beräknad indikator har en formel; andra har ingen.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def definition_on(self, day: dt.date) -> IndicatorDefinition | None:
        """The definition of the day, else the latest earlier one, else the first (uses prefetched definitions)."""
        rows = sorted(self.definitions.all(), key=lambda row: row.valid_from)
        known = [row for row in rows if row.valid_from <= day]
        return known[-1] if known else rows[0] if rows else None

    def name_on(self, day: dt.date) -> str:
        """The name of the day."""
        definition = self.definition_on(day)
        return definition.name if definition else self.code


class IndicatorDefinition(models.Model):
    """What an indicator is called and means from a day on. A new unit, scale or method is a new definition.

    `method_break` cuts the trend: figures before and after can't be compared, as the note says.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    valid_from = models.DateField("från")
    valid_to = models.DateField("till", null=True, blank=True)
    name = models.CharField("namn", max_length=300)
    definition = models.TextField("definition", blank=True)
    unit_of_measure = models.CharField("enhet", max_length=20, choices=Measure)
    decimals = models.SmallIntegerField("decimaler", default=0)
    scale_min = models.IntegerField("lägsta möjliga", null=True, blank=True)
    scale_max = models.IntegerField("högsta möjliga", null=True, blank=True)
    method_break = models.BooleanField("metodbyte", default=False)
    note = models.TextField("anmärkning", blank=True)
    sort_key = models.CharField(max_length=600, editable=False, default="")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "definition"
        verbose_name_plural = "definitioner"
        ordering = ["indicator", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "valid_from"],
                name="definition_once_a_day",
                violation_error_message="Indikatorn har redan en definition från den dagen.",
            ),
            dates_in_order("definition_dates_in_order"),
            models.CheckConstraint(
                condition=Q(scale_min__isnull=True) | Q(scale_max__isnull=True) | Q(scale_min__lt=F("scale_max")),
                name="definition_scale_in_order",
                violation_error_message="Skalans lägsta värde ska vara lägre än det högsta.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorAlias(models.Model):
    """Another name that reports, files and people use for the indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("namn", max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "name"], name="indicator_alias_once")]

    def __str__(self) -> str:
        return self.name


class MeasuringSchedule(models.Model):
    """When an indicator is due, from a year on, so that "missing" means something."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="schedules")
    from_year = models.PositiveSmallIntegerField("från år")
    frequency = models.CharField("hur ofta", max_length=12, choices=Frequency)
    months = models.CharField("månader", max_length=40, blank=True, help_text="1,2,3 …")
    judged_at_year_end_only = models.BooleanField("bedöms bara vid årets slut", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "from_year"],
                name="schedule_once_a_year",
                violation_error_message="Indikatorn har redan en mätplan från det året.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_frequency_display()}"

    def due_in(self, month: int) -> bool:
        """Whether the indicator is measured in the month (1–12)."""
        return str(month) in self.months.split(",")


class Responsibility(models.Model):
    """Who answers for an indicator, in a unit or everywhere, from when to when."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="responsibilities")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="responsibilities")
    valid_from = models.DateField("från")
    valid_to = models.DateField("till", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "ansvar"
        constraints = [dates_in_order("responsibility_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.indicator}"
