"""The design tokens: every colour can be read where it is used, every sign is in the font, one file rules all."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from vss_portal import marks
from vss_portal.tokens import TOKENS_FILE, colour, contrast, read_tokens

STATIC = TOKENS_FILE.parents[1]
SHEETS = sorted([*(STATIC / "css").glob("*.css"), *(STATIC / "print").glob("*.css")])
SCREEN_GROUNDS = ("paper", "ground", "tint", "tint-2")
SOFT_GROUNDS = ("green-tint", "amber-tint", "red-tint", "grey-tint", "blue-tint")
USED_SIGNS = "åäöéüÅÄÖÉÜ0123456789≥≤±−–—”’…→↑↓‰%§·›×•½+\u00a0\u00ad\u2010"

# Least contrast of a colour on a ground: 4,5 for text, 3 for a mark, an edge or a bar (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT = [
    *(("ink", ground) for ground in (*SCREEN_GROUNDS, *SOFT_GROUNDS)),
    *(("ink-2", ground) for ground in SCREEN_GROUNDS),
    *((link, ground) for link in ("accent", "accent-dark") for ground in SCREEN_GROUNDS),
    ("paper", "accent"),
    ("paper", "accent-dark"),
    ("red", "paper"),
    ("red", "red-tint"),
]
MARKS = [
    *((mark, ground) for mark in ("green", "amber-dark", "red", "grey") for ground in SCREEN_GROUNDS),
    ("blue", "paper"),
    ("blue", "blue-tint"),
    ("amber-dark", "amber-tint"),
    ("green", "green-tint"),
    ("edge", "paper"),
    ("edge", "tint"),
    ("edge", "ground"),
    ("ink", "amber"),
    ("paper", "green"),
    ("paper", "red"),
    ("paper", "blue"),
    *((bar, "paper") for bar in ("accent", "chart-2", "chart-3", "chart-4")),
    ("green", "green-tint"),
    ("focus-ring", "paper"),
    ("focus-halo", "focus-ring"),
    ("focus-halo", "accent"),
]
LIMITS = [(one, other, 4.5) for one, other in TEXT] + [(one, other, 3.0) for one, other in MARKS]


def too_faint(tokens: dict[str, str]) -> list[str]:
    """The pairs under their limit, in words."""
    ratios = [(one, other, contrast(tokens[one], tokens[other]), least) for one, other, least in LIMITS]
    return [f"{one} på {other}: {ratio:.2f} < {least}" for one, other, ratio, least in ratios if ratio < least]


def test_every_colour_can_be_seen_on_every_ground_that_it_stands_on() -> None:
    assert too_faint(read_tokens()) == []


@pytest.mark.parametrize(("token", "value"), [("accent", "#59a5b8"), ("ink-2", "#8a949c"), ("amber-dark", "#f2b705")])
def test_a_municipality_that_takes_too_faint_a_colour_is_told_which(token: str, value: str) -> None:
    assert any(token in fault for fault in too_faint({**read_tokens(), token: value}))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#1b2329", "#ffffff", 15.9),
    ],
)
def test_contrast_follows_the_formula_of_wcag_whichever_comes_first(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.06)
    assert contrast(other, one) == contrast(one, other)


def test_amber_alone_is_too_faint_so_its_mark_has_a_dark_edge() -> None:
    assert contrast(colour("amber"), colour("paper")) < 3
    assert colour("amber-dark") in marks.drawing("partly")


def test_an_unknown_token_is_named() -> None:
    with pytest.raises(LookupError, match="petrol"):
        colour("petrol")


def test_comments_are_no_tokens(tmp_path: Path) -> None:
    sheet = tmp_path / "t.css"
    sheet.write_text(":root { /* --old: #000000; */ --new: #ffffff; }", encoding="utf-8")
    assert read_tokens(sheet) == {"new": "#ffffff"}


# One file rules


def test_no_other_style_sheet_names_a_colour_of_its_own() -> None:
    others = [sheet for sheet in SHEETS if sheet != TOKENS_FILE]
    assert [sheet.name for sheet in others if re.search(r"#[0-9a-fA-F]{3,8}\b(?!-)", _without_comments(sheet))] == []


def test_every_variable_that_a_style_sheet_uses_is_declared() -> None:
    declared = {name for sheet in SHEETS for name in re.findall(r"--([a-z][a-z0-9-]*)\s*:", _without_comments(sheet))}
    used = {name for sheet in SHEETS for name in re.findall(r"var\(--([a-z0-9-]+)", _without_comments(sheet))}
    assert used - declared == set()


def test_every_token_is_used_by_a_style_sheet_a_mark_or_a_chart() -> None:
    python = [*TOKENS_FILE.parents[2].glob("*.py"), *(TOKENS_FILE.parents[2] / "charts").glob("*.py")]
    texts = "".join(_without_comments(sheet) for sheet in SHEETS) + "".join(file.read_text("utf-8") for file in python)
    found = [f"var(--{name})" in texts or bool(re.search(rf'["{{]{name}["}}]', texts)) for name in read_tokens()]
    assert [name for name, is_used in zip(read_tokens(), found, strict=True) if not is_used] == []


def test_style_sheets_reach_for_nothing_outside_and_for_nothing_that_is_missing() -> None:
    for sheet in SHEETS:
        for address in re.findall(r"url\(\"?([^\")]+)\"?\)", _without_comments(sheet)):
            assert not re.match(r"[a-z]+:|//", address), f"{sheet.name}: {address}"
            assert (sheet.parent / address).resolve().is_file(), f"{sheet.name}: {address}"


def test_no_style_sheet_grows_out_of_hand() -> None:
    assert [sheet.name for sheet in SHEETS if len(sheet.read_text("utf-8").splitlines()) > 400] == []


# Marks


@pytest.mark.parametrize("name", marks.MARKS)
def test_the_marks_files_are_what_the_tokens_say(name: str) -> None:
    """After a change of a status colour: python -m vss_portal.marks"""
    assert marks.file_of(name).read_text("utf-8") == marks.as_file(name)


def test_a_mark_is_drawn_in_other_colours_when_it_is_given_others() -> None:
    assert marks.drawing("not_begun", {"ink-2": "#abcdef"}.__getitem__).count("#abcdef") == 1


def test_an_unknown_mark_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(LookupError, match="fulfilled"):
        marks.drawing("almost")


@pytest.mark.parametrize(("file", "token"), [("mark.svg", "accent"), ("rule.svg", "ink"), ("draft.svg", "tint")])
def test_pictures_that_stand_beside_the_tokens_carry_their_colours(file: str, token: str) -> None:
    assert colour(token) in (STATIC / "icons" / file).read_text("utf-8")


# Font


@pytest.fixture(scope="module", params=["source-sans-3.woff2", "source-sans-3-italic.woff2"])
def font_file(request: pytest.FixtureRequest) -> Path:
    return STATIC / "fonts" / str(request.param)


def test_every_sign_that_is_written_is_in_the_font(font_file: Path) -> None:
    signs = TTFont(font_file).getBestCmap()
    assert [sign for sign in USED_SIGNS if ord(sign) not in signs] == []


def test_all_figures_are_equally_wide_and_the_comma_is_as_wide_as_the_style_sheet_believes() -> None:
    sheet = (STATIC / "css" / "numbers.css").read_text("utf-8")
    believed = re.findall(r"--pad-comma: ([\d.]+)em", sheet)
    font = TTFont(STATIC / "fonts" / "source-sans-3.woff2")
    for weight, em in zip((400, 600), believed, strict=True):
        glyphs = font.getGlyphSet(location={"wght": weight})
        widths = {sign: round(glyphs[font.getBestCmap()[ord(sign)]].width) for sign in "0123456789,"}
        assert len({widths[figure] for figure in "0123456789"}) == 1
        assert float(em) == pytest.approx(widths[","] / font["head"].unitsPerEm, abs=0.001)


def test_the_font_is_the_packages_font_unchanged_as_its_licence_demands_of_its_name(font_file: Path) -> None:
    import fontpkg_source_sans_3

    style = "-Italic" if "italic" in font_file.name else ""
    original = TTFont(Path(fontpkg_source_sans_3.__file__).parent / "files" / f"SourceSans3{style}[wght].ttf")
    ours = TTFont(font_file)
    assert str(ours["name"].getDebugName(5)) == str(original["name"].getDebugName(5))
    assert ours["hmtx"].metrics == original["hmtx"].metrics
    assert ours.getBestCmap() == original.getBestCmap()


def test_the_fonts_licence_lies_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8").upper()


def _without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
