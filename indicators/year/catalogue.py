"""Writing the catalogue: each change in one act with person and reason; what holds from a day on is a new dated row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, ProtectedError, RestrictedError

from indicators.catalogue_changes import CHANGEABLE, redefine_indicator
from indicators.models import (
    Fact,
    Goal,
    GoalIndicator,
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    MeasuringSchedule,
    Membership,
    Organisation,
    Responsibility,
)
from indicators.models.choices import Frequency, GoalRowRole
from indicators.organisation_tree import ONE_DAY
from indicators.reference_acts import reference_act
from indicators.sorting import swedish_key
from vss_portal.discovery import brought
from vss_portal.models import User

# Which months a frequency means where nobody says otherwise.
MONTHS = {
    Frequency.MONTHLY: "1,2,3,4,5,6,7,8,9,10,11,12",
    Frequency.QUARTERLY: "3,6,9,12",
    Frequency.TERTIAL: "4,8,12",
    Frequency.YEARLY: "12",
    Frequency.PAUSED: "",
}
# How a figure is counted; changed under recorded figures it would change what was printed.
HOW_COUNTED = ("aggregation", "formula", "direction")


class CatalogueRefused(ValueError):
    """Why the catalogue wasn't changed; the message is Swedish."""


def save_row(row: Model, *, organisation: Organisation, by: User, reason: str) -> Model:
    """Save a new or changed row of the catalogue with who and why. Raises ValidationError, with nothing saved."""
    with reference_act(by=by, organisation=organisation, reason=reason):
        row.full_clean(exclude=["sort_key"])
        row.save()
    return row


def remove_row(row: Model, *, organisation: Organisation, by: User, reason: str) -> None:
    """Take a row away; the log keeps what it said."""
    with reference_act(by=by, organisation=organisation, reason=reason):
        row.delete()


def change_of_year(row: Model, *, year: int, organisation: Organisation, by: User, reason: str) -> Model:
    """Save a row of a year's goal tree or assignments. Raises CatalogueRefused where the year stands in print."""
    _refuse_printed(organisation, year)
    return save_row(row, organisation=organisation, by=by, reason=reason)


def remove_of_year(row: Model, *, year: int, organisation: Organisation, by: User, reason: str) -> None:
    """Take a row of a year's goal tree or assignments away.

    Raises CatalogueRefused where the year stands in print, and where something was written or judged about the row.
    """
    _refuse_printed(organisation, year)
    try:
        with transaction.atomic():
            remove_row(row, organisation=organisation, by=by, reason=reason)
    except (ProtectedError, RestrictedError) as error:
        held = {str(each._meta.verbose_name) for each in error.args[1]}
        raise CatalogueRefused(
            f"{row} har {', '.join(sorted(held))} och tas inte bort. Flytta eller ta bort det först. Inget är ändrat."
        ) from error


def _refuse_printed(organisation: Organisation, year: int) -> None:
    titles = [title for titles in brought("year_previews", "printed") for title in titles(organisation, year)]
    if titles:
        raise CatalogueRefused(
            f"{year} står i tryckta rapporter ({', '.join(titles)}) och ändras inte. Inget är ändrat."
        )


def define(*, definition: IndicatorDefinition, by: User, reason: str) -> IndicatorDefinition:
    """A new definition from its day on; earlier days, and what is printed of them, keep theirs.

    Raises ValidationError for a day that isn't after the last closed period and the latest definition.
    """
    indicator = definition.indicator
    told = {name: getattr(definition, name) for name in CHANGEABLE if name != "valid_from"}
    return redefine_indicator(indicator=indicator, from_day=definition.valid_from, by=by, reason=reason, **told)


def change_indicator(*, indicator: Indicator, changed: Sequence[str], by: User, reason: str) -> Indicator:
    """Save what an indicator is. How it is counted stands once it has figures: print was made with it.

    Raises CatalogueRefused for that, ValidationError for what can't be saved.
    """
    fixed = [name for name in changed if name in HOW_COUNTED]
    figures = Fact.objects.filter(indicator=indicator).count() if fixed and indicator.pk else 0
    if figures:
        names = " och ".join(str(Indicator._meta.get_field(name).verbose_name) for name in fixed)  # type: ignore[union-attr]
        raise CatalogueRefused(
            f"Indikatorn har {figures} registrerade värden. Ändrad {names} skulle räkna om dem, också i tryckta "
            "rapporter. Lägg upp en ny indikator i stället. Inget är ändrat."
        )
    save_row(indicator, organisation=indicator.organisation, by=by, reason=reason)
    return indicator


