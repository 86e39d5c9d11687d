"""The lists of a year come from a file: activities, decisions and events, plans."""

import shutil
from pathlib import Path

import pytest

from indicators.loading.problems import ReferenceRefused
from reports.models import ListItem, ListItemVersion
from tests.factories import UserFactory
from tests.indicators.loading.conftest import SMALL, Folder
from vss_portal import clock

pytestmark = pytest.mark.django_db
NAME = "lists/2019.yaml"
LINE = "{kind: activity, unit: prov, goal: GOAL, title: Ny rutin, state: ongoing, day: 2019-10-31}"


@pytest.fixture
def folder(tmp_path: Path):
    shutil.copytree(SMALL, tmp_path / "prov")
    made = Folder(tmp_path / "prov")
    (made.path / NAME).parent.mkdir()
    return made


def test_lines_are_new_then_unchanged_and_a_mended_one_is_a_version_more(folder):
    line = LINE.replace("goal: GOAL, ", "")
    folder.write(NAME, f"- {line}\n- {{kind: plan, unit: prov, title: Internkontrollplan, state: in_force}}\n")
    assert folder.load().counts[NAME] == {"new": 2}
    assert folder.load(again=True).counts[NAME] == {"unchanged": 2}
    folder.change(NAME, "state: ongoing", "state: done")
    assert folder.load().counts[NAME] == {"changed": 1, "unchanged": 1}
    assert list(ListItemVersion.objects.filter(title="Ny rutin").values_list("number", "state")) == [
        (1, "ongoing"),
        (2, "done"),
    ]


@pytest.mark.parametrize(("title", "removed"), [("Ny rutin", True), ("En annan rubrik", False)])
def test_a_line_that_somebody_has_changed_or_taken_away_stays_as_they_left_it(folder, title, removed):
    folder.write(NAME, f"- {LINE.replace('goal: GOAL, ', '')}\n")
    folder.load()
    item = ListItem.objects.get()
    ListItemVersion.objects.create(
        item=item, number=2, title=title, removed=removed, recorded_by=UserFactory(), recorded_at=clock.now()
    )
    folder.change(NAME, "state: ongoing", "state: done")
    assert folder.load().counts[NAME] == {"unchanged": 1}
    assert ListItem.objects.get() == item
    assert item.versions.count() == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (LINE, "”GOAL” finns inte bland årets mål"),
        ("{kind: activity, unit: mars, title: Ny rutin}", "”mars” finns inte bland enheterna"),
        ("{kind: activity, unit: prov, title: Ny rutin, state: in_force}", "”in_force” är inget läge för aktivitet"),
        ("{kind: lista, unit: prov, title: Ny rutin}", "”lista” finns inte att välja"),
        ("{kind: activity, unit: prov, title: Ny rutin}\n- {kind: activity, unit: prov, title: Ny rutin}", "Raden"),
    ],
)
def test_a_line_that_cant_be_is_refused_with_its_place_and_nothing_is_saved(folder, line, told):
    folder.write(NAME, f"- {line}\n")
    with pytest.raises(ReferenceRefused, match=told) as refused:
        folder.load()
    assert NAME in str(refused.value)
    assert not ListItemVersion.objects.exists()


def test_a_file_is_called_after_its_year(folder):
    folder.write("lists/aktiviteter.yaml", "[]\n")
    with pytest.raises(ReferenceRefused, match="Filen heter efter året"):
        folder.load()
