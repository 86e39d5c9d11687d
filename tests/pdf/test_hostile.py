"""Whatever a person may type: a PDF or a refusal that names what is wrong, soon, and never a byte of a foreign file."""

import datetime as dt
import re
import subprocess
import zlib
from dataclasses import replace

import pikepdf
import pytest
from django.utils.safestring import mark_safe

from reports import texts
from reports.nodes import BodyCell, BodyRow, GoalNode, NoteNode
from reports.rendering.engine import PrintWarning, render
from reports.rendering.print import print_html
from tests.pdf import made
from tests.pdf.layout import sheets

MOMENT = dt.datetime.combine(made.DAY, dt.time(12))
# Somebody's secret, in a file that a text may point to.
SECRET = "hemligheten-7f3a"


def everywhere(word):
    """A report with the word in every place that a person can type into; titles and names as long as they may be."""
    short = word[:200]
    table = made.table(
        "t", rows=4, columns=2, caption=f"Tabell {short}", notes=(NoteNode("*", word),), row_label=f"{short} {{}}"
    )
    reason = BodyRow(
        "line", (made.label(f"Orsak: {short}"), BodyCell(word, "text", "c0"), BodyCell("", "figure", "c1"))
    )
    table = replace(table, rows=(*table.rows, reason))
    goal = GoalNode("g", short, "partly", "Uppfylls delvis", word, "fulfilled", "Uppfylls", word, motivation=word)
    return made.report(
        made.section("innehall", "Innehåll", made.ContentsNode()),
        made.section("k", f"Kapitel {short}", made.text("t", f"{word}\n\n- {word}\n\n**{word}**"), table),
        made.section("m", "Mål", goal, linked(word)),
        made.section("bilagor", "Bilagor", made.appendices(short)),
        title=f"Rapport {short}"[:200],
        organisation=f"Förvaltningen {short}"[:200],
        municipality=short,
        case_number=word[:60],
    )


def linked(word):
    """A text whose link leads to the word."""
    mark = {"type": "link", "attrs": {"href": word}}
    content = [{"type": "text", "text": "länken", "marks": [mark]}]
    return made.TextNode("l", {"type": "doc", "content": [{"type": "paragraph", "content": content}]})


def pdf_of(node):
    return render(print_html(node, embedded=False), dated=MOMENT)


def text_in(pdf, folder):
    path = folder / "prov.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, timeout=20).stdout.decode()


@pytest.mark.parametrize(
    "word",
    [
        "<script>alert(1)</script>",
        '"><img src="file:///etc/passwd" alt="x"><object data="http://127.0.0.1/x">',
        "url(file:///etc/passwd) @import 'http://127.0.0.1/a.css'; </style><style>*{display:none}</style>",
        "http://127.0.0.1:1/bild.png",
        "{{ settings.SECRET_KEY }}{% include 'reports/report_page.html' %}",
    ],
    ids=["script", "image of a file", "style", "address", "template"],
)
def test_what_looks_like_a_program_is_printed_as_words(word, tmp_path):
    pdf = pdf_of(everywhere(word))
    told = re.sub(r"\s", "", text_in(pdf, tmp_path))
    assert told.count(re.sub(r"\s", "", word)[:24]) >= 8
    assert b"root:x:0:0" not in b"".join(streams(pdf, tmp_path))


def test_a_file_that_a_text_points_to_is_never_in_the_pdf(tmp_path):
    foreign = tmp_path / "hemlig.txt"
    foreign.write_text(SECRET)
    word = f'<link rel=attachment href="{foreign.as_uri()}"><img src="{foreign.as_uri()}">{foreign.as_uri()}'
    pdf = pdf_of(everywhere(word))
    assert SECRET.encode() not in b"".join(streams(pdf, tmp_path))
    assert SECRET not in text_in(pdf, tmp_path)


def streams(pdf, folder):
    """Every stream of the file, unpacked."""
    path = folder / "strommar.pdf"
    path.write_bytes(pdf)
    with pikepdf.open(path) as opened:
        return [thing.read_bytes() for thing in opened.objects if isinstance(thing, pikepdf.Stream)]


