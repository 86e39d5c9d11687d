"""What is sent holds no NUL characters: nobody writes them, and PostgreSQL can't keep them in a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

Answer = Callable[[HttpRequest], HttpResponseBase]
NUL = "\x00"


def without_nul(answer: Answer) -> Answer:
    """The middleware that takes them out of addresses' questions and of sent forms; files are left as they are."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _cleaned(request.GET)
        if request.method == "POST" and any(NUL in text for _name, texts in request.POST.lists() for text in texts):
            request.POST = _cleaned(request.POST)
        return answer(request)

    return answered


def _cleaned(given: QueryDict) -> Any:
    told = given.copy()
    for name, texts in given.lists():
        told.setlist(name, [str(text).replace(NUL, "") for text in texts])
    told._mutable = False
    return told
