"""The description of the open data for data portals: DCAT-AP-SE as RDF/XML.

A catalogue with a dataset per organisation, each with the service and its two files. docs/open-data.md says what is
told and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree import ElementTree

from django.conf import settings

from indicators.models import Organisation
from reports.models import Report

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
LANGUAGE, PUBLIC, THEME = f"{AUTHORITY}language/SWE", f"{AUTHORITY}access-right/PUBLIC", f"{AUTHORITY}data-theme/GOVE"
FILE_TYPES = {"json": "application/json", "csv": "text/csv"}

Address = Callable[[str], str]


def catalogue(reports: Sequence[Report], address: Address) -> bytes:
    """The catalogue of the open reports; `address` makes a whole address of a path under the open data's root."""
    for prefix, space in SPACES.items():
        ElementTree.register_namespace(prefix, space)
    root = ElementTree.Element(_name("rdf:RDF"))
    organisations = {report.organisation.code: report.organisation for report in reports}
    whole = _thing(root, "dcat:Catalog", address(""))
    _text(whole, "dcterms:title", "Öppna data ur uppföljningen")
    _text(whole, "dcterms:description", "Värden ur offentliga rapporter: indikator, enhet, period och kön.")
    _link(whole, "dcterms:language", LANGUAGE)
    _link(whole, "dcterms:license", settings.PORTAL_OPEN_DATA_LICENCE)
    _link(whole, "foaf:homepage", address(""))
    for code, organisation in sorted(organisations.items()):
        _link(whole, "dcterms:publisher", _agent_address(address, code))
        _link(whole, "dcat:dataset", address(f"#{code}"))
        own = [report for report in reports if report.organisation_id == organisation.pk]
        _dataset(root, organisation, own, address)
    _link(whole, "dcat:service", address("v1/"))
    _service(root, sorted(organisations), address)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _dataset(
    root: ElementTree.Element, organisation: Organisation, reports: Sequence[Report], address: Address
) -> None:
    code = organisation.code
    dataset = _thing(root, "dcat:Dataset", address(f"#{code}"))
    _text(dataset, "dcterms:title", f"Uppföljning, {organisation.name}")
    titles = ", ".join(report.title for report in reports)
    _text(dataset, "dcterms:description", f"Värden ur {organisation.name}s offentliga rapporter: {titles}.")
    _link(dataset, "dcterms:publisher", _agent_address(address, code))
    _link(dataset, "dcterms:accessRights", PUBLIC)
    _link(dataset, "dcterms:language", LANGUAGE)
    _link(dataset, "dcat:theme", THEME)
    _text(dataset, "dcterms:identifier", code, lang="")
    if settings.PORTAL_OPEN_DATA_CONTACT:
        _link(dataset, "dcat:contactPoint", address(f"#{code}-kontakt"))
        _contact(root, organisation, address(f"#{code}-kontakt"))
    for ending in FILE_TYPES:
        _link(dataset, "dcat:distribution", address(f"#{code}-{ending}"))
        _distribution(root, organisation, ending, address)
    agent = _thing(root, "foaf:Agent", _agent_address(address, code))
    _text(agent, "foaf:name", organisation.municipality or organisation.name)


def _distribution(root: ElementTree.Element, organisation: Organisation, ending: str, address: Address) -> None:
    code = organisation.code
    file = _thing(root, "dcat:Distribution", address(f"#{code}-{ending}"))
    path = f"v1/data{'.csv' if ending == 'csv' else ''}?organisation={code}"
    _text(file, "dcterms:title", f"Uppföljning, {organisation.name} ({ending.upper()})")
    _link(file, "dcat:accessURL", address(path))
    _link(file, "dcat:downloadURL", address(path))
    _text(file, "dcterms:format", FILE_TYPES[ending], lang="")
    _link(file, "dcterms:license", settings.PORTAL_OPEN_DATA_LICENCE)


def _contact(root: ElementTree.Element, organisation: Organisation, at: str) -> None:
    """Whom to ask about the data: the organisation, by the e-mail address of the settings."""
    contact = _thing(root, "vcard:Organization", at)
    _text(contact, "vcard:fn", organisation.name)
    _link(contact, "vcard:hasEmail", f"mailto:{settings.PORTAL_OPEN_DATA_CONTACT}")


def _service(root: ElementTree.Element, codes: Sequence[str], address: Address) -> None:
    service = _thing(root, "dcat:DataService", address("v1/"))
    _text(service, "dcterms:title", "Gränssnitt för öppna data ur uppföljningen")
    _link(service, "dcat:endpointURL", address("v1/"))
    _link(service, "dcat:endpointDescription", address(""))
    _link(service, "dcterms:license", settings.PORTAL_OPEN_DATA_LICENCE)
    for code in codes:
        _link(service, "dcterms:publisher", _agent_address(address, code))
        _link(service, "dcat:servesDataset", address(f"#{code}"))


def _agent_address(address: Address, code: str) -> str:
    return address(f"#utgivare-{code}")


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{SPACES[prefix]}}}{name}"


def _thing(root: ElementTree.Element, kind: str, about: str) -> ElementTree.Element:
    return ElementTree.SubElement(root, _name(kind), {_name("rdf:about"): about})


def _link(thing: ElementTree.Element, kind: str, to: str) -> None:
    ElementTree.SubElement(thing, _name(kind), {_name("rdf:resource"): to})


def _text(thing: ElementTree.Element, kind: str, text: str, *, lang: str = "sv") -> None:
    element = ElementTree.SubElement(thing, _name(kind))
    if lang:
        element.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    element.text = text
