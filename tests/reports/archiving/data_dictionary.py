"""What the PREMIS Data Dictionary 3.0 demands of the units that the package uses, by their own numbers."""

import datetime as dt

from lxml import etree

from tests.reports.archiving.requirements import NS, all_of, one

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
# Of each unit the parts in their order: + at least one, 1 exactly one, ? at most one, * any number.
UNITS = {
    "premis": "object+ event* agent*",
    "premis:intellectualEntity": "objectIdentifier+ originalName?",
    "premis:file": "objectIdentifier+ objectCharacteristics+ originalName? storage+ relationship*",
    "objectIdentifier": "objectIdentifierType1 objectIdentifierValue1",  # 1.1
    "objectCharacteristics": "fixity* size? format+",  # 1.5
    "fixity": "messageDigestAlgorithm1 messageDigest1",  # 1.5.2
    "format": "formatDesignation? formatRegistry?",  # 1.5.4
    "formatDesignation": "formatName1 formatVersion?",
    "formatRegistry": "formatRegistryName1 formatRegistryKey1",
    "storage": "contentLocation1",  # 1.7
    "contentLocation": "contentLocationType1 contentLocationValue1",
    "relationship": "relationshipType1 relationshipSubType1 relatedObjectIdentifier+",  # 1.13
    "relatedObjectIdentifier": "relatedObjectIdentifierType1 relatedObjectIdentifierValue1",
    "event": "eventIdentifier1 eventType1 eventDateTime1 eventDetailInformation* eventOutcomeInformation* "
    "linkingAgentIdentifier* linkingObjectIdentifier*",
    "eventIdentifier": "eventIdentifierType1 eventIdentifierValue1",  # 2.1
    "eventDetailInformation": "eventDetail1",  # 2.4
    "eventOutcomeInformation": "eventOutcome1",  # 2.5
    "linkingAgentIdentifier": "linkingAgentIdentifierType1 linkingAgentIdentifierValue1",  # 2.6
    "linkingObjectIdentifier": "linkingObjectIdentifierType1 linkingObjectIdentifierValue1",  # 2.7
    "agent": "agentIdentifier+ agentName* agentType? agentVersion?",
    "agentIdentifier": "agentIdentifierType1 agentIdentifierValue1",  # 3.1
}
HOW_MANY = {"1": (1, 1), "?": (0, 1), "+": (1, 99), "*": (0, 99)}
# The Library of Congress' vocabulary of agents' types (3.3).
AGENTS = {"person", "organization", "software", "hardware"}


def fulfilled_by(premis):
    """The document holds what is mandatory, in order, once where it may stand once, and points at what is there."""
    assert premis.get("version") == "3.0"
    for element in premis.iter():
        _parts(element)
    objects, agents, events = (_named(premis, unit) for unit in ("object", "agent", "event"))
    assert events, "2.1: each event has an identifier of its own"
    assert _pointed(premis, "linkingAgentIdentifier") == agents, "2.6: those who acted are described, nobody else is"
    for pointer in ("linkingObjectIdentifier", "relatedObjectIdentifier"):
        assert _pointed(premis, pointer) <= objects, f"{pointer}: what is pointed at is described"
    for moment in all_of(premis, "p:event/p:eventDateTime"):
        assert dt.datetime.fromisoformat(moment.text), "2.3: a moment that a machine can read"
    assert {kind.text for kind in all_of(premis, "p:agent/p:agentType")} <= AGENTS, "3.3"
    for form in all_of(premis, "p:object//p:format"):
        assert len(form), "1.5.4: a name or a key of a registry"


def _parts(element):
    name = etree.QName(element).localname
    unit = element.get(TYPE) if name == "object" else name
    inner = [etree.QName(kid).localname for kid in element]
    if unit not in UNITS:
        assert inner == [], f"{unit} has no parts"
        assert (element.text or "").strip(), f"{unit} is empty"
        return
    told = {part[:-1]: HOW_MANY[part[-1]] for part in UNITS[unit].split()}
    assert set(inner) <= set(told), unit
    assert sorted(inner, key=list(told).index) == inner, f"the order of {unit}"
    for part, (least, most) in told.items():
        assert least <= inner.count(part) <= most, f"{part} in {unit}"


def _named(premis, unit):
    """The identifiers of all of a kind, by type and value; none is told twice."""
    named = [_pair(identifier) for identifier in all_of(premis, f"p:{unit}/p:{unit}Identifier")]
    assert len(set(named)) == len(named), f"{unit}Identifier is unique"
    return set(named)


def _pointed(premis, unit):
    return {_pair(pointer) for pointer in premis.iter(f"{{{NS['p']}}}{unit}")}


def _pair(identifier):
    name = etree.QName(identifier).localname
    return one(identifier, f"p:{name}Type").text, one(identifier, f"p:{name}Value").text
