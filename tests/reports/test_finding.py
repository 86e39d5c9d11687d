"""The search finds reports, each for who may read it."""

from indicators.search import search


def found(user, text):
    return [hit.title for group in search(user, text) if group.title == "Rapporter" for hit in group.hits]


def test_a_report_is_found_by_its_title_and_year(editor):
    assert found(editor, "verksamhetsberättelse 2023") == ["Verksamhetsberättelse 2023"]


def test_an_open_report_is_found_by_who_works_with_it_only(editor, reader):
    assert "Månadsrapport juli 2024" in found(editor, "månadsrapport")
    assert found(reader, "månadsrapport") == []
