"""Restated values: one table of the old units' values, proposals and boxes, taken in one act."""

import datetime as dt
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.models import ComparisonChoice, FigureFootnote, FigureRevision, RecordingBatch, RestatedShare
from indicators.organisation import load_tree
from indicators.year.reorganising import carry_out, read_plan
from indicators.year.restating import restating
from tests import factories as made
from tests.indicators.year.said import said

DAY = dt.date(2025, 1, 1)
PAGE = "/katalog/enheter/omraknade/2025-01-01/"
ACT = {"recorded_at": made.at(dt.date(2024, 8, 26)), "checks": "note"}


def known(world, code, unit, value, month=12, span="full_year", **more):
    about = {"indicator": world.indicators[code], "unit": world.units[unit], "source": "example"}
    made.record(value, **about, year=2024, month=month, span=span, act=ACT, **more)


def changed(world, editor, many=(), way="absent", **given):
    organisation = world.units["vss"].organisation
    plan = read_plan(organisation, {"dag": "2025-01-01", **given}, many)
    carry_out(plan, organisation=organisation, by=editor, way=way)
    return organisation


def rows(organisation, shares=None):
    found = restating(organisation, DAY, 2024, shares)
    return {(row.unit.code, row.place.indicator, row.place.span): row for row in found.proposals}


def at(world, code):
    return world.indicators[code].pk


@pytest.fixture
def merged(world, editor):
    known(world, "vol", "vo-hr", "100")
    known(world, "vol", "vo-ekonomi", "250,5")
    known(world, "sjuk", "vo-hr", "5,5", span="ytd", month=8)
    known(world, "sjuk", "vo-ekonomi", "4,5", span="ytd", month=8)
    return changed(world, editor, many=["vo-hr", "vo-ekonomi"], slag="ihop", namn="VO Stöd")


def test_what_the_old_units_had_is_added_up_and_shares_are_not(world, merged):
    found = rows(merged)
    vol = found["vo-stod", at(world, "vol"), "full_year"]
    assert (vol.proposal, vol.is_taken) == ("350,5", True)
    assert [value for _, value in vol.olds] == ["100", "250,5"]
    sick = found["vo-stod", at(world, "sjuk"), "ytd"]
    assert (sick.proposal, sick.why, sick.is_taken) == ("", "andelar och medelvärden läggs inte ihop", False)


def test_a_divided_unit_is_proposed_by_the_shares_given_and_they_make_it_up_exactly(world, editor):
    known(world, "vol", "hr-service", "1 001")
    organisation = changed(world, editor, slag="dela", enhet="hr-service", namn="Lön\nStöd\nRekrytering")
    units = [row.unit for row in rows(organisation).values()]
    assert {row.proposal for row in rows(organisation).values()} == {""}
    thirds = {unit.pk: Fraction(100, 3) for unit in units}
    proposals = [int(row.proposal) for row in rows(organisation, thirds).values()]
    assert (sum(proposals), sorted(proposals)) == (1001, [333, 334, 334])


def test_a_share_is_kept_as_the_assumption_and_stands_under_the_values_that_follow_of_it(world, editor, by_editor):
    known(world, "vol", "hr-service", "1 000")
    organisation = changed(world, editor, slag="dela", enhet="hr-service", namn="Lön\nStöd")
    one, other = restating(organisation, DAY, 2024).proposals
    boxes = {f"andel-{row.unit.pk}": share for row, share in ((one, "62,5 %"), (other, "37,5"))}
    proposed = by_editor.post(PAGE, boxes | {"gor": "foresla"}).context["found"]
    assert [row.proposal for row in proposed.proposals] == ["625", "375"]
    assert not RestatedShare.objects.exists()
    # The second part has a value of its own, which follows of no share.
    values = {f"varde-{one.key}": "625", f"varde-{other.key}": "400"}
    assert by_editor.post(PAGE, boxes | values | {"gor": "spara", "ta": [one.key, other.key]}).status_code == 302
    [kept] = RestatedShare.objects.all()
    assert (kept.unit, kept.year, str(kept.number.value)) == (one.unit, 2024, "62.5")
    assert [note.text for note in FigureFootnote.objects.all()] == [
        "omräknat till organisationen den 1\u00a0januari 2025: 62,5\u00a0% av HR-service"
    ]
    page = by_editor.get(PAGE)
    assert "Antagande: 62,5\u00a0%" in page.content.decode()
    assert [group["share"] for group in page.context["groups"]] == ["62,5", ""]
    # Another year of the same change begins with it.
    assert by_editor.get(f"{PAGE}?ar=2023").context["found"].shares == {one.unit.pk: Fraction(125, 2)}


@pytest.mark.django_db
@pytest.mark.parametrize(("scaled", "decimals"), [(-1, 0), (101, 0), (1001, 1), (100_000_001, 6), (5, 7)])
def test_the_database_keeps_no_share_outside_the_whole(scaled, decimals):
    share = RestatedShare(**said(unit=made.UnitFactory(), day=DAY, year=2024, scaled=scaled, decimals=decimals))
    with pytest.raises(ValidationError, match="En andel är från 0 till 100 procent"):
        share.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        share.save()


