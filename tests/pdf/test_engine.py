"""The engine: the same bytes for the same content, nothing foreign in them, and a stop where it isn't what we know."""

import datetime as dt

import pytest
import weasyprint

from reports.rendering import tagging
from reports.rendering.assets import AssetRefused
from reports.rendering.engine import PrintWarning, render
from reports.rendering.fetcher import AssetFetcher
from reports.rendering.finisher import NotFinished, declare_accessible

DAY = dt.datetime(2024, 2, 15, 12, tzinfo=dt.UTC)
PAGE = '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Prov</title>{}</head><body>{}</body></html>'


def test_other_content_makes_other_bytes():
    one, other = (render(PAGE.format("", f"<p>{word}</p>"), dated=DAY) for word in ("ett", "två"))
    assert one != other


def test_another_release_of_weasyprint_stops_the_engine(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(tagging.EngineChanged, match=r"71\.0"):
        tagging.install()


def test_metadata_that_is_built_otherwise_stops_the_engine():
    class Stream:
        stream = (b"<rdf:RDF></rdf:RDF><rdf:RDF></rdf:RDF>",)

    with pytest.raises(NotFinished):
        declare_accessible(Stream())


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1/bild.png", "../../../etc/passwd", "https://portal.invalid/../manage.py"],
)
def test_nothing_outside_of_the_projects_assets_is_served(address):
    with pytest.raises(AssetRefused):
        AssetFetcher().fetch(address)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/bild.png"])
def test_a_document_that_asks_for_a_foreign_file_is_refused(address):
    with pytest.raises(PrintWarning):
        render(PAGE.format("", f'<p>Hej</p><img src="{address}" alt="bild">'), dated=DAY)


def test_a_sign_that_no_font_has_is_refused_by_its_name():
    with pytest.raises(PrintWarning, match=r"U\+1F1F8"):
        render(PAGE.format("", "<p>🇸🇪</p>"), dated=DAY)


@pytest.mark.parametrize(
    "text",
    ["ord" * 1700, "שלום עולם", "&lt;script&gt;alert(1)&lt;/script&gt;", "file:///etc/passwd"],
    ids=["long word", "right to left", "script", "address"],
)
def test_strange_texts_are_printed(text):
    assert render(PAGE.format("", f"<p>{text}</p>"), dated=DAY).startswith(b"%PDF-")
