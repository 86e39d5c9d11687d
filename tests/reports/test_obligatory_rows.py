"""Rows that are obligatory are marked where a report's template says so, as print does."""

from types import SimpleNamespace

import pytest

from indicators.models import GoalIndicator
from reports.composing.goals import MANDATORY, ShownRow, row_specs
from tests.factories import GoalFactory, IndicatorFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    row = GoalIndicator.objects.create(
        goal=GoalFactory(), order=0, indicator=IndicatorFactory(responsible_unit=UnitFactory()), is_mandatory=True
    )
    return ShownRow(row, "Sjukfrånvaro", ())


@pytest.mark.parametrize("marked", [True, False])
def test_an_obligatory_row_has_its_mark_only_where_the_section_asks_for_it(shown, marked):
    sources = SimpleNamespace(root="vss")
    (spec,) = row_specs(shown, sources, mandatory=marked)
    assert (spec.note, spec.note_before) == ((MANDATORY.key, True) if marked else ("", False))
