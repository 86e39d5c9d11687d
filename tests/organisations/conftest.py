"""Two organisations in one portal: a small one of the first kind, and the invented kulturförvaltning."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from vss_portal.models import User

CULTURE = Path(__file__).parent / "kulturforvaltningen"
SMALL = Path(__file__).parent.parent / "indicators" / "loading" / "fixtures" / "small"


@pytest.fixture
def culture_folder(tmp_path):
    """A copy of the kulturförvaltning's folder that a test may change."""
    return Path(shutil.copytree(CULTURE, tmp_path / "kultur"))


@pytest.fixture
def culture(db):
    """The kulturförvaltning, loaded by the command."""
    call_command("load_organisation", CULTURE, verbosity=0)


@pytest.fixture
def culture_editor(culture):
    return User.objects.get(username="kultur-huvudcontroller")