def test_more_than_the_whole_of_a_divided_unit_is_refused(world, editor, by_editor):
    known(world, "vol", "hr-service", "1 000")
    organisation = changed(world, editor, slag="dela", enhet="hr-service", namn="Lön\nStöd")
    rows = restating(organisation, DAY, 2024).proposals
    boxes = {f"andel-{row.unit.pk}": "60" for row in rows} | {f"varde-{row.key}": "600" for row in rows}
    answer = by_editor.post(PAGE, boxes | {"gor": "spara", "ta": [row.key for row in rows]})
    assert answer.status_code == 422
    assert "Andelarna för Lön och Stöd är tillsammans 120\u00a0%, mer än hela enheten" in answer.content.decode()
    assert restated() == {}


def post(client, keys, **values):
    given = {"gor": "spara", "ta": list(keys)} | {f"varde-{key}": value for key, value in values.items()}
    return client.post(PAGE, given | {f"sedd-{key}": "0" for key in keys})


def restated():
    found = FigureRevision.objects.current().filter(fact__basis="restated:2025-01-01").select_related("fact__indicator")
    return {(row.fact.indicator.code, row.fact.unit_id): row.value for row in found}


def test_proposals_own_values_and_skipped_rows_are_one_act_and_tables_show_them(world, merged, by_editor):
    found = restating(merged, DAY, 2024)
    vol, sick = (next(row for row in found.proposals if row.indicator.code == code) for code in ("vol", "sjuk"))
    page = by_editor.get(PAGE)
    assert (page.status_code, "350,5" in page.content.decode()) == (200, True)
    answer = by_editor.post(
        PAGE,
        {
            "gor": "spara",
            "visa": "ja",
            "ta": [vol.key, sick.key],
            f"varde-{vol.key}": "350,5",
            f"varde-{sick.key}": "4,9",
        },
    )
    assert answer.status_code == 302
    assert {str(value) for value in restated().values()} == {"350.5", "4.9"}
    assert RecordingBatch.objects.latest("pk").revisions.count() == 2
    assert {row.way for row in ComparisonChoice.objects.as_of(None)} == {"restated"}
    note = FigureRevision.objects.latest("pk")
    assert note.reason == "Omräknat till organisationen den 1\u00a0januari 2025"
    # what the old units had stands
    assert FigureRevision.objects.filter(fact__basis="original", number__gt=1).count() == 0
    after = by_editor.get(PAGE).context["found"]
    assert not any(row.is_taken for row in after.proposals if row.standing)


def test_one_value_that_cannot_be_read_saves_nothing_and_comes_back_as_written(world, merged, by_editor):
    found = restating(merged, DAY, 2024)
    keys = [row.key for row in found.proposals]
    answer = post(by_editor, keys, **dict.fromkeys(keys, "många"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="många"' in page
    assert "går inte att läsa som ett tal" in page
    assert restated() == {}


def test_a_value_of_ones_own_is_taken_without_a_tick_and_an_unticked_proposal_isnt(world, merged, by_editor):
    found = restating(merged, DAY, 2024)
    vol, sick = (next(row for row in found.proposals if row.indicator.code == code) for code in ("vol", "sjuk"))
    shown = {f"sedd-{row.key}": f"0:{row.text}" for row in (vol, sick)}
    written = {f"varde-{vol.key}": vol.text, f"varde-{sick.key}": "4,9"}
    again = by_editor.post(PAGE, {"gor": "foresla", **shown, **written})
    assert [row.text for row in again.context["found"].proposals if row.given] == ["4,9"]
    assert by_editor.post(PAGE, {"gor": "spara", **shown, **written}).status_code == 302
    assert [str(value) for value in restated().values()] == ["4.9"]


def test_a_share_that_is_none_is_said(world, merged, by_editor):
    answer = by_editor.post(PAGE, {"gor": "foresla", "andel-1": "halva"})
    assert (answer.status_code, "”halva” är ingen andel" in answer.content.decode()) == (422, True)


def test_another_day_or_another_person_meets_nothing(world, merged, by_editor):
    assert by_editor.get("/katalog/enheter/omraknade/2024-06-01/").status_code == 404
    assert by_editor.get("/katalog/enheter/omraknade/snart/").status_code == 404
    assert world.client("controller", "vo-hr").get(PAGE).status_code == 403


def test_who_chooses_restated_values_comes_to_the_table_of_them(world, by_editor):
    given = {"slag": "dela", "enhet": "hr-service", "namn": "Lön\nStöd", "dag": "2025-01-01", "gor": "genomfor"}
    assert by_editor.post("/katalog/enheter/andra/", {**given, "way": "restated"})["Location"] == PAGE


def test_a_part_of_a_divided_unit_is_called_a_part(world, editor):
    organisation = changed(world, editor, slag="dela", enhet="hr-service", namn="Lön\nStöd")
    told = load_tree(organisation).series_breaks("lon", DAY - dt.timedelta(days=1), DAY)
    assert "En del av HR-service ingår i Lön" in told[0].text
