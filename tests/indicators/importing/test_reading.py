"""Files of every kind become sheets; what isn't a table is refused with its own sentence, soon and in little memory.

`gammal.xls`, `oppen.ods` and `skyddad.xlsx` (password) were written by spreadsheet libraries that the portal doesn't
use; their figures are invented.
"""

import datetime as dt
import struct
import zipfile
from io import BytesIO

import pytest

from indicators.importing import limits, reading
from indicators.importing.cells import column_letters, column_number, place
from indicators.importing.reading import check_length, read_file
from indicators.importing.refusing import FileRefused
from tests.indicators.importing.makers import FOLDER, archive, csv, sheet_xml, sie, soon, workbook


def refusal(content):
    """The refusal of a file, which has to come in time."""
    with soon(), pytest.raises(FileRefused) as refused:
        read_file(content)
    assert refused.value.message.endswith("Inget är sparat.")
    return refused.value


def rows(content, sheet=0):
    return read_file(content).sheets[sheet].rows


# What is read


def test_a_workbooks_cells_keep_their_kinds():
    read = rows(workbook(("Enhet", 12.5, 221, True, "0123", None, "x")))
    assert read == [["tEnhet", "n12.5", "n221", "bja", "t0123", "", "tx"]]


def test_the_noise_of_binary_numbers_is_left_behind():
    assert rows(workbook((0.1 + 0.2, 1234.56000000001 - 0.00000000001)))[0] == ["n0.3", "n1234.56"]


def test_rows_and_columns_keep_their_places_where_a_sheet_starts_further_in():
    assert rows(workbook((), (None, "a")))[1] == ["", "ta"]


def test_a_formula_has_its_stored_value():
    assert rows(workbook(("a",), formulas={"B1": ("=1+1", 2)}))[0] == ["ta", "n2"]


def test_a_formula_without_a_stored_value_is_told_apart_from_a_blank():
    assert rows(workbook(("a",), formulas={"B1": ("=1+1", "")}))[0] == ["ta", "f"]


@pytest.mark.parametrize("fault", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!"])
def test_an_error_of_the_spreadsheet_is_told_apart_from_a_blank(fault):
    assert rows(workbook(("a",), formulas={"B1": ("=1/0", fault)}))[0] == ["ta", f"e{fault}"]


def test_hidden_rows_and_sheets_are_known():
    read = read_file(
        workbook(sheets={"Synligt": [("a",), ("b",)], "Dolt": [("c",)]}, hidden=("Dolt",), hidden_rows=(1,))
    )
    assert [sheet.hidden for sheet in read.sheets] == [False, True]
    assert read.sheets[0].hidden_rows == {1}


def test_merged_cells_are_known():
    assert read_file(workbook(merged=[(0, 0, 0, 2, "Redovisat")])).sheets[0].merged == [[0, 0, 0, 2]]


@pytest.mark.parametrize("name", ["gammal.xls", "oppen.ods"])
def test_older_and_open_formats_are_read(name):
    read = rows((FOLDER / name).read_bytes())
    assert read[0] == ["tEnhet", "tIndikator", "tPeriod", "tVärde"]
    assert read[1][3] == "n221"


def test_a_date_of_an_older_workbook_is_a_date():
    assert rows((FOLDER / "gammal.xls").read_bytes())[1][2] == "d2024-08-31"


def test_a_workbook_of_the_other_calendar_has_the_same_dates():
    content = workbook((dt.date(2024, 8, 31),), default_date_format="yyyy-mm-dd")
    with zipfile.ZipFile(BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, part in parts.items():
            made.writestr(name, part)
    assert rows(target.getvalue())[0] == ["d2028-09-01"]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ";"),
        ("utf-8-sig", ";"),
        ("utf-8", ","),
        ("utf-8", "\t"),
        ("cp1252", ";"),
        ("cp1252", "\t"),
        ("cp437", ";"),
        ("utf-16", "\t"),
        ("utf-8", "|"),
    ],
)
def test_text_files_are_read_whatever_their_signs_and_columns(encoding, delimiter):
    content = csv(
        ["Enhet", "Värde"], ["Överförmyndarenheten", "12"], ["Ärendeå", "14"], encoding=encoding, delimiter=delimiter
    )
    assert rows(content) == [["tEnhet", "tVärde"], ["tÖverförmyndarenheten", "t12"], ["tÄrendeå", "t14"]]


def test_a_decimal_comma_is_no_column():
    assert rows(csv(["Enhet", "Värde"], ["KL", "12,5"], ["LK", "13,5"]))[1] == ["tKL", "t12,5"]


def test_the_line_that_only_names_the_delimiter_is_passed_over():
    assert rows(b"sep=;\r\nEnhet;V\xc3\xa4rde\r\nKL;1,5\r\n") == [["tEnhet", "tVärde"], ["tKL", "t1,5"]]


def test_a_quoted_delimiter_parts_nothing():
    assert rows(b'Enhet;Text\n"KL; stab";a\n')[1] == ["tKL; stab", "ta"]


def test_a_ledger_file_is_known_by_its_first_line_not_by_its_name():
    assert read_file(sie('#PSALDO 0 202408 5010 {1 "4711"} 1.00')).kind == "sie"


def test_the_checksum_is_that_of_the_file():
    content = csv(["a", "b"])
    assert read_file(content).checksum == read_file(bytes(content)).checksum
    assert len(read_file(content).checksum) == 64


