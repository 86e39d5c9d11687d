"""A small folder of reference data, copied for each test so that it may be changed."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps

from indicators.loading.running import load_reference

SMALL = Path(__file__).parent / "fixtures" / "small"


class Folder:
    """A folder of reference data that a test changes and loads."""

    def __init__(self, path):
        self.path = path

    def change(self, name, old, new):
        """Replaces a text that stands in the file exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"”{old}” står {text.count(old)} gånger i {name}"
        self.write(name, text.replace(old, new))

    def add(self, name, line):
        """Adds a line to the end of a file."""
        self.write(name, f"{self.read(name)}{line}\n")

    def read(self, name):
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, name, text):
        (self.path / name).write_text(text, encoding="utf-8")

    def remove(self, name):
        (self.path / name).unlink()

    def load(self, **options):
        return load_reference(self.path, **options)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SMALL, tmp_path / "prov")
    return Folder(tmp_path / "prov")


@pytest.fixture
def counted():
    """Counts the rows of every table."""

    def counted():
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

    return counted
