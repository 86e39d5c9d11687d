"""The tree of sections of a template."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.models.choices import Role
from reports.declarations.patterns import check_pattern
from reports.declarations.reading import DeclarationError, Reader
from reports.declarations.tables import ColumnSpec, TableSpec, read_column, read_table
from reports.models.templates import ReportKind

SCHEMA = 1
KINDS = (
    "part",
    "text",
    "table",
    "chart",
    "goals",
    "goal_matrix",
    "indicator_tables",
    "assignments",
    "contents",
    "appendices",
    "status_legend",
    "shared_text",
    "key_figures",
    "commentary",
    "list",
)
# Sections that somebody writes: their text, their responsible person, their state.
WRITTEN = ("text", "appendices", "commentary")
LISTS = ("activity", "decision", "plan")


#: What an assignments section can show of each assignment, in order.
ASSIGNMENT_COLUMNS = (("label",), ("label", "status_and_comment"), ("label", "status", "comment"))


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one report prints otherwise of an indicator in the goal tree: its name, its parts (None: the tree's own), or
    nothing at all of it."""

    label: str = ""
    breakdowns: tuple[str, ...] | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section: what it is, its heading (a pattern; none: it continues under the one before), and for the writer:
    guidance, who is responsible, a guide of words, and whether it must be written."""

    key: str
    kind: str = "part"
    heading: str = ""
    children: tuple[Section, ...] = ()
    table: TableSpec | None = None
    columns: tuple[ColumnSpec, ...] = ()
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    area_heading: str = ""
    municipal_heading: str = ""
    goal_heading: str = ""
    label_heading: str = ""
    status_heading: str = ""
    comment_heading: str = ""
    group_heading: str = ""
    caption: str = ""
    row_changes: Mapping[str, RowChange] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    one_table: bool = False
    mandatory: bool = False
    guidance: str = ""
    responsible: str = ""
    words: int | None = None
    required: bool = False
    shared: str = ""
    listed: str = ""
    from_year: int | None = None
    until_year: int | None = None
    without_years: tuple[int, ...] = ()

    def in_year(self, year: int) -> Section | None:
        """The section as reports of the year have it; None where it isn't theirs."""
        first, last = self.from_year or year, self.until_year or year
        if not first <= year <= last or year in self.without_years:
            return None
        return replace(self, children=_of_year(self.children, year))

    def walk(self) -> Iterator[Section]:
        """The section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Template:
    """A whole template."""

    code: str
    name: str
    kind: str
    title: str
    money: str
    goal_rule: str
    sections: tuple[Section, ...]
    footnotes: str = "table"

    def in_year(self, year: int) -> Template:
        """The template without the sections that reports of the year don't have."""
        return replace(self, sections=_of_year(self.sections, year))

    def walk(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()


def _of_year(sections: tuple[Section, ...], year: int) -> tuple[Section, ...]:
    return tuple(kept for section in sections if (kept := section.in_year(year)))


def read_template(data: Any) -> Template:
    """Read a template's declaration; raises DeclarationError with the place of the first fault."""
    reader = Reader(data, "mallen")
    if (schema := reader.integer("schema")) != SCHEMA:
        raise reader.error(f"formatet har nummer {schema}; portalen läser format {SCHEMA}.")
    template = Template(
        code=reader.text("code", required=True),
        name=reader.text("name", required=True),
        kind=reader.choice("kind", ReportKind.values),
        title=reader.text("title", required=True),
        money=reader.choice("money", ("tkr", "mnkr"), "tkr"),
        goal_rule=reader.choice("goal_rule", ("strict", "score"), "strict"),
        footnotes=reader.choice("footnotes", ("table", "document"), "table"),
        sections=tuple(reader.children("sections", _read_section, "avsnitt")),
    )
    reader.done()
    check_pattern(template.title, f"{reader.place} › title")
    _check_keys(template)
    return template


def _check_keys(template: Template) -> None:
    seen: set[str] = set()
    for section in template.walk():
        if section.key in seen:
            raise DeclarationError(f"avsnitt {section.key}", "nyckeln finns redan. Ge avsnittet en egen.")
        seen.add(section.key)


def _read_section(reader: Reader) -> Section:
    kind = reader.choice("kind", KINDS, "part")
    section = Section(
        key=reader.text("key", required=True),
        kind=kind,
        heading=_pattern(reader, "heading"),
        guidance=_pattern(reader, "guidance"),
        responsible=reader.choice("responsible", ("", *Role.values)),
        words=reader.integer("words"),
        required=reader.flag("required"),
        from_year=reader.integer("from_year"),
        until_year=reader.integer("until_year"),
        without_years=_years(reader),
        children=tuple(reader.children("children", _read_section, "avsnitt")),
    )
    section = _with_details(section, reader)
    reader.done()
    return section


def _with_details(section: Section, reader: Reader) -> Section:
    """What only some kinds of sections carry."""
    details: dict[str, Callable[[Section, Reader], Section]] = {
        "table": _with_table,
        "chart": _with_table,
        "key_figures": _with_table,
        "goals": _with_goals,
        "indicator_tables": _with_goals,
        "goal_matrix": _with_matrix,
        "assignments": _with_assignments,
        "shared_text": _with_shared,
        "list": _with_list,
    }
    read = details.get(section.kind)
    return read(section, reader) if read else section


def _years(reader: Reader) -> tuple[int, ...]:
    years = reader.take("without_years") or []
    if not isinstance(years, list) or not all(type(year) is int for year in years):
        raise reader.error("without_years ska vara en lista av årtal.")
    return tuple(years)


def _with_shared(section: Section, reader: Reader) -> Section:
    return replace(section, shared=reader.text("shared", required=True))


def _with_list(section: Section, reader: Reader) -> Section:
    """Which of the year's lists the section prints, and the caption of its table."""
    return replace(section, listed=reader.choice("list", LISTS, LISTS[0]), caption=_pattern(reader, "caption"))


def _with_table(section: Section, reader: Reader) -> Section:
    table = read_table(Reader(reader.take("chart" if section.kind == "chart" else "table"), f"{reader.place} › tabell"))
    _check_table_patterns(table, reader.place)
    return replace(section, table=table)


def _with_goals(section: Section, reader: Reader) -> Section:
    columns = tuple(reader.children("columns", read_column, "kolumn"))
    headings = Reader(reader.take("headings") or {}, f"{reader.place} › headings")
    return replace(
        section,
        area_heading=_pattern(reader, "area_heading"),
        municipal_heading=_pattern(reader, "municipal_heading"),
        goal_heading=_pattern(reader, "goal_heading"),
        caption=_pattern(reader, "caption"),
        columns=columns,
        headings=_headings(headings, {column.key for column in columns}),
        row_changes=_row_changes(Reader(reader.take("rows") or {}, f"{reader.place} › rows")),
        mandatory=reader.flag("mandatory"),
    )


def _with_matrix(section: Section, reader: Reader) -> Section:
    return replace(
        section,
        caption=_pattern(reader, "caption"),
        area_heading=_pattern(reader, "area_heading"),
        goal_heading=_pattern(reader, "goal_heading"),
        status_heading=_pattern(reader, "status_heading"),
    )


def _with_assignments(section: Section, reader: Reader) -> Section:
    shown = reader.texts("columns") or ("label", "status_and_comment")
    if shown not in ASSIGNMENT_COLUMNS:
        known = "; ".join(", ".join(columns) for columns in ASSIGNMENT_COLUMNS)
        raise reader.error(f"columns kan inte vara ”{', '.join(shown)}”. Välj något av: {known}.")
    groups = Reader(reader.take("groups") or {}, f"{reader.place} › groups")
    return replace(
        section,
        shown=shown,
        caption=_pattern(reader, "caption"),
        label_heading=_pattern(reader, "label_heading"),
        status_heading=_pattern(reader, "status_heading"),
        comment_heading=_pattern(reader, "comment_heading"),
        group_heading=_pattern(reader, "group_heading"),
        groups={name: groups.text(name) for name in groups.data},
        without=reader.texts("without"),
        one_table=reader.flag("one_table"),
    )


def _row_changes(reader: Reader) -> dict[str, RowChange]:
    return {code: _row_change(Reader(reader.take(code), f"{reader.place} › {code}")) for code in reader.data}


def _row_change(reader: Reader) -> RowChange:
    parts = reader.texts("breakdowns") if "breakdowns" in reader.data else None
    change = RowChange(reader.text("label"), parts, reader.flag("hidden"))
    reader.done()
    return change


def _headings(reader: Reader, columns: Collection[str]) -> dict[str, dict[str, str]]:
    """What single tables call their columns: by municipal goal, then by column."""
    found: dict[str, dict[str, str]] = {}
    for code in reader.data:
        inner = Reader(reader.take(code), f"{reader.place} › {code}")
        if missing := sorted(str(key) for key in inner.data if key not in columns):
            raise inner.error(f"kolumnen {missing[0]} finns inte i tabellen.")
        found[code] = {key: _pattern(inner, key) for key in inner.data}
    return found


def _pattern(reader: Reader, key: str) -> str:
    text = reader.text(key)
    check_pattern(text, f"{reader.place} › {key}")
    return text


def _check_table_patterns(table: TableSpec, place: str) -> None:
    for at, text in _patterns_of(table):
        check_pattern(text, " › ".join(filter(None, [place, "tabell", at])))


def _patterns_of(table: TableSpec) -> Iterator[tuple[str, str]]:
    """Every pattern of a table with its place in it."""
    yield from (("", table.caption), ("", table.legend))
    for column in table.columns:
        yield from ((f"kolumn {column.key}", text) for text in column.heading)
    for row in table.rows:
        words = [row.label, *row.texts.values(), *(override.text or "" for override in row.overrides.values())]
        yield from ((f"rad {row.label or row.key}", text) for text in words)
    yield from ((f"fotnot {note.key}", note.text) for note in table.notes)
