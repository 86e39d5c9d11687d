"""Organisations, units, indicators, people and recorded figures for all tests.

Rows of reference data are made directly, figures by the portal's own function, so that no test meets a figure that
the portal would have refused.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from indicators.models import (
    Assignment,
    Breakdown,
    BreakdownSet,
    Decision,
    Goal,
    GoalArea,
    Indicator,
    IndicatorDefinition,
    MunicipalGoal,
    Organisation,
    ReportingOccasion,
    SourceDocument,
    Unit,
    UnitName,
)
from indicators.models.choices import (
    AggregationChoice,
    AssignmentScope,
    DecisionKind,
    DirectionChoice,
    IndicatorKind,
    MarkerChoice,
    Measure,
    OccasionKind,
    Source,
    UnitKind,
)
from indicators.numbers import Number
from indicators.recording import Entry, Recorded, record_figure
from indicators.reference_acts import reference_act
from vss_portal.models import User

SETS = {
    "total": ("Total", {"total": "Totalt"}),
    "sex": ("Kön", {"men": "Män", "women": "Kvinnor"}),
    "company_size": ("Företagsstorlek", {"micro": "Mikro", "small": "Små", "medium": "Medel", "large": "Stora"}),
}
PASSWORD = "ett-langt-losenord"


class UserFactory(DjangoModelFactory):
    """A person's account, shown by its title."""

    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"konto-{number}")
    display_name = "Controller VO HR"

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(**({"password": PASSWORD} | fields))


@contextmanager
def an_act() -> Iterator[None]:
    """Inside, a test may change reference rows, as the portal does: in the open."""
    with reference_act(by=UserFactory(), reason="Prov", organisation=None):
        yield


class OrganisationFactory(DjangoModelFactory):
    """The one förvaltning of most tests; another code makes another one."""

    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = "vss"
    name = "Verksamhetsstöd och service"
    committee = "Kommunstyrelsen"
    municipality = "Linköpings kommun"


class UnitFactory(DjangoModelFactory):
    """A unit with one name from its first day."""

    class Meta:
        model = Unit

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"enhet-{number}")
    kind = UnitKind.UNIT
    valid_from = dt.date(2019, 1, 1)

    @classmethod
    def _create(cls, model_class, *args, name=None, **fields):
        unit = super()._create(model_class, *args, **fields)
        UnitName.objects.create(unit=unit, name=name or unit.code, valid_from=unit.valid_from)
        return unit


class IndicatorFactory(DjangoModelFactory):
    """An indicator with one definition from 2019; `name`, `measure` and `scale` are the definition's.

    `sets` are the codes of the breakdown sets that divide it.
    """

    class Meta:
        model = Indicator

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"indikator_{number}")
    kind = IndicatorKind.GOAL
    direction = DirectionChoice.UP
    aggregation = AggregationChoice.REPORTED

    @classmethod
    def _create(cls, model_class, *args, name=None, measure=Measure.PERCENT, scale=(None, None), sets=(), **fields):
        indicator = super()._create(model_class, *args, **fields)
        DefinitionFactory(
            indicator=indicator,
            name=name or indicator.code,
            unit_of_measure=measure,
            scale_min=scale[0],
            scale_max=scale[1],
        )
        indicator.breakdown_sets.set(breakdown_set(code) for code in sets)
        return indicator


class DefinitionFactory(DjangoModelFactory):
    """What an indicator is called and how it is measured from a day on."""

    class Meta:
        model = IndicatorDefinition

    indicator = factory.SubFactory(IndicatorFactory)
    valid_from = dt.date(2019, 1, 1)
    name = "Svarsservice"
    unit_of_measure = Measure.PERCENT


class OccasionFactory(DjangoModelFactory):
    """The follow-up of August 2024: open on the tests' 5 September, in time to the 12th, closed on the 20th."""

    class Meta:
        model = ReportingOccasion

    organisation = factory.SubFactory(OrganisationFactory)
    kind = OccasionKind.AUGUST
    year = 2024
    month = 8
    opens_on = dt.date(2024, 9, 1)
    due_on = dt.date(2024, 9, 12)
    locks_on = dt.date(2024, 9, 20)


