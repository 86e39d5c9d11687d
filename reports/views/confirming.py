"""Who decides confirms who they are once per log-in, at the first decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

CONFIRMED = "beslut_bekraftat"


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the person has given their password for a decision since they logged in."""
    return bool(request.session.get(CONFIRMED) == request.user.pk)


def confirms(request: HttpRequest) -> bool:
    """Whether the decision may go on: confirmed before, or with the password of this form."""
    user: Any = request.user
    if is_confirmed(request):
        return True
    if not user.check_password(request.POST.get("losenord", "")):
        messages.error(
            request, "Lösenordet stämmer inte. Skriv ditt eget lösenord vid det första beslutet. Inget är beslutat."
        )
        return False
    request.session[CONFIRMED] = user.pk
    return True
