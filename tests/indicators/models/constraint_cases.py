"""For each constraint of the facts' models: rows that stand, and the row that breaks it and nothing else."""

import datetime as dt

from django.utils import timezone

from indicators.models import (
    AssessmentRevision,
    AssignmentStatus,
    BreakdownSet,
    Fact,
    FigureFootnote,
    FigureRevision,
    GoalAssessment,
    GoalIndicator,
    GoalLink,
    IndicatorAlias,
    MeasuringSchedule,
    Membership,
    RecordingBatch,
    RecordingFinding,
    Responsibility,
    Target,
    TargetRevision,
    UnitAlias,
    UnitLink,
    UnitName,
)
from indicators.models.changes import OrganisationChange, ReferenceAct
from tests.factories import (
    AssignmentFactory,
    DecisionFactory,
    DocumentFactory,
    GoalAreaFactory,
    GoalFactory,
    IndicatorFactory,
    MunicipalGoalFactory,
    OccasionFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
    at,
    breakdown,
)

FIRST, BEFORE = dt.date(2024, 1, 1), dt.date(2023, 12, 31)
BACKWARDS = {"valid_from": FIRST, "valid_to": BEFORE}
MOMENT = at(dt.date(2024, 9, 5))


def twin(row, **changes):
    """The same row once more, unsaved."""
    fields = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    return type(row)(**(fields | changes))


def twice(make, **changes):
    """A row that stands already, but for what is changed."""
    return lambda: twin(make(), **changes)


def name():
    return UnitFactory().names.get()


def alias():
    return UnitAlias.objects.create(unit=UnitFactory(), name="KL")


def link(**changes):
    about = {"unit": UnitFactory(), "to": UnitFactory(), "kind": "part_of", "valid_from": FIRST}
    return UnitLink(**(about | changes))


def saved(row):
    row.save()
    return row


def own_set():
    return BreakdownSet.objects.create(organisation=OrganisationFactory(), code="egen", name="Egen")


def definition():
    return IndicatorFactory().definitions.get()


def schedule():
    return MeasuringSchedule.objects.create(indicator=IndicatorFactory(), from_year=2024, frequency="monthly")


def fact(**changes):
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    return Fact(**(about | {"year": 2024, "month": 8, "span": "ytd"} | changes))


def budget_fact():
    return saved(fact(scenario="budget", decision=DecisionFactory()))


def revision(**changes):
    by = UserFactory()
    batch = RecordingBatch.objects.create(
        organisation=OrganisationFactory(), source="form", label="Värden", recorded_at=MOMENT, recorded_by=by
    )
    told = {"number": 1, "scaled": 773, "decimals": 1, "source": "form", "recorded_at": MOMENT, "recorded_by": by}
    return FigureRevision(**({"fact": saved(fact()), "batch": batch} | told | changes))


def footnote(**changes):
    owner = saved(revision(footnote_count=2))
    return FigureFootnote(**({"revision": owner, "kind": "period", "text": "Utfall januari till juli"} | changes))


def finding():
    about = {"revision": saved(revision()), "code": "outside-scale", "level": 3, "text": "Utanför skalan"}
    return RecordingFinding.objects.create(**about)


def goal_link(**changes):
    return GoalLink(**({"earlier": GoalFactory(), "later": GoalFactory(), "kind": "renamed"} | changes))


def goal_row(**changes):
    return GoalIndicator(**({"goal": GoalFactory(), "indicator": IndicatorFactory(), "order": 1} | changes))


def assessment():
    return GoalAssessment.objects.create(goal=GoalFactory(), occasion=OccasionFactory())


def step(**changes):
    told = {"number": 1, "step": "proposed", "status": "partly", "recorded_at": MOMENT, "recorded_by": UserFactory()}
    return AssessmentRevision(**({"assessment": assessment()} | told | changes))


def status():
    about = {"assignment": AssignmentFactory(), "occasion": OccasionFactory(), "recorded_by": UserFactory()}
    return AssignmentStatus.objects.create(number=1, state="done", recorded_at=MOMENT, **about)


def target():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    return Target.objects.create(year=2024, **about)


