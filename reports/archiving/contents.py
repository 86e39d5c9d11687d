"""What a package holds: the adopted version's own bytes, and what describes them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.adopting.frozen import file_of
from reports.adopting.payload import checksum
from reports.archiving.appendices import kept_in
from reports.archiving.checking import restored
from reports.models import AppendixVersion, FrozenReport

SCHEMAS = Path(__file__).with_name("schemas")
# PRONOM's key of a format, where the file says enough for one.
PDF_KEYS = {"1a": "fmt/95", "1b": "fmt/354", "2a": "fmt/476", "2b": "fmt/477", "2u": "fmt/478"}
PDF_KEYS |= {"3a": "fmt/479", "3b": "fmt/480", "3u": "fmt/481"}
CLAIM = re.compile(
    rb"pdfaid:part(?:\s*=\s*[\"']|>)\s*(\d).*?pdfaid:conformance(?:\s*=\s*[\"']|>)\s*([A-Za-z])", re.DOTALL
)
SAID = re.compile(r"PDF/A-(\d[a-z]?)")


@dataclass(frozen=True, slots=True)
class Format:
    """What a file is: its media type, the format's name and version, and PRONOM's key where there is one."""

    media_type: str
    name: str
    version: str = ""
    key: str = ""


CSV = Format("text/csv", "Comma Separated Values", key="x-fmt/18")
JSON = Format("application/json", "JSON Data Interchange Format", key="fmt/817")
XML = Format("application/xml", "Extensible Markup Language", "1.0", "fmt/101")
TEXT = Format("text/plain", "Plain Text File", key="x-fmt/111")
XLSX = Format(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Microsoft Excel for Windows",
    "2007",
    "fmt/214",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package: its path below the package's root, what it is, and its bytes."""

    path: str
    format: Format
    content: bytes

    @property
    def checksum(self) -> str:
        """SHA-256 of the bytes."""
        return checksum(self.content)


@dataclass(frozen=True, slots=True)
class Representation:
    """One form that the content has: its folder, what kind of content it is, and its files."""

    name: str
    content_type: str
    information_type: str
    parts: tuple[Part, ...]

    @property
    def folder(self) -> str:
        """Its folder below the package's root."""
        return f"representations/{self.name}"


def pdf_format(claim: str) -> Format:
    """A PDF by what it says of itself: `3a`, or nothing."""
    if not claim:
        return Format("application/pdf", "Portable Document Format")
    return Format("application/pdf", "PDF/A", claim, PDF_KEYS.get(claim, ""))


def representations(frozen: FrozenReport) -> tuple[Representation, ...]:
    """The document to read with its appendices, and the same figures as data."""
    return (
        Representation("handling", "Textual works – Digital", "PDF/A", tuple(_document(frozen))),
        Representation("data", "Datasets", "uppfoljning-rapport-1", tuple(_data(frozen))),
    )


def _document(frozen: FrozenReport) -> Iterator[Part]:
    content, slug = file_of(frozen, "pdf") or b"", frozen.report.slug
    found = CLAIM.search(content)
    claim = f"{found[1].decode()}{found[2].decode().lower()}" if found else ""
    yield Part(f"representations/handling/data/{slug}.pdf", pdf_format(claim), content)
    for told, kept in kept_in(frozen):
        if kept is not None:
            path = f"representations/handling/data/bilagor/bilaga-{told['place']:02}.pdf"
            yield Part(path, pdf_format(_claimed(kept)), bytes(kept.content))


def _claimed(kept: AppendixVersion) -> str:
    said = next((check.text for check in restored(kept.checks) if check.key == "archive" and check.is_fine), "")
    found = SAID.search(said)
    return found[1] if found else ""


def _data(frozen: FrozenReport) -> Iterator[Part]:
    slug = frozen.report.slug
    yield Part("representations/data/data/faststallt.json", JSON, frozen.payload.encode())
    for ending, form in (("json", JSON), ("xlsx", XLSX)):
        content = file_of(frozen, ending)
        if content is not None:
            yield Part(f"representations/data/data/{slug}.{ending}", form, content)
    for name, content in _unpacked(file_of(frozen, "csv")):
        yield Part(f"representations/data/data/tabeller/{name}", CSV, content)


def _unpacked(content: bytes | None) -> Iterator[tuple[str, bytes]]:
    """The tables of the zip of CSV, each as a file of its own: an archive reads no archives."""
    if content is None:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        for name in sorted(bundle.namelist()):
            yield name, bundle.read(name)


def schemas() -> tuple[Part, ...]:
    """The schemas of what is structured in the package."""
    files = sorted([*SCHEMAS.glob("*.xsd"), *SCHEMAS.glob("*.json")])
    return tuple(
        Part(f"schemas/{file.name}", XML if file.suffix == ".xsd" else JSON, file.read_bytes()) for file in files
    )


def documentation(frozen: FrozenReport, made: dt.datetime) -> tuple[Part, ...]:
    """What a reader in a hundred years has to be told."""
    text = READ_ME.format(
        title=frozen.title,
        version=frozen.number,
        dnr=frozen.case_number,
        day=made.date().isoformat(),
        sum=frozen.checksum,
    )
    return (Part("documentation/LAS-MIG.txt", TEXT, text.encode()),)


READ_ME = """{title}, version {version}
Diarienummer {dnr}. Fastställd {day}.

representations/handling/data  handlingen som PDF och, i mappen bilagor, de filer som följer med den
representations/data/data      samma innehåll som data:
  faststallt.json              det som frystes när rapporten fastställdes: varje visat värde med revision, tid och
                               person, texterna, godkännandena och loggen; filens SHA-256 är
                               {sum}
  *.json                       rapporten som träd, se schemas/rapport.schema.json
  *.xlsx                       tabellerna som kalkylblad
  tabeller/*.csv               en fil per tabell: UTF-8 med BOM, semikolon, decimalkomma; innehall.csv säger
                               vad som är vad
metadata/descriptive/dc.xml    beskrivningen i Dublin Core
metadata/preservation/premis.xml  filerna, händelserna och de som handlade, i PREMIS 3.0

Ett tomt värde har i data en markör som säger varför: no_data (uppgift saknas), not_applicable (ej tillämpligt),
not_existing (fanns inte), none_occurred (inga fall), not_reported (ej rapporterat), withheld (för få personer för att
redovisas). Utelämnade värden finns inte någonstans i paketet.
Paketet följer FGS Paketstruktur 2.0 (E-ARK CSIP 2.1.0 och SIP 2.1.0). Alla tider är fastställandets, så att samma
innehåll ger samma byte.
"""
