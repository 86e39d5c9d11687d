"""Whatever page, print or file shows of a report or a goal is part of what is approved: every field, one by one."""

import dataclasses
import datetime as dt
import inspect
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from indicators.numbers import Number
from reports import nodes
from reports.adopting.freeze import page_body
from reports.approval.composed import composed
from reports.approval.content import fingerprint, goal_items, report_items
from reports.models import Report
from reports.nodes import (
    AppendicesNode,
    AppendixEntry,
    BodyCell,
    BodyRow,
    ChartNode,
    GoalBasis,
    GoalChange,
    GoalNode,
    HeadCell,
    LegendNode,
    NoteNode,
    ReportNode,
    SectionNode,
    Since,
    TableNode,
    TextNode,
    Tile,
)
from reports.rendering.csv_tables import report_csv
from reports.rendering.data import report_json
from reports.rendering.print import print_html
from reports.texts import document
from tests.reports import judging

GOAL = "g"
TABLE = TableNode(
    id="t",
    anchor="tabell-t",
    caption="Tabell",
    number=1,
    head=((HeadCell("Mål", "goal"), HeadCell("Indikator", "label"), HeadCell("Utfall", mark="a"), HeadCell("Läge")),),
    rows=(
        BodyRow(
            "line",
            (
                BodyCell("Ett mål", "goal", "goal"),
                BodyCell("Sjukfrånvaro", "label", "label"),
                BodyCell("6,3", "figure", "value", marks=("*",), number=Number(63, 1), fact=7, revision=9),
                BodyCell("Uppfylls", "suggested", "suggested", status="fulfilled"),
            ),
        ),
        BodyRow(
            "line", (BodyCell("Bemanning", "label", "label"), BodyCell("..", "figure", "value", marker="withheld"))
        ),
    ),
    notes=(NoteNode("*", "preliminärt"),),
    legends=("procent",),
    columns=("goal", "label", "value", "suggested"),
    label_column=1,
)
NODE = GoalNode(
    code=GOAL,
    name="Ett mål",
    status="partly",
    status_word="Uppfylls delvis",
    sentence="Målet bedöms delvis uppfyllas.",
    suggested="fulfilled",
    suggested_word="Uppfylls",
    reason="1 indikator kan bedömas.",
    motivation="Vi väger in mer.",
    indicator_reasons=(("Sjukfrånvaro", "fulfilled", "6,3 mot målvärdet ≤6,5."),),
    municipal_goal="Trygg kommun",
    activities="1 av 2 genomförda",
    year_end=(("Sjukfrånvaro", "Ja"),),
    basis=(GoalBasis("Sjukfrånvaro", "6,3", "63e-1", "≤6,5", "better", ((7, 9),)),),
    activity_lines=("Chefsstöd: pågår",),
)
ENTRY = AppendixEntry(1, 2, "Internkontroll", "Rapport", 3, 4000, "ab12", ("Saknar bokmärken.",))
GOAL_SECTION = SectionNode(
    f"goal:{GOAL}", "Ett mål", 3, "mal-g", [NODE, TextNode(f"goal:{GOAL}", document("Måltext."))]
)
REPORT = ReportNode(
    slug="prov",
    title="Provrapport",
    organisation="Förvaltningen",
    municipality="Kommunen",
    kind="interim",
    year=2024,
    month=8,
    sections=(
        SectionNode(
            "ekonomi", "Ekonomi", 2, "ekonomi", [TextNode("ekonomi", document("Ett **ord**.\n\n- punkt")), TABLE]
        ),
        SectionNode(
            "bild",
            "Bild",
            2,
            "bild",
            [
                ChartNode("diagram-d", "Diagram", "<svg></svg>", "En bild", dataclasses.replace(TABLE, anchor="d"), 1),
                LegendNode((("fulfilled", "Uppfylls"),)),
                AppendicesNode((ENTRY,)),
            ],
        ),
        SectionNode("mal", "Mål", 2, "mal", children=[GOAL_SECTION]),
    ),
    known_on=dt.date(2024, 9, 5),
    case_number="KS 1",
    has_examples=True,
    tiles=(Tile("Resultat", "12", "mnkr", "1 bättre än budget", 3, 4, ((3, 4),)),),
    since=Since("Förra", "forra", {GOAL: GoalChange("fulfilled", "Uppfylls", "worse")}, ("Ett mål: sämre.",)),
)
# What a file or a page shows otherwise without saying something else: addresses, how it is set, which edition it is.
NO_CONTENT = {
    *("ReportNode.slug", "SectionNode.anchor", "TableNode.id"),
    *("BodyCell.decimals_pad", "BodyCell.kind", "BodyCell.mark_before", "BodyCell.rowspan", "BodyCell.screen_only"),
    *("HeadCell.colspan", "HeadCell.kind", "HeadCell.rowspan", "BodyRow.role", "SectionNode.level"),
    *("TableNode.columns", "TableNode.wide"),
    # The day, the number and the period of the edition; the gate and the act of adopting see to them.
    *("ReportNode.case_number", "ReportNode.known_on", "ReportNode.has_examples", "ReportNode.reproduced"),
    *("ReportNode.kind", "ReportNode.year", "ReportNode.month"),
    # Which recording stands there, and of what: a correction to the same value is the same content.
    *("BodyCell.fact", "BodyCell.revision", "BodyCell.indicator", "BodyCell.unit"),
    # Follow from the order of all the rest, and from the table that the chart is drawn of.
    *("ChartNode.number", "TableNode.number", "ChartNode.svg", "ChartNode.narrow"),
}


