"""What the page of a section says of assignments, and the designer of the tables that the goals make."""

import copy

import pytest
from django.urls import reverse

from indicators.models import Organisation
from reports.declarations import DeclarationError, read_template
from reports.designing.actions import act
from reports.designing.assignments import assignments_of, left_out, shown_groups
from reports.designing.difference import differences
from reports.designing.drafts import draft_of
from reports.designing.known import known_on
from reports.designing.outline import find
from reports.designing.preview import moment_of, preview
from reports.designing.refusals import DesignRefused
from reports.designing.sections import set_section
from reports.designing.tables import designed
from reports.models import ReportTemplate
from vss_portal import clock

BUDGET, ASSIGNMENTS = "forvaltningsbudget", "strategiska-uppdrag"
MARCH, TABLES = "delarsrapport-mars", "indikatorer"


@pytest.fixture
def known(reference):
    return known_on(Organisation.objects.get(code="vss"), clock.today())


@pytest.fixture
def budget(reference):
    return copy.deepcopy(draft_of(ReportTemplate.objects.get(code=BUDGET)).declaration)


@pytest.fixture
def march(reference):
    return copy.deepcopy(draft_of(ReportTemplate.objects.get(code=MARCH)).declaration)


@pytest.fixture
def say(budget, known):
    """Send the section's form as the page shows it, with what is changed; gives the section."""

    def send(**changed):
        section = find(budget, ASSIGNMENTS).section
        assignments = assignments_of(known.organisation, 2023)
        ticked = [each.code for each in assignments if each.code not in (section.get("without") or [])]
        sent = {f"grupp-{group.name}": group.called for group in shown_groups(section, assignments)}
        sent |= {"rubrik": "Uppdrag", "uppdrag-visade": ",".join(each.code for each in assignments)}
        sent |= {f"uppdrag-{code}": "ja" for code in ticked}
        set_section(budget, ASSIGNMENTS, {**sent, **changed}, known)
        read_template(budget)
        return find(budget, ASSIGNMENTS).section

    return send


def previewed(declaration, key, known, kind, asked):
    return preview(known.organisation, declaration, key, moment_of(known.organisation, kind, asked, clock.today())[0])


def test_groups_get_other_names_and_assignments_are_left_out_and_taken_back(say, budget, known):
    before = copy.deepcopy(budget)
    section = say(**{"uppdrag-f3": "ja", "uppdrag-k2": "", "grupp-Kommungemensamma": "Hela kommunens"})
    assert section["groups"] == {"Kommungemensamma": "Hela kommunens", "Förvaltningsspecifika": "Nämndspecifika"}
    assert sorted(section["without"]) == ["f4", "k2"]
    shown = [
        table for below in previewed(budget, ASSIGNMENTS, known, "budget", "2023-12").walk() for table in below.blocks
    ]
    assert [table.caption.partition(", ")[2] for table in shown] == ["hela kommunens", "nämndspecifika"]
    assert [len(table.rows) for table in shown] == [11, 3]
    assert [str(each).partition(": ")[2] for each in differences(before, budget, known)][-3:] == [
        "gruppen ”Kommungemensamma” heter ”Hela kommunens”",
        "uppdraget k2 trycks inte",
        "uppdraget f3 trycks igen",
    ]
    section = say(**{"uppdrag-f4": "ja", "uppdrag-k2": "ja", "grupp-Kommungemensamma": "Kommungemensamma"})
    assert (section["groups"], "without" in section) == ({"Förvaltningsspecifika": "Nämndspecifika"}, False)


def test_what_another_year_leaves_out_stays_until_it_is_to_be_forgotten(say, budget, known):
    find(budget, ASSIGNMENTS).section["without"] = ["f3", "borta"]
    assert sorted(say()["without"]) == ["borta", "f3"]
    assert left_out(find(budget, ASSIGNMENTS).section, assignments_of(known.organisation, 2023)) == ["borta"]
    assert say(**{"uppdrag-glom": "ja"})["without"] == ["f3"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"grupp-Kommungemensamma": "nämndspecifika"}, "Två grupper kan inte båda heta"),
        ({"grupp-Kommungemensamma": "Alla {år}"}, "skrivs utan klamrar"),
        ({"grupp-Kommungemensamma": "x" * 121}, "högst 120 tecken, ditt har 121"),
        ({"uppdrag-visade": "k1,k2", "uppdrag-k1": "", "uppdrag-k2": ""}, "Minst ett uppdrag måste stå kvar"),
    ],
)
def test_names_that_mislead_and_a_section_without_assignments_are_refused(say, sent, told):
    with pytest.raises(DesignRefused, match=told):
        say(**sent)


