"""One table (or a chart's data) in a declaration: the sentence that it is said in, its footnotes, and how it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.composing.status_chart import CAPTION as STATUS_CAPTION
from reports.designing.columns import add_preset
from reports.designing.derived import DERIVED, add_derived
from reports.designing.keys import free_code
from reports.designing.known import Known
from reports.designing.outline import find
from reports.designing.refusals import DesignRefused
from reports.designing.rows import DAY, walk
from reports.designing.words import INDICATOR_KINDS, declared_pattern, shown_pattern

Data = dict[str, Any]
# What an empty chart can begin with beside figures.
STATUSES = "malens-lage"
OVER_TIME = "over-tid"
DESIGNED = ("table", "chart", "indicator_tables", "key_figures")
# Columns that belong together: how most tables of a report begin.
SETS = {
    "prognos": ("Prognos mot budget: prognos, budget, avvikelse", ("prognos", "budget", "avvikelse")),
    "hittills": ("Hittills i år mot i fjol: utfall, i fjol, förändring", ("utfall", "forra", "forandring")),
    "period": ("Periodens utfall mot budget: utfall, budget och avvikelse", ("utfall", "budget-period", "avvikelse")),
    "helar": ("Helåret mot budget: bokslut, budget och avvikelse", ("helar", "budget", "avvikelse")),
    "plan": ("Budget och plan: bokslut i fjol, budget, plan nästa år", ("bokslut", "budget", "plan")),
    "inga": ("Inga än, jag väljer själv", ()),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Designed:
    """What the designer works on: the section, and the mapping that holds its columns and rows."""

    section: Data
    table: Data
    is_chart: bool
    has_rows: bool

    @property
    def columns(self) -> list[Data]:
        """The columns."""
        found: list[Data] = self.table.setdefault("columns", [])
        return found

    @property
    def rows(self) -> list[Data]:
        """The rows; none where the goal tree makes them."""
        found: list[Data] = self.table.setdefault("rows", []) if self.has_rows else []
        return found

    @property
    def is_of_goals(self) -> bool:
        """Whether it stands for one table per kommunövergripande mål, with rows that the goal tree makes."""
        return not self.has_rows

    @property
    def is_statuses(self) -> bool:
        """Whether the chart is the overview of the goals, which takes neither rows nor columns."""
        return self.is_chart and self.table.get("type") == "statuses"

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been chosen yet."""
        return self.has_rows and not self.is_statuses and not self.rows and len(self.columns) <= 1


def designed(declaration: Data, key: str) -> Designed:
    """The table of a section. Raises DesignRefused for a section that has none."""
    section = find(declaration, key).section
    kind = section.get("kind", "part")
    if kind not in DESIGNED:
        raise DesignRefused("Avsnittet har ingen tabell.")
    table = section if kind == "indicator_tables" else section["chart" if kind == "chart" else "table"]
    return Designed(section, table, kind == "chart", kind != "indicator_tables")


def begin(it: Designed, sent: Mapping[str, str], known: Known) -> str:
    """Make the first rows and columns of an empty table from one sentence."""
    what, about = sent.get("visar", ""), sent.get("for", "")
    if what == STATUSES and it.is_chart:
        it.table["type"] = "statuses"
        it.table.setdefault("caption", STATUS_CAPTION)
        return "började diagrammet över målens läge"
    if not what or not about:
        raise DesignRefused("Välj vad tabellen visar och för vem. Inget är ändrat.")
    over_time = it.is_chart and sent.get("kolumner") == OVER_TIME
    it.rows.extend(_first_rows(it.table, what, about, known, over_time=over_time))
    for code in SETS.get(sent.get("kolumner", "inga"), SETS["inga"])[1]:
        if code in DERIVED:
            add_derived(it.columns, code)
        else:
            add_preset(it.columns, code, chart=it.is_chart)
    if not it.table.get("caption"):
        it.table["caption"] = _caption(what, known)
    if _is_money(what, known):
        it.table.update(money="tkr", decimals=0)
    return f"började {'diagrammet' if it.is_chart else 'tabellen'}"


def _years(table: Data, what: str, known: Known) -> list[Data]:
    """Five years as moments of a line, with the target's band."""
    if what not in known.indicators:
        raise DesignRefused("Linjer över tid visar ett mått. Välj vilket. Inget är ändrat.")
    table["type"], table["defaults"]["indicator"] = "lines", what
    table.setdefault("caption", f"{known.indicator_name(what)} {{year-4}}–{{year}}")
    table["columns"] = [
        {"key": "label", "kind": "label", "heading": "År"},
        {"key": "utfall", "heading": "Utfall", "span": "year", "style": "this_year"},
        {"key": "mal", "kind": "target", "heading": "Målvärde"},
    ]
    return [{"years": {"from": -4, "to": 0}}]


