"""Turning the year: how comparisons treat a changed organisation, the setting up of a year, and its wheel (årshjul)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.models.decisions import Decision
from indicators.models.figures import end_of
from indicators.models.indicators import Breakdown
from indicators.models.organisation import Organisation, Unit
from indicators.models.periods import ReportingOccasion
from indicators.numbers import Number


class ComparisonWay(models.TextChoices):
    """What a comparison column shows of the time before a change of the organisation."""

    ABSENT = "absent", "streck: ingen jämförelse"
    PREDECESSOR = "predecessor", "föregångarna, med fotnot"
    RESTATED = "restated", "omräknade värden"
    AS_WAS = "as_was", "som det var, med brott i serien"


class ComparisonQuerySet(models.QuerySet["ComparisonChoice"]):
    """Choices in words that can be put after each other."""

    def as_of(self, day: dt.date | None) -> ComparisonQuerySet:
        """The latest choice of each unit and day that was known at the end of the day (None: now)."""
        later = self.model.objects.filter(unit=OuterRef("unit"), day=OuterRef("day"), pk__gt=OuterRef("pk"))
        if day is None:
            return self.filter(~Exists(later))
        end = end_of(day)
        return self.filter(~Exists(later.filter(at__lt=end)), at__lt=end)


class ComparisonChoice(models.Model):
    """How figures from before `day` are shown for the unit in tables about the time after it. Only ever added to.

    The latest choice of a unit and day holds; a closed report goes on with the one of its day of knowledge.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="comparison_choices")
    day = models.DateField("ny organisation från")
    way = models.CharField("jämförelse", max_length=12, choices=ComparisonWay)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = "val av jämförelse"
        ordering = ["day", "unit"]
        indexes = [models.Index(fields=["unit", "day"], name="comparison_unit_day")]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}: {self.get_way_display()}"


class YearSetup(models.Model):
    """A year that is being set up from another one; the steps tell how far it has come."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="year_setups")
    year = models.PositiveSmallIntegerField("år")
    from_year = models.PositiveSmallIntegerField("efter år")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("påbörjat")

    class Meta:
        verbose_name = "nytt år"
        verbose_name_plural = "nya år"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="year_setup_unique",
                violation_error_message="Året är redan påbörjat.",
            ),
            models.CheckConstraint(
                condition=Q(from_year__lt=models.F("year")),
                name="year_setup_later",
                violation_error_message="Året sätts upp efter ett tidigare år.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} efter {self.from_year}"


class YearStep(models.Model):
    """A step of setting up a year that was done or passed over, and what it changed. Only ever added to."""

    setup = models.ForeignKey(YearSetup, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("steg", max_length=20)
    done = models.BooleanField("gjort", default=True)
    text = models.TextField("vad som ändrades", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "steg i nytt år"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.setup}: {self.step}"


class WheelKind(models.TextChoices):
    """What stands in the wheel of the year beside the reporting occasions."""

    MEETING = "meeting", "möte"
    REPORT = "report", "rapport lämnas"
    DEADLINE = "deadline", "sista dag"


class WheelEntry(models.Model):
    """A day of the year that concerns the follow-up.

    `rule` is how the day was found ("arbetsdag 9 i september"), so that another year finds its own; empty for a day
    that was set by hand. `is_removed`: taken out, kept for the log.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="wheel")
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=10, choices=WheelKind)
    title = models.CharField("vad", max_length=120)
    day = models.DateField("dag")
    working_day = models.PositiveSmallIntegerField("arbetsdag", null=True, blank=True)
    is_removed = models.BooleanField("borttagen", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "dag i årshjulet"
        verbose_name_plural = "dagar i årshjulet"
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"


class Instruction(models.Model):
    """The instruction (anvisning) to an occasion, with what is new in it. Only ever added to: the latest holds."""

    occasion = models.ForeignKey(ReportingOccasion, on_delete=models.PROTECT, related_name="instructions")
    text = models.TextField("anvisning")
    news = models.TextField("nytt", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "anvisning"
        verbose_name_plural = "anvisningar"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.occasion}: anvisning"


class CalendarKey(models.Model):
    """The secret part of a person's address of the calendar, kept as a checksum; a new one ends the old."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key")
    checksum = models.CharField("kontrollsumma", max_length=64, unique=True)
    made_at = models.DateTimeField("skapad")

    class Meta:
        verbose_name = "adress till kalendern"
        verbose_name_plural = "adresser till kalendern"

    def __str__(self) -> str:
        return str(self.person)


class BudgetAssumption(models.Model):
    """An index that plan years of a budget were counted up by, kept so that it can be seen. Only ever added to.

    `percent` is in hundredths of a per cent (250 is 2,5 %); `rows` says in words which rows, `keys` are the keys of
    those that were filled.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="budget_assumptions")
    year = models.PositiveSmallIntegerField("budgetår")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rows = models.CharField("rader", max_length=300)
    keys = models.JSONField("radernas nycklar", default=list)
    percent = models.IntegerField("uppräkning, hundradels procent")
    note = models.CharField("varför", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "antagande i budget"
        verbose_name_plural = "antaganden i budget"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.rows}: {self.index}"

    @property
    def index(self) -> str:
        """The index as it is written: `2,5 %`."""
        whole, rest = divmod(abs(self.percent), 100)
        decimals = f",{rest:02}".rstrip("0") if rest else ""
        return f"{'−' if self.percent < 0 else ''}{whole}{decimals}\u00a0%"


