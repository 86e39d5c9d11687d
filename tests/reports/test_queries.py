"""A report's page makes the same few queries whatever the number of figures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.filling import fill
from indicators.models import Fact, Organisation

MOST_QUERIES = 60


@pytest.fixture
def page(client, editor):
    """Asks for the report and counts the queries."""
    client.force_login(editor)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(reverse("report", args=["verksamhetsberattelse-2023"]))
        assert answer.status_code == 200
        return len(queries)

    count()
    return count


def test_a_report_page_makes_the_same_queries_with_five_thousand_more_figures(page, editor):
    organisation = Organisation.objects.get(code="vss")
    before, figures = page(), Fact.objects.count()
    fill(organisation, figures + 5_000, editor)
    assert Fact.objects.count() == figures + 5_000
    page()  # the units that were added are read once
    assert page() == before <= MOST_QUERIES


def test_the_list_of_reports_makes_few_queries(client, editor, django_assert_max_num_queries):
    client.force_login(editor)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("reports")).status_code == 200
