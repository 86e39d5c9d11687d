"""A year that stands in print keeps its goals and assignments, whoever asks and for whatever reason."""

from django.urls import reverse

from indicators.models import Assignment, Goal, Organisation

YEAR = 2023


def test_the_goal_tree_of_a_printed_year_is_not_changed(reference, client, editor):
    client.force_login(editor)
    organisation = Organisation.objects.get(code="vss")
    goal = Goal.objects.in_year(organisation, YEAR).first()
    area, above = goal.municipal_goal.area, goal.municipal_goal
    assignment = Assignment.objects.filter(organisation=organisation, year=YEAR).first()
    told = {"orsak": "Prov", "bekraftat": "ja", "name": "Nytt namn", "order": "1"}
    asked = [
        (reverse("keep_goal", args=[YEAR, goal.pk]), {"del": "ta-bort"}),
        (reverse("keep_goal", args=[YEAR, goal.pk]), {"del": "mal", "municipal_goal": above.pk, "kind": goal.kind}),
        (reverse("keep_goal", args=[YEAR, goal.pk]), {"del": "rader"}),
        (reverse("keep_branch", args=[YEAR, "omrade", area.pk]), {"del": "omrade"}),
        (reverse("keep_goals", args=[YEAR]), {"del": "omrade"}),
        (reverse("keep_assignment", args=[YEAR, assignment.pk]), {"del": "ta-bort"}),
    ]
    for address, given in asked:
        answer = client.post(address, told | given)
        assert answer.status_code == 422, given
        assert "står i tryckta rapporter" in answer.content.decode(), given
    goal.refresh_from_db()
    assert (goal.name != "Nytt namn", goal.rows.exists(), Assignment.objects.filter(pk=assignment.pk).exists()) == (
        True,
        True,
        True,
    )


def test_the_organisation_of_a_printed_time_is_not_changed(reference, client, editor):
    client.force_login(editor)
    given = {"slag": "namn", "enhet": "lkdata", "namn": "IT-service", "gor": "genomfor"}
    answer = client.post(reverse("move_unit"), given | {"dag": "2023-12-31"})
    assert answer.status_code == 422
    assert "Tiden till och med 31\u00a0december 2023 står i tryckta rapporter" in answer.content.decode()
    assert client.post(reverse("move_unit"), given | {"dag": "2024-01-01"}).status_code == 302
