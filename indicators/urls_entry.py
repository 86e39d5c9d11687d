"""Addresses of entering a month."""

from django.urls import URLPattern, URLResolver, path

from indicators.views.entry import entry, entry_indicator
from indicators.views.entry_bridge import entry_bridge
from indicators.views.entry_evidence import entry_evidence, evidence_file
from indicators.views.entry_figure import entry_details, entry_request, entry_requests
from indicators.views.entry_month import clearing, my_month, standing
from indicators.views.entry_paste import entry_indicator_paste, entry_indicator_undo, entry_paste, entry_undo
from indicators.views.entry_periods import periods
from indicators.views.entry_year import entry_year, entry_year_paste, entry_year_undo

ONE = "inmatning/indikator/<slug:code>/<int:year>/<int:month>/"
YEAR = "inmatning/<slug:unit>/ar/<int:year>/"
MONTH = "inmatning/<slug:unit>/<int:year>/<int:month>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("min-manad/", my_month, name="my_month"),
    path("laget/", standing, name="standing"),
    path("laget/<int:year>/<int:month>/", standing, name="standing_of"),
    path("perioder/", periods, name="periods"),
    path("rattelser/", entry_requests, name="entry_requests"),
    path(ONE, entry_indicator, name="entry_indicator"),
    path(f"{ONE}klistra/", entry_indicator_paste, name="entry_indicator_paste"),
    path(f"{ONE}angra/", entry_indicator_undo, name="entry_indicator_undo"),
    path(YEAR, entry_year, name="entry_year"),
    path(f"{YEAR}klistra/", entry_year_paste, name="entry_year_paste"),
    path(f"{YEAR}angra/", entry_year_undo, name="entry_year_undo"),
    path(MONTH, entry, name="entry"),
    path(f"{MONTH}klar/", clearing, name="entry_clearing"),
    path(f"{MONTH}klistra/", entry_paste, name="entry_paste"),
    path(f"{MONTH}angra/", entry_undo, name="entry_undo"),
    path(f"{MONTH}avvikelse/", entry_bridge, name="entry_bridge"),
    path(f"{MONTH}rad/<slug:key>/", entry_details, name="entry_details"),
    path(f"{MONTH}rad/<slug:key>/underlag/", entry_evidence, name="entry_evidence"),
    path("underlag/<int:evidence>/", evidence_file, name="evidence_file"),
    path(f"{MONTH}rad/<slug:key>/rattelse/", entry_request, name="entry_request"),
]
