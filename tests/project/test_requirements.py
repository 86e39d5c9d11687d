"""What the project is built from: exact, with checksums, and telling nothing of where it was fetched."""

import re
import tomllib

import pytest

from tests.project.sources import ROOT

FILES = ["requirements.txt", "requirements-run.txt"]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==([^ ;\\]+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def pins(file: str) -> set[tuple[str, str]]:
    return set(PIN.findall(text(file)))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("file", FILES)
def test_no_address_is_recorded(file):
    assert "://" not in text(file)
    assert "index" not in text(file)


@pytest.mark.parametrize("file", FILES)
def test_every_package_is_pinned_with_a_checksum(file):
    entries = [entry for entry in re.split(r"\n(?=\S)", text(file)) if entry and not entry.startswith("#")]
    assert len(entries) > 20
    assert [entry for entry in entries if not PIN.match(entry) or "--hash=sha256:" not in entry] == []


def test_what_runs_is_a_part_of_what_is_tested():
    assert pins("requirements-run.txt") < pins("requirements.txt")


def test_the_files_hold_what_the_project_asks_for():
    running = {name for name, _ in pins("requirements-run.txt")}
    everything = {name for name, _ in pins("requirements.txt")}
    extras = [requirement for extra in PROJECT["optional-dependencies"].values() for requirement in extra]
    assert names(PROJECT["dependencies"]) <= running
    assert names(extras) <= everything
    assert not names(extras) & running - names(PROJECT["dependencies"])


def test_weasyprint_is_the_exact_release_that_the_pdf_leans_on():
    assert ("weasyprint", "70.0") in pins("requirements-run.txt")
    assert "weasyprint==70.0" in PROJECT["dependencies"]


def test_no_lock_file_that_records_addresses_lies_here():
    assert [name for name in ("uv.lock", "poetry.lock", "Pipfile.lock") if (ROOT / name).exists()] == []
