"""The models of the telling, one family a file."""

from reports.models.approval import ReportStep, Scope, StepKind
from reports.models.frozen import EventKind, FrozenFile, FrozenReport, ReportEvent
from reports.models.reports import Report, ReportText, TextVersion
from reports.models.templates import ReportTemplate, TemplateVersion

__all__ = [
    "EventKind",
    "FrozenFile",
    "FrozenReport",
    "Report",
    "ReportEvent",
    "ReportStep",
    "ReportTemplate",
    "ReportText",
    "Scope",
    "StepKind",
    "TemplateVersion",
    "TextVersion",
]
