"""The package for the e-arkiv: one adopted version as FGS Paketstruktur 2.0 (E-ARK SIP), the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from reports.adopting.frozen import faults
from reports.archiving.contents import XML, Part, documentation, representations, schemas
from reports.archiving.mets import About, package_mets, representation_mets
from reports.archiving.premis import dublin_core, premis
from reports.models import FrozenReport, Report
from vss_portal import clock

NEW, LATER_VERSION = "NEW", "VERSION"


class NotAdopted(LookupError):
    """Only what is adopted, and whole, goes to the archive; the message says why this doesn't."""


@dataclass(frozen=True, slots=True)
class Package:
    """The package as a file."""

    file_name: str
    content: bytes


def archive_of(report: Report, *, version: int | None = None) -> Package:
    """The package of the report's newest adopted version, or of the one asked for. Raises NotAdopted."""
    frozen = _frozen(report, version)
    wrong = faults(frozen)
    if wrong:
        raise NotAdopted(
            f"{frozen.title} version {frozen.number} är inte hel: {'; '.join(wrong)}. Inget paket är gjort."
        )
    identifier = f"{report.slug}-version-{frozen.number}"
    return Package(f"{identifier}.zip", _zipped(identifier, parts_of(frozen, identifier), frozen))


def _frozen(report: Report, version: int | None) -> FrozenReport:
    adopted = FrozenReport.objects.filter(report=report).select_related("report__organisation", "recorded_by")
    found = adopted.order_by("-number").first() if version is None else adopted.filter(number=version).first()
    if found is not None:
        return found
    if report.reproduced_from_id:
        raise NotAdopted(
            f"{report.title} är återgiven efter tryckt rapport och fastställs inte i portalen. "
            "Den tryckta rapporten är handlingen. Inget paket är gjort."
        )
    if version is not None and adopted.exists():
        raise NotAdopted(f"{report.title} har ingen fastställd version {version}. Inget paket är gjort.")
    raise NotAdopted(
        f"{report.title} är inte fastställd. Fastställ den först; bara det som är fastställt arkiveras. "
        "Inget paket är gjort."
    )


def parts_of(frozen: FrozenReport, identifier: str) -> list[Part]:
    """Every file of the package, the METS.xml at its root first."""
    made, organisation = clock.local(frozen.recorded_at), frozen.report.organisation
    creator = f"{organisation.municipality}, {organisation.committee or organisation.name}".strip(", ")
    status = LATER_VERSION if frozen.is_revised else NEW
    about = About(identifier, frozen.title, made, creator, organisation.name, status)
    held = representations(frozen)
    mets = [Part(f"{each.folder}/METS.xml", XML, representation_mets(about, each)) for each in held]
    data = [part for each in held for part in each.parts]
    described = Part("metadata/descriptive/dc.xml", XML, dublin_core(frozen, identifier, creator, made))
    provenance = Part("metadata/preservation/premis.xml", XML, premis(frozen, identifier, data, made))
    told, shapes = documentation(frozen, made), schemas()
    root = package_mets(
        about,
        described=described,
        provenance=provenance,
        documentation=told,
        schemas=shapes,
        representations=list(zip(held, mets, strict=True)),
    )
    return [Part("METS.xml", XML, root), described, provenance, *told, *shapes, *mets, *data]


def _zipped(identifier: str, parts: Iterable[Part], frozen: FrozenReport) -> bytes:
    """One folder with the package's name (CSIPSTR1–3); the adoption's time on every file."""
    buffer, moment = io.BytesIO(), clock.local(frozen.recorded_at).timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for part in sorted(parts, key=lambda part: part.path):
            about = zipfile.ZipInfo(f"{identifier}/{part.path}", moment)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            bundle.writestr(about, part.content)
    return buffer.getvalue()
