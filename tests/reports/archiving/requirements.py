"""The requirements of E-ARK CSIP and SIP 2.1.0 on a package, each assertion with their own names."""

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from reports.archiving.contents import SCHEMAS
from tests.reports import judging

ROOT = f"{judging.SLUG}-version-1"
NS = {
    "m": "http://www.loc.gov/METS/",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "sip": "https://DILCIS.eu/XML/METS/SIPExtensionMETS",
    "x": "http://www.w3.org/1999/xlink",
    "p": "http://www.loc.gov/premis/v3",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SIP_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
REPRESENTATIONS = ("handling", "data")


def tree(content):
    return etree.fromstring(content)


def all_of(element, path):
    return element.xpath(path, namespaces=NS)


def one(element, path):
    [found] = all_of(element, path)
    return found


def schema():
    """METS with the extensions, read from the project's own copies."""

    class Local(etree.Resolver):
        def resolve(self, url, _public_id, context):
            return self.resolve_filename(str(SCHEMAS / Path(url).name), context)

    parser = etree.XMLParser()
    parser.resolvers.add(Local())
    imports = "".join(
        f'<xs:import namespace="{NS[prefix]}" schemaLocation="{file}"/>'
        for prefix, file in (
            ("m", "mets.xsd"),
            ("csip", "DILCISExtensionMETS.xsd"),
            ("sip", "DILCISExtensionSIPMETS.xsd"),
        )
    )
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text, parser))


def the_folders(files):
    assert "METS.xml" in files, "CSIPSTR4"
    assert any(path.startswith("metadata/preservation/") for path in files), "CSIPSTR5, CSIPSTR6"
    assert any(path.startswith("metadata/descriptive/") for path in files), "CSIPSTR5, CSIPSTR7"
    for name in REPRESENTATIONS:
        assert f"representations/{name}/METS.xml" in files, "CSIPSTR9, CSIPSTR10, CSIPSTR12"
        assert any(path.startswith(f"representations/{name}/data/") for path in files), "CSIPSTR11"
    assert any(path.startswith("schemas/") for path in files), "CSIPSTR15"
    assert any(path.startswith("documentation/") for path in files), "CSIPSTR16"


def the_root(mets):
    assert mets.get("OBJID") == ROOT, "CSIP1, CSIPSTR2"
    assert mets.get("TYPE") == "Mixed", "CSIP2, CSIP3"
    assert mets.get(f"{{{NS['csip']}}}CONTENTINFORMATIONTYPE") == "MIXED", "CSIP4, CSIP5"
    assert mets.get("PROFILE") == SIP_PROFILE, "CSIP6, SIP2"
    assert mets.get("LABEL"), "SIP1"


def the_header(mets):
    header = one(mets, "m:metsHdr")
    assert header.get("CREATEDATE") == header.get("LASTMODDATE"), "CSIP117, CSIP7, CSIP8"
    assert header.get("RECORDSTATUS") == "NEW", "SIP3"
    assert header.get(f"{{{NS['csip']}}}OAISPACKAGETYPE") == "SIP", "CSIP9, SIP4"
    software = one(header, "m:agent[@ROLE='CREATOR'][@TYPE='OTHER'][@OTHERTYPE='SOFTWARE']")  # CSIP10-13
    assert one(software, "m:name").text, "CSIP14"
    note = one(software, "m:note")
    assert note.text, "CSIP15"
    assert note.get(f"{{{NS['csip']}}}NOTETYPE") == "SOFTWARE VERSION", "CSIP16"
    assert "kommun" in one(header, "m:agent[@ROLE='ARCHIVIST'][@TYPE='ORGANIZATION']/m:name").text, "SIP9-12"
    assert one(header, "m:agent[@ROLE='CREATOR'][@TYPE='ORGANIZATION']/m:name").text, "SIP15-18"


