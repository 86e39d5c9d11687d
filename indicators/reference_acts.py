"""Changing reference rows in the open: who, when and why; the database writes what each row was and became.

    with reference_act(by=editor, organisation=vss, reason="Felstavat namn i tryck"):
        definition.name = "Svarsservice"
        definition.save()

Outside of this the database refuses the change. What is to hold from a day on is a new dated row
(`catalogue_changes`); a change of a row that stands is for misprints.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from indicators.models import Organisation, ReferenceAct, ReferenceChange
from vss_portal import clock
from vss_portal.models import User

LONGEST = 500


def open_act(*, by: User, reason: str, organisation: Organisation | None, additions: bool = True) -> ReferenceAct:
    """Begin an act, inside a transaction. Raises ValidationError without a reason."""
    told = " ".join(reason.split())
    if not told:
        raise ValidationError("Skriv varför grunddata ändras. Inget är ändrat.")
    cut = told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
    return ReferenceAct.objects.create(
        organisation=organisation, by=by, at=clock.now(), reason=cut, additions=additions
    )


def close_act(act: ReferenceAct) -> None:
    """End the act."""
    act.open = False
    act.save(update_fields=["open"])


@contextmanager
def reference_act(*, by: User, reason: str, organisation: Organisation | None) -> Iterator[ReferenceAct]:
    """Inside, reference rows may be changed, all or nothing; each is logged with the person and the reason."""
    with transaction.atomic():
        act = open_act(by=by, reason=reason, organisation=organisation)
        yield act
        close_act(act)


def history_of(row: Model) -> list[ReferenceChange]:
    """What was done to a reference row, the latest first, with its acts."""
    changes = ReferenceChange.objects.filter(table_name=row._meta.db_table, row_key=row.pk)
    return list(changes.select_related("act__by"))
