"""Looks into one PDF in a process of its own, with limits on time and memory.

Run as a script: `python pdf_child.py SECONDS MEMORY < file > told.json`. A file from outside may be made to take all
memory or to never end; then it is this process that ends. Imports nothing of the portal.
"""

import io
import json
import re
import resource
import sys
from typing import Any

# A description of a document is some kilobytes; what is larger says nothing that is asked for here.
LONGEST_METADATA = 1_000_000
PART = re.compile(rb"pdfaid:part(?:\s*=\s*[\"']|>)\s*(\d)")
LEVEL = re.compile(rb"pdfaid:conformance(?:\s*=\s*[\"']|>)\s*([A-Za-z])")
ACCESSIBLE = re.compile(rb"pdfuaid:part(?:\s*=\s*[\"']|>)\s*(\d)")
TITLE = re.compile(rb"<dc:title>.*?<rdf:li[^>]*>([^<]*)</rdf:li>", re.DOTALL)


def main(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = told(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"refused": "limits"}
    json.dump(answer, sys.stdout)


def told(content: bytes) -> dict[str, Any]:
    """What the file is, or why it can't be read: `not_pdf`, `encrypted`, `corrupt`."""
    import pikepdf  # after the limits

    if b"%PDF-" not in content[:1024]:
        return {"refused": "not_pdf"}
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            return {"refused": "encrypted"} if pdf.is_encrypted else looked_at(pdf, pikepdf)
    except pikepdf.PasswordError:
        return {"refused": "encrypted"}
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {"refused": "corrupt"}


def looked_at(pdf: Any, pikepdf: Any) -> dict[str, Any]:
    """What the catalogue and the metadata say; every page is opened once, so that a broken one is found here."""
    pages = sum(1 for page in pdf.pages if "/MediaBox" in page or page.mediabox is not None)
    root, said = pdf.Root, metadata(pdf)
    tree = root.get("/StructTreeRoot")
    part, level, accessible, title = (found.search(said) for found in (PART, LEVEL, ACCESSIBLE, TITLE))
    return {
        "refused": "" if pages else "corrupt",
        "pages": pages,
        "tagged": tree is not None and "/K" in tree,
        "marked": bool(root.get("/MarkInfo", {}).get("/Marked", False)),
        "language": str(root.get("/Lang", "")).strip(),
        "title": (title[1].decode("utf-8", "replace") if title else str(pdf.docinfo.get("/Title", ""))).strip()[:300],
        "shows_title": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
        "archive": f"{part[1].decode()}{level[1].decode().lower() if level else ''}" if part else "",
        "accessible": accessible[1].decode() if accessible else "",
        "scripts": "/JavaScript" in root.get("/Names", {}) or is_script(root.get("/OpenAction"), pikepdf),
    }


def metadata(pdf: Any) -> bytes:
    if "/Metadata" not in pdf.Root:
        return b""
    content: bytes = pdf.Root.Metadata.read_bytes()
    return content[:LONGEST_METADATA]


def is_script(action: Any, pikepdf: Any) -> bool:
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in ("/JavaScript", "/Launch")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
