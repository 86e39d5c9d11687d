"""Addresses of the catalogue and of turning the year."""

from django.urls import URLPattern, URLResolver, path

from indicators.views.keep_branches import keep_assignment, keep_branch
from indicators.views.keep_decisions import keep_decisions
from indicators.views.keep_goals import keep_assignments, keep_goal, keep_goals
from indicators.views.keep_hub import keep
from indicators.views.keep_indicators import keep_indicator, keep_indicators, keep_new_indicator
from indicators.views.keep_investments import keep_investments
from indicators.views.keep_people import keep_people
from indicators.views.keep_targets import keep_targets
from indicators.views.keep_units import keep_units
from indicators.views.move_unit import move_unit
from indicators.views.restate import restate
from indicators.views.wheel import calendar_file, wheel
from indicators.views.year_budget import year_tools
from indicators.views.year_closing import keep_closing, year_months
from indicators.views.year_new import new_year, year_setup

urlpatterns: list[URLPattern | URLResolver] = [
    path("katalog/", keep, name="keep"),
    path("katalog/mal/<int:year>/", keep_goals, name="keep_goals"),
    path("katalog/mal/<int:year>/<slug:branch>/<int:pk>/", keep_branch, name="keep_branch"),
    path("katalog/uppdrag/<int:year>/<int:assignment>/", keep_assignment, name="keep_assignment"),
    path("katalog/mal/<int:year>/<int:goal>/", keep_goal, name="keep_goal"),
    path("katalog/indikatorer/", keep_indicators, name="keep_indicators"),
    path("katalog/indikatorer/ny/", keep_new_indicator, name="keep_new_indicator"),
    path("katalog/indikatorer/<slug:code>/", keep_indicator, name="keep_indicator"),
    path("katalog/malvarden/<int:year>/", keep_targets, name="keep_targets"),
    path("katalog/uppdrag/<int:year>/", keep_assignments, name="keep_assignments"),
    path("katalog/beslut/", keep_decisions, name="keep_decisions"),
    path("inmatning/<slug:unit>/ar/<int:year>/rakna-upp/", year_tools, name="year_tools"),
    path("inmatning/<slug:unit>/ar/<int:year>/bokslut/", year_months, name="year_months"),
    path("katalog/bokslut/<int:year>/", keep_closing, name="keep_closing"),
    path("katalog/investeringar/<int:year>/", keep_investments, name="keep_investments"),
    path("katalog/personer/", keep_people, name="keep_people"),
    path("katalog/enheter/", keep_units, name="keep_units"),
    path("katalog/enheter/omraknade/<str:day>/", restate, name="restate"),
    path("katalog/enheter/andra/", move_unit, name="move_unit"),
    path("katalog/nytt-ar/", new_year, name="new_year"),
    path("katalog/nytt-ar/<int:year>/", year_setup, name="year_setup"),
    path("arshjul/<int:year>/", wheel, name="wheel"),
    path("kalender/<str:secret>.ics", calendar_file, name="calendar"),
]
