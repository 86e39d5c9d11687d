"""A report made by hand, with all that a file can stumble on."""

import datetime as dt
from dataclasses import replace

from indicators.numbers import Number
from reports import texts
from reports.nodes import (
    BodyCell,
    BodyRow,
    ContentsNode,
    GoalNode,
    HeadCell,
    NoteNode,
    ReportNode,
    SectionNode,
    TableNode,
    TextNode,
)

FORMULA = '=HYPERLINK("http://x";"y")'
MADE = dt.datetime(2024, 9, 5, 12)  # noqa: DTZ001 - files carry times without zone


def figure(text, scaled, decimals=0, **told):
    return BodyCell(text, "figure", "utfall", number=Number(scaled, decimals), **told)


def label(text, **told):
    return BodyCell(text, "label", "label", **told)


TABLE = TableNode(
    id="ekonomi",
    anchor="tabell-ekonomi",
    caption="=1+1 Ekonomi",
    number=1,
    head=(
        (HeadCell("Mål", "goal", rowspan=2), HeadCell("Verksamhet", "label", rowspan=2), HeadCell("Utfall", colspan=2)),
        (HeadCell("2022"), HeadCell("2023"), HeadCell("Pekar mot", "suggested", screen_only=True)),
    ),
    rows=(
        BodyRow(
            "line",
            (
                BodyCell("Ett mål", "goal", "mal", rowspan=2),
                label(FORMULA),
                figure("1\u00a0234", 1234),
                figure("−4,9", -49, 1, marks=("*",)),
                BodyCell("Delvis", "suggested", "suggested", screen_only=True),
            ),
        ),
        BodyRow("total", (label("Summa\x0b"), figure("12,50", 1250, 2), BodyCell("..", marker="withheld"))),
    ),
    notes=(NoteNode("*", "@utan museet"),),
    legends=("+ = bättre än budget",),
    columns=("mal", "label", "forra", "utfall", "suggested"),
    label_column=1,
)
TEXT = texts.document("Ett **viktigt** stycke.\n\n- en punkt\n- en till\n  - inuti\n\n1. först\n2. sedan")
LINKED = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "content": [
                {
                    "type": "text",
                    "text": "källan",
                    "marks": [{"type": "link", "attrs": {"href": "https://example.org/"}}],
                },
                {
                    "type": "text",
                    "text": "skript",
                    "marks": [{"type": "link", "attrs": {"href": "javascript:alert(1)"}}],
                },
            ],
        }
    ],
}
GOAL = GoalNode(
    "m1", "Ett mål", "partly", "Uppfylls delvis", "Målet uppfylls delvis.", "", "", "", motivation="Så är det."
)
REPORT = ReportNode(
    slug="prov",
    title="Provrapport",
    organisation="Provförvaltningen",
    municipality="Provkommun",
    kind="annual",
    year=2023,
    month=12,
    sections=(
        SectionNode("innehall", "Innehåll", 2, "innehall", [ContentsNode()]),
        SectionNode(
            "ekonomi",
            "Ekonomi",
            2,
            "ekonomi",
            [TextNode("ekonomi", TEXT), TABLE],
            [SectionNode("djup", "Ett mål i taget", 3, "djup", [GOAL, TextNode("l", LINKED)])],
        ),
    ),
)
COPY = replace(REPORT, known_on=dt.date(2024, 2, 15), reproduced=True, case_number="KS 2024-1", has_examples=True)
