"""Purge the working material of adopted reports whose day has come; says what goes, and nothing goes without --do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.working.purging import due_reports, material, purge
from vss_portal.models import User


class Command(BaseCommand):
    """List, and with --do take away, discussion and superseded drafts some time after the adoption."""

    help = (
        "Rensar synpunkter och utkast en tid efter fastställandet. Beslut rensas aldrig. Utan --do visas bara listan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--do and the person that the run is recorded for."""
        parser.add_argument("--do", action="store_true", help="rensa det som listas")
        parser.add_argument("--by", default="", help="användarnamn som rensningen bokförs på; krävs med --do")

    def handle(self, *args: Any, **options: Any) -> None:
        """Every report whose day has come."""
        by = User.objects.filter(username=options["by"]).first()
        if options["do"] and by is None:
            raise CommandError("Skriv vem rensningen bokförs på, till exempel --by huvudcontroller.")
        for report in due_reports():
            found = material(report)
            self.stdout.write(f"{report.slug}: {len(found)} rader")
            for each in found:
                self.stdout.write(f"  {each.kind.label}: {each.about}, {each.written_at:%Y-%m-%d}, {each.written_by}")
            if options["do"] and by is not None:
                purge(report=report, by=by)
                self.stdout.write("  rensat")
