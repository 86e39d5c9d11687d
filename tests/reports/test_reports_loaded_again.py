"""A report's file that is changed after it was loaded: what may be mended is, in the log; the rest is refused."""

import shutil
from pathlib import Path

import pytest

from indicators.loading.problems import ReferenceRefused
from indicators.loading.running import load_reference
from indicators.models import ReferenceChange
from reports.models import Report, TextVersion
from reports.texts import document, plain_text
from reports.writing import write_text
from tests.factories import UserFactory
from tests.indicators.loading.conftest import SMALL, Folder

pytestmark = pytest.mark.django_db
TEMPLATE = """schema: 1
code: kort
name: Kort rapport
kind: interim
title: Kort rapport
money: tkr
sections:
  - {key: inledning, heading: Inledning, kind: text}
"""
REPORT = """slug: augusti-2019
template: kort
title: Delårsrapport augusti 2019
year: 2019
month: 8
reproduced_from: A
case_number: KS 2019-1
texts: {inledning: En mening.}
"""
NAME = "reports/augusti-2019.yaml"


@pytest.fixture
def folder(tmp_path: Path):
    shutil.copytree(SMALL, tmp_path / "prov")
    made = Folder(tmp_path / "prov")
    for name, text in (("templates/kort.yaml", TEMPLATE), (NAME, REPORT)):
        (made.path / name).parent.mkdir(exist_ok=True)
        made.write(name, text)
    made.load()
    return made


def test_a_mended_title_and_case_number_are_applied_counted_and_logged(folder):
    folder.change(NAME, "title: Delårsrapport augusti 2019", "title: Delårsrapport 31 augusti 2019")
    folder.change(NAME, "KS 2019-1", "KS 2019-2")
    assert folder.load().counts[NAME] == {"changed": 1}
    report = Report.objects.get()
    assert (report.title, report.case_number) == ("Delårsrapport 31 augusti 2019", "KS 2019-2")
    line = ReferenceChange.objects.get(table_name="reports_report")
    assert line.differing["title"] == ("Delårsrapport augusti 2019", "Delårsrapport 31 augusti 2019")
    assert set(line.differing) == {"title", "case_number"}
    assert folder.load(again=True).counts[NAME] == {"unchanged": 1}


def test_another_text_is_counted_as_a_change(folder):
    folder.change(NAME, "En mening.", "En annan mening.")
    assert folder.load().counts[NAME] == {"changed": 1}


def test_a_text_that_somebody_has_written_since_stays(folder):
    write_text(report=Report.objects.get(), key="inledning", content=document("Egna ord."), by=UserFactory())
    folder.change(NAME, "En mening.", "En annan mening.")
    assert folder.load().counts[NAME] == {"unchanged": 1}
    newest = TextVersion.objects.as_of(None).get()
    assert plain_text(newest.content).strip() == "Egna ord."


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("year: 2019", "year: 2020", "year: 2019"),
        ("month: 8", "month: 3", "month: 8"),
        ("reproduced_from: A\n", "", "reproduced_from: ja"),
    ],
)
def test_what_the_report_is_does_not_change(folder, old, new, field):
    folder.change(NAME, old, new)
    with pytest.raises(ReferenceRefused, match=f"Rapporten augusti-2019 finns redan med {field}") as refused:
        load_reference(folder.path)
    assert "egen adress (slug)" in str(refused.value)
    assert (Report.objects.get().year, Report.objects.get().month) == (2019, 8)
    assert not ReferenceChange.objects.exists()
