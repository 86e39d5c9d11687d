"""What has been done to the organisation and to the reference data: a log, and the files that were loaded."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from indicators.models.organisation import Organisation


class ChangeKind(models.TextChoices):
    """What was done to the organisation."""

    FOUNDED = "founded", "bildad"
    RENAMED = "renamed", "nytt namn"
    MOVED = "moved", "flyttad"
    MERGED = "merged", "sammanslagen"
    SPLIT = "split", "delad"
    CLOSED = "closed", "avslutad"


class OrganisationChange(models.Model):
    """One change of the organisation: what was done from which day, by whom and when. Only ever added to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("slag", max_length=10, choices=ChangeKind)
    day = models.DateField("gäller från")
    text = models.CharField("vad", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")

    class Meta:
        verbose_name = "ändring av organisationen"
        verbose_name_plural = "ändringar av organisationen"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="organisation_change_has_text")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a row that is saved already."""
        if not self._state.adding:
            raise ValidationError("En rad i organisationens logg ändras aldrig. Den är kvar som den var.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always raises ValidationError."""
        raise ValidationError("En rad i organisationens logg tas aldrig bort. Den är kvar som den var.")


class ReferenceAct(models.Model):
    """Somebody's change of reference rows, and why. Rows are changed only inside one (triggers).

    `open` while it lasts, which is never longer than its transaction; closing it is the one change of the row.
    `additions`: new rows are logged too.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reference_acts"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")
    reason = models.CharField("orsak", max_length=500)
    additions = models.BooleanField("även nya rader", default=True)
    open = models.BooleanField("pågår", default=True)

    class Meta:
        verbose_name = "ändring av grunddata"
        verbose_name_plural = "ändringar av grunddata"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="reference_act_has_reason",
                violation_error_message="Skriv varför grunddata ändras.",
            )
        ]

    def __str__(self) -> str:
        return self.reason


class ReferenceChange(models.Model):
    """A reference row before and after an act, written by the database itself (triggers). Only ever added to."""

    class Kind(models.TextChoices):
        """What was done to the row."""

        ADDED = "added", "tillagd"
        CHANGED = "changed", "ändrad"
        REMOVED = "removed", "borttagen"

    act = models.ForeignKey(ReferenceAct, on_delete=models.PROTECT, related_name="changes")
    table_name = models.CharField("tabell", max_length=63)
    row_key = models.BigIntegerField("rad")
    kind = models.CharField("slag", max_length=8, choices=Kind)
    before = models.JSONField("före", null=True, blank=True)
    after = models.JSONField("efter", null=True, blank=True)

    class Meta:
        verbose_name = "ändrad rad i grunddata"
        verbose_name_plural = "ändrade rader i grunddata"
        ordering = ["-id"]
        indexes = [models.Index(fields=["table_name", "row_key"], name="reference_change_row")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key} {self.get_kind_display()}"

    @property
    def differing(self) -> dict[str, tuple[Any, Any]]:
        """What differs, by column: before and after."""
        before, after = self.before or {}, self.after or {}
        both = {name: (before.get(name), after.get(name)) for name in before | after}
        return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


class LoadedFile(models.Model):
    """A file of reference data as it was when it was last loaded, so that an unchanged one isn't loaded again."""

    path = models.CharField("fil", max_length=200, unique=True)
    checksum = models.CharField("kontrollsumma", max_length=64)
    loaded_at = models.DateTimeField("inläst")

    class Meta:
        verbose_name = "inläst fil"
        verbose_name_plural = "inlästa filer"
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
