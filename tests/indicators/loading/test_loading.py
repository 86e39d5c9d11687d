"""Loading a folder of reference data: what becomes of it, and what a second time does."""

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from indicators.loading import registry
from indicators.loading.problems import ReferenceRefused
from indicators.loading.registry import Loader
from indicators.models import (
    AssessmentRevision,
    Assignment,
    AssignmentStatus,
    Fact,
    FigureRevision,
    Goal,
    GoalIndicator,
    Indicator,
    IndicatorDefinition,
    Membership,
    Organisation,
    RecordingBatch,
    TargetRevision,
    Unit,
    UnitName,
)
from indicators.organisation import load_tree
from tests.factories import an_act
from vss_portal.demo import DEMO_PASSWORD, demo_accounts
from vss_portal.models import User

pytestmark = pytest.mark.django_db

FIRST, SECOND = dt.date(2019, 9, 30), dt.date(2020, 4, 30)
EXAMPLE_DAY = dt.date(2024, 9, 5)


def known(day, **about):
    """The one revision of a figure that is known on the day."""
    return FigureRevision.objects.as_of(day).get(**{f"fact__{name}": value for name, value in about.items()})


def august_costs(day):
    return known(day, indicator__code="costs", scenario="outcome", year=2019)


# What is loaded


def test_the_organisation_with_names_links_and_sort_keys(folder):
    folder.load()
    tree = load_tree(Organisation.objects.get(code="prov"))
    assert tree.name_on("kontakt", dt.date(2020, 1, 1)) == "Kontaktcenter"
    assert tree.name_on("kontakt", dt.date(2021, 1, 1)) == "Ärendecenter"
    assert tree.parent_on("kontakt", dt.date(2021, 1, 1)) == "prov"
    assert tree.sources_for("kontakt", dt.date(2019, 12, 31), dt.date(2018, 12, 31)).units == ("medborgare",)
    assert UnitName.objects.get(name="Kontaktcenter").valid_to == dt.date(2020, 12, 31)
    names = UnitName.objects.order_by("sort_key").values_list("name", flat=True)
    assert list(names) == ["Kontaktcenter", "Medborgarkontoret", "Provförvaltningen", "Ärendecenter"]


def test_the_catalogue_with_dated_definitions_and_groups(folder):
    folder.load()
    indicator = Indicator.objects.get(code="kundnojd_kontakt")
    assert indicator.parent.code == "kundnojd"
    assert indicator.responsible_unit.code == "kontakt"
    first, second = indicator.definitions.order_by("valid_from")
    assert (first.unit_of_measure, first.decimals, first.scale_max, first.valid_to) == (
        "percent",
        0,
        100,
        dt.date(2020, 12, 31),
    )
    assert (second.unit_of_measure, second.decimals, second.scale_max, second.method_break) == ("scale", 1, 5, True)
    assert list(indicator.schedules.order_by("from_year").values_list("frequency", "months")) == [
        ("yearly", "8"),
        ("paused", ""),
    ]
    assert [row.code for row in Indicator.objects.get(code="sjuk").breakdown_sets.all()] == ["sex"]
    assert Indicator.objects.get(code="net_result").formula == "revenues - costs"


def test_the_goal_tree_with_its_rows_in_order(folder):
    folder.load()
    goal = Goal.objects.get(code="god-service", municipal_goal__area__year=2019)
    rows = goal.rows.order_by("order").values_list("role", "indicator__code", "unit__code", "label", "missing")
    assert list(rows) == [
        ("group", "kundnojd", None, "Kundnöjdhet", ""),
        ("breakdown", "kundnojd_kontakt", "kontakt", "-Kontaktcenter", ""),
        ("line", "sjuk", None, "Sjukfrånvaro", ""),
        ("text", None, None, "Fler mått kommer", "-"),
    ]
    assert [part.code for part in goal.rows.get(is_mandatory=True).breakdowns.all()] == ["men", "women"]
    assert goal.later_links.get().later.year == 2020


def test_a_figure_as_printed_with_all_that_belongs_to_it(folder):
    folder.load()
    revision = known(FIRST, indicator__code="sjuk", breakdown__code="men")
    assert (revision.scaled, revision.decimals, revision.population) == (30, 1, 120)
    assert (revision.measured_from, revision.measured_to) == (dt.date(2019, 1, 1), dt.date(2019, 7, 31))
    assert [(note.kind, note.text) for note in revision.footnotes.all()] == [("period", "utfall januari till juli")]
    assert revision.already_published
    assert revision.source == "document"
    assert revision.batch.document.code == "A"
    assert timezone.localtime(revision.recorded_at).isoformat() == "2019-09-30T12:00:00+02:00"


def test_an_amount_printed_in_millions_is_known_to_hundreds_of_thousands(folder):
    folder.load()
    revision = known(FIRST, scenario="budget", year=2019)
    assert (revision.scaled, revision.decimals) == (25, -2)
    assert revision.fact.decision.code == "budget-2019"
    assert revision.source_note == "Avrundat i tryck."


