"""All addresses of the portal. Every view has an access rule (see ``vss_portal.guard``)."""

from django.urls import URLPattern, URLResolver, include, path

from vss_portal.sessions import login, logout, stay
from vss_portal.views import account, help_page, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("hjalp/", help_page, name="help"),
    path("konto/", account, name="account"),
    path("konto/fortsatt/", stay, name="stay"),
    path("logga-in/", login, name="login"),
    path("logga-ut/", logout, name="logout"),
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
]
