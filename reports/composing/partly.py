"""A part of a template composed without a report: for previews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indicators.models import Organisation, ReportingOccasion
from reports.declarations import Section, Template
from reports.models import Report

KEY, TITLE = "forhandsvisat", "Förhandsvisning"


def unsaved_report(
    organisation: Organisation, kind: str, year: int, month: int, occasion: ReportingOccasion | None = None
) -> Report:
    """A report of the period that is never saved; nothing of another report can belong to it."""
    about = {"kind": kind, "year": year, "month": month, "occasion": occasion}
    return Report(pk=0, organisation=organisation, slug=KEY, title=TITLE, **about)


def only(template: Template, sections: Iterable[Section]) -> Template:
    """The template with those sections alone, under one heading."""
    return replace(template, sections=(Section(key=KEY, heading=TITLE, children=tuple(sections)),))
