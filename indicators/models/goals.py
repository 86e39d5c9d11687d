"""The goal tree of each year, and how a goal goes on from one year to another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from indicators.models.choices import GoalKind, GoalRowRole
from indicators.models.indicators import Breakdown, Indicator
from indicators.models.organisation import Organisation, Unit


class GoalArea(models.Model):
    """A målområde of a year."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="goal_areas")
    year = models.PositiveSmallIntegerField("år")
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=200)
    order = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "målområde"
        ordering = ["year", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "code"],
                name="goal_area_unique",
                violation_error_message="Målområdet finns redan det året.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalGoal(models.Model):
    """A kommunövergripande mål in an area."""

    area = models.ForeignKey(GoalArea, on_delete=models.PROTECT, related_name="municipal_goals")
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=300)
    order = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "kommunövergripande mål"
        ordering = ["area", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code"],
                name="municipal_goal_unique",
                violation_error_message="Målet finns redan i målområdet.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals in words that can be put after each other."""

    def in_year(self, organisation: Organisation, year: int) -> GoalQuerySet:
        """The goals of a year in printed order."""
        goals = self.filter(municipal_goal__area__organisation=organisation, municipal_goal__area__year=year)
        return goals.select_related("municipal_goal__area").order_by(
            "municipal_goal__area__order", "municipal_goal__order", "order"
        )


class Goal(models.Model):
    """A nämndmål or förvaltningsmål of a year, under one municipal goal."""

    municipal_goal = models.ForeignKey(MunicipalGoal, on_delete=models.PROTECT, related_name="goals")
    code = models.SlugField("kod")
    name = models.CharField("namn", max_length=300)
    kind = models.CharField("slag", max_length=20, choices=GoalKind, default=GoalKind.ADMINISTRATION)
    description = models.TextField("beskrivning", blank=True)
    order = models.PositiveIntegerField("ordning", default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "mål"
        verbose_name_plural = "mål"
        ordering = ["municipal_goal", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipal_goal", "code"],
                name="goal_unique",
                violation_error_message="Målet finns redan under det kommunövergripande målet.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def year(self) -> int:
        """The year that the goal belongs to."""
        return self.municipal_goal.area.year


class GoalMove(models.Model):
    """A goal that stands under another municipal goal of its year from a day on; of several the latest day holds.

    Of two moves on one day the later row holds. The goal itself keeps the place where the year began.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="moves")
    to = models.ForeignKey(
        MunicipalGoal, on_delete=models.PROTECT, related_name="moved_here", verbose_name="nytt kommunövergripande mål"
    )
    day = models.DateField("från och med")

    class Meta:
        verbose_name = "flytt av mål"
        verbose_name_plural = "mål som har flyttats hit"
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.goal} {self.day}: {self.to}"


class GoalLink(models.Model):
    """The goal of an earlier year that this goal continues, renamed, moved, split or merged."""

    earlier = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="later_links")
    later = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="earlier_links")
    kind = models.CharField(
        "slag",
        max_length=12,
        choices=[
            ("continued", "fortsätter"),
            ("renamed", "nytt namn"),
            ("moved", "flyttat"),
            ("split", "delat"),
            ("merged", "sammanslaget"),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="goal_link_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="goal_link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"


class GoalIndicator(models.Model):
    """A row of a goal's indicator list in its year: what is shown, under what printed label, with which parts.

    `role` group has no figures of its own; text is a row without indicator. `unit` is the unit whose figure is shown,
    where it isn't the indicator's own.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="rows")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="goal_rows", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField("slag", max_length=12, choices=GoalRowRole, default=GoalRowRole.LINE)
    label = models.CharField("tryckt namn", max_length=300, blank=True)
    missing = models.CharField("där värde saknas", max_length=20, blank=True)
    order = models.PositiveIntegerField("ordning")
    is_mandatory = models.BooleanField("obligatorisk", default=False)
    breakdowns = models.ManyToManyField(Breakdown, verbose_name="underrader", blank=True)

    class Meta:
        verbose_name = "indikator i mål"
        ordering = ["goal", "order"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "order"], name="goal_row_order_unique"),
            models.CheckConstraint(
                condition=(Q(role=GoalRowRole.TEXT) & Q(indicator__isnull=True) & ~Q(label=""))
                | (~Q(role=GoalRowRole.TEXT) & Q(indicator__isnull=False)),
                name="goal_row_text_or_indicator",
                violation_error_message="En textrad har en text och ingen indikator; andra rader har en indikator.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.indicator)

    def part_beside(self, label: str, code: str) -> str:
        """What the part of that code is called, to stand beside a label; "" for the whole, and where the label says it.

        Uses prefetched parts.
        """
        name = next((each.name for each in self.breakdowns.all() if each.code == code), "")
        return "" if name.casefold() in label.casefold() else name
