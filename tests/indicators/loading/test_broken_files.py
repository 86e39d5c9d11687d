"""A broken file says where and why, together with all other broken ones, and nothing is loaded."""

import pytest

from indicators.loading.problems import MOST_TOLD, ReferenceRefused

pytestmark = pytest.mark.django_db

AUGUST, MARCH = "figures/augusti-2019.csv", "figures/mars-2020.csv"
TARGETS = "targets/augusti-2019.csv"
COSTS = "resultat,costs,prov,,,2019,8,ytd,,,,1 234,,,,,,,,1,"
FORECAST = "resultat,costs,prov,,forecast,2019,12,full_year,2019-08,,,2 400,,,,,,,,3,"
NO_DATA = "mal,kundnojd_kontakt,kontakt,,,2019,12,full_year,,,,,no_data,,,,,,,5,"

# File, what is changed in it to what, and what is said: place and reason.
ORGANISATION = [
    (
        "kind: unit\n    valid_from: 2019",
        "kind: unitt\n    valid_from: 2019",
        "rad 11, kind: ”unitt” finns inte att välja.",
    ),
    ("valid_to: 2018-12-31", "valid_to: 2017-12-31", "rad 22, valid_to: Sista dagen 2017-12-31 ligger före första"),
    ("valid_to: 2018-12-31", "valid_to: i fjol", "rad 22, valid_to: ”i fjol” är ingen dag. Skriv år, månad och dag"),
    ("from: 2021-01-01}", "from: 2019-01-01}", "rad 16, from: Ett namn står redan på rad 15."),
    ("{name: Medborgarkontoret, from: 2018-01-01}", "{name: 2018, from: 2018-01-01}", "name: ”2018” är ingen text."),
    ("{name: Medborgarkontoret, from: 2018-01-01}", "{name: M, from: 2018-02-01}", "names: Enheten saknar namn från"),
    ("order: 10", "ordning: 10", "rad 13, ordning: Nyckeln känns inte igen."),
    ("order: 10", "order: tio", "rad 13, order: ”tio” är inget heltal mellan 0 och 10000."),
    ("aliases: [KC]", "aliases: [KC, KC]", "rad 17, aliases: ”KC” är tom"),
    ("aliases: [KC]", "aliases: KC", "rad 17, aliases: ”KC” är ingen lista."),
    ("code: medborgare\n", "code: kontakt\n", "rad 19, code: Enheten står redan på rad 10."),
    ("code: medborgare\n", "code: Medborgare\n", "rad 19, code: ”Medborgare” är ingen kod."),
    ("to: prov,", "to: provv,", "rad 26, to: ”provv” finns inte bland enheterna. Menade du prov?"),
    ("part_of, to: prov", "part_of, to: kontakt", "rad 26, to: kontakt kan inte länkas till sig själv."),
    ("part_of, to: prov, from: 2019", "part_of, to: prov, from: 2018", "rad 26, from: prov finns inte 2018-01-01."),
    ("note: Startade 2019.", "note: Startade 2019.\n    note: Igen", "rad 19: Nyckeln note står två gånger."),
    ("units:", "units: [", "Filen går inte att läsa som YAML"),
    ("committee: Kommunstyrelsen", "sign_convention: plus", "rad 1, sign_convention: ”plus” finns inte bland sätten"),
]
OTHERS = [
    ("breakdowns.yaml", "code: women", "code: men", "rad 10, code: Delen men finns redan."),
    ("breakdowns.yaml", "code: total, name", "code: alla, name", "Delen total i indelningen total saknas."),
    ("decisions.yaml", "kind: council", "kind: fullmäktige", "rad 2, kind: ”fullmäktige” finns inte att välja."),
    ("documents.yaml", "recorded_on: 2020-04-30", "recorded_on:", "rad 18, recorded_on: Värdet saknas."),
    ("documents.yaml", "[figures/mars-2020.csv]", "[figures/mars.csv]", "figures: Filen figures/mars.csv finns inte."),
    ("documents.yaml", "slug: mars-2020", "slug: augusti-2019", "rad 13, slug: Dokumentet står redan på rad 2."),
    ("occasions.yaml", "due_on: 2020-04-15", "due_on: 2020-05-15", "rad 3, due_on: Dagarna ska komma i ordning"),
    (
        "occasions.yaml",
        "kind: march, month: 3",
        "kind: march, month: 13",
        "rad 3, month: ”13” är inget heltal mellan 1",
    ),
    ("indicators/economy.yaml", "revenues - costs", "revenues - cost", "formula: Formeln räknar med cost, som inte"),
    ("indicators/economy.yaml", "revenues - costs", "revenues -", "rad 23, formula: "),
    ("indicators/economy.yaml", "aggregation: formula", "aggregation: sum", "formula: En beräknad indikator"),
    (
        "indicators/economy.yaml",
        "months: [3, 8, 12]",
        "months: [3, 8, 13]",
        "rad 8, months: ”[3, 8, 13]” är inga månader",
    ),
    (
        "indicators/economy.yaml",
        "responsible_unit: prov",
        "responsible_unit: vss",
        "rad 6, responsible_unit: ”vss” finns",
    ),
    ("indicators/goal.yaml", "scale: [0, 5]", "scale: [5, 0]", "rad 19, scale: ”[5, 0]” är ingen skala."),
    ("indicators/goal.yaml", "parent: kundnojd", "parent: sjuk", "rad 3, parent: ”sjuk” är ingen rubrik för flera"),
    ("indicators/goal.yaml", "breakdowns: [sex]", "breakdowns: [kon]", "breakdowns: ”kon” är ingen indelning"),
    ("indicators/goal.yaml", "code: sjuk", "code: costs", "rad 29, code: Indikatorn står redan på rad 1."),
    ("indicators/goal.yaml", "health: true", "health: ja", "rad 38, health: ”ja” är varken true eller false."),
    ("goals/2019.yaml", "indicator: sjuk", "indicator: sjuka", "rad 15, indicator: ”sjuka” finns inte bland"),
    ("goals/2019.yaml", "[men, women]", "[män]", "rad 15, breakdowns: ”män” är ingen del som finns."),
    ("goals/2020.yaml", "year: 2020", "year: 2019", "rad 1, year: Mål för 2019 finns redan i en annan fil."),
    (
        "goals/links.yaml",
        "{year: 2019, goal: god-service}",
        "{year: 2019, goal: god}",
        "goal: ”god” finns inte bland målen 2019",
    ),
    (
        "assessments/augusti-2019.yaml",
        "goal: god-service",
        "goal: god-servis",
        "”god-servis” finns inte bland målen det året",
    ),
    ("assessments/augusti-2019.yaml", "status: partly", "status: gul", "rad 2, status: ”gul” finns inte att välja."),
    ("assignments/2019.yaml", "augusti-2019:", "augusti-2018:", "augusti-2018: Inget dokument eller tillfälle 2019"),
    (
        "assignments/2019.yaml",
        "assignment: k1",
        "assignment: k9",
        "rad 7, assignment: ”k9” finns inte bland uppdragen i filen",
    ),
    (
        "assignments/2020.yaml",
        "{year: 2019, assignment: k1}",
        "{year: 2019, assignment: k7}",
        "”k7” finns inte bland uppdragen 2019",
    ),
    (TARGETS, "≥82", "cirka 82", "rad 2, text: ”cirka 82” går inte att läsa som ett målvärde."),
    (TARGETS, "kundnojd_kontakt", "kundnojd", "rad 2, indicator: kundnojd är en rubrik för flera."),
    (
        TARGETS,
        "sjuk,prov,2019,men",
        "kundnojd_kontakt,kontakt,2019,",
        "rad 3, text: Samma målvärde står redan på rad 2.",
    ),
    (
        TARGETS,
        "budget-2019",
        "budget-2018",
        "decision: ”budget-2018” finns inte bland besluten. Menade du budget-2019?",
    ),
]
FIGURES = [
    (
        COSTS,
        COSTS.replace("costs", "cost"),
        "rad 2, indicator: ”cost” finns inte bland indikatorerna. Menade du costs?",
    ),
    (COSTS, COSTS.replace("prov", "vss"), "rad 2, unit: ”vss” finns inte bland enheterna."),
    (COSTS, COSTS.replace("1 234", "1.234"), "rad 2, value: ”1.234” kan läsas på två sätt."),
    (COSTS, COSTS.replace("1 234", "12x"), "rad 2, value: ”12x”"),
    (COSTS, COSTS.replace("1 234", "IU"), "rad 2, value: ”IU” är inget tal. Skriv orsaken i kolumnen marker"),
    (COSTS, COSTS.replace("1 234", ""), "rad 2, value: Ange antingen ett värde (value) eller en orsak"),
    (COSTS, COSTS.replace(",8,ytd", ",13,ytd"), "rad 2, span: Månad 13 är bokslutsjusteringar"),
    (COSTS, COSTS.replace(",8,ytd", ",12,ytd"), "rad 2, span: Januari till december är ett helår."),
    (COSTS, COSTS.replace(",8,ytd", ",8,period"), "rad 2, span: ”period” finns inte att välja."),
    (COSTS, COSTS.replace("2019,8", "19,8"), "rad 2, year: ”19” är inget heltal mellan 2000 och 2099."),
    (COSTS, COSTS.replace(",,,2019", ",alla,,2019"), "rad 2, breakdown: ”alla” finns inte bland delarna."),
    (
        COSTS,
        COSTS.replace("ytd,,,,", "ytd,,budget-2019,,"),
        "rad 2, decision: Bara budget, plan och ram har ett beslut",
    ),
    (COSTS, COSTS.replace("ytd,,,,", "ytd,,,omräknad,"), "rad 2, basis: ”omräknad” är ingen grund."),
    (COSTS, f"{COSTS},", "rad 2: Raden har 22 kolumner, rubriken har 21."),
    (COSTS, COSTS.replace("1 234", '"1 234'), "Raden går inte att läsa"),
    (COSTS, f"{COSTS}\n{COSTS}", "rad 3, value: Samma uppgift står redan på rad 2."),
    (FORECAST, FORECAST.replace("2019-08", ""), "rad 4, vintage: En prognos har månaden då den gjordes"),
    (FORECAST, FORECAST.replace("2019-08", "aug 2019"), "rad 4, vintage: ”aug 2019” är ingen månad."),
    (NO_DATA, NO_DATA.replace("no_data", "saknas"), "rad 6, marker: ”saknas” finns inte att välja."),
    (NO_DATA, NO_DATA.replace("no_data,", "no_data,mnkr"), "rad 6, measure: kundnojd_kontakt mäts inte i pengar."),
    (NO_DATA, NO_DATA.replace("kundnojd_kontakt", "kundnojd"), "rad 6, indicator: kundnojd är en rubrik för flera"),
    ("period,utfall", ",utfall", "rad 7, footnote: En fotnot har både slag (footnote_kind) och text."),
    ("2019-01-01,2019-07-31", "2019-08-01,2019-07-31", "rad 7, measured_to: Mätperioden slutar innan den börjar."),
    ("120,2019-01-01", "många,2019-01-01", "rad 7, population: ”många” är inget heltal"),
    (",span,vintage,", ",spann,vintage,", "rad 1: Kolumnen span saknas. Kolumnerna ska vara table, indicator"),
    ("source_line,note", "source_line,note,extra", "rad 1: Kolumnen extra känns inte igen."),
    ("source_line,note", "source_line,note,note", "rad 1: Kolumnen note står två gånger."),
]