def test_a_forecast_has_its_month_a_marker_no_value_and_a_carried_figure_its_basis(folder):
    folder.load()
    assert known(FIRST, scenario="forecast").fact.vintage == 201908
    assert known(FIRST, indicator__code="kundnojd_kontakt", year=2019).marker == "no_data"
    carried = known(FIRST, indicator__code="kundnojd_kontakt", year=2018)
    assert (carried.fact.basis, carried.scaled, carried.decimals) == ("carried", 900, 1)


def test_what_the_checks_noticed_in_print_is_kept_and_told(folder):
    folder.add("figures/mars-2020.csv", 'mal,sjuk,prov,,,2018,12,full_year,,,,"5,0",,,,,,,,4,')
    summary = folder.load()
    assert sum(summary.findings["figures/mars-2020.csv"].values()) == 1
    revision = known(SECOND, indicator__code="sjuk", year=2018)
    assert revision.findings.get().code == "unit-not-existing"


def test_a_later_document_makes_the_second_revision_and_the_first_stays_known_for_its_time(folder):
    folder.load()
    assert (august_costs(FIRST).number, august_costs(FIRST).scaled) == (1, 1234)
    assert (august_costs(SECOND).number, august_costs(SECOND).scaled) == (2, 1200)
    assert not FigureRevision.objects.as_of(FIRST - dt.timedelta(days=1)).exists()


def test_a_figure_printed_again_unchanged_leaves_no_trace(folder):
    folder.load()
    assert Fact.objects.get(indicator__code="sjuk", year=2019, breakdown__code="total").revisions.count() == 1


def test_targets_follow_the_documents_as_figures_do(folder):
    folder.load()
    about = {"target__indicator__code": "sjuk", "target__year": 2019}
    assert TargetRevision.objects.as_of(FIRST).get(**about).text == "<3,5 %"
    assert TargetRevision.objects.as_of(SECOND).get(**about).text == "<3,0"
    assert TargetRevision.objects.get(target__year=2020).kind == "none"
    assert TargetRevision.objects.get(text="≥82").decision.code == "budget-2019"


def test_assessments_are_reproduced_and_assignments_have_their_status(folder):
    folder.load()
    assessment = AssessmentRevision.objects.get()
    assert (assessment.step, assessment.status, assessment.document.code) == ("reproduced", "partly", "A")
    assert assessment.assessment.occasion.kind == "august"
    status = AssignmentStatus.objects.get()
    assert (status.assignment.code, status.state, status.comment) == ("k1", "ongoing", "Planen är skriven.")
    later = Assignment.objects.get(year=2020)
    assert (later.carried_from.year, later.carried_from.code) == (2019, "k1")


def test_one_service_account_signs_all_of_it(folder):
    folder.load()
    account = User.objects.get()
    assert (account.username, account.is_service) == ("inlasning", True)
    assert {revision.recorded_by for revision in FigureRevision.objects.all()} == {account}


# A second time


def test_a_second_time_costs_one_question_and_changes_nothing(folder, counted, django_assert_num_queries):
    folder.load()
    before = counted()
    with django_assert_num_queries(1):
        summary = folder.load()
    assert summary.untouched
    assert counted() == before


@pytest.mark.parametrize("demo", [False, True])
def test_loading_everything_again_finds_everything_unchanged(folder, counted, demo):
    first = folder.load(demo=demo)
    before = counted()
    again = folder.load(demo=demo, again=True)
    assert (again.total("new"), again.total("changed")) == (0, 0)
    assert again.total("unchanged") == sum(map(first.total, ("new", "changed", "unchanged")))
    assert counted() == before


def test_only_the_changed_file_is_loaded(folder):
    folder.load()
    folder.change("indicators/economy.yaml", "name: Kostnader", "name: Alla kostnader")
    summary = folder.load()
    assert "enheter" not in summary.counts
    assert "figures/mars-2020.csv" not in summary.counts
    assert (summary.total("new"), summary.total("changed")) == (0, 1)
    definition = IndicatorDefinition.objects.get(indicator__code="costs")
    assert definition.name == "Alla kostnader"
    assert definition.sort_key


def test_a_figure_added_to_a_file_is_recorded_beside_the_others(folder):
    folder.load()
    folder.add("figures/mars-2020.csv", "resultat,costs,prov,,,2020,3,ytd,,,,500,,,,,,,,9,")
    counts = folder.load().counts["figures/mars-2020.csv"]
    assert dict(counts) == {"unchanged": 3, "new": 1}


def test_a_mended_figure_of_the_latest_document_is_a_correction(folder):
    folder.load()
    folder.change("figures/mars-2020.csv", "1 200", "1 210")
    assert folder.load().counts["figures/mars-2020.csv"]["changed"] == 1
    assert august_costs(SECOND).scaled == 1210
    assert august_costs(FIRST).scaled == 1234


