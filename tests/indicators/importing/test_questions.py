"""Questions about a whole file: when they are asked, what the file suggests, and what the answer does."""

from indicators.numbers import Number
from tests.factories import record
from tests.indicators.importing.makers import long_file, workbook


def asked(told):
    return {question.key: question.suggestion for question in told.questions}


def test_kronor_are_asked_about_beside_what_the_portal_has(read, compared, world):
    record("1 250", indicator=world.costs, unit=world.kl, span="month", month=7)
    _draft, told = read(long_file(("KL", "Kostnader", "202408", 1_310_500)))
    assert asked(told) == {"money_unit": "kr"}
    _draft, told = compared(long_file(("KL", "Kostnader", "202408", 1_310_500)), {"answers": {"money_unit": "kr"}})
    assert told.rows[0].number == Number(1311)
    assert told.rows[0].note == "avrundat från 1\u00a0310,500"


def test_kronor_are_asked_about_by_their_size_alone_in_an_empty_portal(read):
    _draft, told = read(long_file(("KL", "Kostnader", "202408", 131_050_000)))
    assert asked(told) == {"money_unit": "kr"}


def test_millions_are_asked_about(read, compared, world):
    record("12 500", indicator=world.costs, unit=world.kl, span="month", month=7)
    _draft, told = read(long_file(("KL", "Kostnader", "202408", "12,7")))
    assert asked(told) == {"money_unit": "mnkr"}
    _draft, told = compared(long_file(("KL", "Kostnader", "202408", "12,7")), {"answers": {"money_unit": "mnkr"}})
    assert told.rows[0].number == Number(12_700)


def test_amounts_of_the_usual_size_are_not_asked_about(read, world):
    record("1 250", indicator=world.costs, unit=world.kl, span="month", month=7)
    _draft, told = read(long_file(("KL", "Kostnader", "202408", 1_310)))
    assert told.questions == []


def test_revenues_with_a_minus_are_asked_about_and_turned(read, compared):
    content = long_file(("KL", "Intäkter", "202408", "1 250-"), ("KL", "Kostnader", "202408", "1 300"))
    _draft, told = read(content)
    assert asked(told) == {"sign": "ledger"}
    _draft, told = compared(content, {"answers": {"sign": "ledger"}})
    assert [row.written for row in told.rows] == ["1\u00a0250", "1\u00a0300"]


def test_costs_with_a_minus_are_asked_about_and_turned(read, compared):
    content = long_file(("KL", "Intäkter", "202408", 1250), ("KL", "Kostnader", "202408", -1300))
    assert asked(read(content)[1]) == {"sign": "result"}
    _draft, told = compared(content, {"answers": {"sign": "result"}})
    assert [row.written for row in told.rows] == ["1\u00a0250", "1\u00a0300"]


def test_per_cent_stored_as_shares_is_asked_about(read, compared):
    content = long_file(("KL", "svarsservice_kl", "202408", 0.046))
    assert asked(read(content)[1]) == {"share": "times100"}
    _draft, told = compared(content, {"answers": {"share": "times100"}})
    assert told.rows[0].number == Number(46, 1)


def test_a_dash_is_asked_about_once_for_the_file(read, compared):
    content = long_file(("KL", "vol_kl", "202408", "-"), ("LKDATA", "vol_lkdata", "202408", "–"))
    assert asked(read(content)[1]) == {"dash": ""}
    _draft, told = compared(content, {"answers": {"dash": "none_occurred"}})
    assert [row.marker for row in told.rows] == ["none_occurred", "none_occurred"]
    _draft, told = compared(content, {"answers": {"dash": "blank"}})
    assert told.rows == []


def test_a_point_with_two_readings_is_asked_about(read, compared):
    content = long_file(("KL", "vol_kl", "202408", "1.234"))
    assert asked(read(content)[1]) == {"point": ""}
    for answer, number in (("thousand", Number(1234)), ("decimal", Number(1234, 3))):
        _draft, told = compared(content, {"answers": {"point": answer}})
        assert told.rows[0].number == number


def test_months_that_grow_are_asked_about_as_accumulated(read, compared):
    head = ("Enhet", "Indikator", *[f"2024-0{month}" for month in range(1, 9)])
    content = workbook(head, ("KL", "vol_kl", *[100 * month for month in range(1, 9)]))
    assert asked(read(content)[1]) == {"span": "ytd"}
    _draft, told = compared(content, {"answers": {"span": "ytd"}})
    assert {row.span for row in told.rows} == {"ytd"}


def test_months_that_go_up_and_down_are_not_asked_about(read):
    head = ("Enhet", "Indikator", *[f"2024-0{month}" for month in range(1, 9)])
    assert read(workbook(head, ("KL", "vol_kl", 90, 100, 95, 80, 110, 60, 40, 99)))[1].questions == []
