"""The written part of the project: decisions that can be found, a README that tells the truth."""

import re
from pathlib import Path

import pytest

from tests.project.sources import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
READERS = "choice|text|yes_or_no|whole_number|day|hosts|secret|database|required"
SETTING = re.compile(rf'(?:env|_ENVIRONMENT)\.(?:{READERS})\(\s*"([A-Z_]+)"', re.DOTALL)


# The settings, and the one limit that a process without them reads for itself.
READ_IN = ("vss_portal/settings.py", "indicators/importing/limits.py")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in DECISIONS]
    assert all(number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers) > 0


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_tells_when_why_what_and_what_follows(path):
    words = text(path)
    assert re.match(rf"# {int(path.name[:4])}\. .+\n\n\d{{4}}-\d\d-\d\d · (adopted|replaced by \d+)\n", words)
    for heading in ("## Context", "## Decision", "## Consequences"):
        assert heading in words


def test_the_readme_tells_every_setting_and_no_other():
    read = {name for place in READ_IN for name in SETTING.findall(text(ROOT / place))}
    told = set(re.findall(r"`([A-Z][A-Z_]{5,})`", text(ROOT / "README.md")))
    assert read <= told
    assert told - read <= {"WARNING"}


def test_the_readmes_folders_exist():
    folders = re.findall(r"^\| `(\w+/)` \|", text(ROOT / "README.md"), re.MULTILINE)
    assert len(folders) >= 6
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []


def test_the_changelog_begins_with_what_is_coming():
    assert re.search(r"^## (.+)", text(ROOT / "CHANGELOG.md"), re.MULTILINE).group(1) == "Coming"
