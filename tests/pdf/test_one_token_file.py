"""A municipality changes colour, mark and font in css/tokens.css and nothing else: screen and print both follow."""

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from reports.rendering import assets
from reports.rendering.engine import render
from reports.rendering.print import print_html
from tests.pdf import made
from vss_portal import tokens
from vss_portal.charts import Palette, default_palette

STATIC = Path(settings.BASE_DIR) / "vss_portal" / "static"
SHEETS = sorted([*(STATIC / "css").glob("*.css"), *(STATIC / "print").glob("*.css")])
COLOUR = re.compile(r"(?<![\w-])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")
OTHER_ACCENT, OTHER_MARK, OTHER_FONT = "#7a1f4d", "marks/done.svg", '"Another Face"'


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """The project's assets with another accent, mark and font in the token file, in the place of its own."""
    folder = tmp_path / "static"
    for part in ("css", "print", "icons", "fonts"):
        shutil.copytree(STATIC / part, folder / part)
    file = folder / "css" / "tokens.css"
    text = re.sub(r"--accent: #\w+;", f"--accent: {OTHER_ACCENT};", file.read_text(encoding="utf-8"))
    text = text.replace('url("../icons/mark.svg")', f'url("../icons/{OTHER_MARK}")')
    text = text.replace('"Source Sans 3"', OTHER_FONT)
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets, "STATIC", folder)
    return file


def colours_in(pdf, folder):
    """The grounds and strokes that the cover is painted with, and the fonts of the file."""
    path = folder / "tokens.pdf"
    path.write_bytes(pdf)
    with pikepdf.open(path) as opened:
        content = pikepdf.parse_content_stream(opened.pages[0])
        painted = {tuple(round(float(part), 2) for part in parts) for parts, act in content if str(act) in ("rg", "RG", "scn", "SCN") and len(parts) == 3}  # noqa: E501 # fmt: skip
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode()
    return painted, fonts


def as_painted(colour):
    return tuple(round(int(colour[at : at + 2], 16) / 255, 2) for at in (1, 3, 5))


def printed(folder):
    node = made.report(made.section("k", "Kapitel", made.text("t")))
    moment = dt.datetime.combine(made.DAY, dt.time(12))
    return colours_in(render(print_html(node, embedded=False), dated=moment), folder)


def test_print_without_a_change_has_the_projects_own(tmp_path):
    painted, fonts = printed(tmp_path)
    assert as_painted(tokens.colour("accent")) in painted
    assert "Source" in fonts
    assert "Another-Face" not in fonts


def test_print_follows_the_one_file(tmp_path, changed):
    painted, fonts = printed(tmp_path)
    assert as_painted(OTHER_ACCENT) in painted
    assert as_painted(tokens.colour("accent")) not in painted
    assert "Another-Face" in fonts


def test_charts_follow_the_one_file(changed):
    assert tokens.read_tokens(changed)["accent"] == OTHER_ACCENT
    assert Palette(tokens.read_tokens(changed))["accent"] == OTHER_ACCENT
    assert default_palette()["accent"] == tokens.colour("accent")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_other_style_sheet_names_a_colour_a_font_or_the_mark(sheet):
    if sheet.name == "tokens.css":
        assert COLOUR.search(sheet.read_text(encoding="utf-8"))
        return
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert COLOUR.findall(text) == []
    assert "Source Sans" not in text
    assert "icons/mark.svg" not in text


def test_the_screen_reads_the_same_file_first():
    styles = (Path(settings.BASE_DIR) / "templates" / "shell" / "styles.html").read_text(encoding="utf-8")
    names = re.findall(r"css/([\w-]+\.css)", styles)
    assert names[0] == "tokens.css"
    assert assets.SHEETS[0] == "css/tokens.css"
    mark = "var(--mark)"
    assert mark in (STATIC / "css" / "menus.css").read_text() + (STATIC / "css" / "layout.css").read_text()
    assert mark in (STATIC / "print" / "cover.css").read_text()
