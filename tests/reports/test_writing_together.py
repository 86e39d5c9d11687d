"""What the editor sends comes through cleaned, and what two people write of one text is put together or kept apart."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cleaning import UnreadableText, cleaned
from reports.editing import markup
from reports.texts import document, to_html
from reports.working.merging import merged


def sent(*blocks):
    return json.dumps({"type": "doc", "content": list(blocks)})


def paragraph(text, *marks):
    return {
        "type": "paragraph",
        "content": [{"type": "text", "text": text, **({"marks": list(marks)} if marks else {})}],
    }


def test_headings_lists_bold_and_links_come_through_and_nothing_else():
    link = {"type": "link", "attrs": {"href": "https://example.se", "target": "_blank", "onclick": "x"}}
    table = {"type": "table", "content": [{"type": "tableRow", "content": [{"type": "text", "text": "cell"}]}]}
    item = {"type": "listItem", "content": [paragraph("punkt")]}
    found = cleaned(
        sent(
            {"type": "heading", "attrs": {"level": 9, "style": "x"}, "content": [{"type": "text", "text": "Rubrik"}]},
            paragraph("fet", {"type": "bold"}, {"type": "italic"}),
            paragraph("hit", link),
            {"type": "bulletList", "attrs": {"class": "x"}, "content": [item]},
            table,
        )
    )
    assert str(to_html(found)) == (
        '<h4>Rubrik</h4><p><strong>fet</strong></p><p><a href="https://example.se" rel="noopener">hit</a></p>'
        "<ul><li><p>punkt</p></li></ul><p>cell</p>"
    )
    assert set(found["content"][2]["content"][0]["marks"][0]["attrs"]) == {"href"}


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", 'http://a" onclick="x', "/inne"])
def test_a_link_that_leads_elsewhere_leaves_its_words(href):
    found = cleaned(sent(paragraph("hit", {"type": "link", "attrs": {"href": href}})))
    assert str(to_html(found)) == "<p>hit</p>"


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"type": "paragraph"}', "x" * 300_000, '{"type": "doc"'])
def test_what_is_no_document_is_refused(told):
    with pytest.raises(UnreadableText):
        cleaned(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "content", "text", "marks", "attrs", "href", "level"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(content=st.lists(JSON, max_size=4))
def test_whatever_is_sent_becomes_a_text_that_can_be_shown_and_written_again(content):
    found = cleaned(sent(*content))
    shown = str(to_html(found))
    assert "<script" not in shown.lower()
    assert cleaned(json.dumps(found)) == found


@pytest.mark.parametrize(
    "written",
    [
        "Ett.\n\nTvå.",
        "# Rubrik\n\n- ett\n- två\n  - inre",
        "1. a\n1. b",
        "Se [sidan](https://example.se/a) och **[den](mailto:a@b.se)** nu",
    ],
)
def test_what_comes_back_from_the_plain_box_is_the_same_document(written):
    assert document(markup(document(written))) == document(written)
    assert markup(document(written)) == written


def words(*texts):
    return document("\n\n".join(texts))


def test_two_who_change_different_paragraphs_are_put_together():
    base = words("A.", "B.", "C.")
    assert merged(base, words("A nytt.", "B.", "C."), words("A.", "B.", "C nytt.", "D.")) == words(
        "A nytt.", "B.", "C nytt.", "D."
    )


def test_two_who_change_the_same_paragraph_differently_are_not_put_together():
    base = words("A.", "B.")
    assert merged(base, words("A ett.", "B."), words("A två.", "B.")) is None
    assert merged(base, words("B."), words("A två.", "B.")) is None


def test_what_both_put_in_at_one_place_stands_in_the_order_that_it_was_saved_in():
    assert merged(words("A."), words("A.", "Mitt."), words("A.", "Ditt.")) == words("A.", "Ditt.", "Mitt.")


def test_the_same_change_made_twice_is_made_once():
    assert merged(words("A."), words("A ny."), words("A ny.")) == words("A ny.")


LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=5)


@given(base=LINES, more=LINES)
def test_a_change_by_one_alone_is_that_change(base, more):
    assert merged(words(*base), words(*more), words(*base)) == words(*more)
    assert merged(words(*base), words(*base), words(*more)) == words(*more)
