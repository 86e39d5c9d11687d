"""The reproduced reports say what print says: every table, heading and nearly every cell; what differs is listed."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.reports.printed import compare, gold, outline_in_order, tidy

REPORTS = [path.stem for path in sorted((Path(__file__).parent.parent / "gold").glob("*.json"))]
LISTED = (Path(__file__).parents[2] / "docs" / "print-contradictions.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """What was exported already: nothing in this file changes a report."""
    return {}


@pytest.fixture(params=REPORTS)
def exported(request, reference, tmp_path, made):
    """A report's slug and its exported HTML."""
    if request.param not in made:
        file = tmp_path / "rapport.html"
        call_command("export_report", request.param, format="html", output=str(file), verbosity=0)
        made[request.param] = file.read_text(encoding="utf-8")
    return request.param, made[request.param]


def test_every_printed_table_is_found_and_at_least_98_per_cent_of_its_cells_agree(exported):
    result = compare(*exported)
    assert result.missing_tables == []
    assert result.share >= 98


def test_every_cell_that_differs_is_listed_with_its_reason(exported):
    slug, html = exported
    listed = [
        [tidy(cell) for cell in line.strip("| ").split(" | ")] for line in LISTED.splitlines() if line[:2] == "| "
    ]
    unlisted = [
        difference
        for difference in compare(slug, html).differences
        if not any(row[0] == difference.table and row[3] == difference.printed for row in listed if len(row) > 3)
    ]
    assert unlisted == []


def test_the_column_headings_are_those_of_print_and_whole_words(exported):
    assert compare(*exported).wrong_headings == []
    assert "\u00ad" not in exported[1]


def test_the_printed_headings_stand_in_printed_order(exported):
    assert outline_in_order(*exported) == []


def test_the_comparison_notices_a_changed_cell():
    slug = "verksamhetsberattelse-2023"
    table = gold(slug)["tables"][1]
    head = "".join(f"<th>{column}</th>" for column in table["columns"])
    rows = ["".join(f"<td>{cell}</td>" for cell in row["cells"]) for row in table["rows"]]
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"

    def differing(text):
        return [d for d in compare(slug, text).differences if d.table == table["id"]]

    assert differing(html) == []
    [difference] = differing(html.replace("<td>638,4</td>", "<td>638,5</td>", 1))
    assert (difference.printed, difference.rendered) == ("638,4", "638,5")


def test_the_comparison_notices_a_missing_heading():
    slug = "verksamhetsberattelse-2023"
    headings = [heading["heading"] for heading in gold(slug)["outline"]]
    html = "".join(f"<h2>{heading}</h2>" for heading in headings if heading != "Investeringar")
    assert outline_in_order(slug, html) == ["Investeringar"]
