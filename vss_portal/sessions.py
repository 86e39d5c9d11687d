"""Logging in and out, staying logged in, and what somebody had written when the session ended.

A session lasts for a working day. Five minutes before its end the page asks; a form that was sent after it is kept
through the log-in, signed and in the form itself, so that nothing that was written is lost.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import LoginView, LogoutView
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vss_portal.guard import access, anyone, logged_in

ENDS, KEPT = "slutar", "kvar"
# A form that is larger than this isn't carried along: a block of figures and any text are far smaller.
LARGEST = 500_000
A_WHILE = 60 * 60
NOT_KEPT = ("csrfmiddlewaretoken", KEPT)
# What the fields of passwords are called: they are never carried along.
SECRET = ("password", "losenord")


class PortalLogin(LoginView):
    """Logs in; who had written something meets it again, with one button to send it."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to where one was going, or to the form that was sent when nobody was logged in any more."""
        answer = super().form_valid(form)
        kept = read_kept(self.request.POST.get(KEPT, ""))
        return render(self.request, "registration/kept.html", kept) if kept else answer

    def get_context_data(self, **told: Any) -> dict[str, Any]:
        """A log-in that was refused still carries the form."""
        return super().get_context_data(**told) | {"kept": self.request.POST.get(KEPT, "")}


login = access(who=anyone, writes=True)(PortalLogin.as_view())
logout = access(who=anyone, writes=True)(LogoutView.as_view())


@access(who=logged_in, writes=True)
def stay(request: HttpRequest) -> HttpResponse:
    """The session lasts for another working day; says for how many seconds."""
    if request.method != "POST":
        return redirect("start")
    begin(request)
    return JsonResponse({"seconds": seconds_left(request)})


def begin(request: HttpRequest) -> None:
    """The session lasts a whole working day from now."""
    request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    request.session[ENDS] = int(time.time()) + settings.SESSION_COOKIE_AGE


def _logged_in(request: HttpRequest | None = None, **_others: Any) -> None:
    if request is not None and hasattr(request, "session"):
        begin(request)


user_logged_in.connect(_logged_in, dispatch_uid="a session begins")


def seconds_left(request: HttpRequest) -> int | None:
    """How long the session lasts still; None where that isn't known."""
    ends = request.session.get(ENDS) if hasattr(request, "session") else None
    return max(int(ends - time.time()), 0) if ends else None


def ask_to_log_in(request: HttpRequest) -> HttpResponse | None:
    """The log-in page that carries a sent form along; None where nothing was written, or too much."""
    fields = [each for each in request.POST.lists() if each[0] not in NOT_KEPT and not is_secret(each[0])]
    if not any(value.strip() for _, values in fields for value in values):
        return None
    kept = signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=KEPT, compress=True)
    if len(kept) > LARGEST or request.path == reverse("login"):
        return None
    told = {"form": AuthenticationForm(request), "kept": kept, "next": request.get_full_path()}
    return render(request, "registration/login.html", told, status=403)


def is_secret(field: str) -> bool:
    """Whether the field of a form holds a password."""
    return any(word in field for word in SECRET)


def read_kept(kept: str) -> dict[str, Any] | None:
    """A form as it was sent, its path and its fields; None for what we didn't sign, or long ago."""
    try:
        found: dict[str, Any] = signing.loads(kept, salt=KEPT, max_age=A_WHILE)
    except signing.BadSignature:
        return None
    return found
