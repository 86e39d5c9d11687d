"""The organisation: units, their names, other names and links (`organisation.yaml`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.loading.given import Given, refuse_twice
from indicators.loading.reading import Reading
from indicators.loading.saving import Rows, Saving, until_next
from indicators.models import Organisation, Unit, UnitAlias, UnitLink, UnitName
from indicators.models.choices import LinkKind, UnitKind
from indicators.organisation import LinkRecord, UnitNameFrom, UnitRecord, UnitTree
from indicators.organisation_tree import PART_OF
from indicators.sorting import swedish_key

FILE = "organisation.yaml"
SIGNS = ("result", "net_cost")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as the file tells it."""

    code: str
    name: str
    committee: str
    municipality: str
    sign_convention: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the file tells it."""

    record: UnitRecord
    aliases: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """All that the file says."""

    organisation: OrganisationRow
    units: Sequence[UnitRow]
    links: Sequence[LinkRecord]


def read_organisation(reading: Reading) -> OrganisationFile:
    """The organisation; the codes of its units are known from here on."""
    document = reading.document(FILE)
    given = document.one("organisation")
    organisation = _organisation(given)
    rows = document.rows("units")
    units = [_unit(row) for row in rows]
    refuse_twice([(row, unit.record.code) for row, unit in zip(rows, units, strict=True)], "code", "Enheten")
    reading.known.organisation = organisation.code
    reading.known.units |= {unit.record.code for unit in units}
    link_rows = document.rows("links")
    links = [_link(row, reading.known.units) for row in link_rows]
    document.finish()
    if not reading.problems.found:
        _check_links([unit.record for unit in units], list(zip(link_rows, links, strict=True)))
    return OrganisationFile(organisation, units, links)


def _organisation(given: Given) -> OrganisationRow:
    row = OrganisationRow(
        code=given.code(),
        name=given.text("name"),
        committee=given.text("committee", default=""),
        municipality=given.text("municipality", default=""),
        sign_convention=given.known(
            "sign_convention", SIGNS, f"sätten att visa tecken ({', '.join(SIGNS)})", default="result"
        ),
    )
    given.finish()
    return row


def _unit(given: Given) -> UnitRow:
    first, last = given.day("valid_from"), given.day_or_none("valid_to")
    names = given.rows("names")
    record = UnitRecord(
        code=given.code(),
        kind=given.choice("kind", UnitKind),
        first=first,
        last=last,
        order=given.whole("order", 0, 10_000, default=0),
        names=tuple(_name(name) for name in names),
    )
    if last and last < first:
        given.wrong("valid_to", f"Sista dagen {last} ligger före första dagen {first}. Rätta en av dem.")
    if not names or min(name.first for name in record.names) > first:
        given.wrong("names", f"Enheten saknar namn från sin första dag {first}. Lägg till ett namn från den dagen.")
    refuse_twice([(row, name.first) for row, name in zip(names, record.names, strict=True)], "from", "Ett namn")
    unit = UnitRow(record, given.texts("aliases"), given.text("note", longest=None, default=""))
    given.finish()
    return unit


def _name(given: Given) -> UnitNameFrom:
    name = UnitNameFrom(
        first=given.day("from"), name=given.text("name"), short=given.text("short", longest=80, default="")
    )
    given.finish()
    return name


def _link(given: Given, units: set[str]) -> LinkRecord:
    link = LinkRecord(
        unit=given.known("unit", units, "enheterna"),
        kind=given.choice("kind", LinkKind),
        to=given.known("to", units, "enheterna"),
        first=given.day("from"),
        last=given.day_or_none("until"),
    )
    if link.unit == link.to:
        given.wrong("to", f"{link.to} kan inte länkas till sig själv. Ange en annan enhet.")
    if link.last and link.last < link.first:
        given.wrong("until", f"Sista dagen {link.last} ligger före första dagen {link.first}. Rätta en av dem.")
    given.finish()
    return link


def _check_links(units: Sequence[UnitRecord], links: Sequence[tuple[Given, LinkRecord]]) -> None:
    """Each link stands once, holds while its units exist, and makes a tree: one parent at a time and no circle."""
    refuse_twice([(row, (link.unit, link.kind, link.to, link.first)) for row, link in links], "unit", "Sambandet")
    tree = UnitTree(units, [link for _, link in links])
    for row, link in links:
        for message in _link_problems(tree, link):
            row.wrong("from", message)


def _link_problems(tree: UnitTree, link: LinkRecord) -> Iterator[str]:
    if not tree.exists(link.to, link.first):
        yield f"{link.to} finns inte {link.first}. Välj en dag när enheten finns."
    if link.kind != PART_OF:
        return
    if not tree.exists(link.unit, link.first) or (link.last and not tree.exists(link.unit, link.last)):
        yield f"{link.unit} finns inte hela tiden från {link.first} till {link.last or 'nu'}. Ändra dagarna."
    for other in tree.links:
        if (other.unit, other.kind) == (link.unit, PART_OF) and other is not link and other.holds_on(link.first):
            yield f"{link.unit} är redan del av {other.to} {link.first}. Avsluta det sambandet dagen före (until)."
    if link.unit in tree.ancestors_on(link.to, link.first):
        yield f"{link.to} är själv del av {link.unit} {link.first}. En enhet kan inte vara del av sin egen del."


def save_organisation(file: OrganisationFile, saving: Saving) -> None:
    """Organisation, units, names, other names and links."""
    row = file.organisation
    organisations = saving.rows("organisationer", Organisation.objects.filter(code=row.code), "code")
    organisation = organisations.put(
        code=row.code,
        name=row.name,
        committee=row.committee,
        municipality=row.municipality,
        sign_convention=row.sign_convention,
    )
    rows = saving.rows("enheter", organisation.units.all(), "code", organisation=organisation)
    units = {unit.record.code: _save_unit(unit, rows) for unit in file.units}
    keys = {code: unit.pk for code, unit in units.items()}
    _save_names(file.units, keys, saving)
    _save_links(file.links, keys, saving)


def _save_unit(unit: UnitRow, rows: Rows[Unit]) -> Unit:
    record = unit.record
    return rows.put(
        code=record.code,
        kind=record.kind,
        valid_from=record.first,
        valid_to=record.last,
        order=record.order,
        note=unit.note,
    )


def _save_names(units: Sequence[UnitRow], keys: dict[str, int], saving: Saving) -> None:
    names = saving.rows("enhetsnamn", UnitName.objects.filter(unit__in=keys.values()), "unit_id", "valid_from")
    aliases = saving.rows("andra namn", UnitAlias.objects.filter(unit__in=keys.values()), "unit_id", "name")
    for unit in units:
        key = keys[unit.record.code]
        ends: dict[dt.date, dt.date | None] = until_next(name.first for name in unit.record.names)
        for name in unit.record.names:
            names.put(
                unit_id=key,
                valid_from=name.first,
                valid_to=ends[name.first],
                name=name.name,
                short=name.short,
                sort_key=swedish_key(name.name),
            )
        for alias in unit.aliases:
            aliases.put(unit_id=key, name=alias)


def _save_links(links: Sequence[LinkRecord], keys: dict[str, int], saving: Saving) -> None:
    known = UnitLink.objects.filter(unit__in=keys.values())
    rows = saving.rows("samband mellan enheter", known, "unit_id", "kind", "to_id", "valid_from")
    for link in links:
        rows.put(
            unit_id=keys[link.unit],
            kind=link.kind,
            to_id=keys[link.to],
            valid_from=link.first,
            valid_to=link.last,
        )
