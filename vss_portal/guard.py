"""The guard of all views: one line above each says who may, and whether it writes.

    @access(who=logged_in)
    def catalogue(request): ...

    @access(who=may_enter_figures, writes=True)
    def entry(request, unit): ...

A test walks every address and fails on a view without this line. The line stands topmost; below it a view may be
a function or what ``as_view()`` gives.
"""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from vss_portal.reading import reading_only

READING = ("GET", "HEAD", "OPTIONS")

P = ParamSpec("P")
View = Callable[P, HttpResponseBase]
AnyPredicate = TypeVar("AnyPredicate", bound=Callable[..., bool])


class Predicate(Protocol):
    """May this user open the address with these parts? Its docstring's first line, in Swedish, says who may.

    May raise ``Http404`` for what lies outside the user's units, so that nothing tells whether it exists.
    """

    def __call__(self, user: Any, **url: Any) -> bool: ...


@dataclass(frozen=True)
class AccessRule:
    """What the line above a view says; found on the view as ``access_rule``."""

    predicate: Predicate
    writes: bool

    @property
    def who(self) -> str:
        """Who may, in Swedish: the first line of the predicate's docstring."""
        return (inspect.getdoc(self.predicate) or "").partition("\n")[0]

    @property
    def asks_about_visitors(self) -> bool:
        """Whether the predicate wants to be asked about those who haven't logged in."""
        return getattr(self.predicate, "also_visitors", False)

    @property
    def methods(self) -> tuple[str, ...]:
        return (*READING, "POST") if self.writes else READING

    def reads(self, request: HttpRequest) -> bool:
        """Whether this request may only read: also the form of a writing view is only shown by GET."""
        return not self.writes or request.method in READING


def also_visitors(predicate: AnyPredicate) -> AnyPredicate:
    """Marks a predicate that is asked about everybody; the others never meet who isn't logged in."""
    predicate.also_visitors = True  # type: ignore[attr-defined]
    return predicate


@also_visitors
def anyone(user: Any, **url: Any) -> bool:
    """Alla, även utan inloggning"""
    return True


def logged_in(user: Any, **url: Any) -> bool:
    """Alla som är inloggade"""
    return True


def access(*, who: Predicate, writes: bool = False) -> Callable[[View[P]], View[P]]:
    """Lets in whom ``who`` says yes to.

    Who isn't logged in is sent to the log-in page and comes back; who is refused gets page 403. A view with
    ``writes=False`` answers GET alone and fails with ``WriteInReadingView`` where it tries to change the database;
    with ``writes=True`` the same holds for its GET, and its POST may write. What a streaming answer fetches
    afterwards lies outside of this watch.

    Raises ``TypeError`` for a predicate without docstring and for an async view.
    """
    rule = AccessRule(predicate=who, writes=writes)
    if not rule.who:
        raise TypeError(f"{who!r} needs a docstring whose first line says in Swedish who may")

    def guarded(view: View[P]) -> View[P]:
        if inspect.iscoroutinefunction(view):
            raise TypeError(f"{view!r} is async; the guard knows plain functions only")

        @functools.wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request: Any = args[0]
            response = _refusal(rule, request, kwargs) or _answer(rule, request, lambda: view(*args, **kwargs))
            return _for_one_person(request, response)

        answer.access_rule = rule  # type: ignore[attr-defined]
        return answer

    return guarded


class MethodMiddleware:
    """Answers 405, with the methods that the view has, before the check of forms would call it forbidden (403)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Everything else goes through as it is."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_parts: Any
    ) -> HttpResponseNotAllowed | None:
        """The answer where the view has no such method; None where it has, or where it isn't guarded."""
        rule: AccessRule | None = getattr(view, "access_rule", None)
        return HttpResponseNotAllowed(rule.methods) if rule and request.method not in rule.methods else None


def _refusal(rule: AccessRule, request: Any, url: dict[str, Any]) -> HttpResponseBase | None:
    """The answer to a request that doesn't get through; ``None`` where it does."""
    if request.method not in rule.methods:
        return HttpResponseNotAllowed(rule.methods)
    if not request.user.is_authenticated and not rule.asks_about_visitors:
        return _to_login(request)
    if rule.predicate(request.user, **url):
        return None
    if not request.user.is_authenticated:
        return _to_login(request)
    raise PermissionDenied(rule.who)


def _answer(rule: AccessRule, request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if not rule.reads(request):
        return view()
    with reading_only():
        response = view()
        # A template that renders itself later would do its reading outside of the watch.
        render = getattr(response, "render", None)
        return render() if callable(render) else response


def _for_one_person(request: Any, response: HttpResponseBase) -> HttpResponseBase:
    """What somebody who is logged in was shown isn't kept: after logging out "back" shows nothing of it."""
    if request.user.is_authenticated and "Cache-Control" not in response:
        response["Cache-Control"] = "private, no-store"
    return response


def _to_login(request: HttpRequest) -> HttpResponseBase:
    """To the log-in page and, after it, back to the page that was open.

    A part of a page can't show the log-in, so a request by htmx moves the whole page. A form that was sent is carried
    along (`vss_portal.sessions`).
    """
    if "HX-Request" not in request.headers:
        return _carrying(request) or redirect_to_login(request.get_full_path())
    page = urlsplit(request.headers.get("HX-Current-URL", "/"))
    target = redirect_to_login(page._replace(scheme="", netloc="").geturl())
    return HttpResponseClientRedirect(target["Location"])


def _carrying(request: HttpRequest) -> HttpResponseBase | None:
    """The log-in page with the form that was sent; None for what is only asked for."""
    from vss_portal.sessions import ask_to_log_in

    return ask_to_log_in(request) if request.method == "POST" else None
