"""``python manage.py load_organisation FOLDER``: one organisation more into the portal, all or nothing."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from indicators.loading.problems import ReferenceRefused
from indicators.loading.running import load_reference
from indicators.management.commands.load_reference import lines


class Command(BaseCommand):
    help = "Läser in en organisation till ur en mapp. Filernas format står i docs/formats.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="mappen med filerna")
        parser.add_argument("--check", action="store_true", help="kontrollera bara, spara inget")
        parser.add_argument("--again", action="store_true", help="läs också in filer som inte har ändrats")

    def handle(self, *args: Any, **options: Any) -> None:
        started, check = perf_counter(), options["check"]
        try:
            summary = load_reference(options["folder"], check=check, again=options["again"], guest=True)
        except ReferenceRefused as refused:
            raise CommandError(f"Organisationen går inte att läsa in.\n{refused}") from None
        except (OperationalError, ProgrammingError) as error:
            message = "Databasen svarar inte eller saknar tabeller. Kör python manage.py migrate och försök igen."
            raise CommandError(f"{message} Inget är ändrat. ({error})") from error
        for line in lines(summary, check=check, seconds=perf_counter() - started):
            self.stdout.write(line)
