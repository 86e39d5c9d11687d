"""A förvaltning with one area to enter: VO HR with HR-service, money, volumes, quality and staff figures.

The tests' day is 5 September 2024: August is open, in time to the 12th, closed on the 20th; July is closed.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.test import Client

from indicators.entry.access import month_of
from indicators.entry.cells import Writer
from indicators.entry.reading import read_area
from indicators.models import Indicator, MeasuringSchedule, Membership, ReportingOccasion, Unit, UnitLink
from indicators.models.choices import (
    AggregationChoice,
    DirectionChoice,
    IndicatorKind,
    LinkKind,
    Measure,
    OccasionKind,
    Role,
    Source,
    UnitKind,
)
from indicators.recording import record_figures
from indicators.spans import Month
from tests import factories as made
from vss_portal.models import User

AUGUST, JULY = Month(2024, 8), Month(2024, 7)
ADDRESS = "/inmatning/vo-hr/2024/8/"
UNITS = {
    "vss": ("Verksamhetsstöd och service", UnitKind.ADMINISTRATION, ""),
    "vo-ekonomi": ("VO ekonomi", UnitKind.BUSINESS_AREA, "vss"),
    "vo-hr": ("VO HR", UnitKind.BUSINESS_AREA, "vss"),
    "hr-service": ("HR-service", UnitKind.UNIT, "vo-hr"),
}
MONEY = {"measure": Measure.TKR, "kind": IndicatorKind.ECONOMY}


@dataclass
class World:
    """Units, indicators and occasions by code; people are made when they are asked for."""

    units: dict[str, Unit] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    people: dict[tuple[str, str], User] = field(default_factory=dict)

    def person(self, role: str = Role.CONTROLLER, unit: str = "vo-hr") -> User:
        """Somebody with the role in the unit; the same one each time."""
        if (role, unit) not in self.people:
            person = made.UserFactory(display_name=f"{Role(role).label} {unit}", email=f"{role}-{unit}@exempel.se")
            first = dt.date(2019, 1, 1)
            Membership.objects.create(person=person, role=role, unit=self.units[unit], valid_from=first)
            self.people[role, unit] = person
        return self.people[role, unit]

    def client(self, role: str = Role.CONTROLLER, unit: str = "vo-hr") -> Client:
        """A browser in which somebody with the role is logged in."""
        client = Client()
        client.force_login(self.person(role, unit))
        return client

    def writer(
        self, role: str = Role.CONTROLLER, unit: str = "vo-hr", at: Month = AUGUST, area: str = "vo-hr"
    ) -> Writer:
        """The area's month as the person meets it, read anew."""
        person = User.objects.get(pk=self.person(role, unit).pk)
        return Writer(read_area(person, "vo-hr", month_of(at.year, at.month)))

    def key(self, indicator: str, unit: str = "vo-hr", part: str = "total") -> str:
        """The row's name in forms."""
        return f"{self.indicators[indicator].pk}-{self.units[unit].pk}-{made.breakdown(part).pk}"

    def box(self, indicator: str, unit: str = "vo-hr", kind: str = "u") -> str:
        """The box's name in forms."""
        return f"{kind}-{self.key(indicator, unit)}"

    def line(self, indicator: str, unit: str = "vo-hr", **who):
        """The row's line as it is shown now."""
        key = self.key(indicator, unit)
        return next(line for line in self.writer(**who).due if line.key == key)

    def history(self, indicator: str, unit: str, values: dict[Month, str], span: str = "month", **fields) -> None:
        """Known outcomes of earlier months."""
        about = {"indicator": self.indicators[indicator], "unit": self.units[unit], "span": span}
        entries = [
            made.make_entry(value, **about, year=at.year, month=at.month, **fields) for at, value in values.items()
        ]
        act = {"recorded_at": made.at(dt.date(2024, 8, 25)), "checks": "note"}
        record_figures(entries=entries, by=made.UserFactory(), source=Source.EXAMPLE, label="Historik", **act)


def months_back(at: Month, values: list[str]) -> dict[Month, str]:
    """The values of the months before `at`, the latest last."""
    return {at - (len(values) - number): value for number, value in enumerate(values)}


def make_world() -> World:
    """The förvaltning without figures."""
    for code in made.SETS:
        made.breakdown_set(code)
    world = World()
    for order, (code, (name, kind, whole)) in enumerate(UNITS.items()):
        world.units[code] = made.UnitFactory(code=code, name=name, kind=kind, order=order)
        if whole:
            link = {"unit": world.units[code], "to": world.units[whole], "kind": LinkKind.PART_OF}
            UnitLink.objects.create(**link, valid_from=dt.date(2019, 1, 1))
    _indicators(world)
    made.OccasionFactory()
    months = {"kind": OccasionKind.MONTH, "opens_on": dt.date(2024, 8, 1), "due_on": dt.date(2024, 8, 14)}
    made.OccasionFactory(month=7, **months, locks_on=dt.date(2024, 8, 20))
    later = {"kind": OccasionKind.MONTH, "opens_on": dt.date(2024, 10, 1), "due_on": dt.date(2024, 10, 14)}
    made.OccasionFactory(month=9, **later, locks_on=dt.date(2024, 10, 20))
    return world


def _indicators(world: World) -> None:
    total = {"aggregation": AggregationChoice.SUM}
    hr = {"responsible_unit": world.units["hr-service"], "responsible_role": Role.CONTROLLER}
    made_here = {
        "revenues": {"name": "Intäkter", **MONEY, **total, "direction": DirectionChoice.UP, "order": 1},
        "costs": {"name": "Kostnader", **MONEY, **total, "direction": DirectionChoice.DOWN, "order": 2},
        "net_result": {
            **{"name": "Nettoresultat", **MONEY, "aggregation": AggregationChoice.FORMULA},
            **{"formula": "revenues - costs", "order": 3},
        },
        "vol_rekr": {
            **{"name": "Antal rekryteringar", "kind": IndicatorKind.VOLUME, "measure": Measure.COUNT},
            **{**total, **hr, "order": 4},
        },
        "svar": {"name": "Svarsservice", **hr, "scale": (0, 100), "order": 5},
        "digmognad": {"name": "Digital mognad", **hr, "measure": Measure.SCALE, "order": 6},
        "sjuk": {
            **{"name": "Sjukfrånvaro", "kind": IndicatorKind.STAFF, "is_health": True, "sets": ("sex",)},
            **{"responsible_unit": world.units["vo-hr"], "responsible_role": Role.HR, "order": 7},
        },
    }
    for code, fields in made_here.items():
        world.indicators[code] = made.IndicatorFactory(code=code, **fields)
    MeasuringSchedule.objects.create(
        indicator=world.indicators["digmognad"], from_year=2020, frequency="yearly", months="10"
    )


def close(occasion_month: int, on: dt.date) -> None:
    """Close a month's occasion from the day on."""
    ReportingOccasion.objects.filter(month=occasion_month).update(
        opens_on=on - dt.timedelta(days=10), due_on=on, locks_on=on
    )
