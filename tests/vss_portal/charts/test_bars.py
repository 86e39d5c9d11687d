"""Bars, lying and standing: common zero, signs, missing values, names that are too long."""

from decimal import Decimal
from itertools import pairwise

import pytest

from tests.vss_portal.charts.drawn import Drawn, value
from vss_portal.charts import BarChart, Look, Row, Series, default_palette, grouped_bars, horizontal_bars
from vss_portal.charts.text import width

THIS_YEAR = Series("Utfall 2024", Look.THIS_YEAR)
LAST_YEAR = Series("Utfall 2023", Look.LAST_YEAR)
BUDGET = Series("Budget 2024", Look.BUDGET)
FORECAST = Series("Prognos 2024", Look.FORECAST)
COLOURS = default_palette()


def results(*rows: tuple[str, str], series: tuple[Series, ...] = (THIS_YEAR,)) -> BarChart:
    parts = tuple(Row(label, tuple(value(text) for text in texts.split(" "))) for label, texts in rows)
    return BarChart("resultat", "Resultat per område", "mnkr", series, parts)


def zero_of(drawn: Drawn) -> float:
    """Where the zero line stands: the last line that is drawn."""
    return float(drawn.lines[-1]["x1"])


def test_bars_grow_with_their_numbers_from_a_common_zero_line() -> None:
    drawn = Drawn(horizontal_bars(results(("A", "+2,0"), ("B", "+1,0"), ("C", "+4,0"))))
    assert [box.x for box in drawn.boxes] == [zero_of(drawn)] * 3
    two, one, four = (box.width for box in drawn.boxes)
    assert two == pytest.approx(2 * one, abs=0.02)
    assert four == pytest.approx(4 * one, abs=0.02)


def test_a_value_below_zero_goes_left_and_is_written_at_its_end_with_its_sign() -> None:
    drawn = Drawn(horizontal_bars(results(("VO HR", "−0,9"), ("VO ekonomi", "+1,2"))))
    minus, plus = drawn.boxes
    assert minus.x + minus.width == pytest.approx(zero_of(drawn), abs=0.02)
    assert drawn.text("−0,9").anchor == "end"
    assert drawn.text("−0,9").x < minus.x
    assert drawn.text("+1,2").x > plus.x + plus.width


def test_no_value_is_written_outside_the_picture_nor_into_the_names() -> None:
    chart = results(("Ett område med ett mycket långt namn", "−123\u00a0456,7"), ("B", "+123\u00a0456,7"))
    drawn = Drawn(horizontal_bars(chart))
    minus, plus = drawn.text("−123\u00a0456,7"), drawn.text("+123\u00a0456,7")
    names = [text for text in drawn.texts if text.x == 0]
    right_of_names = max(text.x + float(width(text.words)) for text in names)
    assert minus.x - float(width(minus.words)) >= right_of_names
    assert plus.x + float(width(plus.words)) <= drawn.size[0]


def test_zero_is_a_value_with_a_text_and_a_missing_one_shows_its_marker() -> None:
    drawn = Drawn(horizontal_bars(results(("A", "0,0"), ("B", "IU"), ("C", "+1,0"))))
    assert len(drawn.boxes) == 1
    assert drawn.text("0,0").fill == COLOURS["ink"]
    assert drawn.text("IU").fill == COLOURS["ink-2"]


@pytest.mark.parametrize("texts", ["0", "IU"])
def test_a_chart_where_nothing_has_extent_still_stands(texts: str) -> None:
    drawn = Drawn(horizontal_bars(results(("A", texts), ("B", texts))))
    assert drawn.boxes == []
    assert drawn.words.count(texts) == 2


def test_a_chart_without_rows_still_stands() -> None:
    chart = horizontal_bars(results())
    assert Drawn(chart).texts == []
    assert "Utfall 2024: inga värden." in chart.alt


def test_series_are_told_apart_by_filling_not_by_colour_alone() -> None:
    drawn = Drawn(
        horizontal_bars(results(("A", "1 2 3 4"), series=(THIS_YEAR, LAST_YEAR, BUDGET, FORECAST))),
    )
    fills = [box.fill for box in drawn.boxes[4:]]
    assert fills == [COLOURS["accent"], COLOURS["chart-2"], COLOURS["paper"], "url(#resultat-hatch)"]
    assert [box.fill for box in drawn.boxes[:4]] == fills


def test_what_a_series_is_stands_over_the_picture_where_there_are_several() -> None:
    both = Drawn(horizontal_bars(results(("A", "1 2"), series=(THIS_YEAR, LAST_YEAR))))
    assert {"Utfall 2024", "Utfall 2023"} <= set(both.words)
    assert "Utfall 2024" not in Drawn(horizontal_bars(results(("A", "1")))).words


