"""The budget with plan years: its rows and columns, saving, pasting, versions, and who may when."""

import datetime as dt

import pytest

from indicators.entry.years import columns_of
from indicators.models import Decision, FigureRevision, ReportingOccasion
from indicators.models.choices import DecisionKind, OccasionKind, Role
from indicators.spans import Month
from tests import factories as made
from tests.indicators.entry.test_saving import current

BUDGET = "/inmatning/vo-hr/ar/2025/"
FULL = {"span": "full_year"}
DECEMBER = Month(2025, 12)


@pytest.fixture
def year(world):
    """A budget of 2025 that is open, with last year's beside."""
    dates = {"opens_on": dt.date(2024, 9, 1), "due_on": dt.date(2024, 10, 31), "locks_on": dt.date(2024, 11, 29)}
    made.OccasionFactory(year=2025, month=12, kind=OccasionKind.BUDGET, **dates)
    world.history("revenues", "vo-hr", {Month(2023, 12): "40 000"}, **FULL)
    world.history("revenues", "vo-hr", {Month(2024, 12): "41 500"}, **FULL, scenario="budget")
    return world


def box(world, code, year, unit="vo-hr"):
    return f"{'b' if year == 2025 else 'l'}{year}-{world.key(code, unit)}"


def post(world, boxes, *, address=BUDGET, role=Role.CONTROLLER, unit="vo-hr", **headers):
    data = dict(boxes)
    data |= {f"sedd-{name}": "0:" for name in boxes if f"sedd-{name}" not in data and not name.startswith("sedd-")}
    return world.client(role, unit).post(address, data, headers=headers or None)


def line(world, code, address=BUDGET, **who):
    sheet = world.client(**who).get(address).context["sheet"]
    key = world.key(code, "hr-service" if code == "vol_rekr" else "vo-hr")
    return next(line for line in sheet.lines if line.key == key)


def recorded():
    rows = FigureRevision.objects.current().filter(fact__year__gte=2025).select_related("fact__indicator")
    return {(row.fact.indicator.code, row.fact.scenario, row.fact.year): row.scaled for row in rows}


def test_the_years_are_two_back_to_five_ahead_and_boxes_stand_from_the_budget_on():
    told = [(column.word, column.year, column.is_box) for column in columns_of(2025)]
    assert told[:4] == [
        ("Utfall", 2023, False),
        ("Budget", 2024, False),
        ("Prognos", 2024, False),
        ("Budget", 2025, True),
    ]
    assert told[4:] == [("Plan", year, True) for year in range(2026, 2031)]


def test_what_a_budget_is_made_for_has_a_row_and_what_is_known_stands_beside(year):
    sheet = year.client().get(BUDGET).context["sheet"]
    assert [each.name for each in sheet.lines if not each.end] == [
        "Intäkter, tkr",
        "Kostnader, tkr",
        "Antal rekryteringar",
        "Nettoresultat, tkr",
        *("Ram, intäkter, tkr", "Ram, kostnader, tkr", "Ram, nettoresultat, tkr"),
    ]
    assert [cell.text for cell in line(year, "revenues").cells[:4]] == ["40\u00a0000", "41\u00a0500", "–", ""]


def test_budget_and_plan_are_saved_from_one_form_and_what_is_wrong_stands_beside(year):
    response = post(
        year,
        {
            box(year, "revenues", 2025): "42 000",
            box(year, "revenues", 2026): "43 000",
            box(year, "costs", 2025): "12,5,3",
        },
    )
    assert response.status_code == 422
    assert "går inte att läsa som ett tal" in response.content.decode()
    assert recorded() == {("revenues", "budget", 2025): 42000, ("revenues", "plan", 2026): 43000}


def test_a_box_is_answered_with_itself_and_with_what_is_computed(year):
    post(year, {box(year, "revenues", 2026): "100"})
    response = post(year, {box(year, "costs", 2026): "130"}, **{"HX-Request": "true"})
    assert response["X-Saved"] == "1"
    page = response.content.decode()
    assert f'id="c-{box(year, "costs", 2026)}"' in page
    assert "−30" in page
    assert "Antal rekryteringar" not in page