def the_metadata(mets, files):
    described = one(mets, "m:dmdSec")
    assert (described.get("ID"), described.get("STATUS")) == ("beskrivning", "CURRENT"), "CSIP17, CSIP18, CSIP20"
    assert described.get("CREATED"), "CSIP19"
    reference(one(described, "m:mdRef"), files, "DC")  # CSIP21-30
    provenance = one(mets, "m:amdSec/m:digiprovMD")
    assert (provenance.get("ID"), provenance.get("STATUS")) == ("proveniens", "CURRENT"), "CSIP31-34"
    reference(one(provenance, "m:mdRef"), files, "PREMIS")  # CSIP35-44


def reference(element, files, kind):
    assert element.get("LOCTYPE") == "URL", "CSIP22, CSIP36"
    assert element.get(f"{{{NS['x']}}}type") == "simple", "CSIP23, CSIP37"
    content = files[unquote(element.get(f"{{{NS['x']}}}href"))]  # CSIP24, CSIP38
    assert element.get("MDTYPE") == kind, "CSIP25, CSIP39"
    as_told(element, content)  # CSIP26-30, CSIP40-44


def as_told(element, content):
    assert "/" in element.get("MIMETYPE")
    assert element.get("SIZE") == str(len(content))
    assert element.get("CREATED")
    assert element.get("CHECKSUM") == hashlib.sha256(content).hexdigest()
    assert element.get("CHECKSUMTYPE") == "SHA-256"


def the_files(mets, files):
    section = one(mets, "m:fileSec")
    assert section.get("ID"), "CSIP58, CSIP59"
    uses = [group.get("USE") for group in all_of(section, "m:fileGrp")]
    assert uses == ["Documentation", "Schemas", *(f"Representations/{name}" for name in REPRESENTATIONS)], (
        "CSIP60, CSIP113, CSIP114, CSIP64"
    )
    for group in all_of(section, "m:fileGrp[starts-with(@USE, 'Representations')]"):
        assert group.get(f"{{{NS['csip']}}}CONTENTINFORMATIONTYPE") == "OTHER", "CSIP62"
        assert group.get(f"{{{NS['csip']}}}OTHERCONTENTINFORMATIONTYPE"), "CSIP63"
    listed = located(section, files, "")
    outside = {path for path in files if path.startswith(("documentation/", "schemas/"))}
    assert listed == outside | {f"representations/{name}/METS.xml" for name in REPRESENTATIONS}


def located(section, files, folder):
    """The paths that the groups list, each file with all that is asked of it."""
    paths = set()
    for group in all_of(section, "m:fileGrp"):
        assert group.get("ID"), "CSIP65"
        assert all_of(group, "m:file"), "CSIP66"
    for file in all_of(section, "m:fileGrp/m:file"):
        assert file.get("ID"), "CSIP67"
        place = one(file, "m:FLocat")  # CSIP76
        assert (place.get("LOCTYPE"), place.get(f"{{{NS['x']}}}type")) == ("URL", "simple"), "CSIP77, CSIP78"
        path = folder + unquote(place.get(f"{{{NS['x']}}}href"))  # CSIP79
        as_told(file, files[path])  # CSIP68-72
        assert file.get(f"{{{NS['sip']}}}FILEFORMATNAME"), "SIP32"
        paths.add(path)
    return paths


