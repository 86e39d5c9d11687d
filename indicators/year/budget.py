"""Budget with plan years, beside the boxes: counting up, frame against sum, versions under a decision, periodising."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from indicators.entry.saving import Given, Outcome
from indicators.entry.year_index import Scope, counted_up
from indicators.entry.years import YearLine, YearSheet
from indicators.entry.years_saving import save_years
from indicators.models import BudgetAssumption, Decision, Fact, FigureRevision, Organisation
from indicators.models.choices import AggregationChoice, FootnoteKind, MarkerChoice, Scenario, Source, SpanChoice
from indicators.numbers import Number, round_half_up
from indicators.recording import Entry, record_figures
from indicators.recording_entries import number_of
from vss_portal import clock
from vss_portal.models import User

MOST_PERCENT = 5000
MONTHS = range(1, 13)
METHODS = {
    "tolftedel": "en tolftedel per månad",
    "profil": "som förra årets månader",
    "kurva": "enligt egen kurva",
}


NOTHING_TO_FILL = (
    "Inget att fylla: budgetåret är tomt, eller planåren har redan värden. Fyll i budgetåret först, eller välj att"
    " skriva över. Inget är sparat."
)


class BudgetRefused(ValueError):
    """Why a budget wasn't changed; the message is Swedish."""


# Counting up


def read_percent(text: str) -> int:
    """A per cent as hundredths: "2,5" is 250. Raises BudgetRefused."""
    plain = text.strip().removesuffix("%").strip().replace("−", "-").replace(",", ".")
    try:
        hundredths = Decimal(plain or "x") * 100
    except ArithmeticError:
        raise BudgetRefused(f"”{text}” är ingen procent. Skriv till exempel 2,5. Inget är sparat.") from None
    if hundredths != hundredths.to_integral_value() or abs(hundredths) > MOST_PERCENT:
        raise BudgetRefused(f"{text} % är utanför −50 till 50, eller har fler än två decimaler. Inget är sparat.")
    return int(hundredths)


@dataclass(frozen=True, slots=True)
class Filled:
    """A box of a plan year as it would be filled: its name, what it is about, what stands and what it becomes."""

    name: str
    label: str
    before: str
    text: str
    seen: int


def fill_right(sheet: YearSheet, keys: Collection[str], percent: int, *, over: bool = False) -> list[Filled]:
    """The plan years of the rows, out of the budget's year. What is filled already stands, unless `over`."""
    found: list[Filled] = []
    for line in sheet.lines:
        if line.key in keys and not line.row.is_computed:
            found += _of_line(sheet, line, percent, over=over)
    return found


def _of_line(sheet: YearSheet, line: YearLine, percent: int, *, over: bool) -> Iterable[Filled]:
    known = sheet.known_year(line.row, sheet.budget_column)
    if known is None or known.number is None:
        return
    for column, cell in zip(sheet.columns, line.cells, strict=True):
        if column.scenario != Scenario.PLAN or cell.state == "locked" or (cell.text and not over):
            continue
        text = str(counted_up(known.number, percent, column.year - sheet.year))
        if text != cell.text:
            yield Filled(cell.name, cell.label, cell.text, text, cell.seen)


@dataclass(frozen=True)
class CountedUp:
    """What counting up did: the kept assumption, and the act of recording that filled the boxes."""

    assumption: BudgetAssumption
    outcome: Outcome

    @property
    def batch(self) -> int:
        """The act's key, to be taken back by."""
        return next((each.revision.batch_id for each in self.outcome.recorded.values()), 0)


@transaction.atomic
def count_up(sheet: YearSheet, scope: Scope, percent: int, *, note: str, by: User, over: bool = False) -> CountedUp:
    """Fill the plan years and keep the index as an assumption. Raises BudgetRefused with all that wasn't saved."""
    keys = tuple(line.key for line in scope.lines)
    filled = fill_right(sheet, keys, percent, over=over)
    if not filled:
        raise BudgetRefused(NOTHING_TO_FILL)
    outcome = save_years(sheet, {each.name: Given(each.text, each.before, each.seen) for each in filled})
    if outcome.troubles:
        raise BudgetRefused(" ".join(trouble.message for trouble in outcome.troubles.values()))
    changed = {each.name.partition("-")[2] for each in filled}
    kept = BudgetAssumption.objects.create(
        unit_id=sheet.month.area.pk,
        year=sheet.year,
        decision=sheet.decision,
        rows=scope.words[:300],
        keys=[key for key in keys if key in changed],
        percent=percent,
        note=" ".join(note.split())[:300],
        by=by,
        at=clock.now(),
    )
    return CountedUp(kept, outcome)


# Versions under a decision


def working_version(organisation: Organisation, year: int) -> list[FigureRevision]:
    """What stands of the year's budget and plan under no decision."""
    standing = FigureRevision.objects.current().filter(fact__indicator__organisation=organisation)
    standing = standing.filter(fact__decision=None, fact__basis="original").exclude(marker=MarkerChoice.CLEARED)
    found = standing.select_related("fact__indicator", "fact__unit", "fact__breakdown")
    return [row for row in found if _is_of(row.fact, year)]


@transaction.atomic
def put_under(decision: Decision, *, organisation: Organisation, year: int, by: User) -> int:
    """The working version of the year's budget and plan, recorded as what was decided; how many figures.

    The working version stays, and can go on to the next proposal. Raises BudgetRefused where there is none.
    """
    rows = working_version(organisation, year)
    if not rows:
        raise BudgetRefused(
            f"Det finns ingen arbetsversion av budget {year} att lägga under beslutet. Inget är sparat."
        )
    entries = [_under(row, decision) for row in rows]
    title = f"Budget {year}: {decision.title}"
    done = record_figures(entries=entries, by=by, source=Source.FORM, label=title[:200], may_unlock=True)
    _keep_assumptions(decision, organisation, year)
    return sum(each.state != "unchanged" for each in done)