def target_revision(**changes):
    told = {"number": 1, "text": "≥82", "kind": "ge", "scaled": 82, "decimals": 0}
    when = {"recorded_at": MOMENT, "recorded_by": UserFactory()}
    return TargetRevision(**({"target": target()} | told | when | changes))


def membership(**changes):
    about = {"person": UserFactory(), "unit": UnitFactory(), "role": "controller", "valid_from": FIRST}
    return Membership(**(about | changes))


def own_deputy():
    person = UserFactory()
    return membership(person=person, deputy_for=person)


def responsibility():
    return Responsibility(indicator=IndicatorFactory(), person=UserFactory(), **BACKWARDS)


def change():
    by = UserFactory()
    return OrganisationChange(organisation=OrganisationFactory(), kind="rename", day=FIRST, text="", by=by, at=MOMENT)


def to_itself(make, first, second):
    owner = make()
    return {first: owner, second: owner}


def act_without_reason():
    return ReferenceAct(by=UserFactory(), at=timezone.now(), reason="")


IN_ORDER = "Sista dagen ligger före första dagen."

# Constraint: (how the breaking row is made, the sentence that says so; None where Django's own is enough).
CASES = {
    "unit_code_unique": (twice(UnitFactory), "Det finns redan en enhet med den koden."),
    "unit_dates_in_order": (lambda: UnitFactory.build(organisation=OrganisationFactory(), **BACKWARDS), IN_ORDER),
    "unit_name_once_a_day": (twice(name), "Enheten har redan ett namn från den dagen."),
    "unit_name_dates_in_order": (lambda: UnitName(unit=UnitFactory(), name="KL", **BACKWARDS), IN_ORDER),
    "unit_alias_once": (twice(alias), None),
    "unit_link_once_a_day": (twice(lambda: saved(link())), "Sambandet finns redan från den dagen."),
    "unit_link_not_to_itself": (
        lambda: link(**to_itself(UnitFactory, "unit", "to")),
        "En enhet kan inte vara del av eller efterträdas av sig själv.",
    ),
    "unit_link_dates_in_order": (lambda: link(**BACKWARDS), IN_ORDER),
    "decision_code_unique": (twice(DecisionFactory), "Det finns redan ett beslut med den koden."),
    "document_code_unique": (twice(DocumentFactory), None),
    "breakdown_set_shared_unique": (twice(lambda: breakdown("men").set), None),
    "breakdown_set_own_unique": (twice(own_set), None),
    "breakdown_unique": (twice(lambda: breakdown("men")), None),
    "indicator_code_unique": (twice(IndicatorFactory), "Det finns redan en indikator med den koden."),
    "indicator_formula_if_computed": (
        lambda: IndicatorFactory.build(organisation=OrganisationFactory(), formula="a + b"),
        "En beräknad indikator har en formel; andra har ingen.",
    ),
    "definition_once_a_day": (twice(definition), "Indikatorn har redan en definition från den dagen."),
    "definition_dates_in_order": (lambda: twin(definition(), **BACKWARDS), IN_ORDER),
    "definition_scale_in_order": (
        lambda: twin(definition(), valid_from=FIRST, scale_min=5, scale_max=5),
        "Skalans lägsta värde ska vara lägre än det högsta.",
    ),
    "indicator_alias_once": (
        twice(lambda: IndicatorAlias.objects.create(indicator=IndicatorFactory(), name="Nöjdhet")),
        None,
    ),
    "schedule_once_a_year": (twice(schedule), "Indikatorn har redan en mätplan från det året."),
    "responsibility_dates_in_order": (responsibility, IN_ORDER),
    "fact_unique": (
        twice(lambda: saved(fact())),
        "Uppgiften finns redan; ett nytt värde blir en rättelse av den.",
    ),
    "fact_unique_by_decision": (
        twice(budget_fact),
        "Uppgiften finns redan för det beslutet; ett nytt värde blir en rättelse.",
    ),
    "fact_month_of_span": (
        lambda: fact(month=12),
        "Månaden passar inte spannet: helår slutar i december, ackumulerat i jan–nov.",
    ),
    "fact_vintage_of_forecast": (
        lambda: fact(scenario="forecast"),
        "En prognos har månaden då den gjordes; andra uppgifter har ingen sådan.",
    ),
    "fact_decision_of_budget": (
        lambda: fact(decision=DecisionFactory()),
        "Bara budget, plan och ram har ett beslut bakom sig.",
    ),
    "fact_basis": (
        lambda: fact(basis="gissad"),
        "Grunden är original, buren av föregångare eller omräknad till en dag.",
    ),
    "revision_number_unique": (
        twice(lambda: saved(revision())),
        "Någon annan har just rättat samma värde.",
    ),
    "revision_value_or_marker": (
        lambda: revision(marker="no_data"),
        "Ange antingen ett värde eller en orsak till att det saknas, inte båda.",
    ),
    "revision_decimals": (lambda: revision(decimals=10), None),
    "revision_number_from_one": (lambda: revision(number=0), None),
    "revision_measured_in_order": (
        lambda: revision(measured_from=FIRST, measured_to=BEFORE),
        "Mätperioden slutar innan den börjar.",
    ),
    "footnote_once": (twice(lambda: saved(footnote())), None),
    "footnote_has_text": (lambda: footnote(text=""), None),
    "recording_finding_once": (twice(finding), None),
    "goal_area_unique": (twice(GoalAreaFactory), "Målområdet finns redan det året."),
    "municipal_goal_unique": (twice(MunicipalGoalFactory), "Målet finns redan i målområdet."),
    "goal_unique": (twice(GoalFactory), "Målet finns redan under det kommunövergripande målet."),
    "goal_link_once": (twice(lambda: saved(goal_link())), None),
    "goal_link_not_to_itself": (lambda: goal_link(**to_itself(GoalFactory, "earlier", "later")), None),
    "goal_row_order_unique": (twice(lambda: saved(goal_row())), None),
    "goal_row_text_or_indicator": (
        lambda: goal_row(role="text", label="Följs upp i årsredovisningen"),
        "En textrad har en text och ingen indikator; andra rader har en indikator.",
    ),
    "occasion_unique": (twice(OccasionFactory), "Tillfället finns redan."),
    "occasion_dates_in_order": (
        lambda: OccasionFactory.build(organisation=OrganisationFactory(), due_on=dt.date(2024, 9, 21)),
        "Tillfället ska öppna före sista dagen i tid, som ska ligga före stängningen.",
    ),
    "occasion_month": (lambda: OccasionFactory.build(organisation=OrganisationFactory(), month=13), None),
    "occasion_closed_by_somebody": (
        lambda: OccasionFactory.build(organisation=OrganisationFactory(), closed_at=MOMENT),
        "En stängning har både tid och person.",
    ),
    "assessment_unique": (twice(assessment), "Målet har redan en bedömning vid det tillfället."),
    "assessment_number_unique": (
        twice(lambda: saved(step())),
        "Någon annan har just ändrat samma bedömning.",
    ),
    "assessment_has_status": (
        lambda: step(status=""),
        "Välj en bedömning; bara ett utkast får vara utan.",
    ),
    "assessment_number_from_one": (lambda: step(number=0), None),
    "assignment_unique": (twice(AssignmentFactory), "Uppdraget finns redan det året."),
    "assignment_status_unique": (twice(status), None),
    "organisation_change_has_text": (change, None),
    "membership_once_a_day": (
        twice(lambda: saved(membership())),
        "Personen har redan rollen i enheten från den dagen.",
    ),
    "membership_not_own_deputy": (own_deputy, "Ingen är ställföreträdare för sig själv."),
    "membership_dates_in_order": (lambda: membership(**BACKWARDS), IN_ORDER),
    "reference_act_has_reason": (act_without_reason, "Skriv varför grunddata ändras."),
    "target_unique": (twice(target), "Målvärdet finns redan; ett nytt blir en rättelse av det."),
    "target_revision_number_unique": (
        twice(lambda: saved(target_revision())),
        "Någon annan har just ändrat samma målvärde.",
    ),
    "target_value_whole": (lambda: target_revision(decimals=None), None),
    "target_number_from_one": (lambda: target_revision(number=0), None),
}
