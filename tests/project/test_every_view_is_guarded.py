"""Every address of the portal has a line that says who may."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from vss_portal.guard import AccessRule, access, anyone

# Django's own serving of files and of words for scripts knows no people.
UNGUARDED = ("django.views.static", "django.views.i18n", "django.contrib.staticfiles.views")


def views(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """All views with their addresses."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def unguarded(patterns: list[Any]) -> list[str]:
    return [
        address
        for address, view in views(patterns)
        if view.__module__ not in UNGUARDED and not isinstance(getattr(view, "access_rule", None), AccessRule)
    ]


def test_every_view_of_the_portal_says_who_may():
    assert unguarded(get_resolver().url_patterns) == []


def test_every_rule_says_it_in_words():
    silent = [address for address, view in views(get_resolver().url_patterns) if not view.access_rule.who.strip()]
    assert silent == []


def test_a_view_without_the_line_is_found():
    def bare(request):
        return HttpResponse()

    guarded = access(who=anyone)(bare)
    assert unguarded([path("med/", guarded), path("utan/", bare)]) == ["/utan/"]