def _keep_assumptions(decision: Decision, organisation: Organisation, year: int) -> None:
    """What the working version was counted up by stands beside the decided one too."""
    rows = BudgetAssumption.objects.filter(unit__organisation=organisation, year=year, decision=None).order_by("pk")
    copies = [
        BudgetAssumption(
            unit_id=row.unit_id, year=year, decision=decision, rows=row.rows, keys=row.keys, percent=row.percent,
            note=row.note, by_id=row.by_id, at=row.at,
        )
        for row in rows
    ]  # fmt: skip
    BudgetAssumption.objects.bulk_create(copies)


def _is_of(fact: Fact, year: int) -> bool:
    return (fact.scenario == Scenario.BUDGET and fact.year == year) or (
        fact.scenario == Scenario.PLAN and year < fact.year <= year + 5
    )


def _under(row: FigureRevision, decision: Decision) -> Entry:
    fact = row.fact
    return Entry(
        indicator=fact.indicator, unit=fact.unit, breakdown=fact.breakdown, year=fact.year, month=fact.month,
        span=fact.span, scenario=fact.scenario, decision=decision, number=number_of(row), marker=row.marker,
        reason=decision.title,
    )  # fmt: skip


# Periodising


def spread(value: Number, weights: Sequence[Fraction]) -> list[Number]:
    """The value on twelve months by weights, in its own decimals; they add up to the value exactly.

    Each month is the rounded part of the year so far less that of the months before, so that no month carries the
    others' rounding. Raises BudgetRefused for weights that add up to nothing.
    """
    whole = sum(weights)
    if len(weights) != len(MONTHS) or whole <= 0 or min(weights) < 0:
        raise BudgetRefused("En kurva har tolv tal, inget av dem negativt, som tillsammans är mer än noll.")
    shares, before = [], 0
    for month in MONTHS:
        so_far = round_half_up(value.fraction * sum(weights[:month], Fraction(0)) / whole, value.decimals).scaled
        shares.append(Number(so_far - before, value.decimals))
        before = so_far
    return shares


def read_curve(text: str) -> list[Fraction]:
    """Twelve numbers from a line: "8 8 9 …" or pasted from a sheet. Raises BudgetRefused."""
    words = text.replace(";", " ").split()
    try:
        return [Fraction(word.replace(",", ".")) for word in words]
    except (ValueError, ZeroDivisionError):
        raise BudgetRefused(
            f"”{text}” går inte att läsa som tolv tal. Skriv till exempel 8 8 9 8 8 8 6 8 9 9 9 10."
        ) from None


def profile_of(fact: Fact) -> list[Fraction]:
    """Last year's months of the same row: its outcomes. Raises BudgetRefused where one is missing or negative."""
    rows = FigureRevision.objects.current().filter(
        fact__indicator=fact.indicator_id, fact__unit=fact.unit_id, fact__breakdown=fact.breakdown_id,
        fact__scenario=Scenario.OUTCOME, fact__year=fact.year - 1, fact__span=SpanChoice.MONTH, fact__basis="original",
    )  # fmt: skip
    values = {row.fact.month: number_of(row) for row in rows.select_related("fact")}
    known = [values.get(month) for month in MONTHS]
    if any(value is None or value.scaled < 0 for value in known):
        raise BudgetRefused(
            f"Förra årets månader för {fact.indicator.name_on(clock.today())} är inte alla kända, eller någon är "
            "negativ. Välj en tolftedel eller en egen kurva."
        )
    return [value.fraction for value in known if value is not None]


@transaction.atomic
def periodise(fact: Fact, method: str, *, by: User, curve: str = "") -> int:
    """Record the months of a year's budget; a footnote on each says how, and stands under the tables that show them.

    Raises BudgetRefused, and RecordingRefused as `record_figures`.
    """
    if method not in METHODS:
        raise BudgetRefused("Välj hur budgeten ska fördelas på månader. Inget är sparat.")
    if fact.indicator.aggregation != AggregationChoice.SUM:
        raise BudgetRefused("Bara det som summeras över året fördelas på månader. Inget är sparat.")
    latest = fact.revisions.order_by("number").last()
    value = number_of(latest) if latest else None
    if value is None:
        raise BudgetRefused("Budgeten för året är inte ifylld. Inget är sparat.")
    weights = {
        "tolftedel": lambda: [Fraction(1)] * len(MONTHS),
        "profil": lambda: profile_of(fact),
        "kurva": lambda: read_curve(curve),
    }[method]()
    note = (
        f"budgeten är fördelad med {METHODS[method]}"
        if method == "tolftedel"
        else f"budgeten är fördelad {METHODS[method]}"
    )
    entries = [_month(fact, month, number, note) for month, number in zip(MONTHS, spread(value, weights), strict=True)]
    done = record_figures(entries=entries, by=by, source=Source.FORM, label="Periodisering", may_unlock=True)
    return sum(each.state != "unchanged" for each in done)


def _month(fact: Fact, month: int, number: Number, note: str) -> Entry:
    return Entry(
        indicator=fact.indicator, unit=fact.unit, breakdown=fact.breakdown, year=fact.year, month=month,
        span=SpanChoice.MONTH, scenario=Scenario.BUDGET, decision=fact.decision, number=number,
        footnotes=((FootnoteKind.EXPLANATION, note),), reason="Periodisering av budgeten",
    )  # fmt: skip
