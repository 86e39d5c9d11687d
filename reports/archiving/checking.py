"""What an appendix sent as a PDF is: readable at all, made for screen readers, made for the archive; in plain words.

What is checked is what the file says of itself (tags, language, title, its claim to be PDF/A) and that it can be read.
Whether the claim is true is for a validator to say; docs/archive.md tells which.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("pdf_child.py")
MEGABYTE = 1024 * 1024
LARGEST_MB = 25
SECONDS, PATIENCE, MEMORY = 8, 20, 700 * MEGABYTE
ADVICE = "Spara dokumentet på nytt som PDF/A och skicka den filen."
REFUSED = {
    "not_pdf": "Filen är ingen PDF. Exportera dokumentet som PDF/A ur Word eller motsvarande och skicka den filen.",
    "encrypted": "Filen är krypterad eller skyddad med lösenord och kan inte arkiveras. Spara den utan skydd.",
    "corrupt": f"Filen är skadad och går inte att läsa. {ADVICE}",
    "limits": f"Filen tar för mycket tid eller minne att läsa. {ADVICE}",
}


class AppendixRefused(ValueError):
    """The file can't be an appendix; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was asked of the file: what it is about, whether it is fine, what was found, what to do."""

    key: str
    is_fine: bool
    text: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be an appendix: its number of pages, and what was found."""

    pages: int
    checks: tuple[Check, ...]

    @property
    def stored(self) -> list[dict[str, Any]]:
        """The findings as they are kept."""
        return [asdict(check) for check in self.checks]


def restored(rows: Iterable[dict[str, Any]]) -> tuple[Check, ...]:
    """Kept findings."""
    return tuple(Check(**row) for row in rows)


def check_pdf(content: bytes) -> Checked:
    """Look into a file. Raises AppendixRefused for what is too large, no PDF, encrypted or damaged."""
    if not content:
        raise AppendixRefused("Filen är tom. Välj en annan fil.")
    if len(content) > LARGEST_MB * MEGABYTE:
        size = -(-len(content) // MEGABYTE)
        raise AppendixRefused(f"Filen är {size} MB; högst {LARGEST_MB} MB tas emot. Minska bilderna eller dela den.")
    told = _asked(content)
    if told.get("refused"):
        raise AppendixRefused(REFUSED[told["refused"]])
    return Checked(told["pages"], tuple(_checks(told)))


def _asked(content: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", str(CHILD), str(SECONDS), str(MEMORY)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "limits"}
    return told


def _checks(told: dict[str, Any]) -> Iterable[Check]:
    word = "Spara om ur Word med ”Dokumentstrukturtaggar för hjälpmedel” valt."
    tagged = told["tagged"] and told["marked"]
    yield Check(
        "tags",
        tagged,
        "Taggad: rubriker, listor och tabeller kan läsas upp."
        if tagged
        else "Taggar saknas: en skärmläsare hör varken rubriker, listor eller tabeller.",
        "" if tagged else word,
    )
    yield _language(told["language"])
    yield _title(told)
    yield _archive(told["archive"])
    if told["scripts"]:
        yield Check("scripts", False, "Filen innehåller skript, som inte hör hemma i en arkivfil.", ADVICE)


def _language(language: str) -> Check:
    if language:
        return Check("language", True, f"Språket är angivet: {language[:20]}.")
    return Check("language", False, "Språket är inte angivet.", "Ange språket (svenska) i dokumentet och spara om.")


def _title(told: dict[str, Any]) -> Check:
    if not told["title"]:
        return Check("title", False, "Dokumentet saknar titel.", "Skriv en titel under Arkiv › Info och spara om.")
    if not told["shows_title"]:
        text = f"Titeln ”{told['title'][:80]}” finns, men läsaren visar filens namn i stället."
        return Check("title", False, text, "Välj ”visa dokumentets titel” när filen sparas.")
    return Check("title", True, f"Titeln visas: ”{told['title'][:80]}”.")


def _archive(archive: str) -> Check:
    if not archive:
        text = "Filen säger sig inte vara PDF/A, formatet för arkiv."
        return Check("archive", False, text, "Välj PDF/A när filen sparas (”ISO 19005-kompatibel”).")
    return Check("archive", True, f"Filen säger sig vara PDF/A-{archive}.")
