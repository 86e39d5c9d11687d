"""An adopted report made by hand, with every kind of page: no change of reference data or templates moves its lines."""

import datetime as dt
from decimal import Decimal

from django.utils.safestring import mark_safe

from indicators.numbers import Number, format_number
from reports import texts
from reports.nodes import (
    ABOUT_ADOPTING,
    AppendicesNode,
    AppendixEntry,
    BodyCell,
    BodyRow,
    ChartNode,
    ContentsNode,
    HeadCell,
    LegendNode,
    NoteNode,
    ReportNode,
    SectionNode,
    TableNode,
    TextNode,
)
from vss_portal.charts import BarChart, Look, Row, Series, Value, horizontal_bars

DAY = dt.date(2024, 9, 18)
STATUSES = (
    ("fulfilled", "Uppfylls"),
    ("partly", "Uppfylls delvis"),
    ("not_fulfilled", "Uppfylls ej"),
    ("not_assessable", "Kan ej bedömas"),
)
PARAGRAPH = "Förvaltningen följer upp sin verksamhet tre gånger om året. Varje mening här är skriven för provet. " * 3


def figure(scaled, decimals, column, most=2):
    """A cell as the composer makes it: the number, and how many decimals it lacks of the column's most."""
    number = Number(scaled, decimals)
    return BodyCell(format_number(number), "figure", column, number=number, decimals_pad=most - decimals)


def label(text):
    return BodyCell(text, "label", "label")


def table(key, *, rows, columns, number=1, wide=False, row_label="Verksamhet {}", **told):
    """A table of figures with 0, 1 and 2 decimals in turn, a group first, a total last."""
    keys = [f"c{column}" for column in range(columns)]
    head = (HeadCell("Verksamhet", "label"), *(HeadCell(f"Utfall {2010 + column}") for column in range(columns)))
    body = [BodyRow("group", (label("Alla"), *(BodyCell("", "figure", key) for key in keys)))]
    for line in range(rows - 2):
        cells = (figure((line + 1) * (7 + at) * (-1) ** line, (line + at) % 3, name) for at, name in enumerate(keys))
        body.append(BodyRow("line", (label(row_label.replace("{}", str(line + 1))), *cells)))
    total = (figure(123456 + at, 2, key) for at, key in enumerate(keys))
    body.append(BodyRow("total", (label("Summa"), *total)))
    fields = {"caption": f"Tabellen {key}", "notes": (NoteNode("*", "Fotnoten till tabellen."),)} | told
    return TableNode(
        id=key,
        anchor=f"tabell-{key}",
        number=number,
        head=(head,),
        rows=tuple(body),
        columns=("label", *keys),
        wide=wide,
        legends=("+ = bättre än budget",),
        **fields,
    )


def status_table():
    head = (HeadCell("Målområde", "goal"), HeadCell("Mål", "label"), HeadCell("Bedömning", "goal_status"))
    rows = []
    for at, (status, word) in enumerate(STATUSES):
        first = (BodyCell("Medborgare", "goal", "area", rowspan=4),) if at == 0 else ()
        rows.append(
            BodyRow("line", (*first, label(f"Målet {at + 1}"), BodyCell(word, "goal_status", "status", status=status)))
        )
    return TableNode(
        "matris", "tabell-matris", "Måluppfyllelse", 3, (head,), tuple(rows), columns=("area", "label", "status"),
        label_column=1,
    )  # fmt: skip


def chart():
    values = ((Decimal("41.5"), Decimal("38")), (Decimal("-12.25"), Decimal("3.1")), (Decimal("7"), Decimal("0")))
    rows = tuple(
        Row(f"Område {at}", tuple(Value(value, f"{value:f}".replace(".", ",").replace("-", "−")) for value in both))
        for at, both in enumerate(values, 1)
    )
    series = (Series("Utfall 2024", Look.THIS_YEAR), Series("Utfall 2023", Look.LAST_YEAR))
    drawn = horizontal_bars(BarChart("diagram-prov", "Resultat per område", "mnkr", series, rows))
    data = table("data", rows=4, columns=2, number=0)
    return ChartNode("diagram-prov", "Resultat per område", mark_safe(drawn.svg), drawn.alt, data, number=1)  # noqa: S308


def text(key, words=PARAGRAPH):
    return TextNode(key, texts.document(words))


def section(key, heading, *blocks, level=2, children=()):
    return SectionNode(key, heading, level, key, list(blocks), list(children))


def appendices(title="Internkontrollrapport 2024"):
    return AppendicesNode((AppendixEntry(1, 1, title, "Internkontrollrapport", 12, 340_000, "0123456789abcdef" * 4),))


def report(*sections, **told):
    """An adopted report of the sections."""
    fields = {
        "title": "Provrapport per den 31 augusti 2024",
        "organisation": "Provförvaltningen",
        "municipality": "Provkommunen",
        "known_on": DAY,
        "adopted_on": DAY,
        "version": 1,
        "case_number": "KS 2024-100",
    }
    return ReportNode(slug="prov", kind="interim", year=2024, month=8, sections=tuple(sections), **(fields | told))


def whole():
    """Cover, contents, text with a long table, a lying table, statuses, a chart, appendices, who adopted."""
    return report(
        section("innehall", "Innehåll", ContentsNode()),
        section("ekonomi", "Ekonomi", text("e"), table("lang", rows=70, columns=4), children=[
            section("kommentar", "Kommentar", text("k"), level=3),
        ]),
        section("plan", "Plan för fem år", table("bred", rows=16, columns=11, number=2, wide=True)),
        section("mal", "Mål", text("m"), status_table(), LegendNode(STATUSES)),
        section("diagram", "Resultat", text("d"), chart()),
        section("bilagor", "Bilagor", appendices()),
        section(ABOUT_ADOPTING, "Om fastställandet", text("om", "Fastställd 18 september 2024 av huvudcontrollern.")),
    )  # fmt: skip
