"""The command that loads the reference data: what it says to who runs it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from indicators.management.commands import load_reference
from indicators.models import FigureRevision, Unit

pytestmark = pytest.mark.django_db


def run(folder, **options):
    told = StringIO()
    call_command("load_reference", folder=folder.path, stdout=told, **options)
    return told.getvalue().splitlines()


def test_it_tells_what_was_loaded_in_words(folder):
    lines = run(folder)
    assert lines[0] == "Referensdata:"
    words = {line.split("  ")[1].strip(): line.split("  ")[-1].strip() for line in lines[1:-1]}
    assert words["organisationer"] == "1 ny"
    assert words["enheter"] == "3 nya"
    assert words["figures/mars-2020.csv"] == "1 ny, 1 ändrad, 1 oförändrad"
    assert lines[-1].startswith("Klart på ")
    assert "," in lines[-1]


def test_it_tells_what_the_checks_noticed(folder):
    folder.add("figures/mars-2020.csv", 'mal,sjuk,prov,,,2018,12,full_year,,,,"5,0",,,,,,,,4,')
    line = next(line for line in run(folder) if "figures/mars-2020.csv" in line)
    assert line.endswith("2 nya, 1 ändrad, 1 oförändrad; noterat: 1 fel")


def test_a_second_time_it_tells_that_nothing_has_changed(folder):
    run(folder)
    assert run(folder) == ["Referensdata är oförändrad. Inget att läsa in."]
    assert run(folder, again=True)[-1].startswith("Klart på ")


def test_a_check_tells_the_same_and_saves_nothing(folder):
    lines = run(folder, check=True)
    assert lines[-1].startswith("Kontrollerat på ")
    assert lines[-1].endswith(" s. Inget är sparat.")
    assert any(line.endswith("3 nya") for line in lines)
    assert not Unit.objects.exists()


def test_the_demo_is_loaded_on_demand(folder):
    lines = run(folder, demo=True)
    assert any("example/figures/2024.csv" in line for line in lines)
    assert FigureRevision.objects.filter(source="example").exists()


def test_a_file_that_nobody_reads_is_told(folder):
    folder.write("overblivet.yaml", "- {}\n")
    assert "  overblivet.yaml: ingen läser filen" in run(folder)


def test_broken_files_end_it_with_all_problems(folder):
    folder.change("figures/mars-2020.csv", "1 200", "x")
    with pytest.raises(CommandError) as stopped:
        run(folder)
    lines = str(stopped.value).splitlines()
    assert lines[0] == "Referensdata går inte att läsa in."
    assert lines[1].startswith("figures/mars-2020.csv, rad 2, value: ”x”")
    assert lines[-1] == "Inget är ändrat i portalen."


def test_example_data_is_for_the_demo_only(folder, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match=r"Exempeldata läses bara in i demoläge\. .* Inget är ändrat\."):
        run(folder, demo=True)
    assert run(folder)[-1].startswith("Klart på ")


def test_a_database_without_tables_is_told_and_what_to_do(folder, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("no such table: indicators_loadedfile")

    monkeypatch.setattr(load_reference, "load_reference", broken)
    with pytest.raises(CommandError, match=r"Kör python manage\.py migrate och försök igen\."):
        run(folder)
