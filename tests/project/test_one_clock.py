"""Nothing but ``vss_portal.clock`` asks which day it is."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.project.sources import PROGRAM, files, name, tree

CLOCK = "vss_portal/clock.py"
ASKING = {"today", "now", "utcnow", "localdate"}
SOURCES = {"date", "datetime", "timezone", "dt"}
FUNCTIONS = {"django.utils.timezone": {"now", "localdate", "localtime"}, "django.db.models.functions": {"Now"}}
FIELDS = {"auto_now", "auto_now_add"}


def clocks(module: ast.Module) -> Iterator[int]:
    """The lines that ask another clock than the portal's."""
    for node in ast.walk(module):
        if _asks(node) or _imports_a_clock(node) or (isinstance(node, ast.keyword) and node.arg in FIELDS):
            yield node.lineno


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and not node.args and ast.unparse(node.func).endswith("timezone.localtime"):
        return True
    if not isinstance(node, ast.Attribute) or node.attr not in ASKING:
        return False
    return ast.unparse(node.value).rpartition(".")[2] in SOURCES


def _imports_a_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom):
        return False
    return bool(FUNCTIONS.get(node.module or "", set()) & {alias.name for alias in node.names})


def test_the_program_asks_the_portals_clock_only():
    found = [
        name(path, line) for path in files(".py", folders=PROGRAM) if name(path) != CLOCK for line in clocks(tree(path))
    ]
    assert found == []


def test_no_template_asks_the_machines_clock():
    found = [
        name(path)
        for path in files(".html", folders=(*PROGRAM, "templates"))
        if re.search(r"{%-?\s*now\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "date.today()",
        "datetime.date.today()",
        "datetime.now(UTC)",
        "timezone.now()",
        "Field(default=timezone.now)",
        "timezone.localtime()",
        "Field(auto_now_add=True)",
        "from django.utils.timezone import now",
        "from django.db.models.functions import Lower, Now",
    ],
)
def test_another_clock_is_found(code):
    assert list(clocks(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["clock.today()", "clock.now()", "timezone.localtime(moment)", "report.today"])
def test_the_portals_own_clock_is_let_alone(code):
    assert list(clocks(ast.parse(code))) == []
