"""`manage.py verify_reports`: recompute every checksum of every adopted report."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.adopting.frozen import faults
from reports.models import FrozenReport


class Command(BaseCommand):
    """Ends with an error where anything doesn't agree with its checksum."""

    help = "Räknar om kontrollsumman för varje fastställd rapport och säger vilka som inte stämmer."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per version."""
        broken = 0
        versions = FrozenReport.objects.select_related("report").order_by("report__slug", "number")
        for frozen in versions:
            found = faults(frozen)
            broken += bool(found)
            verdict = "; ".join(found) if found else f"stämmer, {frozen.checksum}"
            self.stdout.write(f"{frozen.report.slug} version {frozen.number}: {verdict}")
        if broken:
            raise CommandError(f"{broken} av {len(versions)} fastställda versioner stämmer inte med sin kontrollsumma.")
        self.stdout.write(f"{len(versions)} fastställda versioner kontrollerade, alla stämmer.")
