"""What can be chosen on the page of a file's interpretation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators.importing.headings import Column
from indicators.importing.interpreting import ALL_SHEETS
from indicators.importing.naming import Book, Names
from indicators.models import ImportDraft
from indicators.models.choices import Scenario, SpanChoice
from indicators.sorting import swedish_key
from indicators.spans import month_name

Choice = tuple[str, str]
Group = tuple[str, Sequence[Choice]]

UNANSWERED, PASS_OVER = "?", ""
SPANS: tuple[Choice, ...] = (
    ("", "Som indikatorn brukar"),
    (SpanChoice.MONTH.value, "Den enskilda månaden"),
    (SpanChoice.YTD.value, "Januari till månaden"),
    (SpanChoice.FULL_YEAR.value, "Helår"),
    (SpanChoice.POINT.value, "Per den sista dagen"),
)
ROLES: tuple[Choice, ...] = (
    (PASS_OVER, "Läses inte"),
    ("unit", "Enhet"),
    ("indicator", "Indikator"),
    ("part", "Del (män, kvinnor …)"),
    ("period", "Period"),
    ("year", "År"),
    ("month", "Månad"),
    ("population", "Underlag (n)"),
    ("account", "Konto"),
    ("responsibility", "Ansvar"),
    ("value", "Värde"),
)


def in_order(names: Names) -> list[Choice]:
    """All of one kind by name."""
    return sorted(names.shown.items(), key=lambda pair: swedish_key(pair[1]))


def told_choices(names: Names, text: str, *, unanswered: bool) -> list[Choice | Group]:
    """What a name of the file may mean: the likest first, then all, and passing it over."""
    likely = [(code, names.shown[code]) for code in names.suggestions(text)]
    first: list[Choice | Group] = [(UNANSWERED, "Välj vad den heter i portalen")] if unanswered else []
    near: list[Choice | Group] = [("Liknar", likely)] if likely else []
    return [*first, *near, ("Alla", in_order(names)), (PASS_OVER, "Läs inte in de raderna")]


def meaning_choices(column: Column, book: Book) -> list[Choice | Group]:
    """What a column may mean; what its heading says already stands among the values."""
    roles: list[Choice | Group] = [*ROLES]
    if column.role == "key":
        roles.append(("key", "Formulärets nyckel"))
    scenarios = [(f"value|scenario={value}", f"{label.capitalize()}") for value, label in Scenario.choices]
    months = [(f"value|month={at}", month_name(at).capitalize()) for at in range(1, 13)]
    indicators = [(f"value|indicator={code}", name) for code, name in in_order(book.indicators)]
    units = [(f"value|unit={code}", name) for code, name in in_order(book.units)]
    groups: list[Choice | Group] = [
        ("Värden av slaget", scenarios),
        ("Värden för månaden", months),
        ("Värden för indikatorn", indicators),
        ("Värden för enheten", units),
    ]
    known = {value for value, _label in (*ROLES, *scenarios, *months, *indicators, *units)}
    own = column.meaning
    said = [] if own in known or column.role == "key" else [(own, f"Värde: {in_words(column, book)}")]
    return [*roles, *said, *groups]


def in_words(column: Column, book: Book) -> str:
    """What a value's heading fixes, in words."""
    words = []
    # A month stands before its year, as one says it.
    for name, value in sorted(column.fixed.items(), key=lambda pair: pair[0] == "year"):
        match name:
            case "scenario":
                words.append(str(Scenario(value).label))
            case "month":
                words.append(month_name(int(value)))
            case "span":
                words.append(dict(SPANS).get(value, value).lower())
            case "indicator":
                words.append(book.indicators.shown.get(value, value))
            case "unit":
                words.append(book.units.shown.get(value, value))
            case _:
                words.append(value)
    return ", ".join(words)


def sheet_choices(draft: ImportDraft) -> list[Choice]:
    """The sheets of a workbook, hidden ones said to be so."""
    named = [(str(sheet["name"]), _sheet_word(sheet)) for sheet in draft.sheets if sheet["rows"]]
    return [("", "Första synliga bladet med en tabell"), *named, (ALL_SHEETS, "Alla synliga blad")]


def _sheet_word(sheet: dict[str, object]) -> str:
    return f"{sheet['name']} (dolt)" if sheet["hidden"] else str(sheet["name"])


def months(vintage: bool = False) -> list[Choice]:
    """The months, or nothing."""
    return [
        ("", "Står i filen" if not vintage else "Ingen prognos"),
        *((str(at), month_name(at)) for at in range(1, 14)),
    ]


def flat(choices: Iterable[Choice | Group]) -> set[str]:
    """All values that can be chosen."""
    found: set[str] = set()
    for value, label in choices:
        found |= {value} if isinstance(label, str) else {inner for inner, _word in label}
    return found
