"""Import of files: how a source is read, what is waiting to be saved, and what was saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models.choices import Scenario
from indicators.models.figures import RecordingBatch
from indicators.models.indicators import Indicator
from indicators.models.organisation import Organisation, Unit


class Layout(models.TextChoices):
    """How the figures of a file are laid out."""

    LONG = "long", "en rad per värde"
    WIDE = "wide", "flera värden per rad, till exempel en kolumn per månad"
    SIE = "sie", "SIE 4 ur ekonomisystemet"
    FORM = "form", "portalens Excelformulär"


class MoneyUnit(models.TextChoices):
    """What amounts of a file are in; the portal keeps tkr."""

    KR = "kr", "kronor"
    TKR = "tkr", "tusen kronor (tkr)"
    MNKR = "mnkr", "miljoner kronor (mnkr)"


class SignHabit(models.TextChoices):
    """What minus means in a file."""

    PORTAL = "portal", "kostnader och intäkter är positiva"
    LEDGER = "ledger", "som i huvudboken: intäkter negativa, kostnader positiva"
    RESULT = "result", "som resultat: intäkter positiva, kostnader negativa"


class ImportSource(models.Model):
    """A file that comes back every month: how it is read, so that nobody is asked twice.

    `mapping` holds what was answered: `sheet`, `header_row` (1-based, 0: found by itself), `header_rows`, `columns`
    (heading → meaning), `units` and `indicators` (the file's name → code, empty: passed over), `fixed` (what no column
    says), `answers` (to the questions of a whole file). A source with `retired_at` isn't offered any more.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="import_sources")
    name = models.CharField("namn", max_length=100)
    layout = models.CharField("uppställning", max_length=6, choices=Layout, default=Layout.LONG)
    money_unit = models.CharField("belopp i", max_length=6, choices=MoneyUnit, blank=True)
    sign = models.CharField("tecken", max_length=8, choices=SignHabit, blank=True)
    scenario = models.CharField("slag", max_length=10, choices=Scenario, default=Scenario.OUTCOME)
    span = models.CharField("period", max_length=10, blank=True)
    ask_percent = models.PositiveSmallIntegerField("fråga vid ändring över (%)", default=50)
    mapping = models.JSONField("tolkning", default=dict, blank=True)
    changed_at = models.DateTimeField("ändrad")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField("tagen ur bruk", null=True, blank=True)

    class Meta:
        verbose_name = "källa för inläsning"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="import_source_name_unique",
                violation_error_message="Det finns redan en källa med det namnet.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="import_source_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SieMapping(models.Model):
    """An interval of a ledger's codes and what it stands for: ansvar → unit, account → indicator (costs, revenues).

    Both ends belong to the interval and are compared as numbers where they are numbers. A row without unit or
    indicator says that the codes are passed over.
    """

    class Part(models.TextChoices):
        """The part of the code string."""

        RESPONSIBILITY = "ansvar", "ansvar"
        ACCOUNT = "konto", "konto"

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="ledger_rows")
    part = models.CharField("koddel", max_length=6, choices=Part)
    first = models.CharField("från", max_length=20)
    last = models.CharField("till", max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "koddel ur ekonomisystemet"
        ordering = ["part", "first"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "part", "first", "last"],
                name="sie_mapping_once",
                violation_error_message="Intervallet finns redan för källan.",
            ),
            models.CheckConstraint(
                condition=Q(part="ansvar", indicator__isnull=True) | Q(part="konto", unit__isnull=True),
                name="sie_mapping_of_its_part",
                violation_error_message="Ansvar översätts till enhet och konto till indikator.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.first}–{self.last}"


class ImportDraft(models.Model):
    """A file that is read but not saved: its cells, how they are understood, and what the rows would do.

    `sheets` are the cells as read, `ledger` the totals of a SIE file, `rows` what each figure would do as it stood when
    they were compared. A draft belongs to one person and is thrown away when it is saved or expires.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="import_drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_drafts")
    source = models.ForeignKey(ImportSource, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts")
    file_name = models.CharField("fil", max_length=200)
    file_hash = models.CharField("kontrollsumma", max_length=64)
    kind = models.CharField("filslag", max_length=6)
    sheets = models.JSONField(default=list, blank=True)
    ledger = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField("tolkning", default=dict, blank=True)
    rows = models.JSONField(default=list, blank=True)
    summary = models.JSONField(default=dict, blank=True)
    compared_at = models.DateTimeField("jämförd", null=True, blank=True)
    created_at = models.DateTimeField("uppladdad")
    expires_at = models.DateTimeField("tas bort")

    class Meta:
        verbose_name = "fil som väntar"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(created_at__lt=F("expires_at")), name="import_draft_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.file_name

    def expired_at(self, moment: dt.datetime) -> bool:
        """Whether the draft has gone out of date."""
        return self.expires_at <= moment


class ImportedFile(models.Model):
    """A file whose figures were saved: in which batch, with which effect, and the batch that took them back, if any."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="imported_files")
    source = models.ForeignKey(ImportSource, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")
    file_name = models.CharField("fil", max_length=200)
    file_hash = models.CharField("kontrollsumma", max_length=64)
    batch = models.OneToOneField(RecordingBatch, on_delete=models.PROTECT, related_name="imported_file")
    undone_by = models.OneToOneField(
        RecordingBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="undone_file"
    )
    summary = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "inläst fil med värden"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True) | ~Q(undone_by=F("batch")), name="imported_file_undone_by_another"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always raises TypeError: what was saved is undone, not forgotten."""
        raise TypeError("En inläst fil tas inte bort; den ångras.")