def refusal(folder, counted, **options):
    """What is said when the folder is refused; nothing may have been saved."""
    before = counted()
    with pytest.raises(ReferenceRefused) as refused:
        folder.load(**options)
    assert counted() == before
    assert str(refused.value).endswith("Inget är ändrat i portalen.")
    return str(refused.value)


@pytest.mark.parametrize(("old", "new", "said"), ORGANISATION)
def test_a_broken_organisation(folder, counted, old, new, said):
    folder.change("organisation.yaml", old, new)
    told = refusal(folder, counted)
    assert said in told
    assert "organisation.yaml" in told


@pytest.mark.parametrize(("name", "old", "new", "said"), OTHERS)
def test_a_broken_row_of_a_catalogue(folder, counted, name, old, new, said):
    folder.change(name, old, new)
    told = refusal(folder, counted)
    assert said in told
    assert name in told


@pytest.mark.parametrize(("old", "new", "said"), FIGURES)
def test_a_broken_row_of_figures(folder, counted, old, new, said):
    folder.change(AUGUST, old, new)
    told = refusal(folder, counted)
    assert said in told
    assert AUGUST in told


def test_a_unit_has_one_parent_at_a_time_and_no_circle(folder, counted):
    again = "  - {unit: kontakt, kind: part_of, to: medborgare, from: 2019-01-01}\n"
    folder.write("organisation.yaml", folder.read("organisation.yaml") + again)
    folder.change("organisation.yaml", "valid_to: 2018-12-31", "valid_to:")
    assert "kontakt är redan del av medborgare 2019-01-01." in refusal(folder, counted)
    folder.change("organisation.yaml", again, "  - {unit: prov, kind: part_of, to: kontakt, from: 2019-01-01}\n")
    assert "kontakt är själv del av prov 2019-01-01." in refusal(folder, counted)


