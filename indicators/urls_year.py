"""Addresses of the catalogue and of turning the year."""

from django.urls import URLPattern, URLResolver, path

from indicators.views.keep_hub import keep
from indicators.views.keep_units import keep_units
from indicators.views.move_unit import move_unit

urlpatterns: list[URLPattern | URLResolver] = [
    path("katalog/", keep, name="keep"),
    path("katalog/enheter/", keep_units, name="keep_units"),
    path("katalog/enheter/andra/", move_unit, name="move_unit"),
]
