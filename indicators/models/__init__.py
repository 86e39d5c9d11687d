"""The models of the facts, one family a file."""

from indicators.models.assessments import AssessmentRevision, Assignment, AssignmentStatus, GoalAssessment
from indicators.models.changes import ChangeKind, LoadedFile, OrganisationChange
from indicators.models.decisions import Decision, SourceDocument
from indicators.models.figures import (
    Fact,
    FigureFootnote,
    FigureRevision,
    RecordingBatch,
    RecordingFinding,
)
from indicators.models.goals import Goal, GoalArea, GoalIndicator, GoalLink, MunicipalGoal
from indicators.models.imports import ImportDraft, ImportedFile, ImportSource, SieMapping
from indicators.models.indicators import (
    TOTAL,
    Breakdown,
    BreakdownSet,
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    MeasuringSchedule,
    Responsibility,
)
from indicators.models.organisation import Organisation, Unit, UnitAlias, UnitLink, UnitName
from indicators.models.people import Membership
from indicators.models.periods import ReportingOccasion
from indicators.models.targets import Target, TargetRevision

__all__ = [
    "TOTAL",
    "AssessmentRevision",
    "Assignment",
    "AssignmentStatus",
    "Breakdown",
    "BreakdownSet",
    "ChangeKind",
    "Decision",
    "Fact",
    "FigureFootnote",
    "FigureRevision",
    "Goal",
    "GoalArea",
    "GoalAssessment",
    "GoalIndicator",
    "GoalLink",
    "ImportDraft",
    "ImportSource",
    "ImportedFile",
    "Indicator",
    "IndicatorAlias",
    "IndicatorDefinition",
    "LoadedFile",
    "MeasuringSchedule",
    "Membership",
    "MunicipalGoal",
    "Organisation",
    "OrganisationChange",
    "RecordingBatch",
    "RecordingFinding",
    "ReportingOccasion",
    "Responsibility",
    "SieMapping",
    "SourceDocument",
    "Target",
    "TargetRevision",
    "Unit",
    "UnitAlias",
    "UnitLink",
    "UnitName",
]