def changed(value: object, place: str) -> Iterator[tuple[str, object]]:
    """The value with one thing in it changed, again and again, and where that is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Number):
        for each in dataclasses.fields(value):
            for name, other in changed(getattr(value, each.name), f"{type(value).__name__}.{each.name}"):
                yield name, dataclasses.replace(value, **{each.name: other})
    elif isinstance(value, tuple | list):
        made = type(value)
        # A row within rows is as long as it is.
        if value and not place.endswith("]"):
            yield f"{place} fewer", made(value[:-1])
        for at, one in enumerate(value):
            within = f"{place}[{at}]" if isinstance(one, tuple) else place
            yield from ((name, made([*value[:at], other, *value[at + 1 :]])) for name, other in changed(one, within))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from ((name, {**value, key: other}) for name, other in changed(one, place))
    else:
        yield from ((place, other) for other in another(value, place))


def another(value: object, place: str) -> list[object]:
    """Another value of the same kind."""
    if isinstance(value, str):
        return [OTHERS.get(value, "partly" if place.endswith((".status", ".suggested")) else f"{value}x")]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, Number):
        return [Number(value.scaled + 1, value.decimals)]
    return [value + dt.timedelta(days=1)] if isinstance(value, dt.date) else []


# Words that the renderings know; another word of the same kind.
OTHERS = {
    **{"fulfilled": "not_fulfilled", "partly": "fulfilled", "worse": "better", "better": "worse", "interim": "annual"},
    **{
        "bold": "link",
        "paragraph": "heading",
        "doc": "doc",
        "bulletList": "orderedList",
        "listItem": "listItem",
        "text": "text",
    },
    **{"figure": "text", "label": "text", "goal": "text", "suggested": "text", "line": "total"},
}


def shown(node: ReportNode) -> tuple[object, ...]:
    """Everything that is made of the report: its page, print, and the files of data."""
    moment = dt.datetime(2024, 9, 5, 12)  # noqa: DTZ001 - files carry times without zone
    return page_body(node), print_html(node, embedded=False), report_json(node), report_csv(node, created=moment)


def test_whatever_is_shown_of_a_report_is_part_of_what_is_approved():
    before, stood = shown(REPORT), fingerprint(report_items(REPORT))
    uncovered = {
        place
        for place, node in changed(REPORT, "")
        if place not in NO_CONTENT and fingerprint(report_items(node)) == stood and shown(node) != before
    }
    assert uncovered == set()


def test_whatever_is_shown_of_a_goal_is_part_of_what_is_approved_of_it():
    stood = [fingerprint(items(REPORT)) for items in (report_items, lambda node: goal_items(node, GOAL))]
    for place, node in changed(REPORT, ""):
        if place.startswith(("GoalNode.", "GoalBasis.", "GoalChange.")) and not place.endswith(".code"):
            now = [fingerprint(items(node)) for items in (report_items, lambda node: goal_items(node, GOAL))]
            assert (now[0] == stood[0]) == (now[1] == stood[1]), place


def test_the_report_that_is_tried_fills_in_every_field():
    """A field that is empty everywhere couldn't be changed, and so would be covered by nobody."""
    filled = {f"{type(each).__name__}.{name}" for each in parts(REPORT) for name, value in vars_of(each) if value}
    every = {
        f"{name}.{each.name}"
        for name, made in inspect.getmembers(nodes, dataclasses.is_dataclass)
        for each in dataclasses.fields(made)
        if each.type not in ("int", "bool", "str")
    }
    assert every - filled == {"BodyCell.behind", "ChartNode.notes", "ReportNode.adopted_on"}


def parts(value: object) -> Iterator[object]:
    """Every node of the tree."""
    if dataclasses.is_dataclass(value):
        yield value
        yield from (part for _name, each in vars_of(value) for part in parts(each))
    elif isinstance(value, tuple | list | dict):
        yield from (part for each in (value.values() if isinstance(value, dict) else value) for part in parts(each))


def vars_of(value: object) -> list[tuple[str, object]]:
    return [(each.name, getattr(value, each.name)) for each in dataclasses.fields(value)]


# The pages as they are


class Words(HTMLParser):
    """The words of a page that are read, without drawings and what stands in closed boxes of forms."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("svg", "form", "nav", "ol"):
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)


NUMBER = re.compile(r"[+−]?\d+(?:\u00a0\d{3})*(?:,\d+)?")
NUMBERED = re.compile(r"(Tabell|Diagram|diagram|Bilaga) \d+|\d+ (uppfylls|kan ej)|\(\d+\)")


def numbers(words: str) -> set[str]:
    return set(NUMBER.findall(NUMBERED.sub("", words)))


def told(html: str) -> set[str]:
    parser = Words()
    parser.feed(html)
    return numbers(" ".join(parser.said))


def covered(items: list) -> set[str]:
    return {number for item in items for number in numbers(f"{item.label} {item.value}")}


@pytest.mark.parametrize("slug", ["delarsrapport-2024-08", "manadsrapport-2024-07"])
def test_every_number_on_the_page_of_a_report_is_in_what_is_approved(reference, slug):
    now = composed(judging.again(Report.objects.get(slug=slug)))
    found = told(page_body(now.node))
    assert len(found) > 30
    assert found - covered(now.report_thing.items) == set()


def test_every_number_on_the_page_where_a_goal_is_approved_is_in_what_is_approved(client, reference):
    report = judging.again(Report.objects.get(slug="delarsrapport-2024-08"))
    client.force_login(judging.director())
    for code in ("god-service", "goda-arbetsplatser"):
        page = client.get(reverse("approve_goal", args=[report.slug, code])).content.decode()
        article = page[page.index("<article") : page.index("</article>")]
        found = told(article)
        assert len(found) > 3
        assert found - covered(judging.thing(report, code).items) == set()
