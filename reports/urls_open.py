"""The addresses of open data: permanent, and without log-in."""

from django.urls import URLPattern, URLResolver, path

from reports.views import open_data, public_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("oppna-data/", open_data.about, name="open_data"),
    path("oppna-data/dcat.rdf", open_data.description, name="open_dcat"),
    path("oppna-data/v1/", open_data.index, name="open_index"),
    path("oppna-data/v1/kpi", open_data.kpis, name="open_kpis"),
    path("oppna-data/v1/ou", open_data.units, name="open_units"),
    path("oppna-data/v1/report", open_data.reports, name="open_reports"),
    path("oppna-data/v1/data", open_data.data, name="open_figures"),
    path("oppna-data/v1/data.csv", open_data.data_csv, name="open_figures_csv"),
    path("offentligt/<slug:slug>/", public_pages.public_report, name="public_report"),
    path("offentligt/<slug:slug>/<slug:slug_again>.pdf", public_pages.public_file, name="public_file"),
    path("offentligt/<slug:slug>/version/<int:version>/", public_pages.public_version, name="public_version"),
    path(
        "offentligt/<slug:slug>/version/<int:version>/<slug:slug_again>.pdf",
        public_pages.public_version_file,
        name="public_version_file",
    ),
    path("rapporter/<slug:slug>/sida-for-alla/", public_pages.switch, name="report_public_page"),
    path("rapporter/<slug:slug>/oppna-data/", open_data.switch, name="report_open_data"),
]
