"""A template copied for a new year: what names a year moves along, and what only mentions one is shown to a person.

Columns are relative to the report and headings are patterns, so that most of a template needs no change. Years that are
fixed (a column of a fixed year, the day of a set of units, a restatement, a forecast of a month) move by themselves.
A year that stands as a word in a text may be a year or a name (Agenda 2030): the editor says which become patterns.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from reports.designing.keys import free_template_code
from reports.designing.outline import name_of, places
from reports.designing.refusals import DesignRefused
from reports.designing.words import shown_pattern
from reports.models import Report, ReportTemplate
from reports.writing import save_template
from vss_portal.models import User

Data = dict[str, Any]
YEAR = re.compile(r"\b(20\d{2})\b")
LEAP_DAY = "-02-29"
TEXTS = (
    "heading",
    "caption",
    "legend",
    "label",
    "text",
    "guidance",
    "area_heading",
    "municipal_heading",
    "goal_heading",
    "label_heading",
    "status_heading",
    "comment_heading",
    "group_heading",
)
DATED = ("organisation", "on")
NEAR = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """A year that stands as a word in a text: where, the text, and what it would be as a pattern."""

    place: str
    text: str
    pattern: str
    likely: bool

    @property
    def shown(self) -> str:
        """The pattern as the editor writes it."""
        return shown_pattern(self.pattern)


def year_of(template: ReportTemplate, today_year: int) -> int:
    """The year that the template was made for: that of its newest report, else this year."""
    newest = Report.objects.filter(template_version__template=template).order_by("-year").first()
    return newest.year if newest else today_year


def mentions(declaration: Data, year: int) -> list[Mention]:
    """The texts that mention a year, in reading order, each text once."""
    found: dict[str, Mention] = {}
    for place, text in _texts(declaration):
        pattern = _as_pattern(text, year)
        if pattern != text:
            near = all(abs(int(each) - year) <= NEAR for each in YEAR.findall(text))
            found.setdefault(text, Mention(place, text, pattern, near and "agenda" not in text.casefold()))
    return list(found.values())


def _as_pattern(text: str, year: int) -> str:
    def word(found: re.Match[str]) -> str:
        offset = int(found[1]) - year
        return "{year}" if not offset else f"{{year{offset:+d}}}"

    return YEAR.sub(word, text) if all(abs(int(each) - year) < 100 for each in YEAR.findall(text)) else text


def _texts(declaration: Data) -> Iterator[tuple[str, str]]:
    yield "mallens titel", str(declaration.get("title", ""))
    for place in places(declaration):
        own = {name: value for name, value in place.section.items() if name != "children"}
        for text in _texts_in(own):
            yield name_of(place.section), text


def _texts_in(data: Any, name: str = "") -> Iterator[str]:
    if isinstance(data, str):
        if name in TEXTS:
            yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts_in(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _texts_in(value, name)


def moved(declaration: Data, *, years: int, patterns: Collection[str], year: int) -> Data:
    """The declaration with every fixed year moved, and the given texts made into patterns of the template's year."""

    def changed(name: str, value: Any) -> Any:
        if name == "fixed_year" and isinstance(value, int):
            return value + years
        if not isinstance(value, str):
            return value
        if name in DATED or name in ("vintage", "basis"):
            return _moved_date(value, years)
        return _as_pattern(value, year) if name in (*TEXTS, "title") and value in patterns else value

    return dict(_mapped(copy.deepcopy(declaration), "", changed))


def _moved_date(text: str, years: int) -> str:
    found = re.search(r"(\d{4})(-\d{2}.*)$", text)
    if found is None:
        return text
    rest = "-02-28" if found[2] == LEAP_DAY and years % 4 else found[2]
    return f"{text[: found.start()]}{int(found[1]) + years}{rest}"


def _mapped(data: Any, name: str, changed: Callable[[str, Any], Any]) -> Any:
    if isinstance(data, dict):
        return {key: _mapped(value, key, changed) for key, value in data.items()}
    if isinstance(data, list):
        return [_mapped(value, name, changed) for value in data]
    return changed(name, data)


@transaction.atomic
def copy_template(
    *, template: ReportTemplate, name: str, from_year: int, to_year: int, patterns: Collection[str], by: User
) -> ReportTemplate:
    """A new template like the newest version of another, for another year."""
    if not name.strip():
        raise DesignRefused("Kopian behöver ett namn, till exempel Delårsrapport augusti 2025.")
    if not (2000 <= from_year <= 2100 and 2000 <= to_year <= 2100):
        raise DesignRefused("Skriv årtal mellan 2000 och 2100. Inget är kopierat.")
    newest = template.versions.order_by("-number")[:1].get()
    declaration = moved(newest.declaration, years=to_year - from_year, patterns=patterns, year=from_year)
    declaration.update(name=name.strip(), code=free_template_code(name, template.organisation))
    note = f"kopierade {template.name} version {newest.number} till {to_year}"
    return save_template(organisation=template.organisation, declaration=declaration, by=by, note=note).template
