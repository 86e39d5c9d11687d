"""What stands beside the figures when goals are judged: activities, contributions, the answer about the year's end.

Everything is only ever added to: what an item is, is its latest version.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models import Goal, Indicator, Organisation, Unit
from reports.models.reports import Report


class ItemKind(models.TextChoices):
    """The lists that are filled in."""

    ACTIVITY = "activity", "aktivitet"
    DECISION = "decision", "beslut eller händelse"
    PLAN = "plan", "plan eller program"


class ItemState(models.TextChoices):
    """How far an activity has come, or whether a plan is in force."""

    PLANNED = "planned", "Planerad"
    ONGOING = "ongoing", "Pågår"
    LATE = "late", "Försenad"
    DONE = "done", "Genomförd"
    DROPPED = "dropped", "Utgår"
    IN_FORCE = "in_force", "Gäller"
    REVISING = "revising", "Under revidering"
    ENDED = "ended", "Har upphört"


class YearEnd(models.TextChoices):
    """Will the target be reached at the year's end?"""

    YES = "yes", "Ja"
    PARTLY = "partly", "Delvis"
    NO = "no", "Nej"
    UNKNOWN = "unknown", "Vet ej"


class Recorded(models.Model):
    """A row that is only ever added, with who and when."""

    recorded_at = models.DateTimeField("registrerad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ListItem(Recorded):
    """A line of a list of a year: an activity of the verksamhetsplan, a decision or event, a plan or programme.

    `carried_from` is last year's line that this one goes on with.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="list_items")
    kind = models.CharField("slag", max_length=10, choices=ItemKind)
    year = models.PositiveSmallIntegerField("år")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="list_items", verbose_name="enhet")
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")

    class Meta:
        verbose_name = "rad i en lista"
        ordering = ["year", "kind", "pk"]
        indexes = [models.Index(fields=["organisation", "kind", "year"], name="list_item_of_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["carried_from"],
                name="list_item_carried_once",
                violation_error_message="Raden är redan överförd från förra året.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class ListItemVersion(Recorded):
    """What a line says from a moment on.

    `day` is the day of a decision, when an activity is to be done, or from when a plan is in force; `until` its end.
    """

    item = models.ForeignKey(ListItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    title = models.CharField("rubrik", max_length=300)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("läge", max_length=10, choices=ItemState, blank=True)
    day = models.DateField("dag", null=True, blank=True)
    until = models.DateField("till och med", null=True, blank=True)
    responsible = models.CharField("ansvarig", max_length=120, blank=True)
    case_number = models.CharField("diarienummer", max_length=60, blank=True)
    comment = models.TextField("kommentar", blank=True)
    removed = models.BooleanField("borttagen", default=False)

    class Meta:
        verbose_name = "version av en rad"
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name="list_item_version_once",
                violation_error_message="Någon annan har just ändrat samma rad.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="list_item_version_has_title"),
            models.CheckConstraint(condition=Q(number__gte=1), name="list_item_version_from_one"),
        ]

    def __str__(self) -> str:
        return self.title


class YearEndAnswer(Recorded):
    """Whether an indicator's target is reached at the year's end, as answered in an interim report.

    It is about what is measured, never about a line of the goal's list: lines are edited, moved and taken away.
    `unit` is the code of the unit that the line names ("" where it names none), `breakdown` the part. The latest
    answer counts.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="year_end_answers")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField("enhet", max_length=50, blank=True)
    breakdown = models.CharField("del", max_length=50, default="total")
    number = models.PositiveIntegerField("nummer")
    answer = models.CharField("når vi målet", max_length=8, choices=YearEnd)

    class Meta:
        verbose_name = "svar om årets slut"
        ordering = ["report", "goal", "indicator", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "goal", "indicator", "unit", "breakdown", "number"],
                name="year_end_answer_once",
                violation_error_message="Någon annan har just svarat.",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


class Contribution(Recorded):
    """What an area sends in to a goal's owner: what it did for the goal."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="contributions")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="contributions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contributions")
    text = models.TextField("bidrag")

    class Meta:
        verbose_name = "bidrag"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="contribution_has_text")]

    def __str__(self) -> str:
        return self.text[:60]


class ContributionAnswer(Recorded):
    """What became of a contribution: taken up in the goal's text, or declined with a word. The latest counts."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField("nummer")
    taken_up = models.BooleanField("med i texten")
    word = models.CharField("varför", max_length=300, blank=True)

    class Meta:
        verbose_name = "svar på bidrag"
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"],
                name="contribution_answer_once",
                violation_error_message="Någon annan har just svarat på bidraget.",
            ),
            models.CheckConstraint(
                condition=Q(taken_up=True) | ~Q(word=""),
                name="contribution_declined_with_a_word",
                violation_error_message="Skriv varför bidraget inte tas med.",
            ),
        ]

    def __str__(self) -> str:
        return "Med i texten" if self.taken_up else "Avböjt"