class RestatedShare(models.Model):
    """The share of a divided unit that a unit's restated figures of a year assume. Only ever added to.

    In per cent, `scaled` with `decimals`; the latest of a unit, day and year holds.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="restated_shares")
    day = models.DateField("ny organisation från")
    year = models.PositiveSmallIntegerField("år")
    scaled = models.BigIntegerField("procent")
    decimals = models.PositiveSmallIntegerField("decimaler", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "andel av en delad enhet"
        verbose_name_plural = "andelar av delade enheter"
        ordering = ["pk"]
        constraints = [
            # A hundred per cent, written with each number of decimals.
            models.CheckConstraint(
                condition=Q(scaled__gte=0)
                & (
                    Q(decimals=0, scaled__lte=100)
                    | Q(decimals=1, scaled__lte=1_000)
                    | Q(decimals=2, scaled__lte=10_000)
                    | Q(decimals=3, scaled__lte=100_000)
                    | Q(decimals=4, scaled__lte=1_000_000)
                    | Q(decimals=5, scaled__lte=10_000_000)
                    | Q(decimals=6, scaled__lte=100_000_000)
                ),
                name="restated_share_of_the_whole",
                violation_error_message="En andel är från 0 till 100 procent, med högst sex decimaler.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.number} %"

    @property
    def number(self) -> Number:
        """The share in per cent."""
        return Number(self.scaled, self.decimals)


class InvestmentState(models.Model):
    """Whether an investment project is finished, and since when. Only ever added to: the latest holds."""

    project = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="investment_states")
    finished_on = models.DateField("färdigt", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "läge för investeringsprojekt"
        verbose_name_plural = "lägen för investeringsprojekt"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.project}: {'färdigt ' + str(self.finished_on) if self.finished_on else 'pågår'}"


class ClosingState(models.TextChoices):
    """How far the annual accounts of a year have come."""

    OPEN = "open", "inte stängt"
    PRELIMINARY = "preliminary", "preliminärt bokslut"
    DEFINITIVE = "definitive", "definitivt bokslut"


class YearClosingQuerySet(models.QuerySet["YearClosing"]):
    """States of years in words that can be put after each other."""

    def as_of(self, day: dt.date | None) -> YearClosingQuerySet:
        """The latest state of each year that was known at the end of the day (None: now)."""
        later = self.model.objects.filter(
            organisation=OuterRef("organisation"), year=OuterRef("year"), pk__gt=OuterRef("pk")
        )
        if day is None:
            return self.filter(~Exists(later))
        end = end_of(day)
        return self.filter(~Exists(later.filter(at__lt=end)), at__lt=end)


class YearClosing(models.Model):
    """The state of a year's accounts (period 13) from a day on. Only ever added to: the latest holds.

    What isn't told is open. A step back has a reason in `note`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="year_closings")
    year = models.PositiveSmallIntegerField("år")
    state = models.CharField("läge", max_length=12, choices=ClosingState)
    day = models.DateField("gäller från")
    note = models.CharField("anteckning", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    objects = YearClosingQuerySet.as_manager()

    class Meta:
        verbose_name = "läge för bokslut"
        verbose_name_plural = "lägen för bokslut"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "year"], name="closing_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_state_display()}"
