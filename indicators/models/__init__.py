"""The models of the facts, one family a file."""

from indicators.models.assessments import AssessmentRevision, Assignment, AssignmentStatus, GoalAssessment
from indicators.models.changes import ChangeKind, LoadedFile, OrganisationChange
from indicators.models.decisions import Decision, SourceDocument
from indicators.models.entry import (
    AreaClearing,
    ClearingStep,
    Comment,
    CorrectionAnswer,
    CorrectionRequest,
    CorrectiveMeasure,
    DeviationBridge,
    DeviationItem,
    ExplainedFigure,
    Explanation,
    MeasureState,
    MeasureVersion,
    PeriodChange,
    PeriodException,
    Reminder,
)
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
    "AreaClearing",
    "AssessmentRevision",
    "Assignment",
    "AssignmentStatus",
    "Breakdown",
    "BreakdownSet",
    "ChangeKind",
    "ClearingStep",
    "Comment",
    "CorrectionAnswer",
    "CorrectionRequest",
    "CorrectiveMeasure",
    "Decision",
    "DeviationBridge",
    "DeviationItem",
    "ExplainedFigure",
    "Explanation",
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
    "MeasureState",
    "MeasureVersion",
    "MeasuringSchedule",
    "Membership",
    "MunicipalGoal",
    "Organisation",
    "OrganisationChange",
    "PeriodChange",
    "PeriodException",
    "RecordingBatch",
    "RecordingFinding",
    "Reminder",
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
