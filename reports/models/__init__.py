"""The models of the telling, one family a file."""

from reports.models.reports import Report, ReportText, TextVersion
from reports.models.templates import ReportTemplate, TemplateVersion

__all__ = ["Report", "ReportTemplate", "ReportText", "TemplateVersion", "TextVersion"]
