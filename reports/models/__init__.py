"""The models of the telling, one family a file."""

from reports.models.appendices import AppendixKind, AppendixVersion
from reports.models.approval import ReportStep, Scope, StepKind
from reports.models.designing import DraftStep, ReportSwitch, SharedText, SharedTextVersion, Switch
from reports.models.following import (
    Contribution,
    ContributionAnswer,
    ItemKind,
    ItemState,
    ListItem,
    ListItemVersion,
    YearEnd,
    YearEndAnswer,
)
from reports.models.frozen import EventKind, FrozenFile, FrozenReport, ReportEvent
from reports.models.printing import JobState, PrintJob
from reports.models.reports import Report, ReportText, TextVersion
from reports.models.templates import ReportTemplate, TemplateVersion
from reports.models.working import (
    AuditReading,
    PurgedKind,
    PurgedRow,
    PurgeRun,
    ReaderInvitation,
    SectionDuty,
    TextComment,
)

__all__ = [
    "AppendixKind",
    "AppendixVersion",
    "AuditReading",
    "Contribution",
    "ContributionAnswer",
    "DraftStep",
    "EventKind",
    "FrozenFile",
    "FrozenReport",
    "ItemKind",
    "ItemState",
    "JobState",
    "ListItem",
    "ListItemVersion",
    "PrintJob",
    "PurgeRun",
    "PurgedKind",
    "PurgedRow",
    "ReaderInvitation",
    "Report",
    "ReportEvent",
    "ReportStep",
    "ReportSwitch",
    "ReportTemplate",
    "ReportText",
    "Scope",
    "SectionDuty",
    "SharedText",
    "SharedTextVersion",
    "StepKind",
    "Switch",
    "TemplateVersion",
    "TextComment",
    "TextVersion",
    "YearEnd",
    "YearEndAnswer",
]
