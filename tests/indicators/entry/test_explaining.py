"""Warnings that remember."""

import pytest
from django.core.exceptions import ValidationError

from indicators.entry.explaining import proposed_footnotes
from indicators.models import ExplainedFigure, Explanation
from tests.indicators.entry.test_saving import post
from tests.indicators.entry.world import AUGUST, JULY, months_back


@pytest.fixture
def unusual(world):
    """Two values of August that are far from what they were."""
    world.history("svar", "hr-service", months_back(AUGUST, ["91", "93", "90"]) | {AUGUST: "64"}, span="ytd")
    world.history("revenues", "vo-hr", months_back(AUGUST, ["3000", "3100", "3050"]) | {AUGUST: "9999"})
    return world


def explain(world, text, *others):
    key = world.key("svar", "hr-service")
    return post(world, {"forklara": key, f"forklaring-{key}": text, f"aven-{key}": list(others)})


def test_a_line_explains_the_value_and_it_isnt_asked_about_again(unusual):
    explain(unusual, "Växeln låg nere")
    line = unusual.line("svar", "hr-service")
    assert (line.state, line.explanation) == ("explained", "Växeln låg nere")
    post(unusual, {unusual.box("svar", "hr-service"): "63"}, seen={unusual.box("svar", "hr-service"): "1:64"})
    assert unusual.line("svar", "hr-service").state == "explained"


def test_one_line_explains_several_rows(unusual):
    explain(unusual, "Omläggning i augusti", unusual.key("revenues"))
    assert unusual.line("revenues").state == "explained"
    assert Explanation.objects.count() == 1


def test_the_line_becomes_a_proposed_footnote(unusual):
    explain(unusual, "Växeln låg nere")
    fact = ExplainedFigure.objects.get().fact_id
    assert proposed_footnotes([fact]) == {fact: "Växeln låg nere"}


def test_the_same_as_last_month_is_one_press(unusual):
    july = unusual.line("svar", "hr-service", at=JULY)
    known = unusual.writer(at=JULY).known(july.row)
    person = unusual.person()
    said = {"unit": unusual.units["vo-hr"], "year": 2024, "month": 7, "by": person}
    before = Explanation.objects.create(**said, text="Ny växel", at=person.last_login or "2024-08-05T10:00:00Z")
    ExplainedFigure.objects.create(explanation=before, fact_id=known.fact, revision_id=known.revision)
    key = unusual.key("svar", "hr-service")
    assert unusual.line("svar", "hr-service").as_before == "Ny växel"
    post(unusual, {"som-forra": key})
    assert unusual.line("svar", "hr-service").explanation == "Ny växel"


def test_an_empty_line_is_refused(unusual):
    response = explain(unusual, "   ")
    assert response.status_code == 302
    assert not Explanation.objects.exists()


def test_an_explanation_is_never_changed_or_taken_away(unusual):
    explain(unusual, "Växeln låg nere")
    said = Explanation.objects.get()
    with pytest.raises(ValidationError):
        said.save()
    with pytest.raises(ValidationError):
        said.delete()
    with pytest.raises(ValidationError):
        Explanation.objects.all().delete()
