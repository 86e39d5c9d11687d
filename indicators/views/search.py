"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.access import has_a_role
from indicators.number_parsing import shortened
from indicators.search import LONGEST_QUERY, search
from vss_portal.guard import access


@access(who=has_a_role)
def search_page(request: HttpRequest) -> HttpResponse:
    """What fits the query, or why nothing was searched for."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    too_long = len(text) > LONGEST_QUERY
    groups = [] if too_long else search(request.user, text)
    told = {
        "query": text,
        "shown": shortened(text),
        "groups": groups,
        "too_long": too_long,
        "length": len(text),
        "longest": LONGEST_QUERY,
        "count": sum(len(group.hits) + group.left_out for group in groups),
    }
    return render(request, "indicators/search.html", told)
