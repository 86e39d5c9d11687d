"""All addresses of the portal. Every view has an access rule (see ``vss_portal.guard``)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]
