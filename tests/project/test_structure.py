"""The shape of the code: which app may import which, how long a file and a function may be."""

import ast

import pytest

from tests.project.sources import files, imported_modules, name, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 45


def app(module: str) -> str:
    return module.partition(".")[0]


def test_indicators_never_imports_reports():
    found = [
        name(path, line)
        for path in files(".py", folders=("indicators",))
        for module, line in imported_modules(path)
        if app(module) == "reports"
    ]
    assert found == []


def test_the_models_of_the_site_import_no_other_app():
    found = [
        name(path, line)
        for path in files(".py", folders=("vss_portal",))
        if path.stem in {"models", "managers"} or "migrations" in path.parts
        for module, line in imported_modules(path)
        if app(module) in {"indicators", "reports"}
    ]
    assert found == []


def test_the_program_imports_no_test():
    found = [
        name(path, line)
        for path in files(".py", folders=("vss_portal", "indicators", "reports"))
        for module, line in imported_modules(path)
        if app(module) in {"tests", "bench", "pytest", "hypothesis", "factory", "faker", "time_machine"}
    ]
    assert found == []


def test_no_file_is_longer_than_a_reader_can_hold():
    found = [
        f"{name(path)}: {lines} lines"
        for path in files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    ]
    assert found == []


def test_no_function_is_longer_than_a_screen():
    found = [
        f"{name(path, node.lineno)} {node.name}: {length} lines"
        for path in files(".py")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert found == []


def test_every_test_is_run_and_may_fail():
    """No test is skipped or expected to fail."""
    found = [
        name(path, node.lineno)
        for path in files(".py", folders=("tests",))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"skip", "skipif", "xfail", "importorskip"}
        and isinstance(node.value, ast.Name | ast.Attribute)
        and ast.unparse(node.value) in {"pytest", "pytest.mark", "mark"}
    ]
    assert found == []


@pytest.mark.parametrize("suffix", [".html", ".css", ".js"])
def test_pages_fetch_nothing_from_elsewhere(suffix):
    """An address in a page is a link that a person follows, or the name of the SVG format."""
    found = [
        name(path, number)
        for path in files(suffix, folders=("vss_portal", "indicators", "reports", "templates"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "//" in line
        and any(word in line for word in ("src=", "<link", "@import", "url(", "fetch(", "import(", "srcset="))
        and ("https://" in line or "http://" in line)
        and "http://www.w3.org/" not in line
    ]
    assert found == []


def test_pages_have_nothing_inline():
    """The content security policy would block it, silently for who writes it."""
    found = [
        name(path, number)
        for path in files(".html", folders=("templates", "indicators", "reports", "vss_portal"))
        if "print" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in (" style=", "<style", "onclick=", "onchange=", "onsubmit=", "javascript:"))
        or ("<script" in line and "src=" not in line and 'type="application/json"' not in line)
    ]
    assert found == []
