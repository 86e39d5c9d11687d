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
