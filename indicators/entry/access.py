"""Who meets the pages of entry. Each predicate's first line says in Swedish who may."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from indicators.entry.areas import Area, Areas
from indicators.entry.evidence import sees_evidence_of
from indicators.models import Evidence
from indicators.models.choices import Role
from indicators.rights import ALL_FIGURES, RECORDING_ROLES, rights_of
from indicators.spans import Month
from vss_portal import clock

EARLIEST, LATEST = 2000, 2099


def month_of(year: int, month: int) -> Month:
    """The month of an address. Raises Http404 for what is no month."""
    if not (EARLIEST <= year <= LATEST and 1 <= month <= 12):
        raise Http404("Månaden finns inte.")
    return Month(year, month)


def area_of(user: Any, unit: str, at: Month) -> tuple[Areas, Area]:
    """The person's area. Raises Http404 where there is none, or it isn't theirs, without telling which."""
    areas = Areas(rights_of(user), at)
    area = areas.find(unit)
    if area is None:
        raise Http404(f"{unit} finns inte eller ligger utanför dina områden.")
    return areas, area


def sees_area(user: Any, **url: Any) -> bool:
    """Den som registrerar, klarmarkerar eller följer området"""
    area_of(user, url["unit"], month_of(url["year"], url["month"]))
    return rights_of(user).has(*ALL_FIGURES, *RECORDING_ROLES)


def sees_budget(user: Any, **url: Any) -> bool:
    """Den som registrerar, klarmarkerar eller följer området"""
    area_of(user, url["unit"], month_of(url["year"], 12))
    return rights_of(user).has(*ALL_FIGURES, *RECORDING_ROLES)


def enters_figures(user: Any, **url: Any) -> bool:
    """Den som registrerar värden eller klarmarkerar ett område"""
    return rights_of(user).has(*RECORDING_ROLES)


def follows_areas(user: Any, **url: Any) -> bool:
    """Förvaltningschef och huvudcontroller, och den som har egna områden"""
    return rights_of(user).has(*ALL_FIGURES, *RECORDING_ROLES)


def answers_requests(user: Any, **url: Any) -> bool:
    """Huvudcontrollern"""
    return rights_of(user).has(Role.EDITOR)


def sees_evidence(user: Any, **url: Any) -> bool:
    """Den som arbetar med värdet, och revisorn när det är offentligt"""
    rows = Evidence.objects.filter(pk=url["evidence"], withdrawal__isnull=True).select_related("indicator", "unit")
    found = rows.first()
    if found is None or not sees_evidence_of(user, found):
        raise Http404("Underlaget finns inte.")
    return True


def latest_month() -> Month:
    """The month that was just finished: what is usually entered today."""
    today = clock.today()
    return Month(today.year, today.month) - 1
