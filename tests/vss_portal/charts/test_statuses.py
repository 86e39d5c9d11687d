"""The overview of goals: a mark for each, counted by status."""

import pytest

from tests.vss_portal.charts.drawn import SVG, Drawn
from vss_portal.charts import StatusChart, StatusKind, StatusRow, status_overview

KINDS = (
    StatusKind("fulfilled", "Uppfylls"),
    StatusKind("partly", "Uppfylls delvis"),
    StatusKind("not_fulfilled", "Uppfylls ej"),
    StatusKind("not_assessable", "Kan ej bedömas"),
)


def goals(*rows: tuple[str, tuple[int, ...]]) -> StatusChart:
    return StatusChart("mal", "Målen vid årets slut", KINDS, tuple(StatusRow(label, counts) for label, counts in rows))


def places(drawn: Drawn) -> list[tuple[float, float]]:
    """Where the marks of the rows stand, without the four of the explanation."""
    moved = [node.get("transform", "") for node in drawn.root.iter(f"{SVG}g")][4:]
    return [(float(x), float(y)) for x, y in (text.removeprefix("translate(").rstrip(")").split(" ") for text in moved)]


def test_there_is_a_mark_for_each_goal_and_a_count_for_each_status() -> None:
    drawn = Drawn(status_overview(goals(("Medborgare", (3, 1, 0, 0)), ("Personal", (1, 2, 0, 1)))))
    assert len(places(drawn)) == 8
    assert {"Uppfylls 4", "Uppfylls delvis 3", "Uppfylls ej 0", "Kan ej bedömas 1"} <= set(drawn.words)


def test_many_goals_go_on_to_another_line_inside_the_picture() -> None:
    drawn = Drawn(status_overview(goals(("Allt", (60, 5, 0, 0)))))
    assert len({y for _, y in places(drawn)}) > 1
    assert all(x + 16 <= drawn.size[0] and y + 16 <= drawn.size[1] for x, y in places(drawn))
    assert len(set(places(drawn))) == 65


def test_without_names_the_marks_begin_at_the_edge() -> None:
    assert places(Drawn(status_overview(goals(("", (1, 0, 0, 0)))))) == [(0.0, pytest.approx(37, abs=5))]


def test_the_words_count_in_the_order_of_the_statuses() -> None:
    alt = status_overview(goals(("A", (6, 4, 0, 1)))).alt
    assert alt.endswith("Målen vid årets slut. 6 uppfylls, 4 uppfylls delvis, 0 uppfylls ej, 1 kan ej bedömas.")


@pytest.mark.parametrize("counts", [(1, 2), (1, 2, 3, -1), (1, 2, 3, 4, 5)])
def test_a_row_without_a_count_for_each_status_is_refused_by_name(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="Personal"):
        goals(("Personal", counts))


def test_a_status_without_a_mark_is_refused_with_the_marks_there_are() -> None:
    chart = StatusChart("x", "X", (StatusKind("nearly", "Nästan"),), (StatusRow("A", (1,)),))
    with pytest.raises(LookupError, match="fulfilled"):
        status_overview(chart)
