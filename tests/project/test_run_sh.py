"""The project's two commands, as far as they can be tried without installing anything."""

import os
import shutil
import subprocess

import pytest

from tests.project.sources import ROOT

SHELLS = [shell for shell in ("sh", "dash", "bash") if shutil.which(shell)]


def run(shell: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shell, "run.sh", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_plain_shell(shell):
    done = subprocess.run([shell, "-n", "run.sh"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_help_names_both_commands(shell, arguments):
    done = run(shell, *arguments)
    assert done.returncode == 0
    assert "./run.sh demo" in done.stdout
    assert "./run.sh test" in done.stdout


def test_another_command_is_refused_and_told_what_there_is():
    done = run("sh", "starta")
    assert done.returncode == 1
    assert "Kommandot ”starta” finns inte. Det här finns: demo, test, help." in done.stderr


@pytest.mark.parametrize("script", ["run.sh", "manage.py", ".ci/run"])
def test_the_scripts_may_be_run(script):
    assert os.access(ROOT / script, os.X_OK)
