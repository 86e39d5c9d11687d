"""What a figure stands on: notes of its source, with a link or a file, and the files' checks.

A file's kind follows from its content, never from its name alone; it is kept whole with its SHA-256 and only handed
out while it still has it.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet

from indicators.access import may_read_work, visible_facts
from indicators.models import Evidence, EvidenceContent, EvidenceWithdrawal, Fact, FigureRevision, Indicator
from indicators.models.choices import MarkerChoice, Role, Scenario
from indicators.rights import rights_of
from vss_portal import clock
from vss_portal.models import User

MEGABYTE = 1024 * 1024
LARGEST_MB = 5
LONGEST_NOTE, LONGEST_LINK, LONGEST_NAME, LONGEST_REASON = 500, 500, 120, 200
_PDF, _PNG, _JPEG = "application/pdf", "image/png", "image/jpeg"
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Endings and what the content must be.
KINDS = {
    "pdf": _PDF,
    "png": _PNG,
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/plain",
    "txt": "text/plain",
}
_STARTS = ((b"%PDF-", _PDF), (b"\x89PNG\r\n\x1a\n", _PNG), (b"\xff\xd8\xff", _JPEG))
_INSIDE = (("xl/workbook.xml", KINDS["xlsx"]), ("word/document.xml", KINDS["docx"]))
_TEXT = KINDS["txt"]


class EvidenceRefused(ValueError):
    """Why evidence wasn't saved or handed out; the message is Swedish and says what stands."""


@dataclass(frozen=True)
class About:
    """The outcome that evidence is about, in keys."""

    indicator: int
    unit: int
    breakdown: int
    year: int
    month: int
    span: str

    @classmethod
    def of_fact(cls, fact: Fact) -> About:
        """What a recorded outcome is about."""
        return cls(fact.indicator_id, fact.unit_id, fact.breakdown_id, fact.year, fact.month, fact.span)

    @classmethod
    def of(cls, evidence: Evidence) -> About:
        """What an evidence is about."""
        return cls(
            evidence.indicator_id,
            evidence.unit_id,
            evidence.breakdown_id,
            evidence.year,
            evidence.month,
            evidence.span,
        )

    @property
    def key(self) -> dict[str, Any]:
        """As a condition on evidence and facts."""
        return {
            "indicator": self.indicator,
            "unit": self.unit,
            "breakdown": self.breakdown,
            "year": self.year,
            "month": self.month,
            "span": self.span,
        }


@dataclass(frozen=True)
class FileGiven:
    """A file as it was sent."""

    name: str
    content: bytes


def evidence_of(about: About) -> list[Evidence]:
    """What an outcome stands on, the latest first, without what was withdrawn: one query.

    Nothing where the value is withheld: its source would tell it.
    """
    if is_withheld(about):
        return []
    return list(_shown(about).select_related("by", "indicator", "unit").order_by("-pk"))


def evidence_of_fact(fact: Fact) -> list[Evidence]:
    """What a recorded figure stands on; only outcomes have evidence."""
    return evidence_of(About.of_fact(fact)) if fact.scenario == Scenario.OUTCOME else []


def _shown(about: About) -> QuerySet[Evidence]:
    rows: QuerySet[Evidence] = Evidence.objects.filter(**about.key, withdrawal__isnull=True)
    return rows


def is_withheld(about: About) -> bool:
    """Whether the outcome's latest value is one that may not be shown."""
    rows = FigureRevision.objects.filter(fact__in=_facts(about)).order_by("-number")
    latest = rows.values_list("marker", flat=True).first()
    return latest == MarkerChoice.WITHHELD


def _facts(about: About) -> QuerySet[Fact]:
    rows: QuerySet[Fact] = Fact.objects.filter(**about.key, scenario=Scenario.OUTCOME)
    return rows


def sees_evidence_of(user: Any, evidence: Evidence) -> bool:
    """Whether the person may read it: who reads the work, and the auditor where the figure is public."""
    about = About.of(evidence)
    if is_withheld(about):
        return False
    if may_read_work(user, evidence.indicator, evidence.unit):
        return True
    return rights_of(user).has(Role.AUDITOR) and visible_facts(user).filter(pk__in=_facts(about)).exists()


