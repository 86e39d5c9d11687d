"""Work on texts: duties, invited readers, remarks, a commentary that opens filled; what is purged and what is read."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from indicators.entry.bridging import ItemGiven, save_bridge
from indicators.models import Breakdown, Comment, Explanation, Fact, Indicator, Unit
from indicators.spans import Month
from reports.adopting.events import record_event
from reports.approval import sections
from reports.approval.composed import composed
from reports.approval.gate import gate
from reports.approval.steps import StepRefused
from reports.models import AuditReading, FrozenReport, PurgeRun, TextComment, TextVersion
from reports.opening import public_reports
from reports.texts import document, plain_text
from reports.tracing.happenings import happenings
from reports.waiting import unwritten
from reports.working.commentary import commentary
from reports.working.comments import beside, open_counts, remark, threads_of
from reports.working.duties import give_duty, invite
from reports.working.purging import due_on, due_reports, material, purge
from reports.working.together import written_together
from reports.writing import write_text
from tests.reports import judging
from vss_portal import clock
from vss_portal.models import User

KEY = "uppdrag"


@pytest.fixture
def report(reference):
    return judging.start()


def at(client, username):
    client.force_login(judging.person(username))
    return client


def save(report, text, by="skribent", seen=None):
    newest = sections.latest_version(report, KEY)
    number = seen if seen is not None else (newest.number if newest else 0)
    return sections.save_section(report=report, key=KEY, content=document(text), seen=number, by=judging.person(by))


# Duties and invitations


def test_who_answers_for_a_section_by_name_writes_it_and_stands_in_the_gate(client, report):
    url = reverse("section_text", args=[report.slug, KEY])
    assert at(client, "controller-ekonomi").get(url).status_code == 404
    person = judging.person("controller-ekonomi")
    due = dt.date(2024, 9, 3)
    give_duty(report=report, key=KEY, person=person, due_on=due, by=judging.editor())
    assert at(client, "controller-ekonomi").get(url).status_code == 200
    [line] = [each for each in gate(composed(report)).missing if each.url == url]
    assert line.responsible.replace("\u00a0", " ") == f"{person.display_name}, klart senast 3 september 2024"
    page = client.get(reverse("report_sections", args=[report.slug])).content.decode()
    assert "sen</strong>" in page


def test_a_text_that_is_somebodys_by_name_waits_for_them(report):
    person = judging.person("controller-ekonomi")
    save(report, "")
    assert KEY not in unwritten(person, report)
    give_duty(report=report, key=KEY, person=person, due_on=None, by=judging.editor())
    assert KEY in unwritten(person, report)


def test_only_the_editor_gives_duties_and_to_people_of_the_organisation(report):
    stranger = judging.person("hr")
    with pytest.raises(StepRefused, match="Bara huvudcontrollern"):
        give_duty(report=report, key=KEY, person=stranger, due_on=None, by=stranger)
    outside = type(stranger).objects.create_user(username="utanfor", display_name="Utanför")
    with pytest.raises(StepRefused, match="ingen roll"):
        give_duty(report=report, key=KEY, person=outside, due_on=None, by=judging.editor())


def test_an_invited_reader_reads_and_comments_until_the_invitation_ends(client, report):
    save(report, "Ett stycke.")
    page, talk = (reverse(name, args=[report.slug]) for name in ("report", "report_comments"))
    one = reverse("section_comments", args=[report.slug, KEY])
    assert [at(client, "lasare").get(url).status_code for url in (page, talk, one)] == [404, 404, 404]
    invite(report=report, person=judging.person("lasare"), by=judging.editor())
    assert [client.get(url).status_code for url in (page, talk, one)] == [200, 200, 200]
    client.post(one, {"text": "Säg mer.", "stycke": "Ett stycke."})
    assert TextComment.objects.get().recorded_by == judging.person("lasare")
    assert client.get(reverse("section_text", args=[report.slug, KEY])).status_code == 404
    assert client.get(reverse("report_gate", args=[report.slug])).status_code == 403
    invite(report=report, person=judging.person("lasare"), by=judging.editor(), invited=False)
    assert [client.get(url).status_code for url in (page, talk, one)] == [404, 404, 404]


# Remarks


def test_a_remark_stands_beside_its_paragraph_and_is_settled_by_an_answer(report):
    save(report, "Ett.\n\nTvå.")
    by = judging.editor()
    first = remark(report=report, key=KEY, text="Vilket?", quote="Två.", by=by)
    remark(report=report, key=KEY, text="Om ett borttaget stycke.", quote="Borta.", by=by)
    content = sections.latest_version(report, KEY).content
    paragraphs, others = beside(content, threads_of(report, KEY))
    assert [[thread.comment.text for thread in each.threads] for each in paragraphs] == [[], ["Vilket?"]]
    assert [thread.comment.text for thread in others] == ["Om ett borttaget stycke."]
    assert open_counts(report) == {KEY: 2}
    remark(report=report, key=KEY, text="", answers=first.pk, settles=True, by=by)
    assert open_counts(report) == {KEY: 1}
    with pytest.raises(StepRefused, match="tom"):
        remark(report=report, key=KEY, text=" ", by=by)


# Texts


def test_last_years_numbers_stay_marked_until_they_are_touched():
    before = "Den 31 augusti 2023 var 6,6 % frånvarande."
    assert sections.untouched(before, before) == ["31", "2023", "6,6 %"]
    assert sections.untouched("Den 31 augusti 2024 var 6,3 % frånvarande.", before) == ["31"]


def test_a_commentary_opens_filled_with_what_was_said_of_the_month(report):
    hr, by = Unit.objects.get(organisation=report.organisation, code="vo-hr"), judging.editor()
    Explanation.objects.create(unit=hr, year=2024, month=8, text="Växeln låg nere.", by=by, at=clock.now())
    save_bridge(
        unit=hr.pk, at=Month(2024, 8), given=[ItemGiven("-1 050", "systembyte", "Dröjde till juni.")], seen=0, by=by
    )
    said = plain_text(commentary(report)).split("\n")
    assert [line for line in said if line][:3] == [
        "Verksamhetsområde HR",
        "Växeln låg nere.",
        "systembyte −1\u00a0050 tkr: Dröjde till juni.",
    ]


def test_what_one_person_saves_in_one_go_is_one_line_among_the_versions(report):
    moment = clock.now()
    for number, (who, minute) in enumerate([("skribent", 0), ("skribent", 1), ("huvudcontroller", 2), ("skribent", 3)]):
        when = moment + dt.timedelta(minutes=minute)
        write_text(report=report, key=KEY, content=document(f"{number}"), by=judging.person(who), recorded_at=when)
    assert [version.number for version in sections.sittings(sections.versions(report, KEY))] == [4, 3, 2]


def test_an_answer_that_never_arrived_makes_no_second_writer_of_the_first(report):
    save(report, "Ett.")
    began = sections.latest_version(report, KEY).number
    save(report, "Ett.\n\nTv", seen=began)
    # The browser never heard of it and goes on from the version before.
    saved = save(report, "Ett.\n\nTvå och tre.", seen=began)
    assert (saved.other, saved.collides) == (None, False)
    assert plain_text(sections.latest_version(report, KEY).content).split() == ["Ett.", "Två", "och", "tre."]
    # Another window of one's own that knows nothing of it: both are kept, and what can't be put together is told.
    save(report, "Ett.\n\nFyra.", seen=began)
    assert "Fyra." in plain_text(sections.latest_version(report, KEY).content)
    assert "Två och tre." in plain_text(sections.latest_version(report, KEY).content)
    assert save(report, "Ett igen.", seen=began).other is None
    assert save(report, "Ett på nytt.", seen=began).collides


def test_who_else_writes_is_told_by_paragraph_and_so_is_what_became_of_ones_own(client, report, monkeypatch):
    save(report, "Ett.\n\nTvå.")
    began = sections.latest_version(report, KEY).number
    save(report, "Ett.\n\nTvå.\n\nTre.", by="huvudcontroller", seen=began)
    save(report, "Ett nytt.\n\nTvå.", seen=began)
    mine, theirs = (written_together(report, KEY, judging.person(name)) for name in ("skribent", "huvudcontroller"))
    assert plain_text(mine.content).split() == ["Ett", "nytt.", "Två.", "Tre."]
    assert [label.rpartition(" ")[0] for label in mine.by] == ["", "", str(judging.editor())]
    assert [told.rpartition(",")[0] for told in mine.others] == [f"{judging.editor()} skriver i stycke 3 (”Tre.”)"]
    assert [told.rpartition(",")[0] for told in theirs.others] == [
        f"{judging.person('skribent')} skriver i stycke 1 (”Ett nytt.”)"
    ]
    assert mine.lost == theirs.lost == []
    # The same paragraph, after having read it.
    save(report, "Ett nytt.\n\nTvå.\n\nTre på ett annat sätt.")
    assert written_together(report, KEY, judging.editor()).lost == ["Tre."]
    answer = at(client, "skribent").get(reverse("writing_together", args=[report.slug, KEY])).json()
    assert (answer["number"], answer["lost"]) == (sections.latest_version(report, KEY).number, [])
    days_later(monkeypatch, 1)
    assert written_together(report, KEY, judging.editor()).others == []


def test_what_was_loaded_is_nobodys_writing(report):
    service = User.objects.filter(is_service=True).first()
    write_text(report=report, key=KEY, content=document("Inläst."), by=service, recorded_at=clock.now())
    told = written_together(report, KEY, judging.editor())
    assert (plain_text(told.content).strip(), told.others, told.by) == ("Inläst.", [], [""])


# Purging


@pytest.fixture
def adopted(report):
    """An adopted report with drafts and talk, the adoption long ago; its bytes are no matter here."""
    save(report, "Första.")
    save(report, "Andra.")
    remark(report=report, key=KEY, text="Skriv mer.", by=judging.editor())
    thread = remark(report=report, key=KEY, text="Och mer.", by=judging.editor())
    remark(report=report, key=KEY, text="Ja.", answers=thread.pk, by=judging.editor())
    Comment.objects.create(
        by=judging.editor(),
        at=clock.now(),
        indicator=Indicator.objects.get(organisation=report.organisation, code="sjuk"),
        unit=Unit.objects.get(organisation=report.organisation, code="vo-hr"),
        breakdown=Breakdown.objects.get(code="total"),
        year=2024,
        month=8,
        text="Stämmer det?",
    )
    freeze(report)
    return report


def freeze(report):
    FrozenReport.objects.create(
        report=report,
        number=1,
        schema=1,
        title=report.title,
        case_number="KS 1",
        payload='{"items":[]}',
        checksum="0",
        recorded_at=clock.now(),
        recorded_by=judging.editor(),
    )


def days_later(monkeypatch, days):
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(days=days))
    today = clock.today()
    monkeypatch.setattr(clock, "today", lambda: today + dt.timedelta(days=days))


def test_nothing_is_purged_before_its_day(adopted):
    assert due_on(adopted) == clock.today() + dt.timedelta(days=180)
    with pytest.raises(StepRefused, match="får rensas först"):
        purge(report=adopted, by=judging.editor())
    assert due_reports() == []


def test_on_its_day_talk_and_superseded_drafts_go_listed_and_the_adopted_text_stays(adopted, monkeypatch):
    days_later(monkeypatch, 181)
    run = purge(report=adopted, by=judging.editor())
    assert [(row.kind, row.about) for row in run.rows.all()] == [
        ("draft", "uppdrag, version 1"),
        *[("comment", KEY)] * 3,
        ("figure", "sjuk vo-hr"),
    ]
    assert [plain_text(row.content) for row in TextVersion.objects.filter(text__report=adopted)] == ["Andra."]
    assert not TextComment.objects.exists()
    assert not Comment.objects.exists()
    assert material(adopted) == []
    assert purge(report=adopted, by=judging.editor()) is None
    # The next version goes on where the numbers were.
    assert write_text(report=adopted, key=KEY, content=document("Tredje."), by=judging.editor()).number == 3


def test_the_database_lets_go_of_nothing_that_no_purge_has_listed(adopted):
    for table in ("reports_textversion", "reports_textcomment"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    assert TextVersion.objects.filter(text__report=adopted).count() == 2


def test_the_command_lists_and_only_does_it_when_told_and_by_whom(adopted, monkeypatch):
    days_later(monkeypatch, 181)
    out = io.StringIO()
    call_command("purge_reports", stdout=out)
    assert f"{adopted.slug}: 5 rader" in out.getvalue()
    assert not PurgeRun.objects.exists()
    with pytest.raises(CommandError, match="vem"):
        call_command("purge_reports", do=True, stdout=out)
    call_command("purge_reports", do=True, by="huvudcontroller", stdout=out)
    assert PurgeRun.objects.get().rows.count() == 5


def test_the_page_lists_the_run_and_only_the_editor_purges(client, adopted, monkeypatch):
    days_later(monkeypatch, 181)
    url = reverse("report_purges", args=[adopted.slug])
    assert "Bara huvudcontrollern rensar" in at(client, "revisor").post(url).content.decode()
    at(client, "huvudcontroller").post(url)
    assert "uppdrag, version 1" in client.get(url).content.decode()


# The auditor, and the day that a report is public


def test_an_auditors_reading_is_on_record_and_nobody_elses(client, adopted):
    names = ("report_trace", "report_sample", "report_log", "report_purges")
    for username in ("revisor", "huvudcontroller"):
        at(client, username)
        for name in names:
            assert client.get(reverse(name, args=[adopted.slug])).status_code == 200
    fact = Fact.objects.get(pk=shown_fact())
    for username in ("revisor", "huvudcontroller"):
        at(client, username)
        for name, args in (("text_trace", [adopted.slug, KEY]), ("figure", [fact.pk]), ("indicator", ["sjuk"])):
            assert client.get(reverse(name, args=args)).status_code == 200
    read = list(AuditReading.objects.values_list("what", "recorded_by__username"))
    assert read == [
        ("spår", "revisor"),
        ("stickprov, 10 värden, frö 1", "revisor"),
        ("logg", "revisor"),
        ("texten Förvaltningens uppdrag", "revisor"),
        ("värdets sida", "revisor"),
        ("indikatorns sida", "revisor"),
    ]
    told = {(each.about, each.what) for each in happenings(adopted, (fact.pk,)) if each.kind == "Läsning"}
    assert ("Total sjukfrånvaro", "indikatorns sida") in told
    assert any(about.startswith("Total sjukfrånvaro, VSS, ") and what == "värdets sida" for about, what in told)
    assert len({what for _about, what in told}) == 6
    kinds = {each.kind for each in happenings(adopted, ())}
    assert "Läsning" in kinds
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_auditreading SET what = ''")


def shown_fact():
    """A figure that was printed, so that an auditor may see it."""
    printed = Fact.objects.filter(indicator__code="sjuk", unit__code="vss", breakdown__code="total", year=2022)
    return printed.filter(revisions__batch__source="document").values_list("pk", flat=True)[0]


def test_an_adopted_report_is_public_from_the_day_that_is_recorded(adopted, monkeypatch):
    assert adopted not in public_reports()
    day = clock.today() + dt.timedelta(days=10)
    record_event(report=adopted, kind="public", day=day, by=judging.editor())
    assert adopted not in public_reports()
    days_later(monkeypatch, 10)
    assert adopted in public_reports()
