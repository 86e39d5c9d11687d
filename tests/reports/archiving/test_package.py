"""The package for the e-arkiv, held to the requirements of E-ARK CSIP and SIP 2.1.0 by their own names."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from reports.adopting.events import begin_revision, record_event
from reports.adopting.frozen import faults, file_of, latest
from reports.adopting.printed import _told
from reports.approval.steps import StepRefused
from reports.archiving.package import NotAdopted, archive_of
from reports.models import Report
from reports.nodes import SectionNode, TextNode
from tests.reports import judging
from tests.reports.archiving import data_dictionary, requirements
from tests.reports.archiving.files import append, small_pdf
from tests.reports.out.made import TABLE
from vss_portal import clock

ROOT = f"{judging.SLUG}-version-1"
REPRESENTATIONS = ("handling", "data")


@pytest.fixture
def files(adopted):
    """Every file of the package by its path below the root folder."""
    with zipfile.ZipFile(io.BytesIO(archive_of(adopted).content)) as bundle:
        names = bundle.namelist()
        assert all(name.startswith(f"{ROOT}/") for name in names), "CSIPSTR1: one root folder"
        return {name.removeprefix(f"{ROOT}/"): bundle.read(name) for name in names}


def test_adopted_it_is_part_of_what_is_frozen(adopted):
    frozen = latest(adopted)
    [told] = json.loads(frozen.payload)["appendices"]
    assert told["sha256"] == hashlib.sha256(small_pdf(pages=2)).hexdigest()
    assert b"Bilaga 1. Internkontrollrapport 2024" in file_of(frozen, "page")
    assert b"Bilaga 1. Internkontrollrapport 2024" in file_of(frozen, "html")
    assert faults(frozen) == []


def test_an_adopted_report_shows_no_text_that_nobody_wrote(adopted):
    sections = (SectionNode("tomt", "Tomt", 2, "tomt", [TextNode("t", {})]), SectionNode("k", "K", 2, "k", [TABLE]))
    assert [section.key for section in _told(sections)] == ["k"]
    assert "Inget skrivet än" not in file_of(latest(adopted), "page").decode()


def test_an_adopted_reports_appendices_change_only_in_a_new_version(adopted):
    with pytest.raises(StepRefused, match="Börja en ny version"):
        append(adopted, small_pdf())
    begin_revision(report=adopted, reason="Ny internkontrollrapport", by=judging.editor())
    append(adopted, small_pdf(pages=4), place=1, reason="Ny")
    assert [told["version"] for told in json.loads(latest(adopted).payload)["appendices"]] == [1]


def test_who_reads_the_report_fetches_what_is_adopted_and_nothing_else(adopted, client):
    begin_revision(report=adopted, reason="Ny internkontrollrapport", by=judging.editor())
    append(adopted, small_pdf(pages=4), place=1, reason="Ny")
    client.force_login(judging.person("lasare"))
    answer = client.get(reverse("appendix_file", args=[adopted.slug, 1, 1]))
    assert answer.content == small_pdf(pages=2)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(reverse("appendix_file", args=[adopted.slug, 1, 2])).status_code == 404
    client.force_login(judging.person("skribent"))
    assert client.get(reverse("appendix_file", args=[adopted.slug, 1, 2])).content == small_pdf(pages=4)


def test_every_requirement_is_met(files):
    """One adopting and one package for all of them; each assertion names its requirement."""
    mets = requirements.tree(files["METS.xml"])
    requirements.the_folders(files)
    requirements.the_root(mets)
    requirements.the_header(mets)
    requirements.the_metadata(mets, files)
    requirements.the_files(mets, files)
    requirements.the_structure(mets)
    requirements.the_representations(files)
    requirements.the_provenance(files)
    data_dictionary.fulfilled_by(requirements.tree(files["metadata/preservation/premis.xml"]))
    requirements.every_schema_is_fulfilled(files)


def test_the_schema_would_find_a_package_that_is_wrong(files):
    mets = requirements.tree(files["METS.xml"])
    requirements.one(mets, "m:metsHdr").set(f"{{{requirements.NS['csip']}}}OAISPACKAGETYPE", "PAKET")
    assert not requirements.schema().validate(mets)


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("p:event/p:eventDateTime", "eventDateTime in event"),
        ("p:agent", "2.6"),
        ("p:object[2]//p:messageDigest", "messageDigest in fixity"),
        ("p:object[1]", "relatedObjectIdentifier|linkingObjectIdentifier"),
    ],
)
def test_the_data_dictionary_would_find_a_document_that_lacks_something(files, path, broken):
    premis = requirements.tree(files["metadata/preservation/premis.xml"])
    taken = requirements.all_of(premis, path)[0]
    taken.getparent().remove(taken)
    with pytest.raises(AssertionError, match=broken):
        data_dictionary.fulfilled_by(premis)


def test_the_package_holds_the_frozen_bytes_and_the_appendices(adopted, files):
    frozen = latest(adopted)
    assert files[f"representations/handling/data/{judging.SLUG}.pdf"] == file_of(frozen, "pdf")
    assert files["representations/handling/data/bilagor/bilaga-01.pdf"] == small_pdf(pages=2)
    for ending in ("json", "xlsx"):
        assert files[f"representations/data/data/{judging.SLUG}.{ending}"] == file_of(frozen, ending)
    payload = files["representations/data/data/faststallt.json"]
    assert hashlib.sha256(payload).hexdigest() == frozen.checksum
    assert frozen.checksum in files["documentation/LAS-MIG.txt"].decode()
    with zipfile.ZipFile(io.BytesIO(file_of(frozen, "csv"))) as bundle:
        for name in bundle.namelist():
            assert files[f"representations/data/data/tabeller/{name}"] == bundle.read(name)


def test_the_same_version_makes_the_same_bytes(adopted, monkeypatch):
    first = archive_of(adopted).content
    monkeypatch.setattr(clock, "now", lambda: pytest.fail("asked for the time"))
    assert archive_of(judging.again(adopted)).content == first


def test_what_happened_after_the_adopting_is_told(adopted):
    record_event(
        report=adopted, kind="treated", day=clock.today(), by=judging.editor(), paragraph="212", outcome="Godkänd"
    )
    with zipfile.ZipFile(io.BytesIO(archive_of(adopted).content)) as bundle:
        told = bundle.read(f"{ROOT}/metadata/preservation/premis.xml").decode()
    assert "behandling i kommunstyrelsen" in told
    assert "§ 212: Godkänd" in told


def test_a_report_that_is_not_adopted_is_refused(adopted):
    with pytest.raises(NotAdopted, match=r"är inte fastställd\. Fastställ den först"):
        archive_of(judging.start(slug="oppen-rapport"))


def test_a_report_reproduced_from_print_is_refused(adopted):
    with pytest.raises(NotAdopted, match="återgiven efter tryckt rapport"):
        archive_of(Report.objects.get(slug="verksamhetsberattelse-2023"))


def test_a_version_that_is_not_there_is_refused(adopted):
    with pytest.raises(NotAdopted, match="ingen fastställd version 7"):
        archive_of(adopted, version=7)


def test_a_version_that_is_not_whole_is_refused(adopted, monkeypatch):
    monkeypatch.setattr("reports.archiving.package.faults", lambda frozen: ["filen pdf saknas"])
    with pytest.raises(NotAdopted, match="är inte hel: filen pdf saknas"):
        archive_of(adopted)


def test_one_command_writes_it(adopted, tmp_path):
    target = tmp_path / "paket.zip"
    call_command("archive_report", judging.SLUG, output=target)
    assert target.read_bytes() == archive_of(adopted).content


def test_the_command_says_what_is_wrong_and_writes_nothing(adopted, tmp_path):
    judging.start(slug="oppen-rapport")
    target = tmp_path / "paket.zip"
    with pytest.raises(CommandError, match="är inte fastställd"):
        call_command("archive_report", "oppen-rapport", output=target)
    with pytest.raises(CommandError, match=r"finns inte\. De här finns"):
        call_command("archive_report", "ingen", output=target)
    assert not target.exists()


def test_one_button_fetches_it(adopted, client):
    client.force_login(judging.editor())
    address = reverse("archive_package", args=[adopted.slug, 1])
    assert address in client.get(reverse("report", args=[adopted.slug])).content.decode()
    answer = client.get(address)
    assert answer.content == archive_of(adopted).content
    assert answer["Content-Disposition"] == f'attachment; filename="{ROOT}.zip"'
    assert client.get(reverse("archive_package", args=[adopted.slug, 9])).status_code == 404