@transaction.atomic
def add_evidence(
    *, about: About, indicator: Indicator, by: User, note: str = "", link: str = "", file: FileGiven | None = None
) -> Evidence:
    """Save a note with a link or a file. Raises EvidenceRefused for what can't be taken; then nothing is saved."""
    told, address = " ".join(note.split()), _checked_link(link.strip())
    if not (told or address or file):
        raise EvidenceRefused("Underlaget är tomt. Skriv varifrån värdet kommer, ange en länk eller välj en fil.")
    if len(told) > LONGEST_NOTE:
        raise EvidenceRefused(f"Källan har {len(told)} tecken, högst {LONGEST_NOTE} får plats. Inget är sparat.")
    fields: dict[str, Any] = {} if file is None else _checked_file(file)
    made = Evidence.objects.create(
        indicator=indicator,
        **{f"{name}_id": value for name, value in about.key.items() if name in ("unit", "breakdown")},
        year=about.year,
        month=about.month,
        span=about.span,
        note=told,
        link=address,
        by=by,
        at=clock.now(),
        **fields,
    )
    if file is not None:
        EvidenceContent.objects.create(evidence=made, content=file.content)
    return made


def _checked_link(link: str) -> str:
    if not link:
        return ""
    parts = urlsplit(link)
    if parts.scheme != "https" or not parts.hostname or re.search(r"\s", link) or "@" in parts.netloc:
        raise EvidenceRefused(
            f"”{link[:80]}” är ingen länk som kan sparas. Den ska börja med https://. Inget är sparat."
        )
    if len(link) > LONGEST_LINK:
        raise EvidenceRefused(f"Länken har {len(link)} tecken, högst {LONGEST_LINK} får plats. Inget är sparat.")
    return link


def _checked_file(file: FileGiven) -> dict[str, Any]:
    check_size(len(file.content))
    name = _plain_name(file.name)
    stem, _, ending = name.lower().rpartition(".")
    if not stem or KINDS.get(ending) is None or kind_of(file.content) != KINDS[ending]:
        raise EvidenceRefused(
            f"”{name}” går inte att spara: innehållet ska vara PDF, PNG, JPEG, Excel (xlsx), Word (docx), OpenDocument"
            " (ods), CSV eller text, och filnamnet ska sluta så. Spara filen i något av slagen. Inget är sparat."
        )
    checksum = hashlib.sha256(file.content).hexdigest()
    return {"file_name": name, "content_type": KINDS[ending], "size": len(file.content), "checksum": checksum}


def check_size(size: int) -> None:
    """Refuse an empty or too large file, before its content is looked at."""
    if size == 0:
        raise EvidenceRefused("Filen är tom. Välj en annan. Inget är sparat.")
    if size > LARGEST_MB * MEGABYTE:
        raise EvidenceRefused(
            f"Filen är {size / MEGABYTE:.0f} MB; högst {LARGEST_MB} MB sparas. Länka till den i stället."
            " Inget är sparat."
        )


def _plain_name(name: str) -> str:
    """The name without folders and signs that a header or a file system can't hold; its ending is kept."""
    last = re.split(r"[\\/]", name)[-1]
    stem, dot, ending = re.sub(r"[^\w .,()\-]", "_", last).strip().rpartition(".")
    return f"{stem[: LONGEST_NAME - 1 - len(ending)]}{dot}{ending}" if stem else ending[:LONGEST_NAME]


def kind_of(content: bytes) -> str:
    """What a file is by its content, one of the kinds that are kept; empty for anything else."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return _TEXT if _is_text(content) else ""


def _kind_of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if any("vbaproject" in name.lower() for name in names):
        return ""
    office = next((kind for name, kind in _INSIDE if name in names), "")
    return office or (KINDS["ods"] if {"content.xml", "mimetype"} <= names else "")


def _is_text(content: bytes) -> bool:
    """Text without control signs that doesn't begin as a page for a browser does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if re.search("[\x00-\x08\x0e-\x1f]", text):
        return False
    return not text.lstrip().startswith("<")


def stored_file(evidence: Evidence) -> bytes:
    """The file as it was given. Raises EvidenceRefused where it hasn't its checksum any more."""
    content = bytes(EvidenceContent.objects.values_list("content", flat=True).get(evidence=evidence))
    if hashlib.sha256(content).hexdigest() != evidence.checksum:
        raise EvidenceRefused("Filen stämmer inte med sin kontrollsumma och lämnas inte ut. Säg till administratören.")
    return content


def withdraw(*, evidence: Evidence, reason: str, by: User) -> EvidenceWithdrawal:
    """Stop showing an evidence. Raises EvidenceRefused without a reason, or where it is withdrawn already."""
    told = " ".join(reason.split())[:LONGEST_REASON]
    if not told:
        raise EvidenceRefused("Skriv varför underlaget dras tillbaka. Det visas fortfarande.")
    if EvidenceWithdrawal.objects.filter(evidence=evidence).exists():
        raise EvidenceRefused("Underlaget är redan tillbakadraget. Inget är ändrat.")
    made: EvidenceWithdrawal = EvidenceWithdrawal.objects.create(evidence=evidence, by=by, at=clock.now(), reason=told)
    return made
