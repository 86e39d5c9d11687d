"""What is missing before a report can be approved: each line a sentence with where to mend it and who answers."""

import pytest

from indicators.models import MeasuringSchedule
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
