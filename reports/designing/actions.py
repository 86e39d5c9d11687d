"""What the table designer's forms do, by the name that a button sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.designing import cells, columns, headings, rows, tables
from reports.designing.derived import DERIVED, add_derived
from reports.designing.known import Known
from reports.designing.refusals import DesignRefused
from reports.designing.tables import Designed

Sent = Mapping[str, str]


@dataclass
class Done:
    """What an act said, which part should be open after it, and where the focus goes; or that it was refused."""

    said: str
    opened: str = ""
    focus: str = ""
    refused: bool = False


def act(it: Designed, sent: Sent, known: Known) -> Done:
    """Carry out what a form of the designer asks for. Raises DesignRefused for what can't be done."""
    name = sent.get("gor", "")
    if name not in ACTS:
        raise DesignRefused("Knappen hör till en äldre sida. Ladda om sidan och försök igen.")
    return ACTS[name](it, sent, known)


def _begin(it: Designed, sent: Sent, known: Known) -> Done:
    return Done(tables.begin(it, sent, known), focus="forhandsvisning")


def _sentence(it: Designed, sent: Sent, known: Known) -> Done:
    return Done(tables.set_table(it, sent, known))


def _new_column(it: Designed, sent: Sent, _known: Known) -> Done:
    code = sent.get("kolumn", "")
    if code in DERIVED:
        key, said = add_derived(it.columns, code)
    else:
        key, said = columns.add_preset(it.columns, code, chart=it.is_chart)
    return Done(said, opened=f"kolumn-{key}", focus=f"kolumn-{key}")


def _set_column(it: Designed, sent: Sent, known: Known) -> Done:
    key, measure = sent.get("nyckel", ""), sent.get("matt", "")
    if measure and measure not in known.indicators and measure != columns.find_column(it.columns, key).get("indicator"):
        raise DesignRefused("Välj måttet i listan. Inget är ändrat.")
    said = columns.set_column(it.columns, key, sent, it.table.get("defaults"))
    if it.is_of_goals:
        tables_of_goals = headings.tables_of(known.organisation, known.day.year)
        headings.set_headings(it.section, columns.find_column(it.columns, key), sent, tables_of_goals)
    return Done(said, opened=f"kolumn-{key}")


def _remove_column(it: Designed, sent: Sent, _known: Known) -> Done:
    said = columns.remove_column(it.columns, it.rows, sent.get("nyckel", ""))
    if it.is_of_goals:
        headings.forget_column(it.section, sent.get("nyckel", ""))
    return Done(said, focus="angra")


def _move_column(by: int) -> Callable[[Designed, Sent, Known], Done]:
    def move(it: Designed, sent: Sent, _known: Known) -> Done:
        key = sent.get("nyckel", "")
        at = it.columns.index(columns.find_column(it.columns, key))
        way = "upp" if by < 0 else "ner"
        return Done(columns.move_column(it.columns, key, at + by), focus=f"{way}-kolumn-{key}")

    return move


def _drop_column(it: Designed, sent: Sent, _known: Known) -> Done:
    key = sent.get("nyckel", "")
    at, target = (it.columns.index(columns.find_column(it.columns, name)) for name in (key, sent.get("mal", "")))
    return Done(columns.move_column(it.columns, key, _dropped(at, target, sent)), focus=f"upp-kolumn-{key}")


def _dropped(at: int, target: int, sent: Sent) -> int:
    """The place of what is dropped before or after another, once it is taken away from where it was."""
    place = target + 1 if sent.get("var") == "efter" else target
    return place - 1 if at < place else place


def _new_row(it: Designed, sent: Sent, known: Known) -> Done:
    return Done(rows.add_row(it.rows, sent.get("rad", ""), sent, known), opened="ny-rad", focus="ny-rad")


def _set_row(it: Designed, sent: Sent, known: Known) -> Done:
    path = sent.get("nyckel", "")
    return Done(rows.set_row(it.rows, path, sent, known, it.columns), opened=f"rad-{path}")


