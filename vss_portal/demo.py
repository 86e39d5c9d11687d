"""What the demo tells about itself: that its data is an example, which day it lives on, who one may log in as.

Used only where ``settings.DEMO`` is true; a portal in operation shows none of it.
"""

from dataclasses import dataclass
from datetime import date

from vss_portal.dates import long_date

DEMO_PASSWORD = "uppfoljning"  # noqa: S105 (printed on the demo's log-in page, opens nothing else)


@dataclass(frozen=True)
class DemoAccount:
    """One log-in of the demo: its name, its role's title, what it is good for."""

    username: str
    title: str
    shows: str


_ACCOUNTS = (
    DemoAccount("controller-ekonomi", "Controller, VO ekonomi", "matar in och förklarar siffror"),
    DemoAccount("controller-hr", "Controller, VO HR", "matar in och förklarar siffror"),
    DemoAccount("chef-hr", "Verksamhetschef, VO HR", "klarmarkerar sitt område"),
    DemoAccount("hr", "HR-funktionen", "rapporterar personal och sjukfrånvaro"),
    DemoAccount("skribent", "Skribent, VSS stab", "skriver avsnitt i rapporten"),
    DemoAccount("forvaltningschef", "Förvaltningschef", "godkänner mål och rapporter"),
    DemoAccount("huvudcontroller", "Huvudcontroller", "öppnar perioder, mallar, fastställer"),
    DemoAccount("lasare", "Läsare", "läser fastställda rapporter"),
    DemoAccount("revisor", "Revisor", "läser fastställda rapporter med logg och källor"),
    DemoAccount("admin", "Administratör", "konton och roller"),
)


def demo_accounts() -> tuple[DemoAccount, ...]:
    """The demo's log-ins in the order that a visitor is shown them; all have ``DEMO_PASSWORD``."""
    return _ACCOUNTS


def demo_text(day: date | None) -> str:
    """The line on top of every page of the demo; ``day`` is the fixed day, ``None`` where it follows the calendar."""
    lives = f"Demon lever den {long_date(day)}. " if day else ""
    return f"{lives}Värden märkta exempel är påhittade, de andra kommer ur tryckta rapporter."