def the_structure(mets):
    structure = one(mets, "m:structMap")  # CSIP80
    assert (structure.get("TYPE"), structure.get("LABEL")) == ("PHYSICAL", "CSIP"), "CSIP81, CSIP82"
    assert structure.get("ID"), "CSIP83"
    division = one(structure, "m:div")  # CSIP84
    assert division.get("ID"), "CSIP85"
    parts = {part.get("LABEL"): part for part in all_of(division, "m:div")}
    assert all(part.get("ID") for part in parts.values()), "CSIP89, CSIP94, CSIP98, CSIP102, CSIP106"
    assert parts["Metadata"].get("ADMID") == "proveniens", "CSIP88, CSIP90, CSIP91"
    assert parts["Metadata"].get("DMDID") == "beskrivning", "CSIP92"
    groups = {group.get("USE"): group.get("ID") for group in all_of(mets, "m:fileSec/m:fileGrp")}
    for label in ("Documentation", "Schemas"):
        assert one(parts[label], "m:fptr").get("FILEID") == groups[label], "CSIP93, 95-97, 99, 100, 116, 118"
    pointed = [pointer.get("FILEID") for pointer in all_of(parts["Representations"], "m:fptr")]
    assert pointed == [groups[f"Representations/{name}"] for name in REPRESENTATIONS], "CSIP101, 103, 104, 119"
    for name in REPRESENTATIONS:
        pointer = one(parts[f"Representations/{name}"], "m:mptr")  # CSIP105, CSIP107, CSIP109
        assert pointer.get(f"{{{NS['x']}}}title") == groups[f"Representations/{name}"], "CSIP108"
        assert pointer.get(f"{{{NS['x']}}}href") == f"representations/{name}/METS.xml", "CSIP110"
        assert (pointer.get(f"{{{NS['x']}}}type"), pointer.get("LOCTYPE")) == ("simple", "URL"), "CSIP111, CSIP112"


def the_representations(files):
    paths = ["METS.xml", *(f"representations/{name}/METS.xml" for name in REPRESENTATIONS)]
    names = [name for path in paths for name in tree(files[path]).xpath("//@ID")]
    assert len(set(names)) == len(names), "CSIP65, CSIP67 and others: an identifier is unique within the package"
    for name in REPRESENTATIONS:
        mets, folder = tree(files[f"representations/{name}/METS.xml"]), f"representations/{name}/"
        assert mets.get("OBJID") == name, "CSIP1"
        assert mets.get(f"{{{NS['csip']}}}CONTENTINFORMATIONTYPE") == "OTHER", "CSIP4"
        assert mets.get(f"{{{NS['csip']}}}OTHERCONTENTINFORMATIONTYPE"), "CSIP5"
        listed = located(one(mets, "m:fileSec"), files, folder)
        assert listed == {path for path in files if path.startswith(f"{folder}data/")}


def the_provenance(files):
    premis = tree(files["metadata/preservation/premis.xml"])
    folders = tuple(f"representations/{name}/data/" for name in REPRESENTATIONS)
    stored = {path for path in files if path.startswith(folders)}
    told = {}
    for file in all_of(premis, "p:object[p:objectCharacteristics]"):
        path = one(file, "p:objectIdentifier/p:objectIdentifierValue").text
        told[path] = one(file, "p:objectCharacteristics/p:fixity/p:messageDigest").text
        assert one(file, "p:objectCharacteristics/p:size").text == str(len(files[path]))
        assert one(file, "p:storage/p:contentLocation/p:contentLocationValue").text == path
    assert told == {path: hashlib.sha256(files[path]).hexdigest() for path in stored}
    events = [event.text for event in all_of(premis, "p:event/p:eventType")]
    assert events[-2:] == ["fastställande", "beräkning av kontrollsummor"]
    assert "godkännande" in events


def every_schema_is_fulfilled(files):
    checked = schema()
    for path in ("METS.xml", *(f"representations/{name}/METS.xml" for name in REPRESENTATIONS)):
        checked.assertValid(tree(files[path]))
    described = etree.XMLSchema(tree(files["schemas/beskrivning.xsd"]))
    described.assertValid(tree(files["metadata/descriptive/dc.xml"]))
    identifiers = [each.text for each in all_of(tree(files["metadata/descriptive/dc.xml"]), "dc:identifier")]
    assert identifiers == [ROOT, judging.CASE]
    told = json.loads(files[f"representations/data/data/{judging.SLUG}.json"])
    shape = json.loads(files["schemas/rapport.schema.json"])
    assert set(told) <= set(shape["properties"])
    assert set(shape["required"]) <= set(told)
    cells = {key for part in told["sections"] for table in part["tables"] for row in table["rows"] for cell in row["cells"] for key in cell}  # fmt: skip # noqa: E501
    assert cells <= set(shape["$defs"]["cell"]["properties"])