# What is refused


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "Filen är tom"),
        (b"\x00" * 500, "Filen är tom"),
        (b"  \r\n \r\n", "Filen är tom"),
        (b"%PDF-1.7\n1 0 obj", "en PDF-fil"),
        (b"\x89PNG\r\n\x1a\n....", "en bild"),
        (b"\xff\xd8\xff\xe0..JFIF", "en bild"),
        (b"{\\rtf1 Tabell}", "ett textdokument"),
        (b"\x1f\x8b\x08.....", "ett komprimerat arkiv"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "en webbsida"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "varken ett kalkylblad eller en textfil"),
        (archive(a_0_txt="hej"), "ett komprimerat arkiv"),
        (archive(word__document_0_xml="<w/>"), "ett textdokument"),
        (archive(xl__workbook_0_bin="x"), "binär arbetsbok"),
        (b"PK\x03\x04" + b"skr\xc3\xa4p" * 40, "skadad"),
        (workbook(("a", 1))[:1500], "skadad"),
        (archive(xl__workbook_0_xml="<workbook>"), "skadad"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "äldre kontorsdokument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "skadad"),
        (b"\xef\xbb\xbf\xff\xfe\xff;1\n", "skadad"),
        (workbook(), "inga rader med innehåll"),
        ((FOLDER / "skyddad.xlsx").read_bytes(), "skyddad med lösenord"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_own_words(content, word):
    assert word in refusal(content).message


def test_a_file_over_the_limit_is_refused_by_its_length_alone():
    with pytest.raises(FileRefused, match="Filen är 50 MB; högst 25 MB läses"):
        check_length(50 * limits.MEGABYTE)


def test_fifty_megabytes_are_refused_soon():
    assert refusal(b"a;b\n" * (13 * limits.MEGABYTE)).code == "too-large"


def test_a_zip_bomb_is_refused_before_it_unfolds():
    bomb = archive(xl__workbook_0_xml="<workbook/>", xl__worksheets__sheet1_0_xml="0" * (30 * limits.MEGABYTE))
    assert len(bomb) < limits.MEGABYTE
    assert refusal(bomb).code == "bomb"


def test_a_bomb_of_many_parts_is_refused():
    parts = {f"xl__worksheets__sheet{number}_0_xml": "<x/>" for number in range(2_100)}
    assert refusal(archive(xl__workbook_0_xml="<workbook/>", **parts)).code == "bomb"


def test_an_archive_that_lies_about_its_size_is_stopped_by_the_childs_limits(monkeypatch):
    """The sizes of the directory are set to nothing; the part itself unfolds to more than the child may hold."""
    monkeypatch.setattr(limits, "CHILD_MEMORY", 100 * limits.MEGABYTE)
    content = bytearray(archive(xl__workbook_0_xml=b"<workbook>" + b" " * (150 * limits.MEGABYTE) + b"</workbook>"))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 20)
    assert refusal(bytes(content)).code in ("memory", "broken", "time", "bomb")


@pytest.mark.parametrize(
    "content",
    [
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', dimension="A1:XFD1048576"),
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="ZZZ1"><v>2</v></c></row>'),
    ],
    ids=["a cell in the far corner", "a claimed corner", "a column beyond all columns"],
)
def test_a_sheet_that_reaches_the_far_corner_is_refused_with_its_size(content):
    refused = refusal(content)
    assert refused.code == "too-large"
    assert "Bladet ”Blad1” sträcker sig över" in refused.message


def test_too_many_rows_of_text_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 100)
    assert "101 rader" in refusal(csv(*[["a", "b"]] * 101)).message.replace("\u00a0", " ")


def test_a_child_that_takes_too_long_is_stopped(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(reading, "CHILD", slow)
    monkeypatch.setattr(limits, "CHILD_SECONDS", 1)
    monkeypatch.setattr(limits, "PATIENCE", 1)
    assert refusal(workbook(("a", 1))).code == "time"


def test_a_child_that_dies_is_told_as_a_file_that_cant_be_read(monkeypatch, tmp_path):
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.abort()")
    monkeypatch.setattr(reading, "CHILD", dying)
    assert refusal(workbook(("a", 1))).code == "memory"


def test_a_child_that_takes_too_much_memory_is_stopped(monkeypatch):
    monkeypatch.setattr(limits, "CHILD_MEMORY", 35 * limits.MEGABYTE)
    many = workbook(*[[f"text {row} {column}" for column in range(40)] for row in range(3_000)])
    assert refusal(many).code == "memory"


def test_entities_in_a_workbooks_xml_are_not_unfolded():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{entities}]><workbook>&a11;</workbook>'
    assert refusal(archive(xl__workbook_0_xml=xml)).code in ("broken", "memory", "empty")


# Places


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(column, letters):
    assert column_letters(column) == letters
    assert column_number(letters) == column


def test_a_place_is_told_as_a_person_finds_it():
    assert place(13) == "rad 14"
    assert place(13, 2, "Juli") == "Juli, cell C14"


def test_a_quoted_line_break_parts_nothing():
    assert rows(b'Enhet;Text\r\n"KL\r\nstab";a\r\n')[1][1] == "ta"


def test_a_sign_that_no_database_keeps_is_left_out():
    assert rows(b"a;b\n" * 3000 + b"x\x00y;1\n")[-1] == ["txy", "t1"]


def test_a_number_beyond_all_numbers_is_an_error_of_its_cell():
    assert rows(sheet_xml('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>2</v></c></row>'))[0][1] == "n2"
