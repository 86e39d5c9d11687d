"""What is missing before a report can be approved: each line a sentence with where to mend it and who answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import MeasuringSchedule, RecordingFinding
from indicators.models.choices import FindingLevel
from reports.approval.composed import composed
from reports.approval.gate import gate
from reports.approval.steps import StepRefused
from reports.approval.whole import act_on_section, approve_report
from reports.models import StepKind
from tests.factories import an_act
from tests.reports import judging


@pytest.fixture
def report(reference):
    return judging.start()


def test_an_indicator_that_is_due_without_value_or_reason_is_missing(report):
    with an_act():
        MeasuringSchedule.objects.filter(indicator__code="sjuk").update(months="8", judged_at_year_end_only=False)
    line = next(each for each in gate(composed(report)).missing if "sjukfrånvaro ska mätas nu" in each.text)
    assert line.text == "Mål Goda arbetsplatser: Total sjukfrånvaro ska mätas nu men har varken värde eller orsak"
    assert line.responsible == "Verksamhetsstöd och service"
    judging.fill_due(report)
    assert not any("sjukfrånvaro ska mätas nu" in text for text in judging.missing(report))


def test_an_indicator_that_is_not_due_is_not_missing(report):
    with an_act():
        MeasuringSchedule.objects.all().update(months="12")
    assert not any("ska mätas nu" in text for text in judging.missing(report))


def test_an_unwritten_section_and_an_unjudged_goal_are_missing(report):
    texts = judging.missing(report)
    assert "Avsnitt Förvaltningens uppdrag: tom, inte klart" in texts
    assert "Mål God service: bedömning saknas" in texts


def test_an_empty_section_is_not_marked_ready(report):
    with pytest.raises(StepRefused, match="är tomt"):
        act_on_section(report=report, key="uppdrag", kind=StepKind.READY, by=judging.editor())


def test_the_report_is_not_approved_while_something_is_missing(report):
    act = {"report": report, "by": judging.director(), "seen": composed(report).report_thing.fingerprint}
    with pytest.raises(StepRefused, match="saker saknas"):
        approve_report(**act)


def test_the_last_line_counts_what_is_done(report):
    assert gate(composed(report)).done.startswith("Allt annat är klart: ")


def test_an_error_of_what_a_value_is_computed_from_is_open_too(report):
    now = composed(report)
    shown = {revision for _fact, revision in now.figures()}
    behind = next(pair for item in now.report_thing.items for pair in item.behind if pair[1] not in shown)
    RecordingFinding.objects.create(revision_id=behind[1], level=FindingLevel.ERROR, text="Summan stämmer inte.")
    line = next(each for each in gate(composed(report)).missing if "Summan stämmer inte." in each.text)
    assert line.url == reverse("figure", args=[behind[0]])


def test_the_list_asks_as_much_of_the_database_with_every_indicator_due(report):
    asked = []
    for months in ("12", "8"):
        with an_act():
            MeasuringSchedule.objects.all().update(months=months, judged_at_year_end_only=False)
        now = composed(report)
        with CaptureQueriesContext(connection) as queries:
            gate(now)
        asked.append(len(queries))
    assert asked[0] == asked[1]
