"""One organisation more: loaded by one command from its folder, beside those that are there, changing nothing there."""

import datetime as dt
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.models import (
    Breakdown,
    BreakdownSet,
    FigureRevision,
    Goal,
    Indicator,
    Membership,
    Organisation,
    TargetRevision,
    Unit,
)
from reports.composing import compose_report
from reports.models import Report
from tests.organisations.conftest import CULTURE, SMALL
from vss_portal.models import User

pytestmark = pytest.mark.django_db


def run(folder, **options):
    told = StringIO()
    call_command("load_organisation", folder, stdout=told, **options)
    return told.getvalue().splitlines()


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def revision(indicator, breakdown="total", year=2023):
    found = FigureRevision.objects.current().filter(
        fact__indicator__code=indicator,
        fact__indicator__organisation__code="kultur",
        fact__breakdown__code=breakdown,
        fact__year=year,
        fact__scenario="outcome",
    )
    return found.get()


def table(node, ending):
    return next(each for each in node.tables() if each.id.endswith(ending))


def texts(node_table):
    return [[cell.text for cell in row.cells] for row in node_table.rows]


@pytest.fixture
def report(culture):
    return compose_report(Report.objects.get(slug="kulturnamnden-arsredovisning-2023"))


# It works


def test_the_whole_folder_is_loaded_and_told(db):
    lines = run(CULTURE)
    assert any(line.split()[:3] == ["enheter", "4", "nya"] for line in lines)
    assert any(line.split()[:3] == ["konton", "2", "nya"] for line in lines)
    assert not any("ingen läser filen" in line for line in lines)
    organisation = Organisation.objects.get(code="kultur")
    assert organisation.sign_convention == "net_cost"
    assert Unit.objects.get(code="kulturnamnden").kind == "committee"
    assert set(Goal.objects.values_list("kind", flat=True)) == {"committee"}


def test_a_second_time_nothing_is_done(culture):
    assert run(CULTURE) == ["Referensdata är oförändrad. Inget att läsa in."]
    before = FigureRevision.objects.count()
    lines = run(CULTURE, again=True)
    assert any("figures/2023.csv" in line and "18 oförändrade" in line for line in lines)
    assert FigureRevision.objects.count() == before


def test_a_check_saves_nothing(db):
    assert run(CULTURE, check=True)[-1].endswith("Inget är sparat.")
    assert not Organisation.objects.exists()


def test_targets_of_every_wording_are_understood_and_kept_as_written(culture):
    told = {
        (row.target.indicator.code, row.target.year): (
            row.kind,
            row.text,
            row.value if row.scaled is not None else None,
        )
        for row in TargetRevision.objects.current().select_related("target__indicator")
    }
    assert told["lan", 2023] == ("trend_up", "Öka", None)
    assert told["klagomal", 2023] == ("trend_down", "Minska", None)
    assert told["skador", 2023] == ("lt", "Mindre än 2", 2)
    assert told["budgetutfall", 2023] == ("ge", "Ej negativ", 0)
    assert told["besokstillvaxt", 2023] == ("ge", "≥4% Positiv trend", 4)
    assert (told["unga", 2023][1], told["unga", 2024][1]) == ("≥50", "≥55")


