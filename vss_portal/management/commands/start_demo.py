"""``python manage.py start_demo``: the whole portal with example data, from nothing, on this machine alone."""

import os
import socket
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from vss_portal.demo import DEMO_PASSWORD, demo_accounts
from vss_portal.environment import Environment
from vss_portal.server import serve

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Startar demon: skapar databasen, läser in exempeldata en gång och visar portalen på den här datorn."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demon startar bara i demoläge. Nu är PORTAL_MODE=production. Ingenting är ändrat.")
        port = Environment(values=os.environ, base=settings.BASE_DIR).whole_number(
            "PORT", 8000, lowest=1024, highest=65535
        )
        demand_free_port(port)
        self._tell("Förbereder demon …")
        call_command("migrate", verbosity=0)
        call_command("load_reference", demo=True)
        # The server's process must not share an open connection with this one.
        connections.close_all()
        serve(f"{HOST}:{port}", when_ready=lambda: self._tell(welcome(f"http://{HOST}:{port}/")))

    def _tell(self, words: str) -> None:
        """At once, also where the output goes to a file or another program."""
        self.stdout.write(words)
        self.stdout.flush()


def demand_free_port(port: int) -> None:
    """Raises ``CommandError`` where something else answers on the port already."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(
                f"Port {port} används redan av ett annat program. Välj en annan: PORT={port + 1} ./run.sh demo"
            )


def welcome(address: str) -> str:
    """What the person at the terminal needs: the address, and whom to log in as."""
    accounts = demo_accounts()
    width = max(len(account.username) for account in accounts)
    rows = [f"  {account.username:<{width}}  {account.title}: {account.shows}" for account in accounts]
    return "\n".join(
        [
            "",
            f"Portalen finns på {address}",
            f"Logga in med lösenordet ”{DEMO_PASSWORD}” som:",
            *rows,
            "",
            "Stoppa med Ctrl-C. Data ligger i mappen var; ta bort den för att börja om.",
        ]
    )