def test_a_plan_year_is_changed_without_being_asked_why_while_the_budget_is_open(year):
    name = box(year, "revenues", 2026)
    post(year, {name: "100"})
    post(year, {name: "110", f"sedd-{name}": "1:100"})
    latest = FigureRevision.objects.latest("number")
    assert (latest.scaled, latest.number, latest.reason) == (110, 2, "Budget 2025 med plan")


def test_two_people_in_one_box_are_told(year):
    name = box(year, "revenues", 2025)
    post(year, {name: "100"})
    second = post(year, {name: "120"}, role=Role.AREA_MANAGER)
    assert second.status_code == 422
    assert "Behåll 100" in second.content.decode()
    assert recorded() == {("revenues", "budget", 2025): 100}


def test_the_result_is_computed_year_by_year(year):
    post(year, {box(year, "revenues", 2025): "100", box(year, "costs", 2025): "90", box(year, "costs", 2026): "95"})
    cells = line(year, "net_result").cells
    assert (cells[3].text, cells[3].state) == ("10", "computed")
    assert cells[4].is_box


# The occasion


@pytest.mark.parametrize(
    ("opens", "locks", "why"),
    [("2024-09-01", "2024-09-05", "budgeten är stängd"), ("2024-09-06", "2024-11-29", "budgeten ")],
)
def test_outside_of_the_budgets_days_nothing_is_written(year, opens, locks, why):
    ReportingOccasion.objects.filter(kind=OccasionKind.BUDGET).update(opens_on=opens, due_on=locks, locks_on=locks)
    cell = line(year, "revenues").cells[4]
    assert (cell.state, cell.why[: len(why)]) == ("locked", why)
    response = post(year, {box(year, "revenues", 2026): "100"})
    assert "Rutan är låst" in response.content.decode()
    assert recorded() == {}


def test_a_year_without_a_planned_budget_is_read_only_and_says_so(year):
    page = year.client().get("/inmatning/vo-hr/ar/2027/").content.decode()
    assert "Ingen budget är planerad för 2027" in page
    assert "data-shown" not in page


# Versions


def decision(code, day, **fields):
    organisation = made.UnitFactory._meta.model.objects.first().organisation
    told = {"organisation": organisation, "kind": DecisionKind.PROPOSAL, "title": code.capitalize(), "decided_on": day}
    return Decision.objects.create(code=code, **told | fields)


def test_each_version_has_its_own_figures_and_the_address_carries_it(year):
    decision("forslag-1", dt.date(2024, 9, 2))
    post(year, {box(year, "revenues", 2025): "100", box(year, "revenues", 2026): "101"})
    post(year, {box(year, "revenues", 2025): "200"}, address=f"{BUDGET}?beslut=forslag-1")
    assert [cell.text for cell in line(year, "revenues", f"{BUDGET}?beslut=").cells[3:5]] == ["100", "101"]
    assert [cell.text for cell in line(year, "revenues", f"{BUDGET}?beslut=forslag-1").cells[3:5]] == ["200", ""]
    # Without a version in the address the latest decided one is shown.
    assert line(year, "revenues").cells[3].text == "200"
    assert year.client().get(f"{BUDGET}?beslut=finns-inte").status_code == 404


# Pasting


def test_a_supplementary_budget_shows_what_holds_and_is_counted_with_it(year):
    given = {"organisation": year.units["vss"].organisation, "decided_on": dt.date(2024, 6, 18)}
    Decision.objects.create(code="kf", title="Budget 2025", kind=DecisionKind.COUNCIL, case_number="KS 1", **given)
    Decision.objects.create(code="till", title="Tilläggsbudget 1", kind=DecisionKind.SUPPLEMENTARY, **given)
    Decision.objects.create(code="forslag", title="Förslag 1", kind=DecisionKind.PROPOSAL, **given)
    revenues, costs = (box(year, code, 2025) for code in ("revenues", "costs"))
    post(year, {revenues: "42 000", costs: "42 000"}, address=f"{BUDGET}?beslut=kf")
    post(year, {revenues: "1"}, address=f"{BUDGET}?beslut=forslag")
    changed = f"{BUDGET}?beslut=till"
    page = year.client().get(changed)
    cells = {cell.name: cell for each in page.context["sheet"].lines for cell in each.cells if cell.name}
    assert (cells[revenues].text, cells[revenues].standing, cells[revenues].seen) == ("", "42\u00a0000", 0)
    assert "Grått i en tom ruta gäller sedan ett tidigare beslut" in page.content.decode()
    post(year, {costs: "42 500"}, address=changed)
    assert line(year, "costs", changed).cells[3].text == "42\u00a0500"
    assert line(year, "net_result", changed).cells[3].text == "−500"
    # What was decided before stands, and other versions show only their own.
    assert line(year, "costs", f"{BUDGET}?beslut=kf").cells[3].text == "42\u00a0000"
    assert line(year, "costs", f"{BUDGET}?beslut=forslag").cells[3].standing == ""


