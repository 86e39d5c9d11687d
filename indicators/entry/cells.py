"""The lines of the entry page: what each cell shows, its state, and what is asked about it. Nothing is fetched here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import cached_property

from indicators.access import may_read_work, may_record
from indicators.entry.bands import MONTHS_BACK, Band, expected
from indicators.entry.forecasts import Proposal, propose
from indicators.entry.lines import Cell, Line, Trouble
from indicators.entry.plan import HEADINGS, Row, grouped
from indicators.entry.reading import AreaMonth, with_recorded
from indicators.models import Unit
from indicators.models.choices import IndicatorKind, MarkerChoice, Role, Scenario
from indicators.number_parsing import Marker
from indicators.numbers import Number, format_number
from indicators.pivot.coordinates import ANYTHING, TOTAL, Coordinates, Slot
from indicators.pivot.figures import Known
from indicators.pivot.values import Found
from indicators.recording_entries import Recorded
from indicators.rights import reporting_role
from indicators.shown import unit_word
from indicators.spans import Month, months_label
from indicators.targets import TargetKind, format_target
from vss_portal import clock
from vss_portal.dates import short_date, short_weekday

OUTCOME, FORECAST = "u", "p"


@dataclass(frozen=True)
class Writer:
    """Makes the lines of an area's month; `troubles` are by the names of the boxes."""

    month: AreaMonth
    troubles: Mapping[str, Trouble] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that the person may see."""
        return [row for row in self.month.rows if may_read_work(self.month.user, row.indicator, self.unit(row))]

    def after(self, recorded: Collection[Recorded], troubles: Mapping[str, Trouble]) -> Writer:
        """The same rows with what was just recorded; one that was emptied stands until the page is read again."""
        fresh = Writer(with_recorded(self.month, recorded), troubles)
        vars(fresh)["rows"] = self.rows
        return fresh

    @cached_property
    def due(self) -> list[Line]:
        """The lines of what is due in the month."""
        return [self.line(row) for row in self.rows if not row.not_due]

    @cached_property
    def folded(self) -> list[tuple[str, str]]:
        """What isn't due: name, and when it is measured."""
        found = {self._name(row): row.not_due for row in self.rows if row.not_due and row.is_total}
        return list(found.items())

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines under their headings."""
        lines = {line.key: line for line in self.due}
        return [(heading, [lines[row.key] for row in rows]) for heading, rows in grouped(line.row for line in self.due)]

    def unit(self, row: Row) -> Unit:
        """The row's unit."""
        return self.month.rights.unit_row(row.unit_pk)

    @cached_property
    def short(self) -> list[Line]:
        """The lines of what is due, with what is counted and told of them, for overviews of many areas."""
        return [self._in_short(row, self.known(row), None) for row in self.rows if not row.not_due]

    def line(self, row: Row, *, briefly: bool = False) -> Line:
        """One line with its cells; `briefly` without what no cell of the page changes: other times, and the target."""
        known = self.known(row)
        # Briefly, what is expected matters only where there is something to ask about.
        band = self.band(row) if not briefly or (known and known.number is not None) else None
        same = (row.indicator.pk, row.unit_pk, row.breakdown.pk)
        found = self._found(row, 0) if row.is_computed else None
        return replace(
            self._in_short(row, known, band),
            note=self._note(row),
            proposal=self._proposal(row),
            beside=self._beside(row, briefly=briefly),
            target="" if briefly else self._target(row),
            as_before=self.month.happenings.earlier.get(same, ""),
            told=found.explanation if found else "",
            comments=self.month.happenings.comments.get(same, 0),
            area=self.month.area_of(row.unit).code,
        )

    def following(self, row: Row, saved: Collection[str]) -> Line:
        """What changes in a computed row when outcomes or forecasts (`u`, `p`) of its parts are saved."""
        known = self.known(row)
        band = self.band(row) if known and known.number is not None else None
        found = self._found(row, 0)
        return Line(
            row=row,
            name=self._name(row),
            unit_name=self._unit_name(row),
            value=self._value_cell(row, known, band),
            forecast=self._forecast_cell(row) if FORECAST in saved else None,
            beside=self._beside(row, briefly=True),
            told=found.explanation if found else "",
            comments=self.month.happenings.comments.get((row.indicator.pk, row.unit_pk, row.breakdown.pk), 0),
        )

    def _in_short(self, row: Row, known: Known | None, band: Band | None) -> Line:
        """The line's cells, and what is asked about them; the band is worked out where it wasn't yet and decides."""
        number = known.number if known else None
        band = self.band(row) if band is None and number is not None else band
        value = self._value_cell(row, known, band)
        asks = value.state in ("explain", "explained") and band is not None and number is not None
        return Line(
            row=row,
            name=self._name(row),
            unit_name=self._unit_name(row),
            value=value,
            forecast=self._forecast_cell(row),
            last_forecast=self._last_forecast(row),
            explanation=self.month.happenings.explained.get(known.fact, "") if known else "",
            band=band,
            question=band.sentence(number) if asks and band and number else "",
        )

    # The value

    def slot(self, row: Row, at: Month | None = None) -> Slot:
        """Where the row's outcome stands, in this month or another."""
        month, year = (row.month, self.month.at.year) if at is None else (at.month, at.year)
        span = row.span
        if at is not None and span in ("ytd", "full_year"):
            span = "full_year" if at.month == 12 else "ytd"
        return Slot(row.indicator.code, row.unit, row.breakdown.code, Scenario.OUTCOME, year, month, span)

    def known(self, row: Row) -> Known | None:
        """The recorded outcome of the month."""
        return self.month.figures.find(self.slot(row), ANYTHING, self.month.lookup.period)

    def band(self, row: Row) -> Band | None:
        """What is expected of the row's outcome."""
        if row.span == "full_year" and row.indicator.aggregation == "yearly":
            return None
        facts = self.month.facts[row.indicator.code]
        figures, period = self.month.figures, self.month.lookup.period
        history: dict[Month, Number] = {}
        for back in range(1, MONTHS_BACK + 2):
            at = self.month.at - back
            known = figures.find(self.slot(row, at), ANYTHING, period)
            if known is not None and known.number is not None:
                history[at] = known.number
        return expected(self.month.at, history, row.indicator.aggregation, facts.measure, facts.decimals)

    def _value_cell(self, row: Row, known: Known | None, band: Band | None) -> Cell:
        name, label = f"{OUTCOME}-{row.key}", f"{self._full_name(row)}, {self.month.at.label}"
        trouble = self.troubles.get(name)
        if row.is_computed and (known is None or known.marker == MarkerChoice.CLEARED):
            found = self._found(row, 0)
            if found is not None and found.number is not None:
                return Cell(name, label, str(found.number), state="computed")
        cell = _cell(name, label, known)
        if why := self.locked_why(row):
            return replace(cell, state="locked", why=why)
        if trouble is not None:
            return _unsaved(cell, trouble)
        state = self._state(known, band)
        return replace(cell, state="empty" if row.is_computed and state == "missing" else state)

    def _state(self, known: Known | None, band: Band | None) -> str:
        if known is None or known.marker in (MarkerChoice.CLEARED, MarkerChoice.NOT_REPORTED):
            return "missing"
        if known.number is None or band is None or not band.side(known.number):
            return "saved"
        return "explained" if known.fact in self.month.happenings.explained else "explain"

    def locked_why(self, row: Row) -> str:
        """Why the person can't write in the row's cells: the month's lock, or somebody else's figures."""
        occasion = self.month.occasion
        if occasion is None:
            return "ingen uppföljning är planerad"
        if not may_record(self.month.user, row.indicator, self.unit(row)):
            return self._whose(row)
        if not self.month.is_open:
            closed = f"månaden är stängd sedan {short_date(occasion.closed_on)}"
            return closed if self.month.is_locked else f"månaden öppnar {short_date(occasion.opens_on)}"
        return ""

    def _whose(self, row: Row) -> str:
        """Who reports it instead, and until when where that day is still to come."""
        role, occasion = reporting_role(row.indicator), self.month.occasion
        who = "HR-funktionen" if role == Role.HR else Role(role).label if role else "andra"
        coming = occasion if self.month.is_open and occasion and clock.today() <= occasion.due_on else None
        return f"{who} rapporterar" + (f", senast {short_weekday(coming.due_on)}" if coming else "")

    # Beside the value

    def _found(self, row: Row, years: int, *, span: str | None = None, month: int | None = None) -> Found | None:
        where = Coordinates(
            row.indicator.code,
            row.unit,
            row.breakdown.code,
            fixed_year=self.month.at.year + years,
            month=month or row.month,
            span=span or row.span,
        )
        if where not in self._looked_up:
            self._looked_up[where] = self.month.lookup.find(where)
        return self._looked_up[where]

    @cached_property
    def _looked_up(self) -> dict[Coordinates, Found | None]:
        return {}

    def _beside(self, row: Row, *, briefly: bool) -> tuple[str, ...]:
        """Last month, the same month last year, January to the month this year and last."""
        if briefly:
            return "", "", shown_found(self._found(row, 0, span="period", month=self.month.at.month)), ""
        before = self.month.at - 1
        last = self.month.at.plus_years(-1)
        shown = [self._at(row, before), self._at(row, last)]
        shown += [shown_found(self._found(row, years, span="period", month=self.month.at.month)) for years in (0, -1)]
        return tuple(shown)

    def _at(self, row: Row, at: Month) -> str:
        if row.is_computed:
            slot = self.slot(row, at)
            where = Coordinates(row.indicator.code, row.unit, TOTAL, fixed_year=at.year, month=at.month, span=slot.span)
            return shown_found(self.month.lookup.find(where))
        known = self.month.figures.find(self.slot(row, at), ANYTHING, self.month.lookup.period)
        return shown_text(known)

    def _target(self, row: Row) -> str:
        target = self.month.targets.get((row.indicator.code, row.unit, row.breakdown.code, self.month.at.year))
        if target is not None and target.kind is not TargetKind.NONE:
            return target.raw or format_target(target)
        where = Coordinates(row.indicator.code, row.unit, row.breakdown.code, scenario=Scenario.BUDGET, span="year")
        return shown_found(self.month.lookup.find(where))

    # The forecast

    def forecast_known(self, row: Row) -> Known | None:
        """The forecast that was made in the month."""
        slot = Slot(row.indicator.code, row.unit, TOTAL, Scenario.FORECAST, self.month.at.year, 12, row.forecast_span)
        made = [known for known in self.month.figures.figures.get(slot, ()) if known.vintage == self.month.vintage]
        return made[0] if made else None

    def _forecast_cell(self, row: Row) -> Cell | None:
        name, label = f"{FORECAST}-{row.key}", f"{self._full_name(row)}, prognos helår"
        if row.is_computed and row.indicator.kind == IndicatorKind.ECONOMY and row.is_total:
            where = Coordinates(row.indicator.code, row.unit, scenario=Scenario.FORECAST, span="year", vintage="report")
            return Cell(name, label, shown_found(self.month.lookup.find(where)), state="computed")
        if not row.takes_forecast:
            return None
        known = self.forecast_known(row)
        cell = _cell(name, label, known)
        if why := self.locked_why(row):
            return replace(cell, state="locked", why=why)
        trouble = self.troubles.get(name)
        if trouble is not None:
            return _unsaved(cell, trouble)
        return replace(cell, state="saved" if cell.text else "empty")

    def _last_forecast(self, row: Row) -> str:
        if not row.takes_forecast:
            return ""
        slot = Slot(row.indicator.code, row.unit, TOTAL, Scenario.FORECAST, self.month.at.year, 12, row.forecast_span)
        made = [known for known in self.month.figures.figures.get(slot, ()) if known.vintage < self.month.vintage]
        return shown_text(max(made, key=lambda known: known.vintage)) if made else ""

    def _proposal(self, row: Row) -> Proposal | None:
        if not row.takes_forecast or self.month.at.month == 12:
            return None
        so_far, then = (self._number(row, years, "period", self.month.at.month) for years in (0, -1))
        year = self._number(row, -1, "year", 12)
        return propose(row.indicator.aggregation, so_far, then, year, self.month.at.month, self.month.at.year - 1)

    def _number(self, row: Row, years: int, span: str, month: int) -> Number | None:
        found = self._found(row, years, span=span, month=month)
        return found.number if found else None

    # Words

    def _name(self, row: Row) -> str:
        facts = self.month.facts[row.indicator.code]
        word = unit_word(facts.measure)
        name = facts.name if row.is_total else f"{facts.name}, {row.breakdown.name.lower()}"
        return f"{name}, {word}" if word and word not in name else name

    def _full_name(self, row: Row) -> str:
        """What a screen reader calls the row: with its unit where that isn't the page's own."""
        return " ".join(filter(None, (self._name(row), self._unit_name(row))))

    def _unit_name(self, row: Row) -> str:
        if row.unit == self.month.area.code:
            return ""
        return self.month.rights.tree.name_on(row.unit, self.month.at.last_day, short=True)

    def _note(self, row: Row) -> str:
        """What a box holds that isn't the month alone."""
        if row.span == "ytd":
            return months_label(row.month)
        if row.span == "full_year":
            return "helår"
        return f"per den {self.month.at.last_day.day}" if row.span == "point" else ""


