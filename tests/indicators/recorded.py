"""A row of every table that is only added to, with what a test tries to change of it and what the refusal calls it."""

import datetime as dt

from indicators.assessing import record_assessment, record_assignment_status
from indicators.models import (
    AreaClearing,
    CorrectionAnswer,
    CorrectionRequest,
    CorrectiveMeasure,
    DeviationBridge,
    DeviationItem,
    ExplainedFigure,
    Explanation,
    Fact,
    GoalAssessment,
    MeasureVersion,
    PeriodChange,
    PeriodException,
    RecordingBatch,
    ReferenceChange,
    Target,
)
from indicators.models.choices import FindingLevel
from indicators.target_recording import TargetEntry, record_targets
from tests.factories import (
    AssignmentFactory,
    GoalFactory,
    IndicatorFactory,
    OccasionFactory,
    UnitFactory,
    UserFactory,
    an_act,
    breakdown,
    record,
)
from tests.indicators.entry.said import SAID_OF_EVIDENCE
from tests.indicators.year.said import SAID_OF_THE_YEAR

NOTE = ("coverage", "Gäller enheter med fler än tio anställda")


def a_fact():
    """A fact alone, since the database refuses to remove one with revisions for another reason as well."""
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    return Fact.objects.create(**about, year=2024, month=8, span="ytd")


def a_revision():
    return record("77,3").revision


def a_footnote():
    return record("77,3", footnotes=(NOTE,)).revision.footnotes.get()


def a_finding():
    return record("77,3").revision.findings.create(code="scale", level=FindingLevel.ERROR, text="Utanför skalan")


def a_target():
    breakdown("total")
    entry = TargetEntry(indicator=IndicatorFactory(), unit=UnitFactory(), year=2024, text="≥82")
    return record_targets(entries=[entry], by=UserFactory())[0].revision


def an_assessment():
    about = {"goal": GoalFactory(), "occasion": OccasionFactory(), "by": UserFactory()}
    told = {"status": "fulfilled", "motivation": "", "suggestion": None, "inputs": []}
    return record_assessment(step="proposed", **about, **told).revision


def a_status():
    about = {"assignment": AssignmentFactory(), "occasion": OccasionFactory(), "by": UserFactory()}
    return record_assignment_status(state="done", comment="", **about).status


def a_batch():
    unit = UnitFactory()
    return RecordingBatch.objects.create(
        organisation=unit.organisation,
        source="form",
        label="Augusti",
        recorded_at=dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC),
        recorded_by=UserFactory(),
    )


def a_place_for_targets():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    return Target.objects.create(**about, year=2024)


def a_place_for_assessments():
    return GoalAssessment.objects.create(goal=GoalFactory(), occasion=OccasionFactory())


def said(**fields):
    return {"by": UserFactory(), "at": dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC), **fields}


def a_clearing():
    return AreaClearing.objects.create(**said(unit=UnitFactory(), occasion=OccasionFactory(), step="ready"))


def an_explanation():
    return Explanation.objects.create(**said(unit=UnitFactory(), year=2024, month=8, text="En faktura saknades"))


def an_explained_figure():
    revision = a_revision()
    return ExplainedFigure.objects.create(explanation=an_explanation(), fact=revision.fact, revision=revision)


def a_bridge():
    return DeviationBridge.objects.create(**said(unit=UnitFactory(), year=2024, month=8, number=1))


def a_deviation():
    return DeviationItem.objects.create(bridge=a_bridge(), order=1, amount=-40, cause="Vakanser")


def a_measure():
    return CorrectiveMeasure.objects.create(unit=UnitFactory())


def a_measure_version():
    about = {"measure": a_measure(), "number": 1, "title": "Anställ", "responsible": "Chefen"}
    return MeasureVersion.objects.create(**said(**about))


def a_request():
    about = {"indicator": IndicatorFactory(), "unit": UnitFactory(), "breakdown": breakdown("total")}
    value = {"year": 2024, "month": 8, "span": "ytd", "scaled": 773, "decimals": 1, "reason": "Fel fil"}
    return CorrectionRequest.objects.create(**said(**about, **value))


def an_answer():
    return CorrectionAnswer.objects.create(**said(request=a_request(), text="Nej"))


def an_exception():
    day = dt.date(2024, 9, 20)
    return PeriodException.objects.create(
        **said(occasion=OccasionFactory(), unit=UnitFactory(), until=day, reason="Sjuk")
    )


def a_period_change():
    return PeriodChange.objects.create(**said(occasion=OccasionFactory(), text="Stängd", reason="Klart"))


def a_reference_change():
    unit = UnitFactory()
    with an_act():
        unit.order += 1
        unit.save()
    return ReferenceChange.objects.get()


SAID = {
    "indicators_areaclearing": (a_clearing, "step", "cleared", "Ett steg i klarmarkeringen"),
    "indicators_explanation": (an_explanation, "text", "Annat", "En förklaring"),
    "indicators_explainedfigure": (an_explained_figure, "explanation_id", 0, "Ett förklarat värde"),
    "indicators_deviationbridge": (a_bridge, "month", 7, "En avvikelsebrygga"),
    "indicators_deviationitem": (a_deviation, "amount", 40, "En avvikelsepost"),
    "indicators_correctivemeasure": (a_measure, "unit_id", 0, "En åtgärd"),
    "indicators_measureversion": (a_measure_version, "title", "Annat", "En version av en åtgärd"),
    "indicators_correctionrequest": (a_request, "reason", "Annat", "En begärd rättelse"),
    "indicators_correctionanswer": (an_answer, "text", "Ja", "Ett svar på en begärd rättelse"),
    "indicators_periodexception": (an_exception, "reason", "Annat", "Ett undantag från stängning"),
    "indicators_periodchange": (a_period_change, "reason", "Annat", "En rad i periodernas logg"),
    "indicators_referencechange": (a_reference_change, "kind", "added", "En rad i loggen över grunddata"),
    **SAID_OF_EVIDENCE,
    **SAID_OF_THE_YEAR,
}
RECORDED = {
    "indicators_recordingbatch": (a_batch, "label", "September", "En registrering"),
    "indicators_target": (a_place_for_targets, "year", 2023, "Ett registrerat målvärdes plats"),
    "indicators_goalassessment": (a_place_for_assessments, "goal_id", 0, "En registrerad bedömnings plats"),
    "indicators_fact": (a_fact, "year", 2023, "En registrerad uppgift"),
    "indicators_figurerevision": (a_revision, "scaled", 990, "Ett registrerat värde"),
    "indicators_figurefootnote": (a_footnote, "text", "Annan text", "En registrerad fotnot"),
    "indicators_recordingfinding": (a_finding, "text", "Inget fel", "En kontroll av ett registrerat värde"),
    "indicators_targetrevision": (a_target, "text", "≥90", "Ett registrerat målvärde"),
    "indicators_assessmentrevision": (an_assessment, "status", "partly", "En registrerad bedömning"),
    "indicators_assignmentstatus": (a_status, "state", "ongoing", "Ett registrerat läge för uppdrag"),
}
