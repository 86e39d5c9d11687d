"""METS of the package and of each representation, as E-ARK CSIP 2.1.0 and SIP 2.1.0 ask (FGS Paketstruktur 2.0).

The numbers in the comments are the specifications' own names of their requirements; docs/archive.md lists them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from reports.archiving.contents import Part, Representation
from reports.archiving.xml import Element, add, root, written

PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
SOFTWARE, RELEASE = "vss-portal", "0.1"
LOCATIONS = (("mets", "mets.xsd"), ("csip", "DILCISExtensionMETS.xsd"), ("sip", "DILCISExtensionSIPMETS.xsd"))
ADDRESSES = {
    "mets": "http://www.loc.gov/METS/",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "sip": "https://DILCIS.eu/XML/METS/SIPExtensionMETS",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the package says of itself. `creator` is who the archive belongs to, `submitter` who sends the package."""

    identifier: str
    title: str
    created: dt.datetime
    creator: str
    submitter: str
    status: str

    @property
    def moment(self) -> str:
        """The time as XML writes it."""
        return self.created.isoformat(timespec="seconds")


def package_mets(
    about: About, *, described: Part, provenance: Part, documentation: Iterable[Part], schemas: Iterable[Part],
    representations: Iterable[tuple[Representation, Part]],
) -> bytes:  # fmt: skip
    """The METS.xml at the package's root: what is in it and where (CSIPSTR4)."""
    document = _document(about, about.identifier, "Mixed", "schemas/")
    document.set("LABEL", about.title)  # SIP1
    _header(document, about)
    _metadata(document, about, described, provenance)
    files = add(document, "mets:fileSec", ID="filer")  # CSIP58, CSIP59
    groups = [
        _group(files, about, "dokumentation", "Documentation", documentation),  # CSIP60
        _group(files, about, "scheman", "Schemas", schemas),  # CSIP113
    ]
    held = [(each, _representation_group(files, about, each, mets)) for each, mets in representations]
    _structure(document, about, groups, held)
    return written(document)


def representation_mets(about: About, representation: Representation) -> bytes:
    """The METS.xml of one representation (CSIPSTR12): its files, by paths from its own folder."""
    document = _document(about, representation.name, representation.content_type, "../../schemas/", representation)
    _header(document, about)
    # An identifier is of one thing in the whole package (CSIP65, CSIP67), so these begin with the representation's.
    own = f"{representation.name}-"
    files = add(document, "mets:fileSec", ID=f"{own}filer")
    group = _group(files, about, f"{own}data", "Data", representation.parts, below=f"{representation.folder}/")
    division = _division(document, representation.name, own)
    data = add(division, "mets:div", ID=f"{own}del-data", LABEL="Data")
    add(data, "mets:fptr", FILEID=group)
    return written(document)


def _document(
    about: About, identifier: str, content_type: str, schemas: str, representation: Representation | None = None
) -> Element:
    locations = " ".join(f"{ADDRESSES[prefix]} {schemas}{file}" for prefix, file in LOCATIONS)
    document = root("mets:mets", {"OBJID": identifier, "TYPE": content_type, "PROFILE": PROFILE})  # CSIP1, 2, 6, SIP2
    document.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", locations)
    for key, value in _information_type(representation).items():  # CSIP4, CSIP5
        document.set(f"{{{ADDRESSES['csip']}}}{key}", value)
    return document


def _information_type(representation: Representation | None) -> dict[str, str]:
    if representation is None:
        return {"CONTENTINFORMATIONTYPE": "MIXED"}
    return {"CONTENTINFORMATIONTYPE": "OTHER", "OTHERCONTENTINFORMATIONTYPE": representation.information_type}


def _header(document: Element, about: About) -> None:
    header = add(document, "mets:metsHdr", CREATEDATE=about.moment, LASTMODDATE=about.moment)  # CSIP117, 7, 8
    header.set("RECORDSTATUS", about.status)  # SIP3
    header.set(f"{{{ADDRESSES['csip']}}}OAISPACKAGETYPE", "SIP")  # CSIP9, SIP4
    software = add(header, "mets:agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")  # CSIP10–13
    add(software, "mets:name", SOFTWARE)  # CSIP14
    add(software, "mets:note", RELEASE, csip_NOTETYPE="SOFTWARE VERSION")  # CSIP15, CSIP16
    creator = add(header, "mets:agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")  # SIP9–11
    add(creator, "mets:name", about.creator)  # SIP12
    submitter = add(header, "mets:agent", ROLE="CREATOR", TYPE="ORGANIZATION")  # SIP15–17
    add(submitter, "mets:name", about.submitter)  # SIP18