def test_a_link_ends_with_its_unit(folder, counted):
    folder.change("organisation.yaml", "order: 10", "order: 10\n    valid_to: 2022-12-31")
    folder.change("organisation.yaml", "to: prov, from: 2019-01-01}", "to: prov, from: 2019-01-01, until: 2023-05-01}")
    assert "kontakt finns inte hela tiden från 2019-01-01 till 2023-05-01." in refusal(folder, counted)


def test_problems_of_all_files_are_told_together(folder, counted):
    folder.change(AUGUST, "1 234", "x")
    folder.change(MARCH, "1 200", "y")
    folder.change(TARGETS, "≥82", "z")
    told = refusal(folder, counted)
    assert [line.partition(",")[0] for line in told.splitlines()[:-1]] == [TARGETS, AUGUST, MARCH]


def test_no_more_than_fifty_problems_are_told_and_the_rest_counted(folder, counted):
    for number in range(MOST_TOLD + 7):
        folder.add(MARCH, f"mal,okand,prov,,,2020,{number % 12 + 1},month,,,,{number},,,,,,,,,")
    lines = refusal(folder, counted).splitlines()
    assert len(lines) == MOST_TOLD + 2
    assert lines[-2].endswith("fel till.")


def test_a_missing_file_is_told(folder, counted):
    folder.remove("organisation.yaml")
    assert "organisation.yaml: Filen finns inte." in refusal(folder, counted)


