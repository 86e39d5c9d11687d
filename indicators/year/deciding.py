"""The decisions behind budgets, plans and frames in words: what a column shows, and who decided it when."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.models import Decision, Fact, Organisation
from indicators.models.choices import Scenario
from indicators.year.catalogue import CatalogueRefused, save_row
from vss_portal.dates import long_date
from vss_portal.models import User

#: What is decided: a figure of another scenario has no decision.
DECIDED = frozenset({Scenario.BUDGET.value, Scenario.PLAN.value, Scenario.FRAME.value})
UNDECIDED = "arbetsversion utan beslut"


def decision_words(decision: Decision) -> str:
    """The title, who decided or what kind it is, the day and the case number; a kind that the title names stands once.

    `Budget 2025, kommunfullmäktige 18 juni 2024, dnr KS 2024-123`
    """
    kind, day = decision.get_kind_display(), long_date(decision.decided_on)
    by = day if kind in decision.title.casefold() else f"{kind} {day}"
    return ", ".join(filter(None, (decision.title, by, _case(decision.case_number))))


def _case(number: str) -> str:
    """The case number as it is called; a paragraph of the minutes is none."""
    return number if not number or "§" in number or number.casefold().startswith("dnr") else f"dnr {number}"


def decisions_of(organisation: Organisation) -> Mapping[str, str]:
    """Every decision of the organisation in words, by code: one query."""
    return {decision.code: decision_words(decision) for decision in Decision.objects.filter(organisation=organisation)}


def change_decision(*, decision: Decision, by: User, reason: str) -> Decision:
    """Mend what a decision is called, its kind, day or case number; what stands under it is left as it is.

    Of several decisions the latest holds. So the day isn't moved past another decision with figures: tables, also of
    reports that stand in print, would show another budget. Raises CatalogueRefused for that.
    """
    before = Decision.objects.get(pk=decision.pk).decided_on
    first, last = sorted((before, decision.decided_on))
    others = Decision.objects.filter(organisation=decision.organisation, decided_on__range=(first, last))
    others = others.filter(pk__in=Fact.objects.values("decision")).exclude(pk=decision.pk)
    between = others.first() if first != last and Fact.objects.filter(decision=decision).exists() else None
    if between:
        raise CatalogueRefused(
            f"Beslutsdagen kan inte flyttas förbi {between.title}, {long_date(between.decided_on)}: "
            "då skulle tabeller visa en annan budget. Inget är ändrat."
        )
    save_row(decision, organisation=decision.organisation, by=by, reason=reason)
    return decision
