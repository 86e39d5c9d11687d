"""The watch over reading: what is told apart, and that the database is really spared."""

import pytest
from django.db import connection, transaction

from vss_portal.models import User
from vss_portal.reading import WriteInReadingView, changes_something, reading_only


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "  select updated, deleted FROM t",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH x AS (SELECT replace(a, 'b', 'c') FROM t) SELECT * FROM x",
        "SELECT * FROM t FOR UPDATE",
        "SELECT * FROM t FOR NO KEY UPDATE",
        "SELECT 'DELETE FROM t; it''s a text'",
        'SELECT "update", "insert into" FROM t',
        "-- DELETE FROM t\nSELECT 1",
        "/* UPDATE t\nSET a = 1 */ SELECT 1",
        'SAVEPOINT "s1"',
        'RELEASE SAVEPOINT "s1"',
        'ROLLBACK TO SAVEPOINT "s1"',
        "PRAGMA foreign_keys",
        "BEGIN IMMEDIATE",
        "EXPLAIN QUERY PLAN SELECT 1",
        "",
        ";",
    ],
)
def test_a_question_is_no_change(statement):
    assert not changes_something(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO t VALUES (1)",
        "\n  update t SET a = 1",
        "DELETE FROM t",
        "REPLACE INTO t VALUES (1)",
        "ALTER TABLE t ADD a",
        "DROP TABLE t",
        "CREATE TABLE t (a)",
        "TRUNCATE t",
        "COPY t FROM STDIN",
        "CALL work()",
        "DO $$ BEGIN END $$",
        "VACUUM",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
        "WITH x AS (UPDATE t SET a = 1 RETURNING a) SELECT * FROM x",
        "EXPLAIN ANALYZE DELETE  FROM t",
        "SELECT 1; DROP TABLE t",
        "SELECT * INTO copy FROM t",
        "/* SELECT */ DELETE FROM t",
        "-- SELECT\nDELETE FROM t",
    ],
)
def test_a_change_is_seen_wherever_it_hides(statement):
    assert changes_something(statement)


@pytest.mark.django_db
def test_reading_reads():
    with reading_only(), transaction.atomic():
        assert User.objects.count() == User.objects.all().count()


@pytest.mark.django_db
def test_what_tries_to_write_while_reading_fails_and_nothing_is_written():
    before = User.objects.count()
    with pytest.raises(WriteInReadingView, match="INSERT INTO"), transaction.atomic(), reading_only():
        User.objects.create_user(username="ny", display_name="Ny")
    assert User.objects.count() == before


@pytest.mark.django_db
def test_rewriting_and_removing_fail_while_reading():
    user = User.objects.create_user(username="kvar", display_name="Kvar")
    with reading_only():
        with pytest.raises(WriteInReadingView), transaction.atomic():
            User.objects.filter(pk=user.pk).update(display_name="Ändrad")
        with pytest.raises(WriteInReadingView), transaction.atomic():
            user.delete()
        with pytest.raises(WriteInReadingView), transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("UPDATE vss_portal_user SET display_name = %s", [["A"], ["B"]])
    user.refresh_from_db()
    assert user.display_name == "Kvar"


@pytest.mark.django_db
def test_after_reading_writing_is_free_again_also_after_a_failure():
    with pytest.raises(WriteInReadingView), transaction.atomic(), reading_only():
        User.objects.create_user(username="ny", display_name="Ny")
    assert User.objects.create_user(username="ny", display_name="Ny").pk
