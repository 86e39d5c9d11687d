"""Template tags of the portal: marks with words, dates, links that keep the rest of the address."""

import re
from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory, override_settings

from vss_portal import dates
from vss_portal.icons import ICONS, line_icon


def shown(source: str, **values: Any) -> str:
    return Template("{% load portal %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("status", "during", "at_end"),
    [
        ("fulfilled", "Uppfylls", "Uppnått"),
        ("partly", "Uppfylls delvis", "Delvis uppnått"),
        ("not_fulfilled", "Uppfylls ej", "Ej uppnått"),
        ("not_assessable", "Kan ej bedömas", "Kan ej bedömas"),
    ],
)
def test_a_status_has_its_word_of_the_year_and_of_its_end(status: str, during: str, at_end: str) -> None:
    assert f"<span>{during}</span>" in shown("{% status_mark s %}", s=status)
    assert f"<span>{at_end}</span>" in shown("{% status_mark s full_year=True %}", s=status)


def test_the_drawing_is_hidden_from_screen_readers_and_the_word_is_real_text() -> None:
    html = shown("{% status_mark 'partly' %}")
    assert 'aria-hidden="true"' in html
    assert re.sub(r"<svg.*</svg>", "", html) == '<span class="status"> <span>Uppfylls delvis</span></span>'


def test_another_word_is_written_as_text_never_as_markup() -> None:
    html = shown("{% status_mark 'fulfilled' word=word %}", word="<b>6</b> mål")
    assert "&lt;b&gt;6&lt;/b&gt; mål" in html


def test_no_status_shows_nothing_and_an_unknown_one_is_refused() -> None:
    assert shown("{% status_mark s %}{% trend_mark s %}", s="") == ""
    with pytest.raises(LookupError, match="almost"):
        shown("{% status_mark 'almost' %}")


def test_a_trend_and_a_state_have_mark_and_word() -> None:
    assert "<span>sämre</span>" in shown("{% trend_mark 'worse' %}")
    assert "<span>Pågår</span>" in shown("{% state_mark 'ongoing' 'Pågår' %}")


def test_no_tag_writes_an_inline_style_for_the_policy_would_block_it() -> None:
    html = shown("{% status_mark 'partly' %}{% icon 'search' %}{% state_mark 'late' 'Sen' %}{% trend_mark 'better' %}")
    assert "style" not in html


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_of_the_text_and_hidden_from_screen_readers(name: str) -> None:
    assert 'stroke="currentColor"' in line_icon(name)
    assert 'aria-hidden="true"' in line_icon(name)


def test_an_unknown_icon_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(LookupError, match="calendar"):
        shown("{% icon 'unicorn' %}")


def test_dates_are_written_in_swedish_and_the_day_stays_with_its_month() -> None:
    day = date(2024, 9, 5)
    assert shown("{{ d|sv_date }}", d=day) == "5\u00a0september 2024"
    assert shown("{{ d|sv_date_short }}", d=day) == "5\u00a0sep\u00a02024"
    assert dates.short_weekday(day) == "tors\u00a05\u00a0sep"


def test_no_date_shows_nothing() -> None:
    assert shown("{{ d|sv_date }}{{ d|sv_date_short }}", d=None) == ""


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_is_none_is_refused(month: int) -> None:
    with pytest.raises(ValueError, match=f"Månad {month} finns inte"):
        dates.short_month(month)


@pytest.mark.parametrize(
    ("decimals", "column", "classes"),
    [
        (2, 2, ""),
        (1, 2, "pad-1"),
        (0, 2, "pad-2 pad-comma"),
        (0, 1, "pad-1 pad-comma"),
        (3, 2, ""),
        (-2, 1, "pad-1 pad-comma"),
        (0, 0, ""),
    ],
)
def test_a_figure_gets_the_room_of_what_its_decimals_lack(decimals: int, column: int, classes: str) -> None:
    assert shown("{% pad d c %}", d=decimals, c=column) == classes


def test_one_part_of_the_query_is_replaced_and_the_others_stay() -> None:
    request = RequestFactory().get("/", {"q": "å&ä", "page": "3"})
    assert shown("{% query_replace page=4 %}", request=request) == "?q=%C3%A5%26%C3%A4&amp;page=4"


def test_a_part_of_the_query_is_taken_away_by_nothing() -> None:
    request = RequestFactory().get("/", {"q": "x", "page": "3"})
    assert shown("{% query_replace page=None %}", request=request) == "?q=x"


def test_the_demos_log_ins_are_told_in_the_demo_only() -> None:
    source = "{% demo_accounts as all %}{% for one in all %}{{ one.username }} {% endfor %}{% demo_password %}"
    with override_settings(DEMO=True):
        assert "huvudcontroller" in shown(source)
    with override_settings(DEMO=False):
        assert shown(source) == ""
