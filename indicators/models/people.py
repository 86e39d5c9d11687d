"""Who is what in which unit, from when to when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.choices import Role
from indicators.models.dated import DatedQuerySet, dates_in_order
from indicators.models.organisation import Unit


class Membership(models.Model):
    """A person's role in a unit; it holds for the unit's parts too. `deputy_for` makes acts say "tf"."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("roll", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField("från")
    valid_to = models.DateField("till", null=True, blank=True)
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="deputised_by"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "roll i enhet"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "valid_from"],
                name="membership_once_a_day",
                violation_error_message="Personen har redan rollen i enheten från den dagen.",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | ~Q(deputy_for=F("person")),
                name="membership_not_own_deputy",
                violation_error_message="Ingen är ställföreträdare för sig själv.",
            ),
            dates_in_order("membership_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()} {self.unit}"
