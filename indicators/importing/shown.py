"""What the pages of import show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from indicators.importing.cells import DATE, NUMBER, Sheet, kind, said
from indicators.importing.drafts import Interpretation, rows_in
from indicators.importing.forms import MappingForm
from indicators.importing.headings import Head
from indicators.importing.naming import Book, read_book
from indicators.importing.rows import CHANGED, FAULTY, NEW, SKIPPED, UNCHANGED, Row
from indicators.models import ImportDraft, ImportedFile
from indicators.models.choices import Role, Scenario
from indicators.numbers import Number, format_number
from indicators.rights import rights_of
from indicators.spans import Month, SpanError, span_label
from vss_portal import clock
from vss_portal.dates import clock_time, short_date

PER_PAGE = 100
EXAMPLES = 3
LISTED = 50
VERDICTS = {NEW: "nytt", CHANGED: "ändrat", UNCHANGED: "oförändrat", FAULTY: "fel", SKIPPED: "läses inte"}
CHIPS = {NEW: "chip-changed", CHANGED: "chip-warning", FAULTY: "chip-error", UNCHANGED: "", SKIPPED: ""}
PLURALS = {NEW: "nya", CHANGED: "ändrade", UNCHANGED: "oförändrade", FAULTY: "med fel", SKIPPED: "läses inte"}
SINGULARS = PLURALS | {NEW: "nytt", CHANGED: "ändrat", UNCHANGED: "oförändrat"}
BIG = "stora"
# What was passed over: one of it, and more.
PASSED = {
    "totals": ("summa (Σ, Summa, Totalt)", "summor (Σ, Summa, Totalt)"),
    "without-values": ("rubrik eller rad utan värden", "rubriker och rader utan värden"),
    "blank": ("tom eller överhoppad cell", "tomma eller överhoppade celler"),
    "hidden-rows": ("dold rad", "dolda rader"),
    "hidden-sheets": ("dolt blad", "dolda blad"),
    "told-to-pass": ("rad som du sagt inte ska läsas", "rader som du sagt inte ska läsas"),
    "opening": ("ingående balans (period 00)", "ingående balanser (period 00)"),
    "earlier-years": ("saldo från tidigare år", "saldon från tidigare år"),
    "accounts": ("rad på konto utanför resultatet", "rader på konton utanför resultatet"),
}
KINDS = {"xlsx": "Excel", "xls": "Excel 97–2003", "ods": "OpenDocument", "csv": "CSV", "sie": "SIE 4"}


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview as it is read."""

    row: Row
    unit: str
    indicator: str
    part: str
    period: str
    word: str
    chip: str


def when(moment: Any) -> str:
    """A moment in a list: 5 sep 2024 09.42."""
    local = timezone.localtime(moment)
    return f"{short_date(local.date())} {clock_time(local)}"


def imports_page(user: Any) -> dict[str, Any]:
    """What waits and what was read in; the editor sees everybody's."""
    rights = rights_of(user)
    done = ImportedFile.objects.filter(organisation=rights.organisation).select_related("batch__recorded_by", "source")
    if not rights.has(Role.EDITOR):
        done = done.filter(batch__recorded_by=user.pk)
    waiting = ImportDraft.objects.filter(by=user.pk, organisation=rights.organisation, expires_at__gt=clock.now())
    return {
        "waiting": [
            {"draft": draft, "when": when(draft.created_at), "kept": when(draft.expires_at)}
            for draft in waiting.defer("sheets", "rows", "ledger", "mapping")
        ],
        "done": [_listed(imported) for imported in done[:LISTED]],
    }


def _listed(imported: ImportedFile) -> dict[str, Any]:
    counts = imported.summary.get("counts", {})
    return {
        "imported": imported,
        "when": when(imported.batch.recorded_at),
        "by": imported.batch.recorded_by.display_name,
        "new": format_number(counts.get(NEW, 0)),
        "changed": format_number(counts.get(CHANGED, 0)),
    }


def mapping_page(draft: ImportDraft, told: Interpretation, form: MappingForm) -> dict[str, Any]:
    """The questions in their order, the columns with examples of what stands in them, and the rest."""
    names = {kind: [form[key] for key, (of, _text) in form.names.items() if of == kind] for kind in _NAMED}
    layout = [
        field for field in form if field.name.startswith("f_") or field.name in ("sheet", "header_row", "header_rows")
    ]
    return {
        "draft": draft,
        "kind": KINDS.get(draft.kind, draft.kind),
        "form": form,
        "questions": [field for field in form if field.name.startswith("q_")],
        "named": [(title, names[kind]) for kind, title in _NAMED.items() if names[kind]],
        "columns": list(_columns(draft, told, form)),
        "layout": layout,
        "is_clear": told.is_clear,
        "found": format_number(len(told.rows)),
        "has_rows": bool(told.rows),
        "controls": told.controls,
        "problems": _first_problems(told.rows),
    }


_NAMED = {"units": "Enheter", "indicators": "Indikatorer", "responsibilities": "Ansvar"}


def _first_problems(rows: Sequence[Row]) -> list[str]:
    """Examples of what can't be read, one of each kind, names aside: those have questions of their own."""
    found: dict[str, str] = {}
    for row in rows:
        for code, problem in zip(row.codes, row.problems, strict=False):
            if not code.startswith("unknown"):
                found.setdefault(code, f"{row.place}: {problem}")
    return list(found.values())[:8]


