"""Who may do what with the facts. Each predicate's first line says in Swedish who may; the guard shows it.

The rules follow one table: the editor records and reads all; the förvaltningschef reads all; controllers and area
managers have their own units, the HR function the staff figures of its units, controllers and writers also what they
answer for. Auditors, readers and administrators meet only what is public already. What lies outside a person's
organisation or units doesn't exist for them (404).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from indicators.models import Fact, FigureRevision, Indicator
from indicators.models.choices import IndicatorKind, MarkerChoice, Role
from indicators.models.figures import FactQuerySet, RevisionQuerySet
from indicators.rights import (
    ALL_FIGURES,
    AREA_ROLES,
    INDICATOR_ROLES,
    RECORDING_ROLES,
    WORK_ROLES,
    Rights,
    is_staff_figure,
    rights_of,
    roles_of,
    units_of,
)

__all__ = [
    "corrects_figure",
    "has_a_role",
    "may_read_work",
    "may_record",
    "may_unlock",
    "reads_figures",
    "records_figures",
    "roles_of",
    "sees_figure",
    "sees_indicator",
    "sees_origin",
    "units_of",
    "visible_facts",
    "visible_to",
]

# A fact that nobody has, for who may read no work in progress.
NOTHING = Q(pk__in=())


# One figure


def may_record(user: Any, indicator: Indicator, unit: Any, day: dt.date | None = None) -> bool:
    """Whether the person may record figures of the indicator for the unit.

    The editor records all, controllers and area managers in their own units all but staff figures, the HR function
    staff figures in its units, and controllers and writers what they answer for.
    """
    rights = rights_of(user, day)
    if not _same_organisation(rights, indicator, unit):
        return False
    by_unit = (Role.HR,) if is_staff_figure(indicator) else AREA_ROLES
    return (
        rights.has(Role.EDITOR)
        or (rights.has(*by_unit) and unit.pk in rights.units(*by_unit))
        or rights.answers_for(indicator, unit.pk)
    )


def may_read_work(user: Any, indicator: Indicator, unit: Any, day: dt.date | None = None) -> bool:
    """Whether the person may read figures of the indicator for the unit that aren't public yet."""
    rights = rights_of(user, day)
    if not _same_organisation(rights, indicator, unit):
        return False
    return (
        rights.has(*ALL_FIGURES)
        or (rights.has(*AREA_ROLES) and unit.pk in rights.units(*AREA_ROLES))
        or (rights.has(Role.HR) and is_staff_figure(indicator) and unit.pk in rights.units(Role.HR))
        or rights.answers_for(indicator, unit.pk)
    )


def _same_organisation(rights: Rights, indicator: Indicator, unit: Any) -> bool:
    own = rights.organisation.pk if rights.organisation else None
    return own is not None and indicator.organisation_id == own and unit.organisation_id == own


def may_unlock(user: Any) -> bool:
    """Whether the person may record in closed periods, with a reason."""
    return rights_of(user).has(Role.EDITOR)


def sees_origin(user: Any) -> bool:
    """Whether the person sees who recorded a figure, when and why: who works with figures, and the auditor."""
    return rights_of(user).has(*WORK_ROLES, Role.AUDITOR)


# All figures that somebody may see


def visible_to(revisions: RevisionQuerySet, user: Any) -> RevisionQuerySet:
    """Of each fact the latest value that the person may see; facts without any are left out.

    Work in progress is seen by those who `may_read_work`; everybody else in the organisation sees the latest value that
    was printed. A printed value that was later withheld isn't shown to them any more.
    """
    rights = rights_of(user)
    later = FigureRevision.objects.filter(fact=OuterRef("fact"), number__gt=OuterRef("number"))
    own = revisions.filter(fact__indicator__organisation=rights.organisation)
    if rights.has(*ALL_FIGURES):
        return own.filter(~Exists(later))
    hiding = later.filter(Q(already_published=True) | Q(marker=MarkerChoice.WITHHELD))
    printed = Q(already_published=True) & ~Exists(hiding)
    work = _work_in_progress(rights, "fact__")
    if work is NOTHING:
        return own.filter(printed)
    return own.filter((work & ~Exists(later)) | (~work & printed))


def visible_facts(user: Any) -> FactQuerySet:
    """The facts that the person sees any value of."""
    rights = rights_of(user)
    own = Fact.objects.filter(indicator__organisation=rights.organisation)
    if rights.has(*ALL_FIGURES):
        return own
    printed = Q(pk__in=_printed())
    work = _work_in_progress(rights, "")
    return own.filter(printed if work is NOTHING else work | printed)


def _printed() -> QuerySet[FigureRevision, Any]:
    """The keys of the facts with a printed value that wasn't withheld afterwards.

    A set on its own, which doesn't ask of each fact: the databases find it once, whatever they guess of its size.
    """
    withheld = FigureRevision.objects.filter(marker=MarkerChoice.WITHHELD, fact=OuterRef("fact"))
    printed = FigureRevision.objects.filter(already_published=True)
    return printed.exclude(Exists(withheld.filter(number__gt=OuterRef("number")))).values("fact")


def _work_in_progress(rights: Rights, fact: str) -> Q:
    """`may_read_work` as a condition on a fact; `fact` is the way to it (`fact__`)."""
    staff = Q(**{f"{fact}indicator__kind": IndicatorKind.STAFF}) | Q(**{f"{fact}indicator__is_health": True})
    conditions = [Q(**{f"{fact}unit__in": units}) for units in [rights.units(*AREA_ROLES)] if units]
    conditions += [staff & Q(**{f"{fact}unit__in": units}) for units in [rights.units(Role.HR)] if units]
    for role in INDICATOR_ROLES:
        if units := rights.units_answered_for(role):
            responsible = {"responsible_role": role, "responsible_unit__in": units}
            conditions.append(Q(**{f"{fact}indicator__{name}": value for name, value in responsible.items()}))
    for indicator, unit in rights.responsibilities:
        about = {"indicator": indicator} | ({"unit": unit} if unit else {})
        conditions.append(Q(**{f"{fact}{name}": value for name, value in about.items()}))
    return _any_of(conditions)


def _any_of(conditions: list[Q]) -> Q:
    if not conditions:
        return NOTHING
    first, *others = conditions
    for other in others:
        first |= other
    return first


# Pages


def has_a_role(user: Any, **url: Any) -> bool:
    """Alla som har en roll i organisationen"""
    return rights_of(user).organisation is not None


def reads_figures(user: Any, **url: Any) -> bool:
    """Den som arbetar med värden, och revisorn"""
    return sees_origin(user)


def records_figures(user: Any, **url: Any) -> bool:
    """Den som registrerar värden: controller, verksamhetschef, HR-funktion, skribent och huvudcontroller"""
    return rights_of(user).has(*RECORDING_ROLES)


def sees_indicator(user: Any, **url: Any) -> bool:
    """Alla som har en roll i organisationen"""
    if not Indicator.objects.filter(organisation=rights_of(user).organisation, code=url["code"]).exists():
        raise Http404("Indikatorn finns inte.")
    return True


def sees_figure(user: Any, **url: Any) -> bool:
    """Den som arbetar med värden i sina enheter, och revisorn för det som är offentligt"""
    if not visible_facts(user).filter(pk=url["fact"]).exists():
        raise Http404("Värdet finns inte.")
    return reads_figures(user)


def corrects_figure(user: Any, **url: Any) -> bool:
    """Den som registrerar värden för enheten eller indikatorn"""
    if not sees_figure(user, **url):
        return False
    found = Fact.objects.select_related("indicator", "unit").get(pk=url["fact"])
    return may_record(user, found.indicator, found.unit)
