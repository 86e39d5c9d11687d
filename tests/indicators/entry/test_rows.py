"""Which rows an area has, and what their cells say."""

from indicators.models.choices import Role
from indicators.spans import Month
from tests import factories as made
from tests.indicators.entry.world import AUGUST, JULY, months_back


def names(writer):
    return [(line.name, line.unit_name) for line in writer.due]


def test_an_area_has_the_ledgers_sums_and_what_its_units_measure(world):
    assert names(world.writer()) == [
        ("Intäkter, tkr", ""),
        ("Kostnader, tkr", ""),
        ("Antal rekryteringar", "HR-service"),
        ("Svarsservice, %", "HR-service"),
        ("Sjukfrånvaro, %", ""),
        ("Nettoresultat, tkr", ""),
    ]


def test_a_part_that_was_recorded_before_has_a_row_under_its_total(world):
    part = made.breakdown("men")
    world.history("sjuk", "vo-hr", {JULY: "4,1"}, span="ytd", breakdown=part)
    assert ("Sjukfrånvaro, män, %", "") in names(world.writer())


def test_what_is_measured_another_month_is_folded_away_and_not_missing(world):
    writer = world.writer()
    assert writer.folded == [("Digital mognad", "oktober")]
    assert "Digital mognad" not in str(names(writer))


def test_a_result_is_computed_from_its_parts_and_explains_itself(world):
    world.history("revenues", "vo-hr", {AUGUST: "3 412"})
    world.history("costs", "vo-hr", {AUGUST: "3 598"})
    line = world.line("net_result")
    assert (line.value.text, line.state) == ("−186", "computed")
    assert line.told == "3\u00a0412 − 3\u00a0598 = −186"


def test_a_result_whose_part_is_missing_may_be_recorded(world):
    assert world.line("net_result").value.is_box


def test_last_month_last_year_and_the_year_so_far_stand_beside(world):
    year = {Month(2024, month): "10" for month in range(1, 8)}
    world.history("vol_rekr", "hr-service", {**year, AUGUST: "47", Month(2023, 8): "52"})
    assert world.line("vol_rekr", "hr-service").beside == ("10", "52", "117", "–")


def test_zero_is_a_value_and_a_reason_is_no_missing_value(world):
    world.history("vol_rekr", "hr-service", {AUGUST: "0"})
    world.history("svar", "hr-service", {AUGUST: "no_data"}, span="ytd")
    assert world.line("vol_rekr", "hr-service").state == "saved"
    assert (world.line("svar", "hr-service").value.text, world.line("svar", "hr-service").state) == ("IU", "saved")
    assert world.line("revenues").state == "missing"


def test_staff_figures_are_locked_for_the_controller_and_say_whose_they_are(world):
    line = world.line("sjuk")
    assert (line.state, line.value.why) == ("locked", "HR-funktionen rapporterar, senast tors\u00a012\u00a0sep")
    lines = world.writer(Role.HR, "vss").due
    assert [line.name for line in lines if line.value.is_box] == ["Sjukfrånvaro, %"]


def test_a_closed_month_is_locked_and_one_to_come_isnt_open(world):
    assert world.line("revenues", at=JULY).value.why == "månaden är stängd sedan 20\u00a0aug\u00a02024"
    assert world.line("revenues", at=Month(2024, 9)).value.why == "månaden öppnar 1\u00a0okt\u00a02024"
    assert world.line("revenues", at=Month(2024, 2)).value.why == "ingen uppföljning är planerad"


def test_an_unusual_value_is_asked_about(world):
    world.history("svar", "hr-service", months_back(AUGUST, ["91", "93", "90", "64"]) | {AUGUST: "64"}, span="ytd")
    assert world.line("svar", "hr-service").state == "saved"
    world.history("svar", "hr-service", {AUGUST: "30"}, span="ytd")
    line = world.line("svar", "hr-service")
    assert line.state == "explain"
    assert "ovanligt lågt (väntat 62–95)" in line.question


def test_another_areas_controller_doesnt_meet_the_area(world):
    assert world.client(unit="vo-ekonomi").get("/inmatning/vo-hr/2024/8/").status_code == 404
    assert world.client(Role.READER, "vss").get("/inmatning/vo-hr/2024/8/").status_code == 404


def test_a_month_that_doesnt_exist_isnt_found(world):
    assert world.client().get("/inmatning/vo-hr/2024/13/").status_code == 404
    assert world.client().get("/inmatning/finns-inte/2024/8/").status_code == 404
