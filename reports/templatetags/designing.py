"""The choices of the template editor's lists: what the organisation has on the day, and what the template already says.

What the template says is always among the choices: a form that doesn't show it would take it away when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.designing.known import Known

register = template.Library()
Choice = tuple[str, str]


@register.simple_tag
def unit_options(known: Known, chosen: Any = "") -> SafeString:
    """The units of the day; one that is chosen and isn't there any more stands first and says so."""
    return _with_gone(known.units, str(chosen or ""), known.unit_name(str(chosen or "")))


@register.simple_tag
def indicator_options(known: Known, chosen: Any = "") -> SafeString:
    """The indicators that have figures, by kind; one that is chosen and isn't among them stands first."""
    chosen = str(chosen or "")
    listed = {code for _group, indicators in known.indicator_groups for code, _name in indicators}
    gone = [(chosen, known.indicator_name(chosen))] if chosen and chosen not in listed else []
    groups = [
        format_html('<optgroup label="{}">{}</optgroup>', group, _options(indicators, chosen))
        for group, indicators in known.indicator_groups
    ]
    return SafeString(_options(gone, chosen) + "".join(groups))


@register.simple_tag
def part_options(known: Known, chosen: Any = "") -> SafeString:
    """The parts that figures are divided by, set by set."""
    chosen = str(chosen or "")
    listed = {code for each in known.part_sets for code, _name in each.parts}
    gone = [(chosen, "totalt" if chosen == "total" else chosen)] if chosen and chosen not in listed else []
    groups = [
        format_html('<optgroup label="{}">{}</optgroup>', each.name, _options(each.parts, chosen))
        for each in known.part_sets
    ]
    return SafeString(_options(gone, chosen) + "".join(groups))


def _with_gone(listed: list[Choice], chosen: str, name: str) -> SafeString:
    gone = [(chosen, f"{name} (finns inte den dagen)")] if chosen and chosen not in dict(listed) else []
    return _options([*gone, *listed], chosen)


def _options(choices: Iterable[Choice], chosen: str) -> SafeString:
    rows = ((code, SafeString(" selected") if code == chosen else "", label) for code, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)
