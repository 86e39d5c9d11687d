"""What all dated rows share: the words `on` and `between`, and dates that stand in order."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

Row = TypeVar("Row", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows with `valid_from` and `valid_to`."""

    def on(self, day: dt.date) -> Self:
        """Those in force on the day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def overlapping(self, first: dt.date, last: dt.date) -> Self:
        """Those in force on any day from first to last."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)


def dates_in_order(name: str) -> models.CheckConstraint:
    """The last day isn't before the first."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message="Sista dagen ligger före första dagen.",
    )
