"""Adopting what may not be adopted, or breaking off on the way: nothing is frozen, and what stood stands."""

import pytest

from reports.adopting import freeze
from reports.adopting.freeze import adopt_report
from reports.approval.steps import StepRefused
from reports.exporting import FORMATS
from reports.models import FrozenFile, FrozenReport
from tests.reports import judging


def counts():
    return FrozenReport.objects.count(), FrozenFile.objects.count()


def test_a_report_that_lacks_something_is_refused_with_the_list(reference):
    report = judging.start(slug="mars", kind="march")
    with pytest.raises(StepRefused) as refused:
        adopt_report(report=report, by=judging.editor(), case_number="")
    assert "Mål God service: bedömning saknas" in refused.value.problems
    assert "Diarienummer saknas. Skriv rapportens diarienummer." in refused.value.problems
    assert counts() == (0, 0)


def test_a_report_that_was_changed_after_its_approval_is_refused(approved):
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    with pytest.raises(StepRefused, match="Rapporten är inte godkänd"):
        adopt_report(report=approved, by=judging.editor(), case_number=judging.CASE)
    assert counts() == (0, 0)


@pytest.mark.parametrize("username", ["forvaltningschef", "controller-hr", "lasare", "revisor", "admin"])
def test_only_the_editor_adopts(approved, username):
    with pytest.raises(StepRefused, match="Bara huvudcontrollern"):
        adopt_report(report=approved, by=judging.person(username), case_number=judging.CASE)
    assert counts() == (0, 0)


BREAKING = ["adopted_node", "make_files", "page_body", "payload", "canonical", "_version", "checksum"]


@pytest.mark.parametrize("place", BREAKING)
def test_a_break_anywhere_leaves_nothing(approved, monkeypatch, place):
    def broken(*args, **kwargs):
        raise RuntimeError(place)

    monkeypatch.setattr(freeze, place, broken)
    with pytest.raises(RuntimeError, match=place):
        adopt_report(report=approved, by=judging.editor(), case_number=judging.CASE)
    assert counts() == (0, 0)


@pytest.mark.parametrize("after", range(1 + len(FORMATS)))
def test_a_break_between_two_files_leaves_nothing(approved, monkeypatch, after):
    made, create = [], FrozenFile.objects.create

    def breaking(**fields):
        if len(made) == after:
            raise RuntimeError("avbrott")
        made.append(create(**fields))
        return made[-1]

    monkeypatch.setattr(FrozenFile.objects, "create", breaking)
    with pytest.raises(RuntimeError, match="avbrott"):
        adopt_report(report=approved, by=judging.editor(), case_number=judging.CASE)
    assert counts() == (0, 0)


def test_a_change_while_the_files_are_made_leaves_nothing(approved, monkeypatch):
    make = freeze.make_files

    def slowly(node):
        files = make(node)
        judging.correct("sjuk", "6,9", year=2023, span="full_year")
        return files

    monkeypatch.setattr(freeze, "make_files", slowly)
    with pytest.raises(StepRefused, match="ändrades medan den fastställdes"):
        adopt_report(report=approved, by=judging.editor(), case_number=judging.CASE)
    assert counts() == (0, 0)
