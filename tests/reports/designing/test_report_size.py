"""A report of 300 tables and 10 000 cells: a page in no more queries than one of 20 tables."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.report_size import LARGE, SMALL, sized_report


def queries_of(client, report):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("report", args=[report.slug]))
    assert answer.status_code == 200
    body = answer.content.decode().partition('class="report-body"')[2].partition("</article>")[0]
    return len(queries), body.count("<caption"), body.count("<td") + body.count('<th scope="row"')


def test_three_hundred_tables_take_no_more_queries_than_twenty(client, editor):
    client.force_login(editor)
    small, large = (sized_report(size, editor) for size in (SMALL, LARGE))
    queries_of(client, small)
    few, few_tables, _cells = queries_of(client, small)
    many, many_tables, cells = queries_of(client, large)
    assert (few_tables, many_tables) == (SMALL, LARGE)
    assert cells >= 10_000
    assert many <= few