def test_html_in_the_name_of_a_group_is_refused_with_its_place(say):
    with pytest.raises(DeclarationError, match="strategiska-uppdrag › groups: Kommungemensamma innehåller HTML"):
        say(**{"grupp-Kommungemensamma": "<b>Alla</b>"})


def test_a_column_is_called_otherwise_in_one_of_the_tables_of_goals(march, known):
    def column(**sent):
        it = designed(march, TABLES)
        act(it, {"gor": "kolumn", "nyckel": "goal", "rubrik": "Förvaltningsmål", **sent}, known)
        return it.section["headings"]

    year = known_on(known.organisation, clock.today().replace(year=2020))
    before, known = copy.deepcopy(march), year
    assert column(**{"ny-tabell": "valfard"})["valfard"] == {"goal": "Förvaltningsmål"}
    said = column(**{"rubrik-i-valfard": "Mål {år}", "rubrik-i-attraktiv-arbetsgivare": ""})
    assert said["valfard"] == {"goal": "Mål {year}"}
    assert said["attraktiv-arbetsgivare"] == {"label": "Nämndindikator"}
    heads = [table.head[0][0].text for below in previewed(march, TABLES, known, "interim", "2020-03").walk()
             for table in below.blocks]  # fmt: skip
    assert (heads[0], heads[1], heads[-1]) == ("Mål 2020", "Förvaltningsmål", "Nämndmål")
    assert [str(each).partition(": ")[2] for each in differences(before, march, known)] == [
        "kolumnen ”Förvaltningsmål” heter som i de andra tabellerna i tabellen för attraktiv-arbetsgivare",
        "kolumnen ”Förvaltningsmål” heter ”Mål {år}” i tabellen för valfard",
    ]
    with pytest.raises(DesignRefused, match="Välj tabellen i listan"):
        column(**{"ny-tabell": "månen"})
    with pytest.raises(DesignRefused, match="inget ord som mallen känner"):
        column(**{"rubrik-i-valfard": "{bokslut}"})
    act(designed(march, TABLES), {"gor": "bort-kolumn", "nyckel": "goal"}, known)
    assert all("goal" not in said for said in find(march, TABLES).section["headings"].values())
    read_template(march)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"borta": "Mål"}, "headings › valfard: kolumnen borta finns inte i tabellen"),
        ({"goal": "Mål {bokslut}"}, "headings › valfard › goal: ”{bokslut}” är inget ord"),
    ],
)
def test_a_heading_of_a_missing_column_or_with_an_unknown_word_is_refused_with_its_place(march, said, told):
    find(march, TABLES).section["headings"] = {"valfard": said}
    with pytest.raises(DeclarationError, match=told):
        read_template(march)


def test_the_page_of_a_section_sends_back_its_part_and_goes_away_with_the_section_that_is_undone(
    reference, editor, client
):
    client.force_login(editor)
    address = reverse("template_section", args=[BUDGET, ASSIGNMENTS])
    part = client.post(address, {"gor": "spara", "rubrik": "Årets uppdrag"}, headers={"hx-request": "true"})
    assert part["X-Step"] == "1"
    body = part.content.decode()
    assert "<html" not in body
    assert body.count('id="forhandsvisning"') == 1
    assert 'value="Årets uppdrag"' in body
    assert 'name="grupp-Förvaltningsspecifika"' in body
    template = reverse("template", args=[BUDGET])
    made = client.post(template, {"gor": "ny", "innehall": "table", "rubrik": "Ny"}).url
    undone = client.post(made, {"gor": "angra"}, headers={"hx-request": "true"})
    assert (undone["HX-Redirect"], undone.content) == (template, b"")
    assert "finns inte längre" not in client.get(template).content.decode()
    assert (
        'name="namn" required maxlength="200" value="Förvaltningsbudget 2024"'
        in client.get(reverse("template_copy", args=[BUDGET])).content.decode()
    )


def test_a_refused_form_keeps_what_was_typed_and_is_only_told_why(reference, editor, client):
    client.force_login(editor)
    address = reverse("template_section", args=[BUDGET, ASSIGNMENTS])
    sent = {"gor": "spara", "rubrik": "Uppdrag {arr}", "sedd": "0"}
    part = client.post(address, sent, headers={"hx-request": "true"})
    assert (part["HX-Retarget"], part["HX-Reselect"]) == ("#designer .said", ".said")
    assert "{arr}" in part.content.decode().partition('class="said"')[2].partition("</div>\n")[0]
    # Somebody else was first: the page as it is now is more to the point than what was typed.
    assert "HX-Retarget" not in client.post(address, {**sent, "sedd": "1"}, headers={"hx-request": "true"})
