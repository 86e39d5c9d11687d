"""A draft from upload to comparison: everything that is known of a file lives in the database, nothing in a process."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from indicators.importing.asking import Question, questions
from indicators.importing.cells import Sheet
from indicators.importing.comparing import compare, summary_of
from indicators.importing.headings import Head
from indicators.importing.interpreting import Understood, understand
from indicators.importing.kinds import FileKind
from indicators.importing.ledger import Intervals, ledger_of, rows_of
from indicators.importing.ledger_sheet import is_ledger, lines_of
from indicators.importing.mappings import habits_of, mapping_of, with_span
from indicators.importing.naming import Book, plain, read_book
from indicators.importing.reading import read_file
from indicators.importing.refusing import refuse
from indicators.importing.rows import FAULTY, SKIPPED, Row, row_of
from indicators.importing.sie import parse_sie
from indicators.models import ImportDraft, ImportSource, Organisation, SieMapping
from indicators.models.imports import Layout
from indicators.rights import rights_of
from vss_portal import clock
from vss_portal.models import User

DAYS_KEPT = 3
MOST_FIGURES = 40_000
# A change beyond this is asked about, where its source says nothing else.
ASK_PERCENT = 50


@dataclass
class Interpretation:
    """What a file says as it is understood now, and what must be asked before its rows are judged.

    `unknown_units` and `unknown_indicators` are the file's names with what is told beside them (how often, or the
    ansvar's name); `controls` are the totals that don't agree.
    """

    layout: str
    book: Book
    rows: list[Row] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unknown_units: dict[str, str] = field(default_factory=dict)
    unknown_indicators: dict[str, str] = field(default_factory=dict)
    unknown_responsibilities: dict[str, str] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)
    controls: list[str] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Whether the rows can be judged."""
        unknown = self.unknown_units or self.unknown_indicators or self.unknown_responsibilities
        return bool(self.rows) and not self.questions and not unknown


def make_draft(*, by: User, file_name: str, content: bytes, source: ImportSource | None = None) -> ImportDraft:
    """Read a file and keep its content until it is saved or expires. Raises FileRefused."""
    organisation = rights_of(by).organisation
    if organisation is None or (source is not None and source.organisation_id != organisation.pk):
        raise refuse("no-organisation", "Du har ingen roll i organisationen som filen gäller.")
    read = read_file(content)
    ledger = _sie(read.text, organisation) if read.kind is FileKind.SIE else {}
    now = clock.now()
    drop_expired(now)
    return ImportDraft.objects.create(
        organisation=organisation,
        by=by,
        source=source,
        file_name=_tidy_name(file_name),
        file_hash=read.checksum,
        kind=read.kind.value,
        sheets=[sheet.plain() for sheet in read.sheets],
        ledger=ledger,
        mapping=mapping_of(source),
        created_at=now,
        expires_at=now + dt.timedelta(days=DAYS_KEPT),
    )


def _sie(text: str, organisation: Organisation) -> dict[str, Any]:
    """The ledger of a SIE file; one of another municipality is told."""
    found = parse_sie(text)
    ledger = ledger_of(found)
    owner = found.fields.get("FNAMN", "")
    if owner and organisation.municipality and plain(organisation.municipality) not in plain(owner):
        ledger.controls.insert(
            0, f"Filen är uttagen för ”{owner[:80]}”, portalen är till för {organisation.municipality}."
        )
    return ledger.plain()


def _tidy_name(name: str) -> str:
    kept = "".join(letter for letter in name if letter.isprintable()).strip()
    return kept[-200:] or "namnlös fil"


def drop_expired(moment: dt.datetime) -> None:
    """Throw away drafts that nobody saved."""
    ImportDraft.objects.filter(expires_at__lte=moment).delete()


def interpret(draft: ImportDraft) -> Interpretation:
    """What the draft says with the mapping that it has now."""
    mapping = with_span(draft.mapping)
    book = read_book(draft.organisation, mapping)
    if draft.kind == FileKind.SIE:
        lines = draft.ledger.get("lines", [])
        told = _ledger(draft, book, lines, draft.ledger.get("names", {}), draft.ledger.get("controls", []))
        told.passed["earlier-years"] = draft.ledger.get("earlier", 0)
        return told
    sheets = [Sheet.of(plain) for plain in draft.sheets]
    if is_ledger(sheets, book, mapping):
        return _ledger_sheet(draft, book, sheets, mapping)
    found = understand(sheets, book, mapping, habits_of(mapping))
    if len(found.rows) > MOST_FIGURES:
        message = f"Filen har {len(found.rows)} värden; högst {MOST_FIGURES} läses på en gång. Dela upp den i flera."
        found.rows[:] = [Row(place="hela filen", problems=[message], codes=["too-many"])]
    return Interpretation(
        layout=_layout(found),
        book=book,
        rows=found.rows,
        questions=questions(found, book, mapping.get("answers", {})),
        unknown_units=_told(found.unknown_units),
        unknown_indicators=_told(found.unknown_indicators),
        heads=found.heads,
        passed=found.passed,
    )


