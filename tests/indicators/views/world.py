"""A small förvaltning for the tests of pages and access: units, indicators, a person of each role, and figures.

vss ─ stab, vo-hr ─ hr-service, vo-ekonomi        and another organisation, ovf, of which nobody here may see anything
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from indicators.models import Indicator, Membership, Target, TargetRevision, Unit, UnitLink
from indicators.models.choices import IndicatorKind, LinkKind, Measure, Role, Source, UnitKind
from indicators.recording import record_figures
from tests import factories as made
from vss_portal.models import User

FIRST_DAY = dt.date(2019, 1, 1)
TODAY = dt.date(2024, 9, 5)
# Where each role works in most tests.
HOMES = {
    Role.CONTROLLER: "vo-hr",
    Role.AREA_MANAGER: "vo-hr",
    Role.HR: "vss",
    Role.WRITER: "stab",
}


@dataclass
class World:
    """The units and indicators by code; people are made when they are asked for."""

    units: dict[str, Unit] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def person(self, role: str, unit: str = "", **dates: Any) -> User:
        """Somebody with the role in the unit (else where the role usually works), since 2019."""
        person = made.UserFactory(display_name=f"{Role(role).label} i {unit or HOMES.get(role, 'vss')}")
        home = self.units[unit or HOMES.get(Role(role), "vss")]
        Membership.objects.create(person=person, role=role, unit=home, **({"valid_from": FIRST_DAY} | dates))
        return person

    def client(self, role: str, unit: str = "") -> Client:
        """A browser in which somebody with the role is logged in."""
        client = Client()
        client.force_login(self.person(role, unit))
        return client

    def record(self, indicator: str, unit: str, value: str = "12,5", **fields: Any):
        """A figure that was entered in the portal; no one but who works with it sees it."""
        return made.record(value, indicator=self.indicators[indicator], unit=self.units[unit], **fields)

    def print(self, indicator: str, unit: str, value: str = "11,0", day: dt.date = dt.date(2024, 2, 15), **fields: Any):
        """A figure that is public because it was printed."""
        document = made.DocumentFactory(title="Verksamhetsberättelse 2023")
        act = {"document": document, "recorded_at": made.at(day), "checks": "note"}
        usual = {"year": 2023, "month": 12, "span": "full_year", "source": Source.DOCUMENT, "act": act}
        return self.record(indicator, unit, value, **(usual | fields))

    def many(self, count: int, indicator: str = "vol", unit: str = "hr-service") -> None:
        """So many monthly figures of several years, recorded in one act."""
        about = {"indicator": self.indicators[indicator], "unit": self.units[unit], "span": "month"}
        periods = [(year, month) for year in range(2024, 1999, -1) for month in range(1, 13)]
        parts = [None, *(made.breakdown(code) for code in ("men", "women"))]
        slots = [(part, year, month) for year, month in periods for part in parts][:count]
        entries = [made.make_entry("7", **about, year=year, month=month, breakdown=part) for part, year, month in slots]
        act = {"recorded_at": made.at(dt.date(2024, 9, 1)), "checks": "note"}
        record_figures(entries=entries, by=made.UserFactory(), source=Source.EXAMPLE, label="Många", **act)

    def target(self, indicator: str, unit: str, text: str, kind: str, scaled: int, decimals: int, year: int = 2024):
        """A target as it was decided."""
        about = {"indicator": self.indicators[indicator], "unit": self.units[unit]}
        target = Target.objects.create(**about, breakdown=made.breakdown("total"), year=year)
        by, day = made.UserFactory(), made.at(dt.date(year - 1, 12, 1))
        told = {"text": text, "kind": kind, "scaled": scaled, "decimals": decimals}
        return TargetRevision.objects.create(target=target, number=1, recorded_at=day, recorded_by=by, **told)


def make_world() -> World:
    """The förvaltning without figures."""
    for code in made.SETS:
        made.breakdown_set(code)
    world = World()
    kinds = {"vss": UnitKind.ADMINISTRATION, "stab": UnitKind.STAFF, "vo-hr": UnitKind.BUSINESS_AREA}
    names = {"vss": "Verksamhetsstöd och service", "stab": "Stab och ledning", "vo-hr": "Verksamhetsområde HR"}
    names |= {"vo-ekonomi": "Verksamhetsområde ekonomi", "hr-service": "HR-service"}
    for order, (code, name) in enumerate(names.items()):
        kind = kinds.get(code, UnitKind.BUSINESS_AREA if code.startswith("vo-") else UnitKind.UNIT)
        world.units[code] = made.UnitFactory(code=code, name=name, kind=kind, order=order)
    for part, whole in (("stab", "vss"), ("vo-hr", "vss"), ("vo-ekonomi", "vss"), ("hr-service", "vo-hr")):
        put_under(world.units[part], world.units[whole])
    _add_indicators(world)
    return world


def put_under(part: Unit, whole: Unit, **dates: Any) -> UnitLink:
    """The unit is part of the other, from 2019 if nothing else is said."""
    return UnitLink.objects.create(unit=part, to=whole, kind=LinkKind.PART_OF, **({"valid_from": FIRST_DAY} | dates))


def _add_indicators(world: World) -> None:
    vss, service = world.units["vss"], world.units["hr-service"]
    staff = {"kind": IndicatorKind.STAFF, "responsible_unit": vss, "responsible_role": Role.HR, "sets": ["sex"]}
    world.indicators["sjuk"] = made.IndicatorFactory(
        code="sjuk", name="Total sjukfrånvaro", direction="down", is_health=True, order=1, **staff
    )
    world.indicators["vol"] = made.IndicatorFactory(
        code="vol",
        name="Ärenden HR-direkt",
        kind=IndicatorKind.VOLUME,
        measure=Measure.COUNT,
        aggregation="sum",
        responsible_unit=service,
        responsible_role=Role.CONTROLLER,
        sets=["sex"],
        order=2,
    )
    world.indicators["digital"] = made.IndicatorFactory(
        code="digital", name="Digital mognad", responsible_unit=vss, responsible_role=Role.WRITER, order=3
    )


def other_organisation() -> tuple[Indicator, Unit]:
    """An indicator and a unit that belong to others."""
    other = made.OrganisationFactory(code="ovf", name="Överförmyndarförvaltningen")
    unit = made.UnitFactory(organisation=other, code="ovf", name="Överförmyndaren")
    return made.IndicatorFactory(organisation=other, code="hemlig", name="Hemlig indikator"), unit
