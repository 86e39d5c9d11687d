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
