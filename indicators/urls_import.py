"""Addresses of import."""

from django.urls import URLPattern, path

from indicators.views.import_form import import_form
from indicators.views.import_sources import import_sources
from indicators.views.importing import import_mapping, import_preview, imported_file, imports

urlpatterns: list[URLPattern] = [
    path("las-in/", imports, name="imports"),
    path("las-in/formular/", import_form, name="import_form"),
    path("las-in/kallor/", import_sources, name="import_sources"),
    path("las-in/<int:draft>/", import_preview, name="import_preview"),
    path("las-in/<int:draft>/tolkning/", import_mapping, name="import_mapping"),
    path("las-in/klar/<int:imported>/", imported_file, name="imported_file"),
]