class DecisionFactory(DjangoModelFactory):
    """A budget decision."""

    class Meta:
        model = Decision

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"beslut-{number}")
    kind = DecisionKind.BOARD
    title = "Internbudget 2024"
    decided_on = dt.date(2023, 12, 12)


class DocumentFactory(DjangoModelFactory):
    """A printed document."""

    class Meta:
        model = SourceDocument

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"D{number}")
    slug = factory.Sequence(lambda number: f"dokument-{number}")
    title = "Delårsrapport per 31 augusti 2021"
    recorded_on = dt.date(2021, 9, 30)


class GoalAreaFactory(DjangoModelFactory):
    """A målområde of 2024."""

    class Meta:
        model = GoalArea

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2024
    code = factory.Sequence(lambda number: f"omrade-{number}")
    name = "Medborgare/Kund"


class MunicipalGoalFactory(DjangoModelFactory):
    """A kommunövergripande mål."""

    class Meta:
        model = MunicipalGoal

    area = factory.SubFactory(GoalAreaFactory)
    code = factory.Sequence(lambda number: f"kom-{number}")
    name = "Välfärdstjänster med hög kvalitet"


class GoalFactory(DjangoModelFactory):
    """A förvaltningsmål of 2024."""

    class Meta:
        model = Goal

    municipal_goal = factory.SubFactory(MunicipalGoalFactory)
    code = factory.Sequence(lambda number: f"mal-{number}")
    name = "God service"


class AssignmentFactory(DjangoModelFactory):
    """A strategiskt utvecklingsuppdrag of 2024."""

    class Meta:
        model = Assignment

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2024
    code = factory.Sequence(lambda number: f"uppdrag-{number}")
    scope = AssignmentScope.MUNICIPAL
    text = "Ta fram en gemensam plan"


# What an entry can't be without.
MAKERS = {"indicator": IndicatorFactory, "unit": UnitFactory}


def breakdown_set(code):
    """A set that all organisations share, with its parts."""
    name, parts = SETS[code]
    made, is_new = BreakdownSet.objects.get_or_create(code=code, organisation=None, defaults={"name": name})
    if is_new:
        rows = (Breakdown(set=made, code=part, name=word, order=at) for at, (part, word) in enumerate(parts.items()))
        Breakdown.objects.bulk_create(rows)
    return made


def breakdown(code):
    """One part by its code: `total`, `men`, `women`, `micro` …"""
    owner = next(set_code for set_code, (_, parts) in SETS.items() if code in parts)
    return breakdown_set(owner).breakdowns.get(code=code)


def at(day, *clock_time):
    """A moment in Swedish time: at(dt.date(2024, 9, 5), 23, 59)."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(*(clock_time or (12, 0)))))


def make_entry(value="77,3", **fields):
    """An entry for January to August 2024. `value` is a number as Swedish writes it, or a marker."""
    breakdown_set("total")
    told = {"marker": value} if value in MarkerChoice.values else {"number": Number.of(value)}
    usual = {"year": 2024, "month": 8, "span": "ytd"}
    missing = {name: maker() for name, maker in MAKERS.items() if name not in fields}
    return Entry(**(usual | told | missing | fields))


def record(value="77,3", *, by=None, source=Source.FORM, label="Värden augusti", act=None, **fields) -> Recorded:
    """Record a figure by the portal's own function; `act` holds options of the act, `fields` are the entry's."""
    entry = make_entry(value, **fields)
    return record_figure(entry=entry, by=by or UserFactory(), source=source, label=label, **(act or {}))


def history(*values, **fields):
    """Several revisions of one figure, a day apart from 1 September 2024, as example data."""
    about = {name: fields.pop(name, None) or maker() for name, maker in MAKERS.items()}
    days = (dt.date(2024, 9, 1) + dt.timedelta(days=number) for number in itertools.count())
    by = UserFactory()
    return [
        record(value, by=by, source=Source.EXAMPLE, act={"recorded_at": at(day), "checks": "note"}, **about, **fields)
        for value, day in zip(values, days, strict=False)
    ]
