"""The saved mappings of files that come back: what each says in words, renaming, taking out of use and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from indicators.importing.form_choices import ROLES
from indicators.importing.naming import Book, read_book
from indicators.importing.shown import when
from indicators.models import ImportSource
from indicators.models.choices import Role, Scenario
from indicators.models.imports import Layout, MoneyUnit, SignHabit
from indicators.rights import rights_of
from indicators.spans import month_name
from vss_portal import clock
from vss_portal.models import User

LONGEST_NAME = 100
PASSED_OVER = "läses inte"


class SourceRefused(ValueError):
    """Why a source wasn't changed; the message is Swedish and says what stands."""


@dataclass(frozen=True)
class ShownSource:
    """A source as the list tells it: its habits in words, names that it knows, how often and when it was used."""

    source: ImportSource
    habits: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]
    used: int
    last_used: str
    changed: str
    may_change: bool


def sources_of(user: Any) -> list[ShownSource]:
    """All sources of the person's organisation, those in use first."""
    organisation = rights_of(user).organisation
    if organisation is None:
        return []
    rows = ImportSource.objects.filter(organisation=organisation).select_related("changed_by")
    counted = list(rows.annotate(used=Count("files"), last_used=Max("files__batch__recorded_at")).order_by("name"))
    words = _words(read_book(organisation, {})) if counted else {}
    return sorted((_shown(row, user, words) for row in counted), key=lambda each: each.source.retired_at is not None)


def _words(book: Book) -> dict[str, str]:
    """What the codes of a mapping are called: roles of columns, kinds of values, units and indicators."""
    today = clock.today()
    units = {code: unit.name_on(today) for code, unit in book.unit_rows.items()}
    indicators = {code: indicator.name_on(today) for code, indicator in book.indicator_rows.items()}
    months = {f"month={at}": month_name(at) for at in range(1, 13)}
    scenarios = {f"scenario={value}": str(label) for value, label in Scenario.choices}
    return {**units, **indicators, **months, **scenarios, **dict(ROLES)}


def _shown(source: Any, user: Any, words: Mapping[str, str]) -> ShownSource:
    mapping: Mapping[str, Any] = source.mapping
    return ShownSource(
        source=source,
        habits=tuple(_habits(source)),
        columns=tuple(sorted((heading, _said(told, words)) for heading, told in mapping.get("columns", {}).items())),
        names=tuple(_names(mapping, words)),
        used=source.used,
        last_used=when(source.last_used) if source.last_used else "aldrig",
        changed=f"{source.changed_by}, {when(source.changed_at)}",
        may_change=may_change(user, source),
    )


def _habits(source: ImportSource) -> Iterator[tuple[str, str]]:
    yield "Uppställning", str(Layout(source.layout).label)
    yield "Slag", str(Scenario(source.scenario).label)
    yield "Belopp i", str(MoneyUnit(source.money_unit).label) if source.money_unit else "frågas"
    yield "Tecken", str(SignHabit(source.sign).label) if source.sign else "frågas"
    yield "Frågar vid ändring över", f"{source.ask_percent}\u00a0%"


def _names(mapping: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The file's names and what they stand for in the portal."""
    for kind in ("units", "indicators", "responsibilities"):
        for name, code in sorted(mapping.get(kind, {}).items()):
            yield name, words.get(code, code) if code else PASSED_OVER


def _said(meaning: str, words: Mapping[str, str]) -> str:
    """What a column means: `value|scenario=budget` is a value of the budget."""
    role, *fixed = meaning.split("|")
    told = [words.get(each) or words.get(each.partition("=")[2], each) for each in fixed]
    return ", ".join([words.get(role, role), *told])


def may_change(user: Any, source: ImportSource) -> bool:
    """Whether the person may rename or retire the source: the editor, and who saved it."""
    return rights_of(user).has(Role.EDITOR) or source.changed_by_id == user.pk


def _own(user: Any, key: str) -> ImportSource:
    rows = ImportSource.objects.filter(organisation=rights_of(user).organisation)
    found = rows.filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None:
        raise SourceRefused("Källan finns inte. Inget är ändrat.")
    if not may_change(user, found):
        raise SourceRefused(f"Källan ”{found.name}” ändras av huvudcontrollern eller av den som sparade den.")
    return found


def rename_source(*, by: User, key: str, name: str) -> ImportSource:
    """Give a source another name. Raises SourceRefused for an empty, too long or taken one."""
    source, told = _own(by, key), " ".join(name.split())
    if not told:
        raise SourceRefused(f"Namnet är tomt. Källan heter fortfarande ”{source.name}”.")
    if len(told) > LONGEST_NAME:
        raise SourceRefused(f"Namnet har {len(told)} tecken, högst {LONGEST_NAME} får plats. Inget är ändrat.")
    source.name = told
    try:
        with transaction.atomic():
            source.save(update_fields=["name"])
    except IntegrityError as error:
        raise SourceRefused(f"Det finns redan en källa som heter ”{told}”. Inget är ändrat.") from error
    return source


def retire_source(*, by: User, key: str) -> ImportSource:
    """Offer a source no more; what was read with it keeps its name."""
    return _set_retired(_own(by, key), retired=True)


def restore_source(*, by: User, key: str) -> ImportSource:
    """Offer a retired source again."""
    return _set_retired(_own(by, key), retired=False)


def _set_retired(source: ImportSource, *, retired: bool) -> ImportSource:
    source.retired_at = clock.now() if retired else None
    source.save(update_fields=["retired_at"])
    return source