def test_a_long_explanation_goes_on_to_another_line_inside_the_picture() -> None:
    series = tuple(Series(f"Ett långt namn på serie nummer {i}", Look.THIS_YEAR) for i in range(5))
    drawn = Drawn(horizontal_bars(results(("A", "1 2 3 4 5"), series=series)))
    legend = [text for text in drawn.texts if text.words.startswith("Ett långt")]
    assert len({text.y for text in legend}) > 1
    assert all(text.x + float(width(text.words)) <= drawn.size[0] for text in legend)


def test_a_long_name_is_broken_and_nothing_of_it_is_lost() -> None:
    name = "Arbetsmarknads- och vuxen\u00adutbildnings\u00adnämndens gemensamma service"
    drawn = Drawn(horizontal_bars(results((name, "1"), ("B", "2"))))
    column = [text for text in drawn.texts if text.x == 0 and text.words != "B"]
    assert len(column) > 1
    joined = " ".join(text.words for text in column).replace("- n", "n").replace("- u", "u")
    assert joined == name.replace("\u00ad", "")
    assert "\u00ad" not in horizontal_bars(results((name, "1"))).alt


def test_rows_dont_stand_on_each_other() -> None:
    drawn = Drawn(horizontal_bars(results(("A", "1 2"), ("B", "3 4"), series=(THIS_YEAR, LAST_YEAR))))
    bars = sorted(drawn.boxes[2:], key=lambda box: box.y)
    assert all(upper.y + upper.height < lower.y for upper, lower in pairwise(bars))
    assert bars[-1].y + bars[-1].height <= drawn.size[1]


def test_the_words_name_subject_highest_lowest_and_who_has_no_value() -> None:
    alt = horizontal_bars(results(("VO ekonomi", "+1,2"), ("VO HR", "−0,9"), ("VO LKDATA", "IU"))).alt
    assert alt == (
        "Liggande staplar. Resultat per område, mnkr. "
        "Utfall 2024: högst VO ekonomi +1,2, lägst VO HR −0,9. Värde saknas: VO LKDATA."
    )


def test_a_row_without_a_value_for_each_series_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="VO HR har 1 värden för 2 serier"):
        results(("VO HR", "1"), series=(THIS_YEAR, LAST_YEAR))


# Standing bars


def money(*rows: tuple[str, str]) -> BarChart:
    return results(*rows, series=(THIS_YEAR, LAST_YEAR))


def test_standing_bars_grow_upwards_and_those_below_zero_downwards() -> None:
    drawn = Drawn(grouped_bars(money(("Intäkter", "400 200"), ("Resultat", "−100 100"))))
    zero = float(drawn.lines[-1]["y1"])
    first, second, minus, plus = drawn.boxes[2:]
    assert first.height == pytest.approx(2 * second.height, abs=0.02)
    assert plus.y + plus.height == pytest.approx(zero, abs=0.02)
    assert minus.y == pytest.approx(zero, abs=0.02)
    assert drawn.text("−100").y > minus.y + minus.height
    assert drawn.text("400").y < first.y


def test_the_highest_bar_leaves_room_for_its_text_under_the_explanation() -> None:
    drawn = Drawn(grouped_bars(money(("Intäkter", "400 200"))))
    explanation = max(text.y for text in drawn.texts if text.words.startswith("Utfall"))
    assert drawn.text("400").y - 10 > explanation


def test_standing_bars_lie_down_where_their_texts_would_run_into_each_other() -> None:
    many = money(*((f"Enhet {i}", "206\u00a0583 198\u00a0220") for i in range(12)))
    assert grouped_bars(many).svg == horizontal_bars(many).svg
    assert grouped_bars(many).alt.startswith("Liggande staplar.")


def test_a_missing_value_of_a_standing_bar_shows_its_marker_over_the_line() -> None:
    drawn = Drawn(grouped_bars(money(("Intäkter", "IU 200"))))
    assert drawn.text("IU").y < float(drawn.lines[-1]["y1"])
    assert len(drawn.boxes) == 3


def test_numbers_are_exact_however_large_and_small_they_are() -> None:
    rows = (Row("A", (value("0,0000001"),)), Row("B", (value("99999999999,9"),)))
    drawn = Drawn(horizontal_bars(BarChart("x", "X", "", (THIS_YEAR,), rows)))
    assert all(Decimal(str(box.width)) >= 0 for box in drawn.boxes)
