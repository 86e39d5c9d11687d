"""What is answered of a PDF that somebody sends: what is fine, what is missing, what to do; and what is refused."""

import io
import zlib

import pikepdf
import pytest

from reports.archiving import checking
from reports.archiving.checking import AppendixRefused, check_pdf
from tests.reports.archiving.files import small_pdf


class Buffer(io.BytesIO):
    """What pikepdf saves to."""


def found(content):
    return {check.key: check for check in check_pdf(content).checks}


def test_a_good_file_is_fine_in_all_that_is_asked():
    checks = found(small_pdf(pages=3))
    assert [check.key for check in checks.values() if not check.is_fine] == []
    assert set(checks) == {"tags", "language", "title", "archive"}
    assert "PDF/A-2a" in checks["archive"].text
    assert "Internkontroll 2024" in checks["title"].text
    assert check_pdf(small_pdf(pages=3)).pages == 3


def test_a_bare_file_is_told_what_it_lacks_and_what_to_do():
    checks = found(small_pdf(good=False))
    assert {check.key for check in checks.values() if not check.is_fine} == {"tags", "language", "title", "archive"}
    assert all(check.advice for check in checks.values())
    assert checks["tags"].text.startswith("Taggar saknas")


def test_a_file_with_a_script_is_told_so():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.save(path := Buffer())
    assert not found(path.getvalue())["scripts"].is_fine


def test_what_is_no_pdf_is_refused():
    with pytest.raises(AppendixRefused, match="ingen PDF"):
        check_pdf(b"PK\x03\x04 ett kalkylblad")


def test_an_empty_file_is_refused():
    with pytest.raises(AppendixRefused, match="tom"):
        check_pdf(b"")


@pytest.mark.parametrize("user", ["", "hemligt"], ids=["owner's password", "password to open"])
def test_an_encrypted_file_is_refused(user):
    locked = small_pdf(encryption=pikepdf.Encryption(owner="agare", user=user))
    with pytest.raises(AppendixRefused, match="krypterad"):
        check_pdf(locked)


@pytest.mark.parametrize("damage", [slice(0, 200), slice(0, -120)], ids=["only the beginning", "without its end"])
def test_a_damaged_file_is_refused(damage):
    with pytest.raises(AppendixRefused, match="skadad"):
        check_pdf(small_pdf()[damage])


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(checking, "LARGEST_MB", 0)
    monkeypatch.setattr(checking, "_asked", lambda content: pytest.fail("read"))
    with pytest.raises(AppendixRefused, match="högst 0 MB"):
        check_pdf(small_pdf())


def test_a_file_that_takes_all_memory_is_refused(monkeypatch):
    monkeypatch.setattr(checking, "MEMORY", 250 * checking.MEGABYTE)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Metadata = pdf.make_stream(zlib.compress(bytes(200_000_000)), Filter=pikepdf.Name.FlateDecode)
    buffer = Buffer()
    pdf.save(buffer, fix_metadata_version=False)
    assert len(buffer.getvalue()) < checking.MEGABYTE
    with pytest.raises(AppendixRefused, match=r"minne|skadad"):
        check_pdf(buffer.getvalue())


def test_an_ordinary_file_is_read_within_the_same_memory(monkeypatch):
    monkeypatch.setattr(checking, "MEMORY", 250 * checking.MEGABYTE)
    assert check_pdf(small_pdf()).pages == 1
