"""A template as one file, so that municipalities can share: written in one spelling, read with every fault named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from reports.declarations import DeclarationError, read_template
from reports.declarations.sections import SCHEMA
from reports.designing.checks import faults, lost, without_lost
from reports.designing.keys import free_template_code
from reports.designing.known import Known
from reports.designing.refusals import DesignRefused
from reports.models import ReportTemplate, TemplateVersion
from reports.writing import save_template
from vss_portal.models import User

Data = dict[str, Any]
FORMAT = "uppfoljning-mall"
LARGEST = 2_000_000
DEEPEST = 40


class Lost(ValueError):
    """A file whose template asks for what the organisation doesn't have; `problems` names each place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


def exported(version: TemplateVersion) -> bytes:
    """The version as a file: `format`, `schema` and the template itself. Names nobody and no organisation."""
    content = {"format": FORMAT, "schema": SCHEMA, "template": version.declaration}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_file(content: bytes) -> Data:
    """The declaration in a file. Raises DesignRefused with the place of what can't be read; nothing is saved."""
    data = _parsed(content)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DesignRefused("Filen är ingen rapportmall. Välj en fil som har hämtats med ”Hämta som fil”.")
    if data.get("schema") != SCHEMA or type(data.get("schema")) is not int:
        raise DesignRefused(
            f"Filen har format {str(data.get('schema'))[:20]!s}; portalen läser format {SCHEMA}. Be den som gjorde"
            " filen att hämta den ur en portal med samma version."
        )
    declaration = data.get("template")
    if found := faults(declaration):
        raise DesignRefused(*(f"{fault} Inget är inläst." for fault in found[:20]))
    assert isinstance(declaration, dict)  # noqa: S101 - the reader refuses all else
    return declaration


def _parsed(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise DesignRefused(f"Filen är större än {LARGEST // 1_000_000} MB. Så stor är ingen mall. Inget är inläst.")
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise DesignRefused(
            "Filen går inte att läsa som en rapportmall. Den kan vara skadad. Inget är inläst."
        ) from None
    if _depth(data) > DEEPEST:
        raise DesignRefused("Filen har för många nivåer i varandra. Inget är inläst.")
    return data


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(data: Any) -> int:
    deepest, waiting = 0, [(data, 1)]
    while waiting:
        item, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        waiting.extend((each, depth + 1) for each in inner)
    return deepest


@transaction.atomic
def import_template(*, content: bytes, known: Known, by: User, leave_out: bool = False) -> ReportTemplate:
    """Take in a file as a new template of the organisation; one that has its code already gets another.

    Raises DesignRefused for a file that can't be read, and Lost where it asks for what isn't here, unless `leave_out`
    says that such rows and columns are left out.
    """
    declaration = read_file(content)
    if found := lost(declaration, known):
        if not leave_out:
            raise Lost(found)
        without_lost(declaration, known)
    declaration["code"] = free_template_code(read_template(declaration).code, known.organisation)
    try:
        version = save_template(
            organisation=known.organisation, declaration=declaration, by=by, note="läste in mallen från en fil"
        )
    except DeclarationError as error:
        raise DesignRefused(f"{error} Inget är inläst.") from error
    return version.template
