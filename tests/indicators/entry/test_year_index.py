"""Counting up in the table itself: a row or a block, in place or as a form, with the assumption beside the row."""

import pytest

from indicators.models import BudgetAssumption, Decision
from indicators.models.choices import Role
from tests.indicators.entry.test_year_tools import budget  # noqa: F401 - a fixture
from tests.indicators.entry.test_years import BUDGET, box, post, recorded, year  # noqa: F401 - fixtures


def asked(world, key, percent, *, role=Role.CONTROLLER, unit="vo-hr", htmx=True, **more):
    given = {"rakna": key, f"procent-{key}": percent, **more}
    return world.client(role, unit).post(BUDGET, given, headers={"HX-Request": "true"} if htmx else None)


def row(world, code):
    return f"r-{world.key(code)}"


def beside(world, code):
    sheet = world.client().get(BUDGET).context["sheet"]
    return next(line.assumed for line in sheet.lines if line.key == world.key(code))


def test_a_row_opens_its_form_fills_its_plan_years_and_keeps_the_index_beside_it(budget):  # noqa: F811
    key = row(budget, "revenues")
    page = budget.client().get(f"{BUDGET}?rakna={key}").content.decode()
    assert f'name="procent-{key}"' in page
    assert page.count('name="procent-') == 1
    alone = budget.client().get(f"{BUDGET}?rakna={key}", headers={"HX-Request": "true"}).content.decode()
    assert alone.strip().startswith(f'<tr id="i-{key}"')
    assert budget.client().get(f"{BUDGET}?rakna=r-1-2-3", headers={"HX-Request": "true"}).status_code == 404
    answer = asked(budget, key, "2,5")
    told = answer.content.decode()
    assert (answer["X-Saved"], "5 rutor är ifyllda" in told, "uppräknad 2,5\u00a0% per år" in told) == ("1", True, True)
    assert [recorded()["revenues", "plan", at] for at in (2026, 2030)] == [41000, 45256]
    assert ("costs", "plan", 2026) not in recorded()
    assert beside(budget, "revenues") == "uppräknad 2,5\u00a0% per år"
    post(budget, {(name := box(budget, "revenues", 2027)): "50 000", f"sedd-{name}": "1:42 025"})
    assert beside(budget, "revenues") == "uppräknad 2,5\u00a0% per år, ändrad efteråt"


def test_a_block_is_counted_up_and_taken_back(budget):  # noqa: F811
    answer = asked(budget, "g-0", "0")
    assert "10 rutor är ifyllda" in answer.content.decode()
    assert (beside(budget, "costs"), beside(budget, "net_result")) == ("uppräknad 0\u00a0% per år", "")
    batch = answer.context["index"].batch
    budget.client().post(f"{BUDGET}angra/", {"omgang": batch})
    assert recorded()["costs", "plan", 2028] is None
    assert beside(budget, "costs") == ""


def test_without_javascript_typed_boxes_are_saved_and_counted_up_from(budget):  # noqa: F811
    name, key = box(budget, "costs", 2025), row(budget, "costs")
    given = {name: "41 000", f"sedd-{name}": "1:39 000", f"varfor-{key}": "Prisindex", f"over-{key}": "ja"}
    answer = asked(budget, key, "1", htmx=False, **given)
    assert answer.status_code == 302
    assert "rakna" not in answer["Location"]
    assert (recorded()["costs", "budget", 2025], recorded()["costs", "plan", 2026]) == (41000, 41410)
    assert BudgetAssumption.objects.get().note == "Prisindex"


def test_a_frame_is_counted_up_as_it_was_in_print(budget):  # noqa: F811
    name = f"{box(budget, 'costs', 2025)}-ram"
    post(budget, {name: "620 173"})
    asked(budget, f"{row(budget, 'costs')}-ram", "2,5")
    sheet = budget.client().get(BUDGET).context["sheet"]
    line = next(line for line in sheet.lines if line.key == f"{budget.key('costs')}-ram")
    texts = [cell.text.replace("\u00a0", " ") for cell in line.cells[3:]]
    assert texts == ["620 173", "635 677", "651 569", "667 858", "684 555", "701 669"]


@pytest.mark.parametrize(
    ("key", "percent", "said"),
    [("r-1-2-3", "2", "Raden finns inte längre"), ("g-0", "x", "är ingen procent"), ("g-1", "2", "budgetåret är tomt")],
)
def test_what_cannot_be_counted_up_is_said_in_place_and_as_a_page(budget, key, percent, said):  # noqa: F811
    answer = asked(budget, key, percent)
    assert (answer["X-Saved"], said in answer.content.decode()) == ("0", True)
    assert asked(budget, key, percent, htmx=False).status_code == 422
    assert not BudgetAssumption.objects.exists()


def test_who_only_follows_the_area_counts_nothing_up(budget):  # noqa: F811
    answer = asked(budget, row(budget, "costs"), "2", role=Role.DIRECTOR, unit="vss")
    assert answer.status_code in (200, 404)
    assert ("costs", "plan", 2026) not in recorded()
    assert "rakna=" not in budget.client(Role.DIRECTOR, "vss").get(BUDGET).content.decode()


def test_the_assumption_follows_the_version_under_its_decision(budget):  # noqa: F811
    asked(budget, row(budget, "costs"), "2")
    editor = budget.client(Role.EDITOR, "vss")
    editor.post("/katalog/beslut/", {"gor": "ny", "rubrik": "Beslutad", "slag": "board", "dag": "2024-12-10"})
    editor.post(
        "/katalog/beslut/", {"gor": "under", "beslut": Decision.objects.get().pk, "ar": "2025", "bekraftat": "ja"}
    )
    assert beside(budget, "costs") == "uppräknad 2\u00a0% per år"
    # the working version is still there to go on with
    page = budget.client().get(BUDGET).content.decode()
    assert 'href="?beslut="' in page
    assert budget.client().get(f"{BUDGET}?beslut=").context["sheet"].decision is None
