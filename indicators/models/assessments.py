"""Goal assessments per goal and occasion, and strategic assignments with their status; only ever added to."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from indicators.models.choices import AssessmentStep, AssignmentScope, AssignmentState, StatusChoice
from indicators.models.decisions import SourceDocument
from indicators.models.figures import end_of
from indicators.models.goals import Goal
from indicators.models.organisation import Organisation
from indicators.models.periods import ReportingOccasion


class GoalAssessment(models.Model):
    """The assessment of a goal at an occasion; what it says is its latest revision."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="assessments")
    occasion = models.ForeignKey(ReportingOccasion, on_delete=models.PROTECT, related_name="assessments")

    class Meta:
        verbose_name = "bedömning"
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "occasion"],
                name="assessment_unique",
                violation_error_message="Målet har redan en bedömning vid det tillfället.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal} {self.occasion}"


class AssessmentQuerySet(models.QuerySet["AssessmentRevision"]):
    """Assessments in words that can be put after each other."""

    def as_of(self, day: dt.date | None) -> AssessmentQuerySet:
        """The latest revision of each assessment known at the end of the day (None: now)."""
        later = self.model.objects.filter(assessment=OuterRef("assessment"), number__gt=OuterRef("number"))
        if day is None:
            return self.filter(~Exists(later))
        end = end_of(day)
        return self.filter(~Exists(later.filter(recorded_at__lt=end)), recorded_at__lt=end)


class AssessmentRevision(models.Model):
    """One step of an assessment: status, motivation, and what the indicators pointed to then, with its inputs.

    `inputs` is the snapshot of indicators, outcomes, targets and statuses that the suggestion was computed from.
    """

    assessment = models.ForeignKey(GoalAssessment, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField("nummer")
    step = models.CharField("steg", max_length=12, choices=AssessmentStep)
    status = models.CharField("bedömning", max_length=16, choices=StatusChoice, blank=True)
    motivation = models.TextField("motivering", blank=True)
    suggested_status = models.CharField("indikatorerna pekar mot", max_length=16, choices=StatusChoice, blank=True)
    suggestion_reason = models.TextField("skäl", blank=True)
    inputs = models.JSONField("underlag", default=list, blank=True)
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, null=True, blank=True)
    recorded_at = models.DateTimeField("registrerad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bedömning (steg)"
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"],
                name="assessment_number_unique",
                violation_error_message="Någon annan har just ändrat samma bedömning.",
            ),
            models.CheckConstraint(
                condition=Q(step=AssessmentStep.DRAFT) | ~Q(status=""),
                name="assessment_has_status",
                violation_error_message="Välj en bedömning; bara ett utkast får vara utan.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="assessment_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_status_display()}"


class Assignment(models.Model):
    """A strategiskt utvecklingsuppdrag of a budget year."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assignments")
    year = models.PositiveSmallIntegerField("år")
    code = models.SlugField("kod")
    scope = models.CharField("slag", max_length=12, choices=AssignmentScope)
    group = models.CharField("grupp", max_length=120, blank=True)
    number = models.CharField("nummer", max_length=8, blank=True)
    text = models.TextField("uppdrag")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="assignments")
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    report_back_on = models.DateField("återrapporteras", null=True, blank=True)
    receiver = models.CharField("mottagare", max_length=120, blank=True)
    order = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "strategiskt utvecklingsuppdrag"
        ordering = ["year", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "code"],
                name="assignment_unique",
                violation_error_message="Uppdraget finns redan det året.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class AssignmentStatus(models.Model):
    """How far an assignment had come at an occasion; a later row of the same occasion replaces the earlier."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="statuses")
    occasion = models.ForeignKey(ReportingOccasion, on_delete=models.PROTECT, related_name="assignment_statuses")
    number = models.PositiveIntegerField("nummer")
    state = models.CharField("status", max_length=16, choices=AssignmentState, blank=True)
    comment = models.TextField("kommentar", blank=True)
    recorded_at = models.DateTimeField("registrerad")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "läge för uppdrag"
        ordering = ["assignment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "occasion", "number"], name="assignment_status_unique")
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.get_state_display()}"
