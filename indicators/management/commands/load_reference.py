"""``python manage.py load_reference``: the reference data of an organisation into the database, all or nothing."""

from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from indicators.loading.files import ORGANISATION
from indicators.loading.problems import ReferenceRefused
from indicators.loading.running import load_reference
from indicators.loading.saving import Summary
from indicators.models.choices import FindingLevel

# Where the portal's own reference data is: one folder, named after its organisation.
FIXTURES = Path("fixtures")
GONE = "lästes in tidigare men finns inte längre; det som den förde in står kvar i portalen"
WORDS = {"new": ("ny", "nya"), "changed": ("ändrad", "ändrade"), "unchanged": ("oförändrad", "oförändrade")}
LEVELS = {
    FindingLevel.ERROR: ("fel", "fel"),
    FindingLevel.WARNING: ("varning", "varningar"),
    FindingLevel.NOTICE: ("upplysning", "upplysningar"),
}


class Command(BaseCommand):
    help = "Läser in referensdata ur en mapp: organisation, indikatorer, mål, tryckta rapporters värden."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="mappen med filerna (den enda i fixtures)")
        parser.add_argument("--demo", action="store_true", help="läs också in exempeldata och demons konton")
        parser.add_argument("--check", action="store_true", help="kontrollera bara, spara inget")
        parser.add_argument("--again", action="store_true", help="läs också in filer som inte har ändrats")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and not settings.DEMO:
            raise CommandError("Exempeldata läses bara in i demoläge. Nu är PORTAL_MODE=production. Inget är ändrat.")
        started = perf_counter()
        try:
            summary = load_reference(
                settings.BASE_DIR / (options["folder"] or only_folder()),
                demo=options["demo"],
                check=options["check"],
                again=options["again"],
            )
        except ReferenceRefused as refused:
            raise CommandError(f"Referensdata går inte att läsa in.\n{refused}") from None
        except (OperationalError, ProgrammingError) as error:
            message = "Databasen svarar inte eller saknar tabeller. Kör python manage.py migrate och försök igen."
            raise CommandError(f"{message} Inget är ändrat. ({error})") from error
        for line in lines(summary, check=options["check"], seconds=perf_counter() - started):
            self.stdout.write(line)


def only_folder() -> Path:
    """The one organisation's folder among the fixtures. Raises CommandError where there is none or are several."""
    found = sorted(path.parent for path in (settings.BASE_DIR / FIXTURES).glob(f"*/{ORGANISATION}"))
    if len(found) != 1:
        raise CommandError(f"Det finns {len(found)} mappar med referensdata i fixtures. Ange en med --folder.")
    return found[0]


def lines(summary: Summary, *, check: bool, seconds: float) -> list[str]:
    """The summary in words."""
    if summary.untouched:
        return ["Referensdata är oförändrad. Inget att läsa in."]
    width = max((len(what) for what in summary.counts), default=0)
    told = [f"  {what:<{width}}  {_counted(summary, what)}" for what in summary.counts]
    unread = [f"  {name}: ingen läser filen" for name in summary.unread]
    gone = [f"  {name}: {GONE}" for name in summary.gone]
    time = f"{seconds:.1f}".replace(".", ",")
    end = f"Kontrollerat på {time} s. Inget är sparat." if check else f"Klart på {time} s."
    return ["Referensdata:", *told, *unread, *gone, end]


def _counted(summary: Summary, what: str) -> str:
    states = [_number(count, WORDS[state]) for state in WORDS if (count := summary.counts[what][state])]
    levels = summary.findings.get(what, Counter())
    noted = [_number(count, LEVELS[level]) for level in LEVELS if (count := levels.get(level, 0))]
    return ", ".join(states) + (f"; noterat: {', '.join(noted)}" if noted else "")


def _number(count: int, words: tuple[str, str]) -> str:
    return f"{count} {words[count != 1]}"