def _cell(name: str, label: str, known: Known | None) -> Cell:
    if known is None:
        return Cell(name, label)
    text = shown_text(known)
    return Cell(name, label, text, text, known.revision_number, fact=known.fact)


def _unsaved(cell: Cell, trouble: Trouble) -> Cell:
    """The box with what was typed; what was seen then stays with it, so that nothing newer is overwritten unseen."""
    seen = cell.seen if trouble.seen is None else trouble.seen
    return replace(cell, state="unsaved", text=trouble.given, seen=seen, trouble=trouble)


def shown_text(known: Known | None) -> str:
    """A recorded value as it is written in a box; empty where there is none."""
    if known is None or known.marker == MarkerChoice.CLEARED:
        return ""
    return format_number(known.number) if known.number is not None else typed_marker(known.marker)


def shown_found(found: Found | None) -> str:
    """A value beside the box; a dash where nothing is known."""
    if found is None:
        return "–"
    return format_number(found.number) if found.number is not None else typed_marker(found.marker)


def typed_marker(marker: str) -> str:
    """A reason as it can be typed: `IU`, `N/A`, else its word."""
    if marker not in MarkerChoice.values:
        return ""
    known = Marker(marker)
    return known.printed if known.printed not in ("–", "") else known.word


def counted(lines: Iterable[Line]) -> dict[str, int]:
    """How far a month has come: all cells of values, filled, missing, to explain, explained."""
    entered = [line for line in lines if not line.row.is_computed]
    states = [line.state for line in entered]
    missing = sum(line.is_missing for line in entered)
    return {
        "all": len(entered),
        "missing": missing,
        "filled": len(entered) - missing,
        "explain": states.count("explain"),
        "explained": states.count("explained"),
    }


__all__ = ["HEADINGS", "Cell", "Line", "Trouble", "Writer", "counted", "shown_text", "typed_marker"]
