"""Files of reports that can't be right are refused in words before anything is saved."""

import shutil

import pytest
from django.conf import settings

from indicators.loading.problems import ReferenceRefused
from indicators.loading.running import load_reference
from indicators.models import LoadedFile

FILE = "reports/verksamhetsberattelse-2023.yaml"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("month: 12", "month: 13", "month: ”13” är inget heltal mellan 1 och 12. Skriv ett sådant."),
        ("month: 12", "month: december", "month: ”december” är inget heltal mellan 1 och 12."),
        ("year: 2023", "year: tjugo", "year: ”tjugo” är inget heltal mellan 2000 och 2099."),
    ],
)
def test_a_period_that_can_not_be(tmp_path, right, wrong, said):
    folder = shutil.copytree(settings.BASE_DIR / "fixtures" / "vss", tmp_path / "vss")
    file = folder / FILE
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))
    with pytest.raises(ReferenceRefused) as refused:
        load_reference(folder)
    assert f"{FILE}: {said}" in str(refused.value)
    assert not LoadedFile.objects.exists()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        (FILE, '"goal:god-service"', '"goal:nope"', "Mallen har inget avsnitt goal:nope."),
        (
            "templates/verksamhetsberattelse.yaml",
            "indicator: vol_kl,",
            "indicator: zz,",
            "Avsnitt volymer frågar efter indikatorn zz, som inte finns.",
        ),
        (
            "templates/verksamhetsberattelse.yaml",
            "unit: kontakt}",
            "unit: ingen}",
            "Avsnitt volymer frågar efter enheten ingen, som inte finns.",
        ),
    ],
)
def test_a_reference_to_nothing(tmp_path, file, right, wrong, said):
    folder = shutil.copytree(settings.BASE_DIR / "fixtures" / "vss", tmp_path / "vss")
    text = (folder / file).read_text()
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1))
    with pytest.raises(ReferenceRefused) as refused:
        load_reference(folder)
    assert said in str(refused.value)
