"""Template tags of the whole portal: icons, status marks, dates, links that keep the rest of the address."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vss_portal import dates, demo, marks
from vss_portal.icons import line_icon

register = template.Library()

# The words of a goal's status: in a year's course, and at its end.
STATUS_WORDS = {
    "fulfilled": ("Uppfylls", "Uppnått"),
    "partly": ("Uppfylls delvis", "Delvis uppnått"),
    "not_fulfilled": ("Uppfylls ej", "Ej uppnått"),
    "not_assessable": ("Kan ej bedömas", "Kan ej bedömas"),
}
TREND_WORDS = {"better": "bättre", "worse": "sämre", "unchanged": "oförändrat"}
MESSAGE_WORDS = {"error": "Fel", "warning": "Varning", "success": "Klart", "info": "Upplysning"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "search" %}``: a line icon; its word stands beside it."""
    return mark_safe(line_icon(name))  # noqa: S308 (our own drawing, no input)


@register.simple_tag
def status_mark(status: str, full_year: bool = False, word: str = "") -> SafeString:
    """``{% status_mark goal.status full_year=True %}``: mark and word of a goal's or an indicator's status.

    ``status`` is fulfilled, partly, not_fulfilled or not_assessable; nothing is shown where there is no status.
    ``full_year`` takes the words of the year's end, ``word`` another word. An unknown status raises ``LookupError``.
    """
    if not status:
        return SafeString("")
    if status not in STATUS_WORDS:
        raise LookupError(f"Statusen {status} finns inte. Det här finns: {', '.join(STATUS_WORDS)}.")
    return _marked("status", status, word or STATUS_WORDS[status][bool(full_year)])


@register.simple_tag
def trend_mark(trend: str) -> SafeString:
    """``{% trend_mark "better" %}``: arrow and word; better is towards the target, not upwards."""
    return _marked("status", trend, TREND_WORDS[trend]) if trend else SafeString("")


@register.simple_tag
def state_mark(mark: str, word: str) -> SafeString:
    """``{% state_mark "ongoing" "Pågår" %}``: a state of work; the marks are listed in ``vss_portal.marks``."""
    return _marked("state", mark, word)


@register.simple_tag
def message_icon(level: str) -> SafeString:
    """The mark of a message's level; ``debug`` and the unknown look like ``info``."""
    return mark_safe(marks.inline(level if level in MESSAGE_WORDS else "info"))  # noqa: S308 (our own drawing)


@register.filter
def message_word(level: str) -> str:
    """The word that a screen reader says before a message."""
    return MESSAGE_WORDS.get(level, MESSAGE_WORDS["info"])


@register.filter
def sv_date(value: date | None) -> str:
    """5 september 2024; empty where there is no date."""
    return dates.long_date(value) if value else ""


@register.filter
def sv_date_short(value: date | None) -> str:
    """5 sep 2024; empty where there is no date."""
    return dates.short_date(value) if value else ""


@register.simple_tag
def pad(decimals: int, column_decimals: int) -> str:
    """``<td class="number {% pad 1 2 %}">``: the classes that keep the comma of a column in line.

    The room that a value with fewer decimals leaves free, so that the cell's text stays the number and nothing else.
    """
    missing = max(column_decimals, 0) - max(decimals, 0)
    if missing <= 0:
        return ""
    return f"pad-{min(missing, 4)}" + ("" if decimals > 0 else " pad-comma")


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: Any) -> str:
    """``<a href="{% query_replace page=2 %}">``: the page's own query with parts set; ``None`` and "" take one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def demo_accounts() -> tuple[demo.DemoAccount, ...]:
    """``{% demo_accounts as accounts %}``: the demo's log-ins; none outside the demo."""
    return demo.demo_accounts() if settings.DEMO else ()


@register.simple_tag
def demo_password() -> str:
    """The demo's password; empty outside the demo."""
    return demo.DEMO_PASSWORD if settings.DEMO else ""


def _marked(kind: str, mark: str, word: str) -> SafeString:
    drawing = mark_safe(marks.inline(mark))  # noqa: S308 (our own drawing, no input)
    return format_html('<span class="{}">{} <span>{}</span></span>', kind, drawing, word)
