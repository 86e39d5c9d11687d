"""The goal rule, held against the goals that people have assessed in print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.aggregation import Aggregation
from indicators.number_parsing import Marker
from indicators.numbers import Number
from indicators.status import Comparison, Direction, IndicatorCase, Status, judge
from indicators.suggestion import GoalRule, deviates, needs_motivation, suggest
from indicators.targets import parse_target

GREEN, YELLOW, RED, GREY = Status
LETTERS = {"g": GREEN, "y": YELLOW, "r": RED, "-": GREY}
WORDS = {"U": GREEN, "D": YELLOW, "X": GREY}

# Report, goal, statuses of its indicators, what the strict rule says, what people decided.
GOALS = [
    ("VB", "God service", "g-grrg", "D", "U"),
    ("VB", "God kundsamverkan", "rrg", "D", "D"),
    ("VB", "Korrekta och effektiva inköp", "yyrggr", "D", "U"),
    ("VB", "God ekonomisk kontroll", "ggr", "D", "D"),
    ("VB", "God styrning av tjänsteproduktion", "g", "U", "U"),
    ("VB", "Hög digitaliseringsgrad", "-", "X", "U"),
    ("VB", "En hållbar förvaltning", "y", "D", "U"),
    ("VB", "Goda arbetsplatser", "ygyyg", "D", "D"),
    ("VB", "Hållbart chef- och ledarskap", "g-", "U", "U"),
    ("VB", "Nya vägar för kompetensförsörjning", "ggg", "U", "U"),
    ("D21", "God service", "ggr---", "D", "U"),
    ("D21", "Korrekta och effektiva inköp", "ry", "D", "D"),
    ("D21", "God ekonomisk kontroll", "gr", "D", "U"),
    ("D21", "God kundsamverkan", "gg", "U", "U"),
    ("D21", "God styrning av tjänsteproduktion", "--", "X", "D"),
    ("D21", "Etablerad affärsmodell", "g", "U", "D"),
    ("D21", "Hög digitaliseringsgrad", "g", "U", "U"),
    ("D21", "Hållbar verksamhetsutveckling", "", "X", "U"),
    ("D21", "Goda arbetsplatser", "y", "D", "U"),
    ("D21", "Hållbart chef- och ledarskap", "y-", "D", "U"),
    ("D21", "Nya vägar för kompetensförsörjning", "ry", "D", "D"),
    ("D19", "Goda arbetsplatser", "gg-", "U", "D"),
    ("D19", "Framgångsrikt chef- och ledarskap", "y-r", "D", "D"),
    ("D19", "Nya vägar för kompetensförsörjning", "ggg", "U", "D"),
]


def statuses(letters):
    return [LETTERS[letter] for letter in letters]


@pytest.mark.parametrize(("report", "goal", "indicators", "rule", "_people"), GOALS)
def test_the_strict_rule_says_what_the_printed_goals_point_to(report, goal, indicators, rule, _people):
    assert suggest(statuses(indicators)).status is WORDS[rule], f"{report}: {goal}"


def test_the_strict_rule_agrees_with_the_people_in_eleven_goals_of_twenty_four():
    agreed = [suggest(statuses(row[2]), GoalRule.STRICT).status is WORDS[row[4]] for row in GOALS]

    assert (sum(agreed), len(agreed)) == (11, 24)


def test_where_something_can_be_assessed_the_strict_rule_agrees_in_eleven_of_twenty_one():
    assessable = [row for row in GOALS if suggest(statuses(row[2])).assessable]

    assert len(assessable) == 21
    assert sum(suggest(statuses(row[2])).status is WORDS[row[4]] for row in assessable) == 11


def test_the_score_agrees_with_the_people_in_sixteen_goals():
    assert sum(suggest(statuses(row[2]), GoalRule.SCORE).status is WORDS[row[4]] for row in GOALS) == 16


# Direction, aggregation, target, outcome, the column before, as printed; the goal counts total rows only.
UP, DOWN, ZERO, NEAREST = Direction.UP, Direction.DOWN, Direction.ZERO, Direction.NEAREST
FROM_PRINT = {
    ("VB", "God service"): [
        (UP, "reported", "≥4,0", "4,4", "4,5"),
        (UP, "reported", "≥4,5", Marker.NOT_APPLICABLE, "4,3"),
        (UP, "reported", "≥9,5", "9,7", "9,6"),
        (UP, "reported", "≥82", "77,3", "78"),
        (UP, "reported", "≥92", "90,0", "95"),
        (UP, "last", "≥75", "100", None),
    ],
    ("VB", "God kundsamverkan"): [
        (UP, "accumulating", "100", "71", "86"),
        (UP, "accumulating", "100", "75", "100"),
        (UP, "last", "≥2", "4", "0"),
    ],
    ("VB", "Korrekta och effektiva inköp"): [
        (UP, "reported", "≥95", "89", "85"),
        (UP, "reported", "≥95", "92", "90"),
        (ZERO, "formula", "≤±5", "-8", "-7"),
        (ZERO, "formula", "≤±5", "-4", "1"),
        (ZERO, "formula", "≤±5", "-1", "1"),
        (ZERO, "formula", "≤±5", "18,2", "5"),
    ],
    ("VB", "God ekonomisk kontroll"): [
        (ZERO, "formula", "≤±1", "-0,3", "1,3"),
        (DOWN, "formula", "≤10", "-1,2", "12"),
        (UP, "reported", "≥80", "50", "80"),
    ],
    ("VB", "God styrning av tjänsteproduktion"): [(UP, "last", "≥75", "80", "72")],
    ("VB", "Hög digitaliseringsgrad"): [(UP, "yearly", "≥4,0", Marker.NOT_APPLICABLE, "4,0")],
    ("VB", "En hållbar förvaltning"): [(DOWN, "reported", "≤45", "45,5", "53")],
    ("VB", "Goda arbetsplatser"): [
        (DOWN, "reported", "≤6,0", "6,3", "7,0"),
        (UP, "yearly", "≥77", "78", "76"),
        (UP, "yearly", "≥90", "88,6", "72,2"),
        (UP, "yearly", "≥70", "67", "64"),
        (UP, "yearly", "≥85", "88", "84"),
    ],
    ("VB", "Hållbart chef- och ledarskap"): [
        (DOWN, "last", "≤25", "22", "24"),
        (UP, "yearly", "≥75", Marker.NOT_APPLICABLE, None),
    ],
    ("VB", "Nya vägar för kompetensförsörjning"): [
        (UP, "yearly", "≥64,5", "65,2", "64,2"),
        (UP, "last", "≥76", "78,4", "74,9"),
        (DOWN, "accumulating", "≤10", "9,5", "7,1"),
    ],
    ("D21", "God service"): [
        (UP, "reported", ">92", "96", "93"),
        (DOWN, "reported", "<5", "3,1", "6,0"),
        (UP, "reported", "96", "82", "93"),
        (UP, "reported", "IU", "4,4", "4,1"),
        (UP, "reported", "IU", "4,4", None),
        (UP, "reported", "9,4", Marker.NO_DATA, "9,6"),
    ],
    ("D21", "Korrekta och effektiva inköp"): [
        (UP, "reported", ">90", "83", "84"),
        (UP, "reported", ">90", "83", "82"),
    ],
    ("D21", "God ekonomisk kontroll"): [
        (ZERO, "formula", "Nollresultat", "11 236", "6 773"),
        (UP, "reported", ">80", "75", "75"),
    ],
    ("D21", "God kundsamverkan"): [
        (UP, "accumulating", ">90", "100", "86"),
        (UP, "accumulating", "100", "100", "0"),
    ],
    ("D21", "God styrning av tjänsteproduktion"): [
        (UP, "reported", "IU", "58,4", "48,8"),
        (DOWN, "reported", "IU", "1,06", "1,86"),
    ],
    ("D21", "Etablerad affärsmodell"): [(UP, "reported", "Ska öka", "24", "22")],
    ("D21", "Hög digitaliseringsgrad"): [(UP, "yearly", ">3,3", "3,8", None)],
    ("D21", "Goda arbetsplatser"): [(DOWN, "reported", "<3,5", "4,6", "4,7")],
    ("D21", "Hållbart chef- och ledarskap"): [
        (UP, "yearly", "78", "75", "68"),
        (UP, "yearly", "70", Marker.NO_DATA, None),
    ],
    ("D21", "Nya vägar för kompetensförsörjning"): [
        (DOWN, "accumulating", "6,0", "8,6", "6,7"),
        (UP, "last", "8", "4", "2"),
    ],
    ("D19", "Goda arbetsplatser"): [
        (DOWN, "reported", "3,5", "2,5", "4,0"),
        (UP, "last", "97,5", "98,9", "98,8"),
        (UP, "yearly", "I.U.", Marker.NO_DATA, None),
    ],
    ("D19", "Framgångsrikt chef- och ledarskap"): [
        (UP, "yearly", "80", "78", "73"),
        (DOWN, "accumulating", "8,0", Marker.NOT_EXISTING, "7"),
        (DOWN, "reported", "1,3", "1,8", "0,39"),
    ],
    ("D19", "Nya vägar för kompetensförsörjning"): [
        (DOWN, "accumulating", "5,5", "1,7", "6,9"),
        (DOWN, "reported", "0,15", "0,1", "0,3"),
        (NEAREST, "last", "0,96", "1,04", "1,03"),
    ],
}


def judged(report, direction, aggregation, target, outcome, before):
    """One printed row; the appendix compares with the column beside the outcome, the year before."""
    return judge(
        IndicatorCase(
            outcome=outcome if isinstance(outcome, Marker) else Number.of(outcome),
            target=parse_target(target),
            direction=direction,
            aggregation=Aggregation(aggregation),
            month=12 if report == "VB" else 8,
            final_report=report == "VB",
            full_year=Comparison(Number.of(before), "året före") if before else None,
        )
    )


@pytest.mark.parametrize(("report", "goal"), FROM_PRINT)
def test_the_indicator_rule_gives_the_statuses_of_the_printed_figures(report, goal):
    expected = next(row[2] for row in GOALS if row[:2] == (report, goal))

    judgements = [judged(report, *row) for row in FROM_PRINT[report, goal]]

    assert [judgement.status for judgement in judgements] == statuses(expected)
    assert suggest(judgements) == suggest(statuses(expected))


def test_every_printed_goal_with_indicators_is_judged_from_its_figures():
    assert {row[:2] for row in GOALS if row[2]} == set(FROM_PRINT)


def test_a_method_break_takes_an_indicators_vote():
    assert suggest(statuses("gg----")).status is GREEN  # God service 2021, LKDATA's answers not comparable


# --- The rule itself ---


@pytest.mark.parametrize(
    ("letters", "strict", "score"),
    [
        ("", GREY, GREY),
        ("--", GREY, GREY),
        ("g", GREEN, GREEN),
        ("gg-", GREEN, GREEN),
        ("y", YELLOW, GREEN),
        ("r", RED, RED),
        ("rr-", RED, RED),
        ("gr", YELLOW, GREEN),
        ("yr", YELLOW, YELLOW),
        ("yy", YELLOW, GREEN),
        ("grr", YELLOW, YELLOW),
        ("ggy", YELLOW, GREEN),
        ("rrrrrrrrry", YELLOW, YELLOW),
    ],
)
def test_both_rules_on_every_mixture(letters, strict, score):
    assert suggest(statuses(letters), "strict").status is strict
    assert suggest(statuses(letters), "score").status is score


def test_the_reason_counts_what_could_be_assessed():
    assert suggest(statuses("gyr-")).reason == "3 indikatorer kan bedömas: 1 uppfylls, 1 delvis, 1 inte."
    assert suggest(statuses("g")).reason == "1 indikator kan bedömas: 1 uppfylls."
    assert suggest(statuses("yyr")).reason == "3 indikatorer kan bedömas: 2 delvis, 1 inte."


def test_the_reason_of_a_score_tells_the_score():
    assert suggest(statuses("gry"), GoalRule.SCORE).reason == (
        "3 indikatorer kan bedömas: 1 uppfylls, 1 delvis, 1 inte."
        " Medelpoäng 0,50 (uppfylls 1, delvis 0,5, inte 0); 0,5 räcker för att målet ska uppfyllas."
    )


def test_a_goal_without_anything_to_assess_says_so():
    assert suggest([]).reason == "Målet har inga indikatorer."
    assert suggest(statuses("-")).reason == "Målets indikator kan inte bedömas."
    assert suggest(statuses("---")).reason == "Ingen av 3 indikatorer kan bedömas."


def test_the_suggestion_carries_its_counts():
    suggestion = suggest(statuses("ggyr--"))

    assert (suggestion.fulfilled, suggestion.partly, suggestion.not_fulfilled, suggestion.not_assessable) == (
        2,
        1,
        1,
        2,
    )
    assert suggestion.assessable == 4


def test_stored_statuses_are_accepted_and_unknown_ones_refused():
    assert suggest(["fulfilled", "partly"]).status is YELLOW
    with pytest.raises(ValueError, match="kanske"):
        suggest(["kanske"])
    with pytest.raises(ValueError, match="mild"):
        suggest([], "mild")


RANK = {RED: 0, YELLOW: 1, GREEN: 2}
votes = st.lists(st.sampled_from([GREEN, YELLOW, RED]), min_size=1, max_size=9)


@given(votes, st.sampled_from(GoalRule), st.randoms())
def test_the_order_of_the_indicators_does_not_matter(voted, rule, random):
    shuffled = list(voted)
    random.shuffle(shuffled)

    assert suggest(shuffled, rule) == suggest(voted, rule)


@given(votes, st.sampled_from(GoalRule), st.integers(0, 8))
def test_an_indicator_that_gets_better_never_makes_the_goal_worse(voted, rule, place):
    place %= len(voted)
    raised = [*voted[:place], GREEN, *voted[place + 1 :]]

    assert RANK[suggest(raised, rule).status] >= RANK[suggest(voted, rule).status]


@given(votes, st.sampled_from(GoalRule), st.integers(0, 5))
def test_what_cannot_be_assessed_has_no_vote(voted, rule, silent):
    assert suggest([*voted, *[GREY] * silent], rule).status is suggest(voted, rule).status


@pytest.mark.parametrize(
    ("status", "pointed", "otherwise", "words"),
    [
        ("fulfilled", "fulfilled", False, False),
        ("fulfilled", "partly", True, True),
        ("not_assessable", "partly", True, True),
        # Where nothing can be assessed the indicators point nowhere; only the words say what the judgement rests on.
        ("fulfilled", "not_assessable", False, True),
        ("not_assessable", "not_assessable", False, True),
        ("", "partly", False, False),
        ("", "not_assessable", False, False),
        ("partly", "", False, False),
    ],
)
def test_when_a_judgement_deviates_and_when_it_needs_words(status, pointed, otherwise, words):
    assert deviates(status, pointed) is otherwise
    assert needs_motivation(status, pointed) is words
