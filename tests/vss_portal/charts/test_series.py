"""Series over time: gaps, breaks of method, targets, texts at the lines' ends."""

from decimal import Decimal
from itertools import pairwise

import pytest

from tests.vss_portal.charts.drawn import Drawn, value
from vss_portal.charts import Break, Line, LineChart, Look, Target, default_palette, time_series
from vss_portal.charts.points import apart
from vss_portal.charts.text import width

COLOURS = default_palette()
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun")


def line(texts: str, name: str = "Utfall", look: Look = Look.THIS_YEAR) -> Line:
    return Line(name, look, tuple(value(text) for text in texts.split(" ")))


def chart(*lines: Line, target: Target | None = None, breaks: tuple[Break, ...] = ()) -> LineChart:
    return LineChart("sjuk", "Total sjukfrånvaro", "%", MONTHS[: len(lines[0].values)], lines, target, breaks)


def strokes(drawn: Drawn, colour: str = "accent") -> list[dict[str, str]]:
    return [stroke for stroke in drawn.lines if stroke["stroke"] == COLOURS[colour] and stroke["stroke-width"] == "2"]


def test_a_line_goes_from_value_to_value_and_higher_is_higher() -> None:
    drawn = Drawn(time_series(chart(line("6,0 7,0 5,0"))))
    up, down = strokes(drawn)
    assert float(up["y2"]) < float(up["y1"])
    assert float(down["y2"]) > float(down["y1"])
    assert (up["x2"], up["y2"]) == (down["x1"], down["y1"])


def test_the_highest_value_has_its_words_inside_of_the_picture() -> None:
    drawn = Drawn(time_series(chart(line("5,0 7,0 6,0"))))
    assert min(text.y for text in drawn.texts) >= 12


def test_a_missing_value_leaves_a_gap_and_zero_doesnt() -> None:
    assert len(strokes(Drawn(time_series(chart(line("6 7 – 5 6")))))) == 2
    assert len(strokes(Drawn(time_series(chart(line("6 7 0 5 6")))))) == 4


def test_no_line_crosses_a_change_of_method_and_the_note_says_what_changed() -> None:
    with_break = Drawn(time_series(chart(line("6 7 8 9"), breaks=(Break(2, "Ny metod"),))))
    assert len(strokes(with_break)) == 2
    assert "Ny metod" in with_break.words
    (dash,) = [stroke for stroke in with_break.lines if stroke.get("stroke-dasharray") == "3 3"]
    left, right = strokes(with_break)
    assert float(left["x2"]) < float(dash["x1"]) < float(right["x1"])


def test_a_break_of_one_line_leaves_the_others_whole_and_says_all_to_who_listens() -> None:
    one = Break(2, "Metodbyte", lines=(1,), told="Metodbyte: ny skala 0–5.")
    drawn = time_series(chart(line("6 7 8 9"), line("1 2 3 4"), breaks=(one,)))
    assert len(strokes(Drawn(drawn))) == 5
    assert drawn.alt.endswith(": Metodbyte: ny skala 0–5.")


@pytest.mark.parametrize("at", range(6))
def test_a_note_stays_inside_the_picture_wherever_the_break_is(at: int) -> None:
    drawn = Drawn(time_series(chart(line("1 2 3 4 5 6"), breaks=(Break(at, "Ny metod: även timavlönade räknas nu"),))))
    for text in drawn.texts:
        start = text.x - float(width(text.words)) * {"start": 0, "middle": 0.5, "end": 1}[text.anchor]
        assert start >= 0
        assert start + float(width(text.words)) <= drawn.size[0] + 0.5


def test_each_line_has_its_own_shape_beside_its_own_colour() -> None:
    lines = (line("6 7", "Kvinnor", Look.WOMEN), line("4 5", "Män", Look.MEN))
    svg = time_series(chart(*lines)).svg
    assert svg.count("<circle") == 3
    assert svg.count("<path") == 3


def test_a_target_is_a_dashed_line_with_its_words() -> None:
    drawn = Drawn(time_series(chart(line("91 79"), target=Target(Decimal(82), Decimal(82), "Mål ≥82"))))
    dashed = [stroke for stroke in drawn.lines if stroke.get("stroke-dasharray") == "6 4"]
    assert len({stroke["y1"] for stroke in dashed if float(stroke["x2"]) - float(stroke["x1"]) > 50}) == 1
    assert "Mål ≥82" in drawn.words
    assert drawn.boxes == []


