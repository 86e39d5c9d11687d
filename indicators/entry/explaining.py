"""One line that explains unusual values; it becomes a proposed footnote and isn't asked for again."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from indicators.access import may_record
from indicators.entry.cells import Line, Writer
from indicators.models import ExplainedFigure, Explanation
from vss_portal import clock

LONGEST = 500


class ExplanationRefused(ValueError):
    """Why a line wasn't saved; the message is Swedish."""


@transaction.atomic
def explain(writer: Writer, keys: Collection[str], text: str) -> Explanation:
    """Save one line about the rows with the keys. Raises ExplanationRefused where there is nothing to explain."""
    told = " ".join(text.split())
    if not told:
        raise ExplanationRefused("Förklaringen är tom. Skriv en rad om varför värdet är ovanligt. Inget är sparat.")
    if len(told) > LONGEST:
        raise ExplanationRefused(f"Förklaringen har {len(told)} tecken, högst {LONGEST} får plats. Korta den.")
    rows = [row for row in writer.rows if row.key in keys]
    if not all(may_record(writer.month.user, row.indicator, writer.unit(row)) for row in rows):
        raise ExplanationRefused("Den som rapporterar värdet förklarar det. Inget är sparat.")
    known = [known for row in rows if (known := writer.known(row)) is not None]
    if not known:
        raise ExplanationRefused("Det finns inget värde att förklara på raden. Skriv in värdet först.")
    month = writer.month
    made = Explanation.objects.create(
        unit_id=month.area_of(rows[0].unit).pk,
        year=month.at.year,
        month=month.at.month,
        text=told,
        by=month.user,
        at=clock.now(),
    )
    ExplainedFigure.objects.bulk_create(
        ExplainedFigure(explanation=made, fact_id=each.fact, revision_id=each.revision) for each in known
    )
    for each in known:
        month.happenings.explained[each.fact] = told
    return made


def asking(lines: Iterable[Line]) -> list[Line]:
    """The lines that still wait for an explanation."""
    return [line for line in lines if line.state == "explain"]


def proposed_footnotes(facts: Collection[int]) -> dict[int, str]:
    """The latest explanation of each fact that has one, as a proposal for its footnote: one query."""
    rows = ExplainedFigure.objects.filter(fact__in=facts).order_by("pk")
    return dict(rows.values_list("fact", "explanation__text"))
