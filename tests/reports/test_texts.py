"""Texts are structured documents: what a person types is words, never HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import texts


def html(text: str) -> str:
    return str(texts.to_html(texts.document(text)))


def test_blank_lines_part_paragraphs_and_lines_are_joined():
    assert html("En rad\ntill.\n\nEtt stycke.") == "<p>En rad till.</p><p>Ett stycke.</p>"


def test_bullets_make_a_list_and_a_line_without_bullet_goes_on():
    assert html("- ett\n  och mer\n- två") == "<ul><li><p>ett och mer</p></li><li><p>två</p></li></ul>"


def test_indented_bullets_make_a_list_inside_the_bullet():
    assert html("- ett\n  - inre\n- två") == (
        "<ul><li><p>ett</p><ul><li><p>inre</p></li></ul></li><li><p>två</p></li></ul>"
    )


def test_numbers_make_a_numbered_list():
    assert html("1. ett\n2. två") == "<ol><li><p>ett</p></li><li><p>två</p></li></ol>"


def test_stars_make_bold():
    assert html("Det är **viktigt** nu.") == "<p>Det är <strong>viktigt</strong> nu.</p>"


def test_a_heading_in_a_text_stands_below_its_section():
    assert str(texts.to_html(texts.document("# Läget\nText."), heading_level=3)) == "<h4>Läget</h4><p>Text.</p>"


def test_a_dash_inside_a_sentence_is_no_bullet():
    assert html("Resultatet – ett underskott.") == "<p>Resultatet – ett underskott.</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        "&lt;b&gt;",
        "<style>@import url(http://x)</style>",
    ],
)
def test_what_is_typed_is_shown_as_typed(hostile):
    shown = html(hostile)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<style" not in shown


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "//evil.example", 'http://a" onclick="x']
)
def test_a_link_to_anything_but_the_web_or_mail_is_only_its_words(href):
    content = {"type": "text", "text": "hit", "marks": [{"type": "link", "attrs": {"href": href}}]}
    assert str(texts.to_html({"type": "doc", "content": [content]})) == "hit"


def test_a_link_to_the_web_is_a_link():
    mark = {"type": "link", "attrs": {"href": "https://example.se/a"}}
    content = {"type": "text", "text": "hit", "marks": [mark]}
    assert str(texts.to_html(content)) == '<a href="https://example.se/a" rel="noopener">hit</a>'


def test_an_unknown_node_is_only_its_words():
    node = {"type": "iframe", "attrs": {"src": "x"}, "content": [{"type": "text", "text": "ord"}]}
    assert str(texts.to_html(node)) == "ord"


def test_an_empty_document_says_that_it_is():
    assert texts.is_empty({})
    assert texts.is_empty(texts.document("  \n\n "))
    assert not texts.is_empty(texts.document("x"))


@given(st.text(max_size=300))
def test_no_word_is_lost_and_nothing_but_our_elements_comes_out(text):
    shown = html(text)
    for element in ("script", "iframe", "img", "style", "object"):
        assert f"<{element}" not in shown
