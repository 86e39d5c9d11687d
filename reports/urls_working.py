"""Addresses of the lists of a year, of contributions, comments and what is purged."""

from django.urls import URLPattern, URLResolver, path

from reports.views import commenting, contributions, lists, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("listor/uppdrag/<int:year>/", lists.year_assignments, name="year_assignments"),
    path("listor/<slug:listed>/<int:year>/", lists.year_list, name="year_list"),
    path("rapporter/<slug:slug>/bidrag/", contributions.report_contributions, name="report_contributions"),
    path(
        "rapporter/<slug:slug>/mal/<slug:code>/bidrag/", contributions.answer_contribution, name="answer_contribution"
    ),
    path("rapporter/<slug:slug>/texter/<slug:key>/spara/", writing.autosave, name="autosave"),
    path("rapporter/<slug:slug>/texter/<slug:key>/skriver/", writing.writing_together, name="writing_together"),
    path("rapporter/<slug:slug>/ansvar/", commenting.report_duties, name="report_duties"),
    path("rapporter/<slug:slug>/synpunkter/", commenting.report_comments, name="report_comments"),
    path("rapporter/<slug:slug>/synpunkter/<str:key>/", commenting.section_comments, name="section_comments"),
]
