"""`manage.py export_report SLUG --format html|pdf|xlsx|docx|csv|json --output FILE`."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.recording_integrity import FIRST_YEAR, LAST_YEAR
from reports.exporting import FORMATS, AdoptedAlready, NotFrozen, export
from reports.models import Report
from reports.rendering.files import NotPrinted


class Command(BaseCommand):
    """Writes a report to a file."""

    help = "Skriver en rapport till en fil: html, pdf, xlsx, docx, csv (en zip med en fil per tabell) eller json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The report, the format, the file and the day of knowledge."""
        parser.add_argument("slug", help="rapportens adress, till exempel verksamhetsberattelse-2023")
        parser.add_argument("--format", default="html", help=f"{', '.join(sorted(FORMATS))} (html)")
        parser.add_argument("--output", required=True, help="filen som skrivs")
        parser.add_argument("--as-of", help="visa vad som var känt den dagen, till exempel 2024-02-15")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything that was given before anything is made."""
        report = self._report(options["slug"])
        self._check_format(options["format"])
        target = self._target(options["output"])
        known_on = self._day(options["as_of"])
        try:
            content = export(report, format=options["format"], known_on=known_on)
        except (AdoptedAlready, NotFrozen, NotPrinted) as refused:
            raise CommandError(f"{refused} Inget är sparat.") from refused
        self._write(target, content)
        self.stdout.write(f"{report.title} är skriven till {target} ({len(content)} byte).")

    def _write(self, target: Path, content: bytes) -> None:
        """The whole file or none: beside its place first, unless that is something else than a file (a pipe)."""
        beside = target.with_name(f"{target.name}.part") if target.is_file() or not target.exists() else target
        try:
            beside.write_bytes(content)
            if beside != target:
                beside.replace(target)
        except OSError as error:
            if beside != target:
                beside.unlink(missing_ok=True)
            raise CommandError(
                f"{target} går inte att skriva: {error.strerror}. Välj en annan fil. Inget är sparat."
            ) from error

    def _report(self, slug: str) -> Report:
        report = Report.objects.select_related("organisation", "template_version__template").filter(slug=slug).first()
        if report is None:
            known = ", ".join(Report.objects.values_list("slug", flat=True)) or "inga; läs in med load_reference"
            raise CommandError(f"Rapporten ”{slug}” finns inte. De här finns: {known}.")
        return report

    def _check_format(self, format: str) -> None:
        if format not in FORMATS:
            raise CommandError(f"Formatet ”{format}” finns inte. Välj {', '.join(sorted(FORMATS))}. Inget är sparat.")

    def _target(self, name: str) -> Path:
        target = Path(name)
        try:
            is_folder, has_folder = target.is_dir(), target.parent.is_dir()
        except OSError as error:
            raise CommandError(f"”{name[:80]}” duger inte som filnamn: {error.strerror}. Inget är sparat.") from error
        if is_folder:
            raise CommandError(f"{target} är en mapp. Skriv också filens namn. Inget är sparat.")
        if not has_folder:
            raise CommandError(f"Mappen {target.parent} finns inte. Skapa den eller välj en annan. Inget är sparat.")
        return target

    def _day(self, text: str | None) -> dt.date | None:
        if text is None:
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"”{text}” är ingen dag. Skriv till exempel 2024-02-15.") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            known = f"mellan år {FIRST_YEAR} och {LAST_YEAR}"
            raise CommandError(f"”{text}” kan inte stämma. Ange en dag {known}, till exempel 2024-02-15.")
        return day
