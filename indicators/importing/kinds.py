"""What a file is by its content; its name says nothing that can be relied on."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from io import BytesIO

from indicators.importing.refusing import refuse

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# What people upload by mistake, told by name.
FAMILIAR = {
    b"%PDF": "en PDF-fil",
    b"\x89PNG": "en bild",
    b"\xff\xd8\xff": "en bild",
    b"GIF8": "en bild",
    b"{\\rtf": "ett textdokument",
    b"Rar!": "ett komprimerat arkiv",
    b"7z\xbc\xaf": "ett komprimerat arkiv",
    b"\x1f\x8b": "ett komprimerat arkiv",
}
ADVICE = "Spara tabellen som Excel-arbetsbok (.xlsx) eller som CSV och läs in den filen."


class FileKind(StrEnum):
    """The kinds that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    CSV = "csv"
    SIE = "sie"


def kind_of(content: bytes) -> FileKind:
    """The kind of a file. Raises FileRefused for what is no table."""
    if not content.strip(b"\x00 \r\n\t"):
        raise refuse("empty", "Filen är tom. Kontrollera att rätt fil är vald.")
    if content.startswith(ZIP):
        return _in_archive(content)
    if content.startswith(OLE):
        return _in_compound(content)
    for start, word in FAMILIAR.items():
        if content.startswith(start):
            raise refuse("not-a-table", f"Filen är {word}, inte ett kalkylblad. {ADVICE}")
    return _in_text(content)


def _in_archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse("broken", f"Arbetsboken är skadad och går inte att öppna. {ADVICE}") from error
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        raise refuse("not-a-table", f"Filen är en binär arbetsbok (.xlsb), som inte läses. {ADVICE}")
    if "content.xml" in names and "mimetype" in names:
        return FileKind.ODS
    word = "ett textdokument" if "word/document.xml" in names else "ett komprimerat arkiv"
    raise refuse("not-a-table", f"Filen är {word}, inte ett kalkylblad. {ADVICE}")


def _in_compound(content: bytes) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise protected()
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return FileKind.XLS
    raise refuse("not-a-table", f"Filen är ett äldre kontorsdokument, inte ett kalkylblad. {ADVICE}")


def protected() -> Exception:
    """A workbook that asks for a password."""
    return refuse(
        "password",
        "Arbetsboken är skyddad med lösenord och kan inte läsas. Ta bort lösenordet i Excel (Arkiv, Info, Skydda"
        " arbetsbok), spara och läs in den igen.",
    )


def _in_text(content: bytes) -> FileKind:
    head = content[:8192]
    if b"\x00" in head and not head.startswith(BYTE_ORDER_MARKS[1:]):
        raise refuse("not-a-table", f"Filen är varken ett kalkylblad eller en textfil. {ADVICE}")
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise refuse(
            "not-a-table", f"Filen är en webbsida som fått ett namn som ett kalkylblad, vilket inte läses. {ADVICE}"
        )
    if start.startswith((b"<?xml", b"<")):
        raise refuse("not-a-table", f"Filen är XML, inte ett kalkylblad. {ADVICE}")
    return FileKind.SIE if start.startswith(b"#flagga") or b"#SIETYP" in head else FileKind.CSV