def test_a_value_that_carries_its_own_year_is_measured_then_and_says_so(culture):
    found = revision("unga")
    assert found.value == 49
    assert (found.measured_from, found.measured_to) == (dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    assert [(note.kind, note.text) for note in found.footnotes.all()] == [("period", "värdet avser 2020")]


def test_its_own_parts_are_its_own_and_the_shared_ones_everybodys(culture):
    own = BreakdownSet.objects.get(code="slag_av_besok")
    assert own.organisation.code == "kultur"
    assert revision("besok", "skolbesok").fact.breakdown.set == own
    assert BreakdownSet.objects.get(code="total").organisation is None
    assert list(Indicator.objects.get(code="besok").breakdown_sets.all()) == [own]


def test_its_people_get_accounts_without_password_and_their_roles(culture):
    editor = User.objects.get(username="kultur-huvudcontroller")
    assert not editor.has_usable_password()
    assert [(row.role, row.unit.code) for row in Membership.objects.filter(person=editor)] == [
        ("editor", "kulturnamnden")
    ]


# What its report shows


def test_net_cost_is_positive_in_its_tables_by_default(report):
    rows = texts(table(report, "ekonomi"))
    assert rows[0] == ["Biblioteken", "40\u00a0500", "40\u00a0000", "−500"]
    assert rows[1] == ["Exempelköpings museum", "19\u00a0500", "20\u00a0000", "500"]
    assert rows[2] == ["Summa nettokostnad, tkr", "60\u00a0000", "60\u00a0000", "0"]
    assert table(report, "ekonomi").legends == (
        "+ = underskott (nettokostnad), − = överskott",
        "Avvikelse: + = bättre än budget 2023",
        "Budget 2023: Nämndens internbudget 2023, kommunstyrelsen 15\u00a0november 2022.",
    )


def test_a_specification_explains_its_total_and_isnt_added(report):
    rows = texts(table(report, "besok"))
    assert rows == [["Besök", "61\u00a0000"], ["därav skolbesök", "9\u00a0000"], ["Summa", "61\u00a0000"]]


def test_footnotes_are_numbered_through_the_document(report):
    notes = [(note.mark, note.text) for each in report.tables() for note in each.notes]
    assert notes == [
        ("1", "utan pedagogiska programmet"),
        ("2", "räknade vid entrén"),
        ("3", "värdet avser 2020"),
        ("4", "nytt räkneverk från 2022"),
    ]
    museum = table(report, "ekonomi").rows[1].cells
    assert museum[1].marks == ("1",)


def test_targets_of_two_years_stand_beside_each_other(report):
    row = next(cells for cells in texts(table(report, "kultur-for-alla")) if "Andel unga" in " ".join(cells))
    assert row[row.index("49") :][:3] == ["49", "≥50", "≥55"]


def test_goals_are_the_committees(report):
    headings = [section.heading for section in report.walk()]
    assert "Nämndmål: Fler läser och lånar" in headings


# Beside others


def test_another_organisation_keeps_everything_that_is_its_own(db):
    call_command("load_reference", folder=SMALL, verbosity=0)
    parts = list(Breakdown.objects.order_by("pk").values("code", "name", "set__code", "set__organisation"))
    facts = FigureRevision.objects.count()
    run(CULTURE)
    assert (
        list(Breakdown.objects.order_by("pk").values("code", "name", "set__code", "set__organisation"))[: len(parts)]
        == parts
    )
    own = FigureRevision.objects.in_organisation(Organisation.objects.get(code="kultur")).count()
    assert FigureRevision.objects.count() == facts + own


@pytest.fixture
def sized(db, tmp_path):
    """The folder of the first organisation, which has company sizes, shared and loaded."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "prov"))
    sizes = "  - code: company_size\n    name: Storlek\n    breakdowns: [{code: micro, name: Mikro}]\n"
    path = folder / "breakdowns.yaml"
    path.write_text(path.read_text("utf-8") + sizes, "utf-8")
    call_command("load_reference", folder=folder, verbosity=0)
    return folder


def test_a_set_marked_as_own_is_nobody_elses_also_where_it_was_shared_before(sized):
    change(sized, "breakdowns.yaml", "code: company_size\n", "code: company_size\n    own: true\n")
    parts = set(Breakdown.objects.filter(set__code="company_size").values_list("pk", flat=True))
    call_command("load_reference", folder=sized, verbosity=0)
    moved = BreakdownSet.objects.get(code="company_size")
    assert moved.organisation.code == "prov"
    assert {part.pk for part in moved.breakdowns.all()} == parts
    run(CULTURE)
    seen = Breakdown.objects.of(Organisation.objects.get(code="kultur"))
    assert not seen.filter(set__code="company_size").exists()
    assert seen.filter(set__code="sex").count() == 2


def test_a_shared_set_may_be_used_by_its_code(culture_folder, sized):
    shared = BreakdownSet.objects.get(code="company_size")
    part = shared.breakdowns.first()
    text = f"  - code: company_size\n    name: Annat\n    breakdowns: [{{code: {part.code}, name: Eget}}]\n"
    path = culture_folder / "breakdowns.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    run(culture_folder)
    shared.refresh_from_db()
    assert (BreakdownSet.objects.get(code="company_size"), shared.name != "Annat") == (shared, True)
    assert Breakdown.objects.get(pk=part.pk).name == part.name


def test_files_of_the_same_name_in_folders_of_the_same_name_are_told_apart(culture_folder, culture):
    other = culture_folder
    change(other, "organisation.yaml", "code: kultur\n", "code: fritid\n")
    change(other, "reports/arsredovisning.yaml", "kulturnamnden-arsredovisning", "fritid-arsredovisning")
    (other / "people.yaml").unlink()
    assert run(other)[-1].startswith("Klart")
    assert FigureRevision.objects.filter(fact__indicator__organisation__code="fritid").count() == 18


# What it refuses


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("targets/2023.csv", "Mindre än 2", "Ganska få", "går inte att läsa som ett målvärde"),
        ("figures/2023.csv", "2020: 49", "2024: 49", "senare än radens år"),
        ("figures/2023.csv", "2020: 49", "2020: många", "många"),
        ("breakdowns.yaml", "code: ovriga_besok", "code: women", "finns redan i den gemensamma indelningen sex"),
        ("people.yaml", "username: kultur-lasare", "username: Kultur Läsare", "är inget inloggningsnamn"),
        ("templates/arsredovisning.yaml", "footnotes: document", "footnotes: sida", "footnotes"),
        ("organisation.yaml", "sign_convention: net_cost", "sign_convention: plus", "sign_convention"),
    ],
)
def test_a_fault_is_told_with_its_place_and_nothing_is_saved(culture_folder, db, name, old, new, said):
    change(culture_folder, name, old, new)
    with pytest.raises(CommandError) as refused:
        run(culture_folder)
    assert said in str(refused.value)
    assert name in str(refused.value)
    assert "Inget är ändrat i portalen." in str(refused.value)
    assert not Organisation.objects.exists()


def test_an_address_that_another_organisation_has_is_refused(culture, culture_folder):
    change(culture_folder, "organisation.yaml", "code: kultur\n", "code: fritid\n")
    (culture_folder / "people.yaml").unlink()
    with pytest.raises(CommandError, match="kulturnamnden-arsredovisning-2023 är upptagen"):
        run(culture_folder)
    assert not Organisation.objects.filter(code="fritid").exists()
    assert Report.objects.get(slug="kulturnamnden-arsredovisning-2023").organisation.code == "kultur"


def test_nobody_is_brought_along_from_another_organisation(culture, culture_folder):
    change(culture_folder, "organisation.yaml", "code: kultur\n", "code: fritid\n")
    change(culture_folder, "reports/arsredovisning.yaml", "kulturnamnden-arsredovisning", "fritid-arsredovisning")
    with pytest.raises(CommandError, match="kultur-huvudcontroller finns redan och arbetar någon annanstans"):
        run(culture_folder)
    assert not Organisation.objects.filter(code="fritid").exists()


def test_a_figure_that_the_checks_refuse_is_refused_with_its_row(culture_folder, db):
    change(culture_folder, "figures/2023.csv", ",skador,museum,,,2023,12", ",skador,museum,,,2019,12")
    with pytest.raises(CommandError, match=r"figures/2023.csv, rad 14"):
        run(culture_folder)
    assert not FigureRevision.objects.exists()


def test_a_folder_that_isnt_there_is_told(tmp_path, db):
    with pytest.raises(CommandError, match="Mappen finns inte"):
        run(tmp_path / "ingen")


@pytest.mark.parametrize("folders", [(), ("en", "tva")])
def test_which_reference_data_is_meant_is_asked_where_it_isnt_the_only_one(folders, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    for name in folders:
        shutil.copytree(SMALL, tmp_path / "fixtures" / name)
    with pytest.raises(CommandError, match=f"Det finns {len(folders)} mappar med referensdata"):
        call_command("load_reference")
