"""What no figure may break, whichever way it came in: the rules of the database, told before the database refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from indicators.models import Fact, FigureRevision, Indicator
from indicators.models.choices import FootnoteKind, MarkerChoice, Scenario
from indicators.models.figures import BUDGET_LIKE, CARRIED, ORIGINAL, RESTATED
from indicators.numbers import format_number
from indicators.recording_context import Catalogue
from indicators.recording_entries import Entry, span_known
from indicators.spans import SpanError, check_span

FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_DECIMALS = 9
LARGEST = 2**63 - 1
MOST_PEOPLE = 2**31 - 1
LONGEST = {"source_note": ("Källan", 300), "reason": ("Orsaken", 500)}
LONGEST_FOOTNOTE = 500

_SCENARIOS, _MARKERS = frozenset(Scenario.values), frozenset(MarkerChoice.values)

Broken = Iterator[tuple[str, str]]


def broken_rules(entry: Entry, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What is broken, as (code, Swedish sentence); what refers to nothing is told alone."""
    unknown = list(_references(entry, catalogue))
    if unknown:
        return unknown
    # The catalogue's own row has its names at hand; the one that was given would fetch them.
    known = replace(entry, indicator=catalogue.indicators[entry.indicator.pk])
    rules = (_group, _period, _scenario, _basis, _value, _number, _measured, _footnotes, _lengths)
    return [found for rule in rules for found in rule(known)]


def constraint_message(model: type[Fact] | type[FigureRevision], name: str) -> str:
    """The sentence of a constraint, so that it stands in one place only."""
    return next(str(rule.violation_error_message) for rule in model._meta.constraints if rule.name == name)


def _name(indicator: Indicator) -> str:
    return indicator.name_on(dt.date.max)


def _references(entry: Entry, catalogue: Catalogue) -> Broken:
    indicator = catalogue.indicators.get(entry.indicator.pk)
    if indicator is None or indicator.organisation_id != catalogue.organisation:
        yield "unknown-indicator", f"Indikatorn {entry.indicator} finns inte i organisationen. Välj en som finns."
    unit = catalogue.units.get(entry.unit.pk)
    if unit is None or unit.organisation_id != catalogue.organisation:
        yield "unknown-unit", f"Enheten {entry.unit} finns inte i organisationen. Välj en som finns."
    if entry.breakdown is not None and entry.breakdown.pk not in catalogue.breakdowns:
        yield "unknown-breakdown", f"Delen {entry.breakdown} finns inte i organisationen. Välj en som finns."
    decision = entry.decision
    if decision is not None and (decision.pk is None or decision.organisation_id != catalogue.organisation):
        yield "unknown-decision", f"Beslutet {decision} finns inte i organisationen. Välj ett som finns."


def _group(entry: Entry) -> Broken:
    if entry.indicator.is_group:
        yield (
            "group",
            f"{_name(entry.indicator)} är en rubrik för flera indikatorer och har inga egna värden."
            " Välj en av indikatorerna under den.",
        )


def _period(entry: Entry) -> Broken:
    if not FIRST_YEAR <= entry.year <= LAST_YEAR:
        yield "year", f"År {entry.year} kan inte stämma. Ange ett år mellan {FIRST_YEAR} och {LAST_YEAR}."
    if not span_known(entry.span):
        yield "span", f"”{entry.span}” är inget spann. Välj månaden, ackumulerat, helår, per den eller projekt."
        return
    try:
        check_span(entry.span, entry.month)
    except SpanError as error:
        yield "span", str(error)


def _scenario(entry: Entry) -> Broken:
    if entry.scenario not in _SCENARIOS:
        yield "scenario", f"”{entry.scenario}” går inte att registrera. Välj utfall, budget, prognos, plan eller ram."
        return
    year, month = divmod(entry.vintage, 100)
    made_in_a_month = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    if (entry.scenario == Scenario.FORECAST and not made_in_a_month) or (
        entry.scenario != Scenario.FORECAST and entry.vintage
    ):
        yield "vintage", constraint_message(Fact, "fact_vintage_of_forecast")
    if entry.decision is not None and entry.scenario not in BUDGET_LIKE:
        yield "decision", constraint_message(Fact, "fact_decision_of_budget")


def _basis(entry: Entry) -> Broken:
    if entry.basis not in (ORIGINAL, CARRIED) and not _restated(entry.basis):
        yield "basis", f"{constraint_message(Fact, 'fact_basis')} Angivet: ”{entry.basis}”."


def _restated(basis: str) -> bool:
    try:
        day = dt.date.fromisoformat(basis.removeprefix(RESTATED))
    except ValueError:
        return False
    return basis == f"{RESTATED}{day.isoformat()}"


def _value(entry: Entry) -> Broken:
    if (entry.number is None) == (not entry.marker):
        given = "varken värde eller orsak" if entry.number is None else "både värde och orsak"
        yield "value-or-marker", f"{constraint_message(FigureRevision, 'revision_value_or_marker')} Angivet: {given}."
    if entry.marker and entry.marker not in _MARKERS:
        words = ", ".join(str(label) for label in MarkerChoice.labels)
        yield "marker", f"”{entry.marker}” är ingen orsak till att värde saknas. Välj någon av: {words}."


def _number(entry: Entry) -> Broken:
    number = entry.number
    if number is None:
        return
    if abs(number.decimals) > MOST_DECIMALS:
        yield "decimals", f"Talet har {number.decimals} decimaler; högst {MOST_DECIMALS} kan sparas. Avrunda det."
    elif abs(number.scaled) > LARGEST:
        yield "too-large", f"{format_number(number)} är för stort för att sparas. Kontrollera talet och enheten."


def _measured(entry: Entry) -> Broken:
    population = entry.population
    if population is not None and not 0 <= population <= MOST_PEOPLE:
        yield "population", f"Underlaget (n) är {population}. Ange ett antal som är noll eller större."
    if entry.measured_from and entry.measured_to and entry.measured_from > entry.measured_to:
        dates = f"{entry.measured_from} till {entry.measured_to}"
        yield "measured", f"{constraint_message(FigureRevision, 'revision_measured_in_order')} Angivet: {dates}."


def _footnotes(entry: Entry) -> Broken:
    for kind, text in entry.footnotes:
        if kind not in FootnoteKind.values:
            words = ", ".join(str(label) for label in FootnoteKind.labels)
            yield "footnote-kind", f"”{kind}” är inget slag av fotnot. Välj {words}."
        if not text.strip():
            yield "footnote-empty", "En fotnot saknar text. Skriv texten eller ta bort fotnoten."
        elif len(text) > LONGEST_FOOTNOTE:
            yield "footnote-long", f"En fotnot är {len(text)} tecken; högst {LONGEST_FOOTNOTE} får plats. Korta den."
    if len(set(entry.footnotes)) < len(entry.footnotes):
        yield "footnote-twice", "Samma fotnot står två gånger på värdet. Ta bort den ena."


def _lengths(entry: Entry) -> Broken:
    for name, (word, longest) in LONGEST.items():
        length = len(getattr(entry, name))
        if length > longest:
            yield "too-long", f"{word} är {length} tecken; högst {longest} får plats. Korta texten."
