"""Whole numbers that forms and addresses carry."""

import pytest

from vss_portal.sent import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("17", 17), (" 2024 ", 2024), ("9" * 18, 10**18 - 1)])
def test_a_whole_number_is_read(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", [None, "", "tolv", "-1", "1.5", "²", "9" * 19, "9" * 5000])
def test_anything_else_is_none(text):
    assert whole_number(text) is None
