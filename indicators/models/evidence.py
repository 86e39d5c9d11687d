"""What a figure stands on: a note of its source, with a link or a file. Only ever added to, and withdrawn by a row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.models.entry import AppendOnlyQuerySet, _Said
from indicators.models.indicators import Breakdown, Indicator
from indicators.models.organisation import Unit

SAYS_SOMETHING = ~Q(note="") | ~Q(link="") | ~Q(file_name="")


class Evidence(_Said):
    """A source note of the outcome that indicator, unit, part, period and span make; also before a value is there.

    `link` is an https address. A file's name, kind, length and SHA-256 stand here, its bytes in `EvidenceContent`.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="evidence")
    year = models.PositiveSmallIntegerField("år")
    month = models.PositiveSmallIntegerField("månad")
    span = models.CharField("spann", max_length=10)
    note = models.CharField("källa", max_length=500, blank=True)
    link = models.URLField("länk", max_length=500, blank=True)
    file_name = models.CharField("fil", max_length=120, blank=True)
    content_type = models.CharField("slag av fil", max_length=100, blank=True)
    size = models.PositiveIntegerField("storlek, byte", default=0)
    checksum = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = "underlag"
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "indicator", "year", "month"], name="evidence_place")]
        constraints = [
            models.CheckConstraint(condition=SAYS_SOMETHING, name="evidence_says_something"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="evidence_link_is_https"
            ),
            models.CheckConstraint(
                condition=Q(file_name="", checksum="", size=0) | (~Q(file_name="") & ~Q(checksum="") & Q(size__gt=0)),
                name="evidence_file_has_checksum",
            ),
        ]

    def __str__(self) -> str:
        return self.note or self.file_name or self.link


class EvidenceContent(models.Model):
    """The bytes of an evidence's file, apart from what lists read."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="stored")
    content = models.BinaryField("innehåll")

    objects = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Fil till underlag {self.evidence_id}"


class EvidenceWithdrawal(models.Model):
    """An evidence that isn't shown any more, by whom and why; what was said stays."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    at = models.DateTimeField("tid")
    reason = models.CharField("orsak", max_length=200)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "tillbakadraget underlag"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="evidence_withdrawal_has_reason")]

    def __str__(self) -> str:
        return self.reason