def test_a_mended_figure_that_a_later_document_has_changed_is_refused(folder, counted):
    folder.load()
    before = counted()
    folder.change("figures/augusti-2019.csv", "1 234", "1 235")
    with pytest.raises(ReferenceRefused, match=r"figures/augusti-2019\.csv, rad 2: Uppgiften har redan ett värde"):
        folder.load()
    assert counted() == before


def test_rows_of_a_goal_that_the_file_no_longer_has_are_gone(folder):
    folder.load()
    folder.change("goals/2019.yaml", '              - {text: Fler mått kommer, role: text, missing: "-"}\n', "")
    folder.load()
    assert GoalIndicator.objects.filter(goal__municipal_goal__area__year=2019).count() == 3


def test_what_was_ended_or_made_in_the_portal_is_left_alone(folder):
    folder.load()
    kontakt = Unit.objects.get(code="kontakt")
    kontakt.valid_to = dt.date(2024, 12, 31)
    with an_act():
        kontakt.save()
    Unit.objects.create(organisation=kontakt.organisation, code="ny", kind="unit", valid_from=EXAMPLE_DAY)
    folder.change("organisation.yaml", "note: Startade 2019.", "note: Startade våren 2019.")
    folder.load()
    kontakt.refresh_from_db()
    assert (kontakt.note, kontakt.valid_to) == ("Startade våren 2019.", dt.date(2024, 12, 31))
    assert Unit.objects.filter(code="ny").exists()


# The demo


def test_without_the_demo_nothing_invented_is_loaded(folder):
    folder.load()
    assert not FigureRevision.objects.filter(source="example").exists()
    assert not Goal.objects.filter(municipal_goal__area__year=2024).exists()
    assert not Assignment.objects.filter(year=2024).exists()
    assert not Membership.objects.exists()


def test_the_demo_is_added_to_what_is_loaded(folder):
    folder.load()
    folder.load(demo=True)
    revisions = FigureRevision.objects.filter(fact__year=2024)
    assert {(row.source, row.is_example, row.already_published) for row in revisions} == {("example", True, False)}
    assert {timezone.localdate(row.recorded_at) for row in revisions} == {EXAMPLE_DAY}
    assert known(EXAMPLE_DAY, scenario="forecast", year=2024).fact.vintage == 202406
    assert TargetRevision.objects.get(target__year=2024).is_example
    assert AssessmentRevision.objects.get(assessment__goal__municipal_goal__area__year=2024).step == "draft"
    assert AssignmentStatus.objects.get(assignment__year=2024).state == "ongoing"


def test_the_demos_own_corrections_come_after_what_they_correct(folder):
    folder.load(demo=True)
    first, second = Fact.objects.get(year=2024, month=1).revisions.order_by("number")
    assert (first.scaled, second.scaled, second.reason) == (100, 110, "En faktura saknades.")


def test_every_log_in_that_the_demo_shows_works_and_has_a_role(folder):
    folder.load(demo=True)
    for account in demo_accounts():
        user = authenticate(username=account.username, password=DEMO_PASSWORD)
        assert user is not None
        assert user.display_name == account.title
        assert user.memberships.exists()


def test_a_password_that_was_changed_stays_changed(folder):
    folder.load(demo=True)
    user = User.objects.get(username="hr")
    user.set_password("ett-annat-losenord")
    user.save()
    folder.load(demo=True, again=True)
    user.refresh_from_db()
    assert user.check_password("ett-annat-losenord")


def test_no_log_ins_are_made_outside_the_demo(folder, settings):
    settings.DEMO = False
    folder.load(demo=True)
    assert not Membership.objects.exists()


# All or nothing


def test_a_check_saves_nothing(folder, counted):
    before = counted()
    assert folder.load(check=True, demo=True).total("new") > 50
    assert counted() == before
    assert not folder.load().untouched


def test_a_loader_of_another_app_comes_last_and_takes_everything_down_with_it(folder, counted, monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})
    folder.write("mallar.yaml", "- {code: a}\n")
    saved = []

    def save(content, saving):
        saved.append((content, saving.organisation.code, FigureRevision.objects.count()))
        raise ReferenceRefused([])

    registry.register(Loader("mallar", lambda reading: [row.code() for row in reading.rows("mallar.yaml")], save))
    before = counted()
    with pytest.raises(ReferenceRefused):
        folder.load()
    assert saved == [(["a"], "prov", 10)]
    assert counted() == before


def test_a_file_that_nobody_reads_is_told(folder):
    folder.write("overblivet.yaml", "- {}\n")
    assert folder.load().unread == ["overblivet.yaml"]


def test_a_batch_tells_its_file(folder):
    folder.load()
    batch = RecordingBatch.objects.get(document__code="A")
    assert batch.label == "Delårsrapport augusti 2019"
    assert len(batch.file_hash) == 64
