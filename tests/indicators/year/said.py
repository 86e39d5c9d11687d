"""A row of each table of the turning of the year that is only ever added to; tried by the tests of triggers."""

import datetime as dt

from indicators.models import (
    BudgetAssumption,
    ComparisonChoice,
    Instruction,
    InvestmentState,
    RestatedShare,
    YearClosing,
    YearSetup,
    YearStep,
)
from tests.factories import OccasionFactory, OrganisationFactory, UnitFactory, UserFactory, breakdown


def said(**fields):
    return {"by": UserFactory(), "at": dt.datetime(2024, 9, 5, 12, tzinfo=dt.UTC), **fields}


def a_choice():
    return ComparisonChoice.objects.create(**said(unit=UnitFactory(), day=dt.date(2025, 1, 1), way="as_was"))


def a_step():
    setup = YearSetup.objects.create(**said(organisation=OrganisationFactory(), year=2025, from_year=2024))
    return YearStep.objects.create(**said(setup=setup, step="goals", text="Tio mål"))


def an_instruction():
    return Instruction.objects.create(**said(occasion=OccasionFactory(), text="Skriv kort"))


def an_assumption():
    return BudgetAssumption.objects.create(**said(unit=UnitFactory(), year=2025, rows="Alla rader", percent=250))


def a_state():
    return InvestmentState.objects.create(**said(project=breakdown("total"), finished_on=dt.date(2024, 6, 30)))


def a_closing():
    return YearClosing.objects.create(
        **said(organisation=OrganisationFactory(), year=2023, state="preliminary", day=dt.date(2024, 1, 20))
    )


def a_share():
    return RestatedShare.objects.create(**said(unit=UnitFactory(), day=dt.date(2025, 1, 1), year=2024, scaled=60))


SAID_OF_THE_YEAR = {
    "indicators_comparisonchoice": (a_choice, "way", "absent", "Ett val av jämförelse"),
    "indicators_yearstep": (a_step, "text", "Annat", "Ett steg i det nya året"),
    "indicators_instruction": (an_instruction, "text", "Annat", "En anvisning"),
    "indicators_budgetassumption": (an_assumption, "percent", 300, "Ett antagande i budgeten"),
    "indicators_investmentstate": (a_state, "finished_on", None, "Ett läge för ett investeringsprojekt"),
    "indicators_yearclosing": (a_closing, "note", "ändrat", "Ett läge för ett bokslut"),
    "indicators_restatedshare": (a_share, "scaled", 40, "En andel av en delad enhet"),
}
