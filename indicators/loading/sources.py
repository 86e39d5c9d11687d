"""Where figures come from: budget decisions (`decisions.yaml`) and printed documents (`documents.yaml`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.problems import Problem, ReferenceRefused
from indicators.loading.reading import DocumentRow, Reading
from indicators.loading.saving import Saving
from indicators.models import Decision, SourceDocument
from indicators.models.choices import DecisionKind

DECISIONS, DOCUMENTS = ("decisions.yaml", "example/decisions.yaml"), "documents.yaml"
DOCUMENT_KINDS = ("interim", "annual", "budget", "monthly")
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as the file tells it."""

    code: str
    kind: str
    decided_on: dt.date
    case_number: str
    title: str


def read_decisions(reading: Reading) -> list[DecisionRow]:
    """The decisions, those of the demo's examples too; their codes are known from here on."""
    documents = [reading.document(name) for name in DECISIONS if reading.exists(name)]
    rows = [row for document in documents for row in document.rows("decisions")]
    decisions = [_decision(row) for row in rows]
    for document in documents:
        document.finish()
    refuse_twice([(row, found.code) for row, found in zip(rows, decisions, strict=True)], "code", "Beslutet")
    reading.known.decisions |= {decision.code for decision in decisions}
    return decisions


def _decision(given: Given) -> DecisionRow:
    decision = DecisionRow(
        code=given.code(),
        kind=given.choice("kind", DecisionKind),
        decided_on=given.day("decided_on"),
        case_number=given.text("case_number", longest=60, default=""),
        title=given.text("title"),
    )
    given.finish()
    return decision


def save_decisions(decisions: Sequence[DecisionRow], saving: Saving) -> None:
    """The decisions."""
    known = Decision.objects.filter(organisation=saving.organisation)
    rows = saving.rows("beslut", known, "code", organisation=saving.organisation)
    for found in decisions:
        rows.put(
            code=found.code,
            kind=found.kind,
            decided_on=found.decided_on,
            case_number=found.case_number,
            title=found.title,
        )


def read_documents(reading: Reading) -> list[DocumentRow]:
    """The printed documents in order of recording; they are known by their slugs from here on."""
    if not reading.exists(DOCUMENTS):
        return []
    document = reading.document(DOCUMENTS)
    rows = document.rows("documents")
    found = [_document(row, reading) for row in rows]
    document.finish()
    for key in ("code", "slug"):
        refuse_twice([(row, getattr(each, key)) for row, each in zip(rows, found, strict=True)], key, "Dokumentet")
    ordered = sorted(found, key=lambda each: (each.recorded_on, each.code))
    reading.known.documents |= {each.slug: each for each in ordered}
    return ordered


def _document(given: Given, reading: Reading) -> DocumentRow:
    document = DocumentRow(
        code=given.text("code", longest=20),
        slug=given.code("slug"),
        title=given.text("title"),
        kind=given.known("kind", DOCUMENT_KINDS, f"slagen av dokument ({', '.join(DOCUMENT_KINDS)})"),
        year=given.whole("year", FIRST_YEAR, LAST_YEAR),
        month=given.whole("month", 1, 12),
        recorded_on=given.day("recorded_on"),
        figures=given.texts("figures"),
        targets=given.texts("targets"),
        assessments=given.texts("assessments"),
    )
    for key in ("figures", "targets", "assessments"):
        for name in getattr(document, key):
            if not reading.exists(name):
                given.wrong(key, f"Filen {name} finns inte. Lägg till den eller ta bort den ur listan.")
    given.finish()
    return document


def save_documents(documents: Sequence[DocumentRow], saving: Saving) -> None:
    """The printed documents."""
    known = SourceDocument.objects.filter(organisation=saving.organisation)
    _refuse_moved(documents, {row.code: row for row in known})
    rows = saving.rows("tryckta dokument", known, "code", organisation=saving.organisation)
    for found in documents:
        rows.put(code=found.code, slug=found.slug, title=found.title, recorded_on=found.recorded_on)


def _refuse_moved(documents: Sequence[DocumentRow], known: dict[str, SourceDocument]) -> None:
    """The day that a document's figures are known from stays: they are recorded on it, and reports show that day."""
    moved = [(found, known[found.code]) for found in documents if found.code in known]
    problems = [
        Problem(
            DOCUMENTS,
            None,
            "recorded_on",
            f"{found.code} är inläst som känt {stands.recorded_on}, och dess värden står på den dagen. "
            f"{found.recorded_on} går inte att byta till; skriv tillbaka {stands.recorded_on}.",
        )
        for found, stands in moved
        if found.recorded_on != stands.recorded_on
    ]
    if problems:
        raise ReferenceRefused(problems)
