"""`manage.py archive_report SLUG --output FILE`: an adopted report as a package for the e-arkiv."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.archiving.package import NotAdopted, archive_of
from reports.models import Report


class Command(BaseCommand):
    """Writes the package to a file."""

    help = "Skriver en fastställd rapport som arkivpaket (FGS Paketstruktur 2.0, E-ARK SIP) till en zip-fil."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The report, the file, and which version."""
        parser.add_argument("slug", help="rapportens adress, till exempel delarsrapport-2024-08")
        parser.add_argument("--output", required=True, type=Path, help="zip-filen som skrivs")
        parser.add_argument("--version-number", type=int, help="vilken fastställd version (den senaste)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the package before anything is written."""
        report = Report.objects.select_related("organisation").filter(slug=options["slug"]).first()
        if report is None:
            known = ", ".join(Report.objects.values_list("slug", flat=True)) or "inga; läs in med load_reference"
            raise CommandError(f"Rapporten ”{options['slug']}” finns inte. De här finns: {known}.")
        try:
            package = archive_of(report, version=options["version_number"])
            options["output"].write_bytes(package.content)
        except NotAdopted as refused:
            raise CommandError(f"{refused} Inget är sparat.") from refused
        except OSError as error:
            target = options["output"]
            raise CommandError(f"{target} går inte att skriva: {error.strerror}. Inget är sparat.") from error
        self.stdout.write(f"{package.file_name} är skrivet till {options['output']} ({len(package.content)} byte).")