def test_a_file_in_another_encoding_is_told(folder, counted):
    (folder.path / MARCH).write_bytes(folder.read(MARCH).replace("1 200", "1\u00a0200").encode("latin-1"))
    assert f"{MARCH}, rad 2: Filen är inte sparad som UTF-8." in refusal(folder, counted)


def test_a_file_of_rows_that_is_no_list_is_told(folder, counted):
    folder.write("indicators/economy.yaml", "code: costs\n")
    assert "indicators/economy.yaml, rad 1: Filen ska vara en lista av rader." in refusal(folder, counted)


def test_a_row_that_is_no_row_is_told(folder, counted):
    folder.add("assessments/augusti-2019.yaml", "- god-service")
    assert "”god-service” är ingen rad med nycklar." in refusal(folder, counted)


def test_a_document_without_its_occasion_is_told(folder, counted):
    folder.change("documents.yaml", "month: 8", "month: 9")
    told = refusal(folder, counted)
    assert "assessments/augusti-2019.yaml: Det finns inget tillfälle som filen hör till (month 2019-09)." in told


def test_a_folder_without_reference_data_is_told(folder, counted, tmp_path):
    folder.path = tmp_path / "tom"
    assert "Mappen finns inte eller saknar referensdata" in refusal(folder, counted)


def test_invented_figures_never_stand_in_for_printed_ones(folder, counted):
    folder.add("example/figures/2024.csv", f"exempel{COSTS.removeprefix('resultat')}")
    said = "example/figures/2024.csv, rad 5, value: Uppgiften finns redan (figures/augusti-2019.csv, rad 2)."
    assert said in refusal(folder, counted, demo=True)


def test_a_correction_corrects_something(folder, counted):
    folder.change("example/figures/2024-rattelser.csv", "2024,1,month", "2024,2,month")
    assert "Uppgiften som rättas finns inte i exempeldata." in refusal(folder, counted, demo=True)


def test_the_demos_log_ins_are_those_that_it_shows(folder, counted):
    folder.change("people.yaml", "username: lasare", "username: lesare")
    told = refusal(folder, counted, demo=True)
    assert "username: ”lesare” finns inte bland demons konton. Menade du lasare?" in told
    assert "people.yaml: Konton saknas: lasare." in told


def test_an_example_file_is_named_after_its_period(folder, counted):
    (folder.path / "example/assessments/2024-08.yaml").rename(folder.path / "example/assessments/augusti.yaml")
    assert "example/assessments/augusti.yaml: Det finns inget tillfälle" in refusal(folder, counted, demo=True)
