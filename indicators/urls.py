"""Addresses of the facts."""

from django.urls import URLPattern, URLResolver, include, path

from indicators.views.catalogue import indicators
from indicators.views.figure import figure
from indicators.views.figures import figures, figures_file
from indicators.views.indicator import indicator
from indicators.views.organisation_load import load_organisation
from indicators.views.recording import correct_figure, new_figure
from indicators.views.search import search_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("varden/", figures, name="figures"),
    path("varden/fil/", figures_file, name="figures_file"),
    path("varden/nytt/", new_figure, name="figure_new"),
    path("varden/<int:fact>/", figure, name="figure"),
    path("varden/<int:fact>/ratta/", correct_figure, name="figure_correct"),
    path("indikatorer/", indicators, name="indicators"),
    path("indikatorer/<slug:code>/", indicator, name="indicator"),
    path("sok/", search_page, name="search"),
    path("organisation/las-in/", load_organisation, name="organisation_load"),
    path("", include("indicators.urls_import")),
    path("", include("indicators.urls_entry")),
    path("", include("indicators.urls_year")),
]
