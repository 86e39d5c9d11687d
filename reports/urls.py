"""The addresses of reports; a report's address is permanent."""

from django.urls import URLPattern, URLResolver, include, path

from reports.views import printing, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("rapporter/", reading.report_list, name="reports"),
    path("rapporter/<slug:slug>/", reading.report_page, name="report"),
    path("rapporter/<slug:slug>/<slug:slug_again>.<str:format>", reading.report_file, name="report_file"),
    path("rapporter/<slug:slug>/pdf/", printing.report_pdf, name="report_pdf"),
    path("", include("reports.urls_judgement")),
    path("", include("reports.urls_working")),
    path("", include("reports.urls_open")),
    path("", include("reports.urls_templates")),
]
