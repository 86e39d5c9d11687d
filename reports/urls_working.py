"""Addresses of the lists of a year, of contributions, comments and what is purged."""

from django.urls import URLPattern, URLResolver, path

from reports.views import contributions, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("listor/uppdrag/<int:year>/", lists.year_assignments, name="year_assignments"),
    path("listor/<slug:slug>/<int:year>/", lists.year_list, name="year_list"),
    path("rapporter/<slug:slug>/bidrag/", contributions.report_contributions, name="report_contributions"),
    path(
        "rapporter/<slug:slug>/mal/<slug:code>/bidrag/", contributions.answer_contribution, name="answer_contribution"
    ),
]