def _first_rows(table: Data, what: str, about: str, known: Known, *, over_time: bool = False) -> list[Data]:
    """A row per unit, or a row per indicator; what is the same for all rows is said once for the table."""
    unit, _, parts = about.partition(":")
    if unit not in known.tree.units:
        raise DesignRefused("Välj för vem i listan. Inget är ändrat.")
    table["defaults"] = {"unit": unit}
    if over_time:
        return _years(table, what, known)
    if what.startswith("slag:"):
        if what[5:] not in INDICATOR_KINDS:
            raise DesignRefused("Välj vad tabellen visar i listan. Inget är ändrat.")
        return [{"indicators": {"kind": what[5:]}}]
    if what not in known.indicators:
        raise DesignRefused("Välj vad tabellen visar i listan. Inget är ändrat.")
    table["defaults"]["indicator"] = what
    if not parts:
        return [{"label": known.indicator_name(what), "indicator": what}]
    total = {"role": "total", "label": "Summa" if _adds_up(what, known) else known.unit_name(unit), "total": "entered"}
    return [{"units": {"part_of": unit, "on": DAY}}, total]


def _adds_up(what: str, known: Known) -> bool:
    return known.indicators[what].aggregation in ("sum", "formula") or known.indicators[what].is_money


def _is_money(what: str, known: Known) -> bool:
    return what in known.indicators and known.indicators[what].is_money


def _caption(what: str, known: Known) -> str:
    if what.startswith("slag:"):
        return f"{INDICATOR_KINDS[what[5:]].capitalize()} {{period}} {{year}}"
    return f"{known.indicator_name(what)} {{period}} {{year}}".replace("{period} {year}", "{year}")


def set_table(it: Designed, sent: Mapping[str, str], known: Known) -> str:
    """Take over what the table's sentence says: measure, unit, money, decimals, page, name, legend."""
    table = it.table
    table["caption"] = declared_pattern(sent.get("namn", ""))
    before = it.is_statuses
    if it.is_chart:
        _put(table, "type", sent.get("form", "bars"), ("bars", "lines", "statuses"))
    if it.has_rows and not (before or it.is_statuses):
        _set_figures(it, sent, known)
    for field in ("caption", "legend", "wide"):
        if not table.get(field):
            table.pop(field, None)
    return "ändrade tabellens mening"


def _set_figures(it: Designed, sent: Mapping[str, str], known: Known) -> None:
    table = it.table
    _set_defaults(table, sent, known)
    _put(table, "money", sent.get("pengar", ""), ("tkr", "mnkr"))
    decimals = sent.get("decimaler", "")
    table["decimals"] = int(decimals) if decimals in ("0", "1", "2", "3") else "reported"
    table["legend"] = declared_pattern(sent.get("teckenforklaring", ""))
    if not it.is_chart:
        table["wide"] = sent.get("sida") == "liggande"


def _set_defaults(table: Data, sent: Mapping[str, str], known: Known) -> None:
    defaults = dict(table.get("defaults") or {})
    for field, name, allowed in (("indicator", "visar", known.indicators), ("unit", "for", known.tree.units)):
        value = sent.get(name, "")
        if value and value not in allowed and value != defaults.get(field):
            raise DesignRefused("Välj i listan. Inget är ändrat.")
        if value:
            defaults[field] = value
        else:
            defaults.pop(field, None)
    table["defaults"] = defaults
    if not defaults:
        table.pop("defaults")


def _put(table: Data, field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DesignRefused("Välj i listan. Inget är ändrat.")
    table[field] = value


def add_note(table: Data, text: str) -> str:
    """Add a footnote that columns and rows can carry."""
    words = _words_of_note(text)
    notes = table.setdefault("notes", [])
    notes.append({"key": free_code(words[:24], {note["key"] for note in notes}, "not"), "text": words})
    return f"lade till fotnoten ”{note_shown(notes[-1])}”"


def set_note(table: Data, key: str, text: str) -> str:
    """Say a footnote in other words; whatever carries it goes on doing so."""
    note = _note(table, key)
    note["text"] = _words_of_note(text)
    return f"ändrade fotnoten ”{note_shown(note)}”"


def _words_of_note(text: str) -> str:
    if not text.strip():
        raise DesignRefused("Skriv vad fotnoten ska säga. Inget är ändrat.")
    return declared_pattern(text)


def note_shown(note: Data) -> str:
    """A footnote in few words."""
    return shown_pattern(note["text"])[:60]


def _note(table: Data, key: str) -> Data:
    found: Data | None = next((each for each in table.get("notes") or [] if each["key"] == key), None)
    if found is None:
        raise DesignRefused("Fotnoten finns inte längre.")
    return found


def remove_note(table: Data, key: str) -> str:
    """Take a footnote away. Refused while a column or row carries it."""
    note = _note(table, key)
    carriers = [*table.get("columns", []), *(row for _path, row in walk(table.get("rows", [])))]
    if any(each.get("note") == key for each in carriers):
        raise DesignRefused(
            f"Fotnoten ”{note_shown(note)}” används. Ta bort den från raden eller kolumnen först. Inget är ändrat."
        )
    table["notes"].remove(note)
    if not table["notes"]:
        table.pop("notes")
    return f"tog bort fotnoten ”{note_shown(note)}”"
