"""Adopting: what is frozen stays byte for byte, nothing can change it, and half an adoption never stands."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from indicators.models import (
    Fact,
    IndicatorDefinition,
    TargetRevision,
)
from indicators.organisation_changes import merge_units
from reports.adopting.events import begin_revision, record_event
from reports.adopting.freeze import adopt_report, told_changes
from reports.adopting.frozen import faults, file_of, latest, revised_before, revised_since
from reports.approval.composed import composed
from reports.approval.content import Item
from reports.approval.states import State
from reports.approval.steps import StepRefused
from reports.approval.whole import act_on_section
from reports.exporting import FORMATS, AdoptedAlready, export
from reports.models import FrozenFile, FrozenReport, Report, ReportEvent, ReportStep, StepKind
from reports.opening import set_public_page
from reports.writing import save_template
from tests.factories import an_act
from tests.reports import judging
from vss_portal import clock


def everything(report):
    """All bytes of the newest version, its payload and checksum."""
    frozen = latest(report)
    files = {name: file_of(frozen, name) for name in ("page", *FORMATS)}
    return files, frozen.payload, frozen.checksum


def counts():
    return FrozenReport.objects.count(), FrozenFile.objects.count()


# What is frozen


def test_an_adopted_report_has_every_format_and_whole_checksums(adopted):
    frozen = latest(adopted)
    assert set(frozen.files.values_list("format", flat=True)) == {"page", *FORMATS}
    assert faults(frozen) == []
    assert composed(adopted).report_thing.state == State.ADOPTED


def test_the_payload_has_every_figure_with_its_revision_and_every_approval(adopted):
    told = json.loads(latest(adopted).payload)
    figures = [item for item in told["items"] if item.get("fact")]
    assert told["schema"] == 1
    assert len(figures) > 100
    assert all(item["revision_number"] >= 1 and item["recorded_by"] for item in figures)
    computed_of = [pair for item in told["items"] for pair in item.get("behind", ())]
    assert len(computed_of) > 20
    assert Fact.objects.filter(pk__in={fact for fact, _revision in computed_of}).exists()
    assert {each["scope"] for each in told["approvals"]} == {"goal", "report"}
    assert len(told["approvals"]) == 11
    assert told["report"]["case_number"] == judging.CASE


def test_the_frozen_report_stands_byte_for_byte_whatever_changes_around_it(adopted):
    before = everything(adopted)
    changed = change_three_figures(adopted)
    with an_act():
        IndicatorDefinition.objects.filter(indicator__code="sjuk").update(name="Ett annat namn")
    merge_two_units(adopted)
    change_a_target()
    edit_the_template(adopted)
    assert everything(judging.again(adopted)) == before
    assert export(judging.again(adopted), format="pdf") == before[0]["pdf"]
    assert sorted(line.fact for line in revised_since(latest(adopted))) == sorted(changed)
    assert faults(latest(adopted)) == []


def change_three_figures(report):
    """Three history figures of the report get other values; their facts."""
    figures = json.loads(latest(report).payload)["items"]
    shown = {item["fact"] for item in figures if item.get("fact")}
    facts = Fact.objects.filter(pk__in=shown, year__lt=2024, scenario="outcome", indicator__code__in=("sjuk", "hme"))
    chosen = [fact for fact in facts.order_by("pk") if fact.breakdown.code == "total"][:3]
    for fact in chosen:
        newest = fact.revisions.order_by("-number").first()
        judging.correct_fact(fact, f"{newest.value + Decimal('0.1')}")
    assert len(chosen) == 3
    return [fact.pk for fact in chosen]


def merge_two_units(report):
    """VO HR goes into VO ekonomi; the day is one that no figure lies after."""
    units = {code: report.organisation.units.get(code=code) for code in ("vo-hr", "vo-ekonomi")}
    merge_units(units=[units["vo-hr"]], into=units["vo-ekonomi"], from_day=dt.date(2030, 1, 1), by=judging.editor())


def change_a_target():
    newest = (
        TargetRevision.objects.filter(target__indicator__code="sjuk", target__year=2024).order_by("-number").first()
    )
    newest.pk, newest.number, newest.text = None, newest.number + 1, "≤1,0"
    newest.scaled = 10 if newest.decimals == 1 else 1
    newest.save(force_insert=True)


def edit_the_template(report):
    """Half of the sections go, and the report itself is put on the version that says so."""
    template = report.template_version.template
    told = report.template_version.declaration
    changed = {**told, "name": "Ett annat namn", "title": "En annan titel", "sections": told["sections"][::2]}
    version = save_template(organisation=template.organisation, declaration=changed, by=judging.editor())
    with an_act():
        Report.objects.filter(pk=report.pk).update(template_version=version)
    assert len(composed(judging.again(report)).node.sections) < len(composed(report).node.sections)


def test_the_revision_list_tells_old_new_who_and_why(adopted):
    [fact] = change_three_figures(adopted)[:1]
    line = next(each for each in revised_since(latest(adopted)) if each.fact == fact)
    assert line.old != line.new
    assert (line.by, line.reason) == (judging.editor().display_name, "Rättad i efterhand")


def test_the_next_report_lists_what_an_adopted_one_shows_otherwise(adopted):
    changed = change_three_figures(adopted)
    other = judging.start(slug="en-rapport-till")
    assert set(changed) <= {line.fact for line in revised_before(composed(other))}


# What is refused


def test_an_adopted_report_is_not_adopted_again(adopted):
    with pytest.raises(StepRefused, match="redan fastställd"):
        adopt_report(report=adopted, by=judging.editor(), case_number=judging.CASE)
    assert counts() == (1, 1 + len(FORMATS))


def test_an_assessment_in_an_adopted_report_is_refused(adopted):
    with pytest.raises(StepRefused, match="fastställd och ändras inte"):
        judging.propose(adopted, "god-service")


@pytest.mark.parametrize("model", [FrozenReport, FrozenFile, ReportEvent, ReportStep])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_what_is_adopted(adopted, model, act):
    record_event(report=adopted, kind="public", day=dt.date(2024, 9, 20), by=judging.editor())
    table = model._meta.db_table
    statement = f"UPDATE {table} SET id = id" if act == "update" else f"DELETE FROM {table}"  # noqa: S608
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert model.objects.exists()


def test_a_day_of_knowledge_is_refused_for_an_adopted_report(adopted, tmp_path):
    with pytest.raises(AdoptedAlready, match="fastställd"):
        export(adopted, format="html", known_on=dt.date(2024, 9, 1))
    with pytest.raises(CommandError, match="fastställd"):
        call_command("export_report", adopted.slug, output=str(tmp_path / "r.html"), as_of="2024-09-01")


def test_the_command_exports_the_frozen_bytes(adopted, tmp_path):
    file = tmp_path / "rapport.pdf"
    call_command("export_report", adopted.slug, format="pdf", output=str(file), verbosity=0)
    assert file.read_bytes() == file_of(latest(adopted), "pdf")


# Verifying, events, a new version


def test_verifying_says_that_all_is_whole(adopted):
    out = io.StringIO()
    call_command("verify_reports", stdout=out)
    assert f"{adopted.slug} version 1: stämmer" in out.getvalue()


def test_verifying_finds_a_file_that_is_not_what_was_frozen(adopted):
    frozen = latest(adopted)
    FrozenFile.objects.create(frozen=frozen, format="extra", content=b"x", size=1, checksum="0")
    with pytest.raises(CommandError, match="1 av 1"):
        call_command("verify_reports", stdout=io.StringIO())
    assert faults(frozen) == ["filen extra hör inte till versionen"]


def test_treatment_and_publishing_stand_beside_the_frozen_bytes(adopted):
    before = everything(adopted)
    told = {"paragraph": "312", "outcome": "Godkänd"}
    record_event(report=adopted, kind="treated", day=dt.date(2024, 10, 8), by=judging.editor(), **told)
    record_event(report=adopted, kind="public", day=dt.date(2024, 10, 9), by=judging.editor())
    assert list(ReportEvent.objects.values_list("kind", "paragraph")) == [("treated", "312"), ("public", "")]
    assert everything(adopted) == before


def test_a_treatment_without_paragraph_and_one_before_the_adoption_are_refused(adopted):
    with pytest.raises(StepRefused, match="paragraf och beslut"):
        record_event(report=adopted, kind="treated", day=dt.date(2024, 10, 8), by=judging.editor())
    with pytest.raises(StepRefused, match="före fastställandet"):
        record_event(report=adopted, kind="public", day=dt.date(2024, 1, 8), by=judging.editor())
    assert not ReportEvent.objects.exists()


def test_a_correction_is_a_new_version_that_prints_what_changed_and_why_and_the_old_one_stays(
    adopted, client, settings
):
    before = everything(adopted)
    begin_revision(report=adopted, reason="Fel sjukfrånvaro 2023.", by=judging.editor())
    judging.correct("sjuk", "6,9", year=2023, span="full_year")
    report = judging.again(adopted)
    judging.approve(report, "goda-arbetsplatser")
    ready_again(report)
    judging.approve_whole(report)
    second = adopt_report(report=report, by=judging.editor(), case_number=judging.CASE)
    html = file_of(second, "html").decode()
    assert second.number == 2
    assert any("6,3 → 6,9" in line for line in second.changes)
    assert all(words in html for words in ("Fel sjukfrånvaro 2023.", "(Reviderad)", "6,3 → 6,9"))
    first = FrozenReport.objects.get(report=report, number=1)
    assert {name: file_of(first, name) for name in before[0]} == before[0]
    settings.PORTAL_PUBLIC_REPORTS = True
    anybody_reads_both_versions_until_a_value_is_withheld(report, client)


def anybody_reads_both_versions_until_a_value_is_withheld(report, client):
    page, older = f"/offentligt/{report.slug}/", f"/offentligt/{report.slug}/version/1/"
    files = (f"{page}{report.slug}.pdf", f"{older}{report.slug}.pdf")
    assert [client.get(each).status_code for each in (page, older, *files)] == [404] * 4
    record_event(report=report, kind="public", day=clock.today(), by=judging.editor())
    set_public_page(report=report, on=True, by=judging.editor())
    newest, first = (client.get(each).content.decode() for each in (page, older))
    head = newest.partition('<nav class="report-contents"')[0]
    assert f'<a href="{older}">Version 1</a>, fastställd' in head
    assert "Orsak: Fel sjukfrånvaro 2023." in head
    assert "→" not in head
    assert f'value="http://testserver{page}" readonly' in head
    assert "Det finns en nyare version" not in newest
    assert f'Det finns en nyare version: <a href="{page}">Version 2' in first
    assert f'value="http://testserver{older}" readonly' in first
    assert [file_of(each, "pdf") for each in report.frozen.order_by("-number")] == [
        client.get(f).content for f in files
    ]
    assert client.get(f"/offentligt/{report.slug}/version/3/").status_code == 404
    fact = Fact.objects.get(indicator__code="sjuk", unit__code="vss", year=2023, span="full_year",
                            breakdown__code="total", scenario="outcome")  # fmt: skip
    judging.correct_fact(fact, "withheld")
    for address in (page, older, *files):
        answer = client.get(address)
        assert (answer.status_code, "får inte längre visas" in answer.content.decode()) == (404, True)


def test_a_value_that_is_withheld_since_is_never_told_by_what_the_new_version_says_it_changed():
    def item(key, label, value, fact=0):
        return Item(key, label, value, fact=fact, exact=value)

    before = [item("a", "Sjukfrånvaro", "6,3", 1), item("b", "Avvikelse", "−0,3"), item("c", "Anställda", "12", 2)]
    after = [item("a", "Sjukfrånvaro", "..", 1), item("b", "Avvikelse", ""), item("c", "Anställda", "13", 2)]
    text = (item("text/1/0", "Texten", "Sjukfrånvaron är 6,3"), item("text/1/0", "Texten", "Sjukfrånvaron är låg"))
    told = told_changes([*before, text[0]], [*after, text[1]])
    assert sorted(told) == [
        "Anställda: 12 → 13",
        "Avvikelse: ändrat",
        "Sjukfrånvaro: får inte längre visas",
        "Texten, rad 1: ändrat",
    ]
    assert told_changes(before[2:], after[2:]) == ["Anställda: 12 → 13"]


def ready_again(report):
    """Sections whose table shows the corrected figure are marked ready once more."""
    for section, part in composed(report).section_things:
        if part.state == State.CHANGED_READY:
            act_on_section(report=report, key=section.key, kind=StepKind.READY, by=judging.editor())


def test_a_new_version_without_a_reason_is_refused(adopted):
    with pytest.raises(StepRefused, match="varför"):
        begin_revision(report=adopted, reason=" ", by=judging.editor())
    assert composed(adopted).report_thing.state == State.ADOPTED