def test_a_target_with_an_open_end_is_a_band_to_the_edge() -> None:
    drawn = Drawn(time_series(chart(line("5 7"), target=Target(None, Decimal(6), "Mål ≤6"))))
    (band,) = drawn.boxes
    assert band.fill == COLOURS["green-tint"]
    hairlines = [float(stroke["y1"]) for stroke in drawn.lines if stroke["stroke"] == COLOURS["line"]]
    assert band.y + band.height == pytest.approx(max(hairlines), abs=0.02)


def test_a_target_outside_the_values_is_inside_the_picture() -> None:
    drawn = Drawn(time_series(chart(line("5 7"), target=Target(Decimal(50), Decimal(50), "Mål ≥50"))))
    assert all(0 <= float(stroke["y1"]) <= drawn.size[1] for stroke in drawn.lines)


def test_texts_at_the_ends_of_near_lines_dont_stand_on_each_other() -> None:
    lines = [line(f"5 {i}", f"Serie {i}") for i in (6, 6, 6, 6)]
    drawn = Drawn(time_series(chart(*lines, target=Target(Decimal(6), Decimal(6), "Mål"))))
    heights = sorted(text.y for text in drawn.texts if text.words.startswith(("Serie", "Mål")))
    assert len(heights) == 5
    assert all(lower - upper >= 15.9 for upper, lower in pairwise(heights))
    assert heights[-1] <= drawn.size[1]


def test_texts_that_would_go_below_the_picture_are_moved_up() -> None:
    assert apart([(Decimal(90), 16), (Decimal(95), 16)], Decimal(100)) == [Decimal(76), Decimal(92)]
    assert apart([(Decimal(50), 16), (Decimal(10), 16)], Decimal(100)) == [Decimal(50), Decimal(10)]


def test_a_single_line_has_its_values_over_the_points_where_there_is_room() -> None:
    assert {"91", "88"} <= set(Drawn(time_series(chart(line("91 88 79")))).words)
    two = Drawn(time_series(chart(line("91 88 79"), line("1 2 3", "Annat", Look.LAST_YEAR))))
    assert "91" not in two.words


def test_moments_that_dont_fit_are_left_out_but_never_the_last() -> None:
    moments = tuple(f"Kvartal {1 + i % 4} {2010 + i // 4}" for i in range(40))
    values = tuple(value(str(i)) for i in range(40))
    drawn = Drawn(time_series(LineChart("x", "X", "", moments, (Line("A", Look.THIS_YEAR, values),))))
    named = [text for text in drawn.texts if text.words.startswith("Kvartal")]
    assert named[-1].words == moments[-1]
    assert all(b.x - a.x >= float(width(a.words)) for a, b in pairwise(named))


@pytest.mark.parametrize("texts", ["1 2", "– –"])
def test_the_first_and_last_moments_names_stay_inside_the_picture(texts: str) -> None:
    moments = ("Första halvåret tjugotjugofyra", "Andra halvåret tjugotjugofyra")
    drawn = Drawn(time_series(LineChart("x", "X", "", moments, (line(texts),))))
    for text in [text for text in drawn.texts if text.words in moments]:
        half = float(width(text.words)) / 2
        assert half <= text.x + 0.01
        assert text.x + half <= drawn.size[0] + 0.01


@pytest.mark.parametrize("texts", ["–", "5", "– –", "0 0 0"])
def test_a_chart_with_hardly_any_values_still_stands(texts: str) -> None:
    assert Drawn(time_series(chart(line(texts)))).size[0] == 640


def test_the_words_name_extremes_target_and_change_of_method() -> None:
    alt = time_series(
        chart(line("6,1 7,0 5,0"), target=Target(None, Decimal(6), "Mål ≤6,0"), breaks=(Break(1, "Ny metod"),)),
    ).alt
    assert alt == (
        "Linjer över tid. Total sjukfrånvaro, %. Utfall: högst Feb 7,0, lägst Mar 5,0. Mål ≤6,0. Från Feb: Ny metod."
    )


def test_many_missing_values_are_counted_not_listed() -> None:
    assert "Värde saknas för 5." in time_series(chart(line("1 – – – – –"))).alt


def test_a_line_without_a_value_for_each_moment_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="Män har 1 värden för 2 tidpunkter"):
        chart(line("1 2", "Kvinnor"), line("1", "Män"))