def _columns(draft: ImportDraft, told: Interpretation, form: MappingForm) -> Iterator[dict[str, Any]]:
    head: Head | None = form.head
    if head is None:
        return
    name = next(iter(told.heads))
    sheet = next(sheet for sheet in map(Sheet.of, draft.sheets) if sheet.name == name)
    for key, column in form.columns.items():
        cells = (sheet.cell(at, column.index) for at in range(head.last + 1, min(len(sheet.rows), head.last + 60)))
        examples = list(dict.fromkeys(_example(cell) for cell in cells if cell))[:EXAMPLES]
        yield {"field": form[key], "heading": column.heading or "(utan rubrik)", "examples": " · ".join(examples)}


def _example(cell: str) -> str:
    text = said(cell)
    if kind(cell) == NUMBER:
        return format_number(Number.of(text)) if len(text) > 6 or "." in text else text
    return text if kind(cell) == DATE or text else "formel utan värde"


def preview_page(draft: ImportDraft, show: str, page: str) -> dict[str, Any]:
    """The verdicts, counted and filtered; a page of rows."""
    rows = rows_in(draft)
    counts = draft.summary["counts"]
    shown = show if show in (*VERDICTS, BIG) else ""
    chosen = [row for row in rows if not shown or row.verdict == shown or (shown == BIG and row.is_big)]
    # What needs looking at stands first; otherwise the file's own order.
    chosen.sort(key=lambda row: (row.verdict != FAULTY, not row.is_big))
    book = read_book(draft.organisation, {})
    pages = Paginator(chosen, PER_PAGE)
    at = pages.get_page(page)
    ready = counts.get(NEW, 0) + counts.get(CHANGED, 0)
    return {
        "draft": draft,
        "when": when(draft.compared_at),
        "sentence": _sentence(len(rows), counts),
        "advice": _advice(counts, ready),
        "filters": list(_filters(counts, len(rows), shown)),
        "page": at,
        "rows": [_shown(row, book) for row in at.object_list],
        "faulty": counts.get(FAULTY, 0),
        "can_save": ready and not counts.get(FAULTY),
        "ready": _values(ready),
        "big": counts.get("big", 0),
        "effects": draft.summary.get("effects", ()),
        "controls": draft.summary.get("controls", ()),
        "passed": _passed(draft.summary.get("passed", {})),
        "is_again": ImportedFile.objects.filter(
            organisation=draft.organisation, file_hash=draft.file_hash, undone_by__isnull=True
        ).exists(),
    }


def _sentence(count: int, counts: dict[str, int]) -> str:
    """1 212 rader: 30 ändrade, 1 180 oförändrade, 2 med fel."""
    words = {verdict: (SINGULARS if counts.get(verdict) == 1 else PLURALS)[verdict] for verdict in PLURALS}
    parts = [f"{format_number(counts[verdict])} {word}" for verdict, word in words.items() if counts.get(verdict)]
    return f"{_values(count)}: {', '.join(parts) or 'inga'}."


def _values(count: int) -> str:
    return f"{format_number(count)} {'värde' if count == 1 else 'värden'}"


def _advice(counts: dict[str, int], ready: int) -> str:
    if counts.get(FAULTY):
        return "Inget är sparat än. Rätta det som är fel i filen eller i tolkningen, eller ta bort raderna."
    return "Inget är sparat än." if ready else "Filen ändrar inget: allt står redan så i portalen."


def _filters(counts: dict[str, int], count: int, shown: str) -> Iterator[dict[str, Any]]:
    yield {"value": "", "label": "Alla", "count": format_number(count), "current": not shown}
    for verdict, word in (*PLURALS.items(), (BIG, "stora ändringar")):
        number = counts.get("big" if verdict == BIG else verdict, 0)
        if number:
            label = word[0].upper() + word[1:]
            yield {"value": verdict, "label": label, "count": format_number(number), "current": shown == verdict}


def _passed(passed: dict[str, int]) -> list[str]:
    known = ((count, PASSED[code]) for code, count in passed.items() if count and code in PASSED)
    return [f"{format_number(count)} {words[count > 1]}" for count, words in known]


def _shown(row: Row, book: Book) -> ShownRow:
    scenario = "" if row.scenario == Scenario.OUTCOME else f", {Scenario(row.scenario).label}"
    part = book.part_rows[row.part].name if row.part in book.part_rows and row.part != "total" else ""
    return ShownRow(
        row=row,
        unit=book.units.shown.get(row.unit, row.unit_text),
        indicator=book.indicators.shown.get(row.indicator, row.indicator_text),
        part=part,
        period=_period(row) + scenario,
        word=VERDICTS.get(row.verdict, ""),
        chip=CHIPS.get(row.verdict, ""),
    )


def _period(row: Row) -> str:
    try:
        return span_label(row.span, Month(row.year, row.month)) if row.year and row.month and row.span else ""
    except (SpanError, ValueError):
        return f"{row.year}-{row.month:02}"


def imported_page(imported: ImportedFile, user: Any) -> dict[str, Any]:
    """What an import did, and whether it can be taken back."""
    told = _listed(imported)
    undone = imported.undone_by
    return {
        **told,
        "hash": imported.file_hash,
        "effects": imported.summary.get("effects", ()),
        "passed": _passed(imported.summary.get("passed", {})),
        "undone": f"{when(undone.recorded_at)} av {undone.recorded_by.display_name}" if undone else "",
    }
