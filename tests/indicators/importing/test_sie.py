"""SIE 4: the parser, and how a ledger's balances become results per unit and month."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.ledger import ledger_of, meaning
from indicators.importing.mappings import set_accounts
from indicators.importing.reading import read_file
from indicators.importing.refusing import FileRefused
from indicators.importing.sie import parse_sie
from indicators.models import ImportSource, SieMapping
from indicators.numbers import Number
from tests.indicators.importing.makers import SIE_HEAD, sie, workbook
from vss_portal import clock

# The parser


def parsed(*records, head=SIE_HEAD):
    return parse_sie(head + "\n".join(records))


def test_labels_fields_and_objects_are_read():
    found = parsed('#PSALDO 0 202408 5010 {1 "4711"} 1234567.89 12')
    (balance,) = found.outcome
    assert (balance.year, balance.period, balance.account, balance.amount) == (0, 202408, "5010", Decimal("1234567.89"))
    assert balance.objects == (("1", "4711"),)
    assert found.fields["FNAMN"] == "Linköpings kommun"
    assert found.accounts["5010"] == "Löner"
    assert found.objects["1", "4711"] == "Kontakt Linköping"
    assert found.years[0][0].isoformat() == "2024-01-01"


@pytest.mark.parametrize(
    ("objects", "read"),
    [
        ("{}", ()),
        ("{ }", ()),
        ('{1 "4711"}', (("1", "4711"),)),
        ("{1 4711}", (("1", "4711"),)),
        ('{"1" "4711"}', (("1", "4711"),)),
        ('{1 "4711" 6 "P 12"}', (("1", "4711"), ("6", "P 12"))),
        (r'{1 "a\"b"}', (("1", 'a"b'),)),
    ],
)
def test_object_lists_in_their_forms(objects, read):
    assert parsed(f"#PSALDO 0 202408 5010 {objects} 1.00").outcome[0].objects == read


@pytest.mark.parametrize("amount", ["1", "-1.5", "0.00", "123456789012345.67"])
def test_amounts_are_exact(amount):
    assert parsed(f"#PSALDO 0 202408 5010 {{}} {amount}").outcome[0].amount == Decimal(amount)


@pytest.mark.parametrize(
    ("record", "word"),
    [
        ("#PSALDO 0 202408 5010 {} 1,50", "inte skrivet som 1234.50"),
        ("#PSALDO 0 202408 5010 {} 1.505", "inte skrivet som"),
        ("#PSALDO 0 2024-08 5010 {} 1.50", "inte ÅÅÅÅMM"),
        ("#PSALDO 0 202400 5010 {} 1.50", "inte ÅÅÅÅMM"),
        ("#PSALDO 0 202408 5010 1.50", "fält"),
        ('#PSALDO 0 202408 5010 {1 "47} 1.50', "citattecken"),
        ("#PSALDO 0 202408 5010 {1} 1.50", "i par"),
        ("#PSALDO 0", "fält"),
        ("#RAR 0 2024", "fält"),
    ],
)
def test_a_line_that_cant_be_read_is_told_with_its_number(record, word):
    found = parsed("#PSALDO 0 202407 5010 {} 1.00", record)
    assert len(found.faults) == 1
    assert found.faults[0].startswith("Rad 20 (")
    assert word in found.faults[0]


def test_vouchers_and_unknown_labels_are_passed_over():
    found = parsed(
        '#VER A 1 20240801 "Någon köpte något"',
        "{",
        '#TRANS 5010 {1 "4711"} 99.00',
        "#PSALDO 0 202408 5010 {} 7.00",
        "}",
        "#NYTT 1 2 3",
        "#UB 0 1510 5.00",
        "#OUB 0 1510 {} 5.00",
        "#KSUMMA",
        "inte ens en post",
        "#PSALDO 0 202408 5010 {} 1.00",
    )
    assert [balance.amount for balance in found.outcome] == [Decimal("1.00")]


@pytest.mark.parametrize("encoding", ["cp437", "utf-8", "utf-8-sig", "cp1252"])
def test_the_letters_are_right_whatever_the_file_says_of_its_signs(encoding):
    content = sie("#PSALDO 0 202408 5010 {} 1.00", encoding=encoding)
    assert parse_sie(read_file(content).text).objects["1", "4711"] == "Kontakt Linköping"


@pytest.mark.parametrize("kind", ["1", "2"])
def test_a_type_without_months_per_ansvar_is_refused(kind):
    with pytest.raises(FileRefused, match=f"typ {kind}"):
        parsed("#RES 0 5010 1.00", head=SIE_HEAD.replace("#SIETYP 4", f"#SIETYP {kind}"))


def test_a_file_without_monthly_balances_is_refused():
    with pytest.raises(FileRefused, match="inga periodsaldon"):
        parsed("#RES 0 5010 1.00")


def test_a_file_of_broken_lines_is_refused():
    with pytest.raises(FileRefused, match="30 rader som inte går att läsa"):
        parsed(*["#PSALDO trasig"] * 30)


@given(st.text(alphabet=st.characters(codec="cp437", exclude_characters="\r\n\x00"), max_size=300))
def test_no_text_makes_the_parser_fail(text):
    found = parsed("#PSALDO 0 202408 5010 {} 1.00", f"#PSALDO {text}")
    assert len(found.outcome) + len(found.faults) >= 1


@given(st.from_regex(r'[a-zåäö "\\{}0-9]{1,30}', fullmatch=True))
def test_a_name_that_was_quoted_by_the_rules_comes_back(name):
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    found = parsed(f'#OBJEKT 1 "9" "{quoted}"', "#PSALDO 0 202408 5010 {} 1.00")
    assert found.objects["1", "9"] == name


# Control totals


def amounts(*records):
    ledger = ledger_of(parsed(*records))
    return {key[:2] + key[3:]: str(amount) for key, amount in ledger.amounts.items()}, ledger.controls


def test_a_balance_with_and_without_objects_is_counted_once():
    found, controls = amounts(
        "#PSALDO 0 202408 5010 {} 300.00", '#PSALDO 0 202408 5010 {1 "4711"} 100.00',
        '#PSALDO 0 202408 5010 {1 "4712"} 200.00', "#RES 0 5010 300.00",
    )  # fmt: skip
    assert found == {("4711", "5010", 202408): "100.00", ("4712", "5010", 202408): "200.00"}
    assert controls == []


def test_balances_by_several_dimensions_beside_those_by_ansvar_are_counted_once():
    found, controls = amounts(
        "#PSALDO 0 202408 5010 {} 100.00", '#PSALDO 0 202408 5010 {1 "4711"} 100.00',
        '#PSALDO 0 202408 5010 {1 "4711" 6 "P1"} 60.00', '#PSALDO 0 202408 5010 {6 "P1"} 60.00',
    )  # fmt: skip
    assert found == {("4711", "5010", 202408): "100.00"}
    assert controls == []


def test_balances_divided_by_ansvar_and_project_are_added_where_the_total_confirms_it():
    found, controls = amounts(
        "#PSALDO 0 202408 5010 {} 100.00", '#PSALDO 0 202408 5010 {1 "4711"} 40.00',
        '#PSALDO 0 202408 5010 {1 "4711" 6 "P1"} 60.00',
    )  # fmt: skip
    assert found == {("4711", "5010", 202408): "100.00"}
    assert controls == []


def test_the_years_result_confirms_where_the_months_have_no_totals():
    found, controls = amounts(
        '#PSALDO 0 202408 5010 {1 "4711"} 40.00', '#PSALDO 0 202408 5010 {1 "4711" 6 "P1"} 60.00', "#RES 0 5010 100.00"
    )
    assert found == {("4711", "5010", 202408): "100.00"}
    assert controls == []


def test_what_differs_from_the_months_total_is_told():
    _found, controls = amounts("#PSALDO 0 202408 5010 {} 300.00", '#PSALDO 0 202408 5010 {1 "4711"} 100.00')
    assert controls == ["Konto 5010, 202408: 100,00 kr på ansvar, 300,00 kr totalt."]


def test_what_differs_from_the_years_result_is_told():
    _found, controls = amounts('#PSALDO 0 202408 5010 {1 "4711"} 100.00', "#RES 0 5010 300.00")
    assert controls == ["Konto 5010: 100,00 kr i månaderna, 300,00 kr i årets resultat (RES)."]


def test_a_month_without_any_ansvar_keeps_its_total_as_nobodys():
    found, _controls = amounts("#PSALDO 0 202407 5010 {} 50.00", '#PSALDO 0 202408 5010 {1 "4711"} 100.00')
    assert found == {("4711", "5010", 202408): "100.00", ("", "5010", 202407): "50.00"}


def test_balance_accounts_are_no_result():
    assert amounts('#PSALDO 0 202408 1510 {1 "4711"} 100.00')[0] == {}


# Results


def test_costs_stay_positive_revenues_are_turned_and_the_result_is_minus_the_sum(compared):
    _draft, told = compared(
        sie(
            '#PSALDO 0 202408 5010 {1 "4711"} 900000.00', '#PSALDO 0 202408 7010 {1 "4711"} 100499.00',
            '#PSALDO 0 202408 3010 {1 "4711"} -1250000.00', '#PSALDO 0 202408 8310 {1 "4711"} -20000.00',
        )
    )  # fmt: skip
    figures = {(row.unit, row.indicator): row.number for row in told.rows}
    assert figures == {("kontakt", "costs"): Number(980), ("kontakt", "revenues"): Number(1250)}
    assert {(row.year, row.month, row.span, row.scenario) for row in told.rows} == {(2024, 8, "month", "outcome")}


def test_budget_by_month_is_budget(compared):
    _draft, told = compared(sie('#PBUDGET 0 202409 5010 {1 "4712"} 75000.00'))
    (row,) = told.rows
    assert (row.unit, row.scenario, row.month, row.number) == ("lkdata", "budget", 9, Number(75))


def test_an_ansvar_is_known_by_its_units_name_or_alias(read):
    _draft, told = read(sie('#PSALDO 0 202408 5010 {1 "4711"} 1.00', '#PSALDO 0 202408 5010 {1 "4712"} 1.00'))
    assert {row.unit for row in told.rows} == {"kontakt", "lkdata"}
    assert told.unknown_responsibilities == {}


def test_an_ansvar_that_nobody_knows_is_asked_about(read):
    _draft, told = read(sie('#PSALDO 0 202408 5010 {1 "4799"} 1.00'))
    assert told.unknown_responsibilities == {"4799": "Gemensamt"}
    assert not told.is_clear


def test_an_ansvar_can_be_passed_over(read):
    _draft, told = read(sie('#PSALDO 0 202408 5010 {1 "4799"} 1.00'), {"responsibilities": {"4799": ""}})
    assert (told.rows, told.unknown_responsibilities) == ([], {})


def test_several_ansvar_of_one_unit_add_up_before_rounding(compared):
    records = ['#PSALDO 0 202408 5010 {1 "4711"} 400.00', '#PSALDO 0 202408 5010 {1 "4799"} 400.00']
    _draft, told = compared(sie(*records), {"responsibilities": {"4799": "kontakt"}})
    assert [row.number for row in told.rows] == [Number(1)]


def test_a_source_remembers_intervals_of_ansvar_and_accounts(read, world):
    source = ImportSource.objects.create(
        organisation=world.vss.organisation, name="Unit4", layout="sie", changed_at=clock.now(), changed_by=world.editor
    )
    SieMapping.objects.create(source=source, part="ansvar", first="4700", last="4799", unit=world.hr)
    set_accounts(source, [["3", "3", "revenues"], ["5", "7", "costs"], ["8", "8", ""]])
    records = ['#PSALDO 0 202408 5010 {1 "4799"} 5000.00', '#PSALDO 0 202408 8310 {1 "4799"} -9000.00']
    _draft, told = read(sie(*records), source=source)
    assert [(row.unit, row.indicator, row.number) for row in told.rows] == [("vo-hr", "costs", Number(5))]
    assert told.passed["accounts"] == 1


@pytest.mark.parametrize(
    ("code", "told"),
    [("3010", "a"), ("3999", "a"), ("3500", "b"), ("4000", None), ("35000", "b"), ("X1", None), ("3510", "c")],
)
def test_the_narrowest_interval_decides(code, told):
    assert meaning(code, [("3", "3", "a"), ("350", "350", "b"), ("3510", "3510", "c")]) == told


def test_a_balance_table_of_the_ledger_adds_up_by_account(compared):
    content = workbook(
        ("Balanstabell",),
        ("Ansvar", "Ansvar (T)", "Konto", "Konto (T)", "Period", "Utfall", "Budget"),
        ("4711", "Kontakt Linköping", "5010", "Löner", "202408", 900499.50, 880000),
        ("4711", "Kontakt Linköping", "7010", "Övrigt", "202408", "100 000,00", 90000),
        ("4711", "Kontakt Linköping", "3010", "Försäljning", "202408", "1 250 000,50-", -1200000),
        ("Σ 4711", None, None, None, None, 999, 999),
        ("4711", "Kontakt Linköping", "1510", "Fordringar", "202408", 5, None),
        ("4711", "Kontakt Linköping", "5010", "Löner", "202400", 5, None),
    )
    _draft, told = compared(content)
    figures = {(row.indicator, row.scenario): row.number for row in told.rows}
    assert figures == {
        ("costs", "outcome"): Number(1000),
        ("costs", "budget"): Number(970),
        ("revenues", "outcome"): Number(1250),
        ("revenues", "budget"): Number(1200),
    }
    assert told.passed["opening"] == 1


def test_balances_of_earlier_years_are_passed_over_and_counted(read):
    records = ['#PSALDO 0 202408 5010 {1 "4711"} 1000.00', '#PSALDO -1 202308 5010 {1 "4711"} 1000.00']
    _draft, told = read(sie(*records))
    assert [row.year for row in told.rows] == [2024]
    assert told.passed["earlier-years"] == 1


def test_a_month_that_isnt_whole_and_a_file_of_another_owner_are_told(read):
    head = SIE_HEAD.replace("Linköpings kommun", "Norrköpings kommun") + "#OMFATTN 20240815\n"
    _draft, told = read(sie('#PSALDO 0 202408 5010 {1 "4711"} 1000.00', head=head))
    assert told.controls == [
        "Filen är uttagen för ”Norrköpings kommun”, portalen är till för Linköpings kommun.",
        "Filen omfattar till och med 20240815, så månaden 202408 är inte hel.",
    ]


def test_amounts_without_ansvar_are_asked_about_and_can_be_placed(read):
    content = sie("#PSALDO 0 202408 5010 {} 1000.00")
    assert read(content)[1].unknown_responsibilities == {"": ""}
    _draft, told = read(content, {"responsibilities": {"": "vo-hr"}})
    assert [(row.unit, row.number) for row in told.rows] == [("vo-hr", Number(1))]


def test_amounts_divided_by_projects_only_are_asked_about_once(read):
    by_project = ['#PSALDO 0 202408 5010 {6 "P1"} 600.00', '#PSALDO 0 202408 5010 {6 "P2"} 400.00']
    finer = ['#PSALDO 0 202408 5010 {6 "P1" 7 "A"} 600.00', '#PSALDO 0 202408 5010 {6 "P2" 7 "B"} 400.00']
    content = sie(*finer, *by_project, "#RES 0 5010 1000.00")
    _draft, told = read(content, {"responsibilities": {"": "vo-hr"}})
    assert [(row.unit, row.number) for row in told.rows] == [("vo-hr", Number(1))]
    assert told.controls == []


def test_a_file_whose_months_cant_be_read_says_which_lines_and_why():
    with pytest.raises(FileRefused) as refused:
        parse_sie(sie('#PSALDO 0 202408 3010 {1 "4711"} 12,50').decode("cp437"))
    assert "beloppet ”12,50” är inte skrivet som 1234.50" in refused.value.message
