"""Texts that the reports of a budget year share: written once, printed wherever a template has a place for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from indicators.models import Organisation
from reports.models.designing import SharedText, SharedTextVersion
from reports.texts import document
from vss_portal import clock
from vss_portal.models import User


def shared_texts_of(organisation: Organisation, year: int, known_on: dt.date | None) -> dict[str, dict[str, Any]]:
    """The shared texts of the budget year by code, as known on the day (None: now)."""
    versions = SharedTextVersion.objects.as_of(known_on).filter(text__organisation=organisation, text__year=year)
    return dict(versions.values_list("text__code", "content"))


@transaction.atomic
def write_shared_text(
    *, organisation: Organisation, code: str, name: str, year: int, text: str, by: User
) -> SharedTextVersion:
    """Save what a shared text says in a budget year as its next version; the same words are not saved again.

    Raises ValidationError for a code, name or year that can't be.
    """
    place = SharedText.objects.filter(organisation=organisation, code=code, year=year).first()
    if place is None:
        place = SharedText(organisation=organisation, code=code, year=year, name=name)
        place.full_clean()
        place.save()
    newest = place.versions.order_by("-number").first()
    content = document(text)
    if newest and newest.content == content:
        return newest
    return SharedTextVersion.objects.create(
        text=place,
        number=newest.number + 1 if newest else 1,
        content=content,
        recorded_at=clock.now(),
        recorded_by=by,
    )