def _metadata(document: Element, about: About, described: Part, provenance: Part) -> None:
    section = add(document, "mets:dmdSec", ID="beskrivning", CREATED=about.moment, STATUS="CURRENT")  # CSIP17–20
    _reference(section, about, described, "DC")
    section = add(document, "mets:amdSec", ID="forvaltning")  # CSIP31
    section = add(section, "mets:digiprovMD", ID="proveniens", CREATED=about.moment, STATUS="CURRENT")  # CSIP32–34
    _reference(section, about, provenance, "PREMIS")


def _reference(section: Element, about: About, part: Part, kind: str) -> None:
    """CSIP21–30 of descriptions, CSIP35–44 of provenance."""
    made = add(section, "mets:mdRef", LOCTYPE="URL", xlink_type="simple", xlink_href=quote(part.path), MDTYPE=kind)
    _told(made, about, part)


def _told(element: Element, about: About, part: Part) -> None:
    """Media type, size, time and checksum, as every reference to a file tells them."""
    told = {"MIMETYPE": part.format.media_type, "SIZE": str(len(part.content)), "CREATED": about.moment}
    for key, value in {**told, "CHECKSUM": part.checksum, "CHECKSUMTYPE": "SHA-256"}.items():
        element.set(key, value)


def _group(files: Element, about: About, key: str, use: str, parts: Iterable[Part], below: str = "") -> str:
    """A group of files (CSIP64–79); its identifier."""
    group = add(files, "mets:fileGrp", ID=f"grupp-{key}", USE=use)
    for number, part in enumerate(parts, 1):
        file = add(group, "mets:file", ID=f"fil-{key}-{number}")
        _told(file, about, part)
        file.set(f"{{{ADDRESSES['sip']}}}FILEFORMATNAME", part.format.name)  # SIP32
        if part.format.version:
            file.set(f"{{{ADDRESSES['sip']}}}FILEFORMATVERSION", part.format.version)  # SIP33
        path = quote(part.path.removeprefix(below))
        add(file, "mets:FLocat", LOCTYPE="URL", xlink_type="simple", xlink_href=path)
    return group.attrib["ID"]


def _representation_group(files: Element, about: About, representation: Representation, mets: Part) -> str:
    """The group that points to the representation's own METS (CSIP114, 62, 63)."""
    made = _group(files, about, representation.name, f"Representations/{representation.name}", [mets])
    group = files[-1]
    for key, value in _information_type(representation).items():
        group.set(f"{{{ADDRESSES['csip']}}}{key}", value)
    return made


def _division(document: Element, identifier: str, own: str = "") -> Element:
    """The one division of the structure that CSIP reads (CSIP80–85)."""
    structure = add(document, "mets:structMap", ID=f"{own}struktur", TYPE="PHYSICAL", LABEL="CSIP")
    return add(structure, "mets:div", ID=f"{own}del-paket", LABEL=identifier)


def _structure(document: Element, about: About, groups: list[str], held: list[tuple[Representation, str]]) -> None:
    division = _division(document, about.identifier)
    add(division, "mets:div", ID="del-metadata", LABEL="Metadata", ADMID="proveniens", DMDID="beskrivning")  # CSIP88–92
    for group, label in zip(groups, ("Documentation", "Schemas"), strict=True):  # CSIP93–100, 116, 118
        part = add(division, "mets:div", ID=f"del-{label.lower()}", LABEL=label)
        add(part, "mets:fptr", FILEID=group)
    content = add(division, "mets:div", ID="del-innehall", LABEL="Representations")  # CSIP101–104, 119
    for _each, group in held:
        add(content, "mets:fptr", FILEID=group)
    for each, group in held:  # CSIP105–112
        part = add(division, "mets:div", ID=f"del-{each.name}", LABEL=f"Representations/{each.name}")
        pointer = add(part, "mets:mptr", LOCTYPE="URL", xlink_type="simple", xlink_title=group)
        pointer.set("{http://www.w3.org/1999/xlink}href", f"{each.folder}/METS.xml")