def test_a_block_with_names_and_a_head_of_years_lands_in_its_boxes_and_is_taken_back(year):
    block = (
        "\tBokslut 2023\tBudget 2025\tPlan 2026\t2027\nIntäkter\t40 000\t42 000\t43 000\t44 000\nKostnader\t1\t2\t3\t4"
    )
    shown = year.client().post(f"{BUDGET}klistra/", {"block": block, "enhet": "tkr"})
    assert [(cell.title, cell.word) for cell in shown.context["preview"].cells][:2] == [
        ("Intäkter, tkr, budget 2025", "ny"),
        ("Intäkter, tkr, plan 2026", "ny"),
    ]
    assert recorded() == {}
    saved = year.client().post(f"{BUDGET}klistra/", {"block": block, "enhet": "tkr", "spara": "ja"})
    assert saved.context["count"] == 6
    assert recorded()["costs", "plan", 2027] == 4
    year.client().post(f"{BUDGET}angra/", {"omgang": saved.context["batch"]})
    assert set(recorded().values()) == {None}


def test_a_block_is_pasted_from_the_box_downwards_and_to_the_right(year):
    start = box(year, "revenues", 2026)
    shown = year.client().post(f"{BUDGET}klistra/", {"block": "1\t2\n3\t4", "fran": start, "enhet": "tkr"})
    assert [cell.title for cell in shown.context["preview"].cells] == [
        "Intäkter, tkr, plan 2026",
        "Intäkter, tkr, plan 2027",
        "Kostnader, tkr, plan 2026",
        "Kostnader, tkr, plan 2027",
    ]


def test_amounts_in_kronor_are_asked_about_first(year):
    block = {"block": "42 000 000", "fran": box(year, "revenues", 2025), "spara": "ja"}
    assert year.client().post(f"{BUDGET}klistra/", block).context["preview"].asks_kronor
    assert recorded() == {}


# Who


def test_another_areas_controller_and_a_reader_dont_meet_it(year):
    assert year.client(unit="vo-ekonomi").get(BUDGET).status_code == 404
    assert year.client(Role.READER, "vss").get(BUDGET).status_code == 404
    assert year.client(unit="vo-ekonomi").post(f"{BUDGET}klistra/", {"block": "1"}).status_code == 404


def test_the_director_reads_and_doesnt_write(year):
    assert not line(year, "revenues", role=Role.DIRECTOR, unit="vss").cells[3].is_box
    post(year, {box(year, "revenues", 2025): "1"}, role=Role.DIRECTOR, unit="vss")
    assert recorded() == {}


def test_a_year_that_isnt_one_isnt_found(year):
    assert year.client().get("/inmatning/vo-hr/ar/1999/").status_code == 404


def test_the_page_asks_as_few_questions_whatever_the_number_of_figures(year, django_assert_max_num_queries):
    client = year.client()
    client.get(BUDGET)
    with django_assert_max_num_queries(15):
        client.get(BUDGET)
    for code, unit in (("revenues", "vo-hr"), ("costs", "vo-hr"), ("vol_rekr", "hr-service")):
        full = {Month(at, 12): "10" for at in range(2026, 2031)}
        year.history(code, unit, full, **FULL, scenario="plan")
    with django_assert_max_num_queries(15):
        client.get(BUDGET)


def test_the_months_figures_are_left_alone(year):
    post(year, {box(year, "revenues", 2025): "100"})
    assert "revenues" not in {code for code, scenario, _ in recorded() if scenario == "outcome"}
    assert current()["revenues"]
