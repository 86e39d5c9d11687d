"""What the database itself refuses, constraint by constraint, and the sentence that a form says it with."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.indicators.models.constraint_cases import CASES

pytestmark = pytest.mark.django_db
every_constraint = pytest.mark.parametrize("name", CASES)
WITH_A_SENTENCE = [name for name, (_, told) in CASES.items() if told]


FAMILIES = {
    *("assessments", "changes", "decisions", "figures", "goals", "indicators"),
    *("organisation", "people", "periods", "targets"),
}


def family(model):
    """The file of `indicators.models` that the model stands in."""
    return model.__module__.rpartition(".")[2]


def broken_by(row):
    """The constraints that the row breaks, each with its sentence."""
    found = {}
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as error:
            found[constraint.name] = " ".join(error.messages)
    return found


def test_every_constraint_of_the_facts_has_a_case_here():
    """Import and entry, which stand around the facts, have tests of their own."""
    models = [model for model in apps.get_app_config("indicators").get_models() if family(model) in FAMILIES]
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(CASES)


@every_constraint
def test_the_row_breaks_just_that_constraint(name):
    assert list(broken_by(CASES[name][0]())) == [name]


@pytest.mark.parametrize("name", WITH_A_SENTENCE)
def test_a_form_says_it_in_a_sentence(name):
    make, told = CASES[name]
    assert broken_by(make())[name] == told


@every_constraint
def test_the_database_refuses_the_row(name):
    row = CASES[name][0]()
    before = type(row).objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert type(row).objects.count() == before
