"""Addresses of judging, approving, adopting, writing and tracing a report."""

from django.urls import URLPattern, URLResolver, path

from reports.views import adopting, appendices, approval, assessment, tracing, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("att-godkanna/", approval.approvals, name="approvals"),
    path("behorigheter/", tracing.permissions, name="permissions"),
    path("rapporter/<slug:slug>/utkast/", adopting.draft, name="report_draft"),
    path("rapporter/<slug:slug>/mal/", assessment.goal_list, name="report_goals"),
    path("rapporter/<slug:slug>/mal/<slug:code>/", assessment.goal_assessment, name="goal_assessment"),
    path("rapporter/<slug:slug>/att-godkanna/", approval.approval_list, name="approval_list"),
    path("rapporter/<slug:slug>/att-godkanna/<slug:code>/", approval.approve_goal, name="approve_goal"),
    path("rapporter/<slug:slug>/godkannande/", approval.report_approval, name="report_approval"),
    path("rapporter/<slug:slug>/texter/", writing.report_sections, name="report_sections"),
    path("rapporter/<slug:slug>/texter/<slug:key>/", writing.section_text, name="section_text"),
    path("rapporter/<slug:slug>/bilagor/", appendices.report_appendices, name="report_appendices"),
    path(
        "rapporter/<slug:slug>/bilagor/<int:place>/version/<int:version>.pdf",
        appendices.appendix_file,
        name="appendix_file",
    ),
    path(
        "rapporter/<slug:slug>/version/<int:version>/arkivpaket.zip",
        appendices.archive_package,
        name="archive_package",
    ),
    path("rapporter/<slug:slug>/vad-saknas/", adopting.report_gate, name="report_gate"),
    path("rapporter/<slug:slug>/faststall/", adopting.adopt, name="adopt"),
    path("rapporter/<slug:slug>/handelser/", adopting.report_events, name="report_events"),
    path("rapporter/<slug:slug>/version/<int:version>/", adopting.report_version, name="report_version"),
    path(
        "rapporter/<slug:slug>/version/<int:version>/<slug:slug_again>.<str:format>",
        adopting.version_file,
        name="version_file",
    ),
    path("rapporter/<slug:slug>/spar/", tracing.report_trace, name="report_trace"),
    path("rapporter/<slug:slug>/spar/<slug:code>/", tracing.goal_trace, name="goal_trace"),
    path("rapporter/<slug:slug>/spar/text/<str:key>/", tracing.text_trace, name="text_trace"),
    path("rapporter/<slug:slug>/stickprov/", tracing.report_sample, name="report_sample"),
    path("rapporter/<slug:slug>/rensning/", tracing.report_purges, name="report_purges"),
    path("rapporter/<slug:slug>/logg/", tracing.report_log, name="report_log"),
]
