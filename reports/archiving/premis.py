"""PREMIS 3.0 and Dublin Core of the package: which files, what happened to the report, and who did it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from reports.archiving.contents import Part
from reports.archiving.mets import RELEASE, SOFTWARE
from reports.archiving.xml import Element, add, root, written
from reports.models import EventKind, FrozenReport, ReportEvent, StepKind

LOCATION = "http://www.loc.gov/premis/v3 https://www.loc.gov/standards/premis/premis.xsd"
APPROVED = {StepKind.APPROVED: "godkännande", StepKind.SUBMITTED: "överlämnande för godkännande"}


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the report: what, when, by whom, and what it said."""

    kind: str
    at: str
    by: str
    detail: str = ""


def premis(frozen: FrozenReport, identifier: str, parts: Iterable[Part], made: dt.datetime) -> bytes:
    """The package's files with checksums and formats, the report's events, and its agents."""
    document = root("premis:premis", {"version": "3.0"})
    document.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", LOCATION)
    _entity(document, identifier, frozen)
    for part in parts:
        _file(document, part, identifier)
    happened = [*_happened(frozen), Happened("beräkning av kontrollsummor", made.isoformat(), SOFTWARE, "SHA-256")]
    for number, event in enumerate(happened, 1):
        _event(document, number, event, identifier)
    for agent in dict.fromkeys(event.by for event in happened):
        _agent(document, agent)
    return written(document)


def _identified(parent: Element, kind: str, told_as: str, value: str) -> None:
    made = add(parent, f"premis:{kind}")
    add(made, f"premis:{kind}Type", told_as)
    add(made, f"premis:{kind}Value", value)


def _kind(element: Element, kind: str) -> None:
    element.set("{http://www.w3.org/2001/XMLSchema-instance}type", f"premis:{kind}")


def _entity(document: Element, identifier: str, frozen: FrozenReport) -> None:
    entity = add(document, "premis:object")
    _kind(entity, "intellectualEntity")
    _identified(entity, "objectIdentifier", "paket", identifier)
    _identified(entity, "objectIdentifier", "diarienummer", frozen.case_number)
    add(entity, "premis:originalName", frozen.title)


def _file(document: Element, part: Part, identifier: str) -> None:
    file = add(document, "premis:object")
    _kind(file, "file")
    _identified(file, "objectIdentifier", "sökväg", part.path)
    about = add(file, "premis:objectCharacteristics")
    fixity = add(about, "premis:fixity")
    add(fixity, "premis:messageDigestAlgorithm", "SHA-256")
    add(fixity, "premis:messageDigest", part.checksum)
    add(about, "premis:size", str(len(part.content)))
    form = add(about, "premis:format")
    named = add(form, "premis:formatDesignation")
    add(named, "premis:formatName", part.format.name)
    if part.format.version:
        add(named, "premis:formatVersion", part.format.version)
    if part.format.key:
        registry = add(form, "premis:formatRegistry")
        add(registry, "premis:formatRegistryName", "PRONOM")
        add(registry, "premis:formatRegistryKey", part.format.key)
    add(file, "premis:originalName", part.path.rpartition("/")[2])
    place = add(add(file, "premis:storage"), "premis:contentLocation")
    add(place, "premis:contentLocationType", "sökväg i paketet")
    add(place, "premis:contentLocationValue", part.path)
    relation = add(file, "premis:relationship")
    add(relation, "premis:relationshipType", "structural")
    add(relation, "premis:relationshipSubType", "is included in")
    _identified(relation, "relatedObjectIdentifier", "paket", identifier)


def _happened(frozen: FrozenReport) -> list[Happened]:
    """Sent and approved, adopted, and what is registered beside the version: in the order that it happened."""
    told = json.loads(frozen.payload)
    steps = [step for step in told["steps"] if step["scope"] == "report" and step["kind"] in APPROVED]
    found = [Happened(APPROVED[step["kind"]], step["recorded_at"], _who(step), step["reason"]) for step in steps]
    by = f"{frozen.recorded_by.display_name}, {frozen.acting_as}".rstrip(", ")
    adopted = f"version {frozen.number}" + (f", Reviderad: {frozen.reason}" if frozen.is_revised else "")
    found.append(Happened("fastställande", frozen.recorded_at.isoformat(), by, adopted))
    events = ReportEvent.objects.filter(frozen=frozen).select_related("recorded_by").order_by("number")
    return [*found, *(_event_beside(event) for event in events)]


def _who(step: dict[str, str]) -> str:
    return f"{step['recorded_by']}, {step['acting_as']}".rstrip(", ")


def _event_beside(event: ReportEvent) -> Happened:
    treated = event.kind == EventKind.TREATED
    detail = f"§ {event.paragraph}: {event.outcome}" if treated else "offentlig från dagen"
    word = "behandling i kommunstyrelsen" if treated else "offentliggörande"
    return Happened(word, event.day.isoformat(), event.recorded_by.display_name, detail)


def _event(document: Element, number: int, event: Happened, identifier: str) -> None:
    made = add(document, "premis:event")
    _identified(made, "eventIdentifier", "lokal", f"handelse-{number}")
    add(made, "premis:eventType", event.kind)
    add(made, "premis:eventDateTime", event.at)
    if event.detail:
        add(add(made, "premis:eventDetailInformation"), "premis:eventDetail", event.detail)
    add(add(made, "premis:eventOutcomeInformation"), "premis:eventOutcome", "klart")
    _identified(made, "linkingAgentIdentifier", "namn", event.by)
    _identified(made, "linkingObjectIdentifier", "paket", identifier)


def _agent(document: Element, who: str) -> None:
    agent = add(document, "premis:agent")
    _identified(agent, "agentIdentifier", "namn", who)
    add(agent, "premis:agentName", who)
    add(agent, "premis:agentType", "software" if who == SOFTWARE else "person")
    if who == SOFTWARE:
        add(agent, "premis:agentVersion", RELEASE)


def dublin_core(frozen: FrozenReport, identifier: str, creator: str, made: dt.datetime) -> bytes:
    """The description: title, creator, case number, period, language."""
    report = frozen.report
    document = root("b:beskrivning")
    document.set(
        "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
        "urn:vss-portal:beskrivning:1 ../../schemas/beskrivning.xsd",
    )
    add(document, "dc:title", frozen.title)
    add(document, "dc:creator", creator)
    add(document, "dc:publisher", report.organisation.municipality)
    add(document, "dc:identifier", identifier)
    add(document, "dc:identifier", frozen.case_number)
    add(document, "dc:date", made.date().isoformat())
    add(document, "dc:coverage", f"{report.year}-01/{report.year}-{report.month:02}")
    add(document, "dc:type", str(report.get_kind_display()))
    add(document, "dc:language", "sv")
    if frozen.is_revised:
        add(document, "dc:relation", f"{report.slug}-version-{frozen.number - 1}")
    return written(document)
