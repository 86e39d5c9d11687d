"""What a file is called: case number, kind, date, version. `KS-2024-123-delarsrapport-2024-08-31-version-1.pdf`"""

from __future__ import annotations

import re
from urllib.parse import quote

from indicators.spans import Month
from reports.models import FrozenReport, Report

KINDS = {
    "interim": "delårsrapport",
    "annual": "verksamhetsberättelse",
    "budget": "budget",
    "monthly": "månadsrapport",
}
ASCII = str.maketrans("åäöéüÅÄÖÉÜ", "aaoeuAAOEU")
OTHER = re.compile(r"[^\w.]+")
LONGEST = 120


def document_name(report: Report, frozen: FrozenReport | None, ending: str) -> str:
    """The file's name, with Swedish letters; an open report is an `utkast`."""
    case_number = frozen.case_number if frozen else report.case_number
    day = Month(report.year, report.month).last_day.isoformat()
    version = f"version-{frozen.number}" if frozen else "" if report.known_on else "utkast"
    parts = [case_number, KINDS.get(report.kind, report.kind), day, version]
    stem = "-".join(tidy for part in parts if (tidy := OTHER.sub("-", part).strip("-.")))
    return f"{stem[:LONGEST]}.{ending}"


def disposition(name: str) -> str:
    """The header that names a download (RFC 6266): in ASCII for the old, as it is (RFC 5987) for the others."""
    plain = name.translate(ASCII).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