@transaction.atomic
def add_indicator(*, indicator: Indicator, definition: IndicatorDefinition, by: User, reason: str) -> Indicator:
    """A new indicator with its first definition, last in the order."""
    own = Indicator.objects.filter(organisation=indicator.organisation)
    indicator.order = (own.aggregate(last=Max("order"))["last"] or 0) + 10
    save_row(indicator, organisation=indicator.organisation, by=by, reason=reason)
    definition.indicator, definition.sort_key = indicator, swedish_key(definition.name)
    save_row(definition, organisation=indicator.organisation, by=by, reason=reason)
    return indicator


def schedule(*, row: MeasuringSchedule, by: User, reason: str) -> MeasuringSchedule:
    """When the indicator is measured, from a year on; a year that has a schedule already gets the new one."""
    known = MeasuringSchedule.objects.filter(indicator=row.indicator, from_year=row.from_year).first()
    if known:
        row.pk, row._state.adding = known.pk, False
    row.months = row.months or MONTHS[Frequency(row.frequency)]
    save_row(row, organisation=row.indicator.organisation, by=by, reason=reason)
    return row


@transaction.atomic
def set_aliases(*, indicator: Indicator, names: Iterable[str], by: User) -> list[str]:
    """The other names that files and people use; who has one already keeps it. Raises CatalogueRefused."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    taken = IndicatorAlias.objects.filter(indicator__organisation=indicator.organisation, name__in=wanted)
    other = taken.exclude(indicator=indicator).select_related("indicator").first()
    if other:
        raise CatalogueRefused(f"”{other.name}” är redan ett annat namn på {other.indicator}. Inget är ändrat.")
    with reference_act(by=by, organisation=indicator.organisation, reason="Andra namn på en indikator"):
        indicator.aliases.exclude(name__in=wanted).delete()
        known = set(indicator.aliases.values_list("name", flat=True))
        for name in wanted:
            if name not in known:
                IndicatorAlias.objects.create(indicator=indicator, name=name)
    return wanted


def end_row(
    row: Membership | Responsibility, *, last: dt.date, organisation: Organisation, by: User, reason: str
) -> None:
    """A role or a responsibility holds to the day and no longer."""
    if last < row.valid_from - ONE_DAY:
        raise CatalogueRefused(f"Sista dagen {last} ligger före första dagen {row.valid_from}. Inget är ändrat.")
    row.valid_to = max(last, row.valid_from)
    save_row(row, organisation=organisation, by=by, reason=reason)


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A row of a goal's list as the page gives it."""

    indicator: Indicator | None
    label: str = ""
    role: str = GoalRowRole.LINE
    unit: Any = None
    is_mandatory: bool = False
    pk: int = 0


@transaction.atomic
def set_goal_lines(*, goal: Goal, lines: Sequence[GoalLine], by: User, reason: str) -> None:
    """The goal's list, in this order; rows that aren't given are taken away. Raises ValidationError."""
    organisation = goal.municipal_goal.area.organisation
    _refuse_printed(organisation, goal.year)
    known = {row.pk: row for row in goal.rows.all()}
    with reference_act(by=by, organisation=organisation, reason=reason):
        for pk in set(known) - {line.pk for line in lines}:
            known[pk].delete()
        kept = [line for line in lines if line.pk in known]
        # First out of each other's way: two rows never have the same place.
        top = 1 + max((row.order for row in known.values()), default=0) + len(lines)
        for at, line in enumerate(kept):
            GoalIndicator.objects.filter(pk=line.pk).update(order=top + at)
        for order, line in enumerate(lines):
            row = known.get(line.pk) or GoalIndicator(goal=goal)
            row.indicator, row.label, row.role, row.unit = line.indicator, line.label, line.role, line.unit
            row.is_mandatory, row.order = line.is_mandatory, order
            row.full_clean(exclude=["breakdowns"])
            row.save()


def sentences(error: ValidationError) -> list[str]:
    """What is wrong, in sentences."""
    if hasattr(error, "error_dict"):
        return [str(message) for messages in error.message_dict.values() for message in messages]
    return [str(message) for message in error.messages]
