"""The models of the telling, one family a file."""

from reports.models.appendices import AppendixKind, AppendixVersion
from reports.models.approval import ReportStep, Scope, StepKind
from reports.models.designing import DraftStep, ReportSwitch, SharedText, SharedTextVersion, Switch
from reports.models.frozen import EventKind, FrozenFile, FrozenReport, ReportEvent
from reports.models.reports import Report, ReportText, TextVersion
from reports.models.templates import ReportTemplate, TemplateVersion

__all__ = [
    "AppendixKind",
    "AppendixVersion",
    "DraftStep",
    "EventKind",
    "FrozenFile",
    "FrozenReport",
    "Report",
    "ReportEvent",
    "ReportStep",
    "ReportSwitch",
    "ReportTemplate",
    "ReportText",
    "Scope",
    "SharedText",
    "SharedTextVersion",
    "StepKind",
    "Switch",
    "TemplateVersion",
    "TextVersion",
]