def _layout(found: Understood) -> str:
    roles = [column.role for head in found.heads.values() for column in head.columns]
    if "key" in roles:
        return Layout.FORM.value
    return Layout.WIDE.value if roles.count("value") > len(found.heads) else Layout.LONG.value


def _told(names: Counter[str]) -> dict[str, str]:
    return {name: f"{count} värden" if count > 1 else "1 värde" for name, count in names.most_common()}


def _ledger(
    draft: ImportDraft, book: Book, lines: Sequence[Any], names: Mapping[str, str], controls: Sequence[str]
) -> Interpretation:
    units, accounts = _intervals(draft)
    placed = rows_of(lines, names, units, accounts, book)
    return Interpretation(
        layout=Layout.SIE.value,
        book=book,
        rows=placed.rows,
        unknown_responsibilities=placed.unknown,
        passed=placed.passed,
        controls=list(controls),
    )


def _ledger_sheet(
    draft: ImportDraft, book: Book, sheets: Sequence[Sheet], mapping: Mapping[str, Any]
) -> Interpretation:
    """A ledger's amounts are in kronor and signed as in the ledger, unless it was said otherwise."""
    answers = {"money_unit": "kr", "sign": "ledger"} | dict(mapping.get("answers", {}))
    found = lines_of(sheets, book, mapping, habits_of({"answers": answers}))
    told = _ledger(draft, book, found.lines, found.names, [])
    told.rows += [
        Row(place=where, problems=[message], codes=["ledger"], verdict=FAULTY) for where, message in found.problems
    ]
    told.passed.update(found.passed)
    heads = understand(sheets, book, mapping, habits_of({})).heads
    told.heads, told.layout = heads, Layout.LONG.value
    return told


def _intervals(draft: ImportDraft) -> tuple[Intervals, Intervals]:
    """The ledger's codes as the draft and its source know them: (first, last, code of unit or indicator)."""
    units = [(code, code, unit) for code, unit in draft.mapping.get("responsibilities", {}).items()]
    accounts: list[tuple[str, str, str]] = [
        (first, last, code) for first, last, code in draft.mapping.get("accounts", ())
    ]
    told = bool(accounts)
    rows = (
        SieMapping.objects.filter(source=draft.source_id).select_related("unit", "indicator") if draft.source_id else ()
    )
    for row in rows:
        if row.part == SieMapping.Part.ACCOUNT and not told:
            accounts.append((row.first, row.last, row.indicator.code if row.indicator else ""))
        elif row.part == SieMapping.Part.RESPONSIBILITY:
            units.append((row.first, row.last, row.unit.code if row.unit else ""))
    return units, accounts


@transaction.atomic
def compare_draft(draft: ImportDraft, told: Interpretation | None = None) -> None:
    """Judge the rows as things stand now, and keep the answer in the draft."""
    told = told or interpret(draft)
    skipped = set(draft.mapping.get("skipped", ()))
    for row in told.rows:
        if row.place in skipped:
            row.verdict = SKIPPED
    ask = draft.mapping.get("ask_percent") or (draft.source.ask_percent if draft.source else ASK_PERCENT)
    compare(told.rows, told.book, by=draft.by, ask_percent=ask)
    draft.rows = [row.plain() for row in told.rows]
    draft.summary = {
        **summary_of(told.rows, told.book), "passed": dict(told.passed), "controls": told.controls,
        "layout": told.layout,
    }  # fmt: skip
    draft.compared_at = clock.now()
    draft.save(update_fields=["rows", "summary", "compared_at", "mapping"])


def skip_faulty(draft: ImportDraft) -> int:
    """Take the rows with errors out of the draft, and compare what is left. Answers how many there were."""
    places = [row["place"] for row in draft.rows if row.get("verdict") == FAULTY]
    draft.mapping = {**draft.mapping, "skipped": sorted({*draft.mapping.get("skipped", ()), *places})}
    compare_draft(draft)
    return len(places)


def rows_in(draft: ImportDraft) -> list[Row]:
    """The rows as they were compared."""
    return [row_of(plain) for plain in draft.rows]


def own_sources(organisation: Organisation) -> list[ImportSource]:
    """The sources of the organisation by name."""
    rows = ImportSource.objects.filter(organisation=organisation, retired_at__isnull=True)
    return list(rows.order_by("name"))