def _set_cell(it: Designed, sent: Sent, known: Known) -> Done:
    path = sent.get("nyckel", "")
    said = cells.set_cell(_plain_row(it, path), it.columns, sent, known)
    return Done(said, opened=f"rad-{path}", focus="" if sent.get("ny") != "ja" else f"cell-{sent.get('kolumn', '')}")


def _remove_cell(it: Designed, sent: Sent, _known: Known) -> Done:
    path = sent.get("nyckel", "")
    said = cells.remove_cell(_plain_row(it, path), it.columns, sent.get("kolumn", ""))
    return Done(said, opened=f"rad-{path}", focus="celler")


def _plain_row(it: Designed, path: str) -> rows.Data:
    """The row of a path, which stands for one row only."""
    siblings, at = rows.siblings_of(it.rows, path)
    if any(name in siblings[at] for name in ("block", "units", "indicators", "years")):
        raise DesignRefused("Raden står för flera. Ge en rad i taget egna celler. Inget är ändrat.")
    return siblings[at]


def _remove_row(it: Designed, sent: Sent, known: Known) -> Done:
    return Done(rows.remove_row(it.rows, sent.get("nyckel", ""), known), focus="angra")


def _move_row(by: int) -> Callable[[Designed, Sent, Known], Done]:
    def move(it: Designed, sent: Sent, known: Known) -> Done:
        path = sent.get("nyckel", "")
        _siblings, at = rows.siblings_of(it.rows, path)
        new, said = rows.move_row(it.rows, path, max(at + by, 0), known)
        return Done(said, focus=f"{'upp' if by < 0 else 'ner'}-rad-{new}")

    return move


def _drop_row(it: Designed, sent: Sent, known: Known) -> Done:
    path, target = sent.get("nyckel", ""), sent.get("mal", "")
    if path.rpartition(".")[0] != target.rpartition(".")[0]:
        raise DesignRefused("En rad flyttas inom sin grupp. Raden står kvar.")
    at, over = (rows.siblings_of(it.rows, each)[1] for each in (path, target))
    new, said = rows.move_row(it.rows, path, _dropped(at, over, sent), known)
    return Done(said, focus=f"upp-rad-{new}")


def _regroup(it: Designed, sent: Sent, known: Known) -> Done:
    new, said = rows.regroup(it.rows, sent.get("nyckel", ""), sent.get("grupp", ""), known)
    return Done(said, opened=f"rad-{new}", focus=f"rad-{new}")


def _new_note(it: Designed, sent: Sent, _known: Known) -> Done:
    return Done(tables.add_note(it.table, sent.get("fotnot", "")), opened="fotnoter", focus="fotnoter")


def _set_note(it: Designed, sent: Sent, _known: Known) -> Done:
    return Done(tables.set_note(it.table, sent.get("nyckel", ""), sent.get("fotnot", "")), opened="fotnoter")


def _remove_note(it: Designed, sent: Sent, _known: Known) -> Done:
    return Done(tables.remove_note(it.table, sent.get("nyckel", "")), opened="fotnoter", focus="fotnoter")


ACTS: dict[str, Callable[[Designed, Sent, Known], Done]] = {
    "borja": _begin,
    "mening": _sentence,
    "ny-kolumn": _new_column,
    "kolumn": _set_column,
    "bort-kolumn": _remove_column,
    "upp-kolumn": _move_column(-1),
    "ner-kolumn": _move_column(1),
    "slapp-kolumn": _drop_column,
    "ny-rad": _new_row,
    "rad": _set_row,
    "bort-rad": _remove_row,
    "upp-rad": _move_row(-1),
    "ner-rad": _move_row(1),
    "slapp-rad": _drop_row,
    "grupp-rad": _regroup,
    "cell": _set_cell,
    "bort-cell": _remove_cell,
    "ny-fotnot": _new_note,
    "fotnot": _set_note,
    "bort-fotnot": _remove_note,
}
