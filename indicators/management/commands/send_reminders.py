"""Sends the day's reminders; run it once each working morning (cron, 07.30)."""

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.entry.reminding import people_to_remind, remind
from vss_portal import clock


class Command(BaseCommand):
    help = "Skickar påminnelser: högst ett brev per person och arbetsdag, bara om något är nytt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--address", required=True, help="portalens adress, till exempel https://uppfoljning.kommun.se"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
            raise CommandError(
                f"”{address}” är ingen adress. Skriv som https://uppfoljning.kommun.se. Inget är skickat."
            )
        day = clock.today()
        sent = sum(remind(person, day=day, base=address) for person in people_to_remind(day))
        self.stdout.write("1 påminnelse skickad." if sent == 1 else f"{sent} påminnelser skickade.")
