"""What a report's page says of its template."""

from __future__ import annotations

from typing import Any

from django import template

from reports.designing.starting import newer_version
from reports.models import Report

register = template.Library()


@register.inclusion_tag("reports/designing/notice.html")
def template_notice(report: Report) -> dict[str, Any]:
    """That the template has a newer version than the report, with the way to what differs; else nothing."""
    return {"record": report, "newer": newer_version(report)}
