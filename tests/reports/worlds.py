"""Small reports: a template around the sections that a test is about, and a report of August 2024 from it."""

from typing import Any

from indicators.models import ReportingOccasion
from reports.models import Report
from reports.writing import create_report, save_template
from tests.factories import OccasionFactory, OrganisationFactory, UserFactory

Data = dict[str, Any]


def template(*sections: Data, kind: str = "interim") -> Data:
    """A template with one chapter that holds the sections."""
    chapter = {"key": "kapitel", "heading": "Kapitel", "kind": "part", "children": list(sections)}
    title = "Rapport {as_of}"
    return {"schema": 1, "code": "mall", "name": "Mall", "kind": kind, "title": title, "sections": [chapter]}


def report_of(declaration: Data) -> Report:
    """A report per 31 August 2024 from the template."""
    by, organisation = UserFactory(), OrganisationFactory()
    version = save_template(organisation=organisation, declaration=declaration, by=by)
    occasion = ReportingOccasion.objects.filter(organisation=organisation).first() or OccasionFactory()
    return create_report(
        template_version=version,
        slug=f"rapport-{version.pk}",
        title="Rapport 31 augusti 2024",
        year=2024,
        month=8,
        by=by,
        occasion=occasion,
    )