@pytest.mark.parametrize(
    "word",
    ["file:///etc/passwd", "javascript:alert(1)", "//127.0.0.1/x", "http://127.0.0.1/x"],
)
def test_a_link_leads_only_to_where_the_page_would_link_to(word, tmp_path):
    path = tmp_path / "l.pdf"
    path.write_bytes(pdf_of(made.report(made.section("m", "Mål", linked(word)))))
    with pikepdf.open(path) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", [])]
    leads = [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]
    assert leads == ([word] if texts.LINK.match(word) else [])


STRANGE = ["A\u0301" * 30, "שלום עולם", "ا ل س ل ا م", "\u202eomvänt", "\u0000\u0008"]


@pytest.mark.parametrize("word", STRANGE)
def test_signs_from_elsewhere_are_printed_or_refused_by_name(word):
    outcome = made_or_refused(everywhere(word))
    assert outcome.startswith("%PDF-") or ("går inte att trycka" in outcome and "U+" in outcome)


def made_or_refused(node):
    """The first signs of the file, or what was said; nothing else may be raised."""
    try:
        return pdf_of(node)[:5].decode()
    except PrintWarning as refused:
        return str(refused)


def test_an_emoji_is_refused_by_its_name_or_printed():
    outcome = made_or_refused(everywhere("Bra jobbat 😀"))
    assert outcome.startswith("%PDF-") or "U+1F600" in outcome


def test_a_word_of_five_thousand_letters_stays_on_its_pages(tmp_path):
    path = tmp_path / "ord.pdf"
    path.write_bytes(pdf_of(made.report(made.section("k", "Kapitel", made.text("t", "ord" * 1700)))))
    assert max(word.right for sheet in sheets(path) for word in sheet.words) < 595
    assert re.sub(r"\s", "", text_in(path.read_bytes(), tmp_path)).count("ordordord") > 400


def test_a_word_of_five_thousand_letters_everywhere_is_printed(tmp_path):
    assert pdf_of(everywhere("x" * 5000)).startswith(b"%PDF-")


def test_a_table_of_four_hundred_rows_is_printed(tmp_path):
    node = made.report(made.section("k", "Kapitel", made.table("lang", rows=400, columns=2)))
    told = text_in(pdf_of(node), tmp_path)
    assert "Verksamhet 398" in told
    assert told.count("Utfall 2010") == len([page for page in told.split("\f") if "Verksamhet " in page])


def test_a_table_of_thirty_columns_stays_on_its_page_or_is_refused(tmp_path):
    path = tmp_path / "bred.pdf"
    node = made.report(made.section("k", "Kapitel", made.table("bred", rows=5, columns=30, wide=True)))
    path.write_bytes(pdf_of(node))
    [lying] = [sheet for sheet in sheets(path) if sheet.lying]
    assert max(word.right for word in lying.words) < lying.width


def test_an_image_in_a_text_is_words_and_no_bomb(tmp_path):
    bomb = "data:image/svg+xml;base64,PHN2Zy8+"
    assert pdf_of(everywhere(f"![bild]({bomb})")).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "source",
    [
        "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAAw1AAAMNQCAIAAAC",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "https://portal.invalid/icons/../../settings.py",
    ],
    ids=["image bomb", "drawing of a file", "the program's own file"],
)
def test_an_image_that_got_into_a_document_all_the_same_is_refused(source):
    head = '<html lang="sv"><head><meta charset="utf-8"><title>P</title></head>'
    page = f'<!DOCTYPE html>{head}<body><p>Hej</p><img src="{source}" alt="bild"></body></html>'
    with pytest.raises(PrintWarning):
        render(page, dated=MOMENT)


@pytest.mark.parametrize(
    "svg",
    ["<svg><g><path d='M0 0 L", "<svg viewBox='0 0 NaN NaN'><rect width='1e999'/></svg>", "<svg>" + "<g>" * 300],
    ids=["cut off", "no numbers", "deep"],
)
def test_a_corrupt_drawing_is_a_pdf_or_a_refusal(svg):
    chart = replace(made.chart(), svg=mark_safe(svg))  # noqa: S308 - wrong on purpose
    outcome = made_or_refused(made.report(made.section("d", "Diagram", chart)))
    assert outcome.startswith("%PDF-") or "går inte att trycka" in outcome


def test_a_page_of_packed_nothing_is_no_bigger_than_its_words():
    """What a report's file weighs follows from its words: no text makes a bomb of the file."""
    pdf = pdf_of(everywhere("a" * 300))
    assert len(pdf) < 400_000
    assert len(zlib.compress(pdf)) > len(pdf) // 4
