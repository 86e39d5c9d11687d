"""How a draft is understood: what its source was told, what the person answered, and keeping that with the source."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from indicators.importing.values import Habits
from indicators.models import ImportDraft, ImportSource, Indicator, SieMapping, Unit
from indicators.models.imports import Layout, MoneyUnit, SignHabit
from vss_portal import clock
from vss_portal.models import User

# The parts of a mapping that a draft and its source share.
SHARED = (
    "sheet",
    "header_row",
    "header_rows",
    "columns",
    "units",
    "indicators",
    "fixed",
    "answers",
    "responsibilities",
)
# A period belongs to one file, not to its source.
OF_ONE_FILE = ("year", "month", "vintage")


def mapping_of(source: ImportSource | None) -> dict[str, Any]:
    """What a new draft of the source starts from."""
    if source is None:
        return {}
    answers = dict(source.mapping.get("answers", {}))
    answers |= {"money_unit": source.money_unit} if source.money_unit else {}
    answers |= {"sign": source.sign} if source.sign else {}
    answers |= {"span": source.span} if source.span else {}
    fixed = {"scenario": source.scenario} | source.mapping.get("fixed", {})
    return {**source.mapping, "answers": answers, "fixed": fixed}


def habits_of(mapping: dict[str, Any]) -> Habits:
    """How the file writes numbers."""
    answers = mapping.get("answers", {})
    return Habits(
        money_unit=answers.get("money_unit") or MoneyUnit.TKR.value,
        sign=answers.get("sign") or SignHabit.PORTAL.value,
        share=answers.get("share", ""),
        dash=answers.get("dash", ""),
        point=answers.get("point", ""),
    )


def with_span(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping with the answer about the span among what holds for the whole file."""
    span = mapping.get("answers", {}).get("span", "")
    return {**mapping, "fixed": {**mapping.get("fixed", {}), **({"span": span} if span else {})}}


@transaction.atomic
def remember(draft: ImportDraft, *, name: str, layout: str, by: User) -> ImportSource:
    """Keep a draft's mapping under a name, so that the next file of the kind asks nothing."""
    answers = dict(draft.mapping.get("answers", {}))
    fixed = {key: value for key, value in draft.mapping.get("fixed", {}).items() if key not in OF_ONE_FILE}
    told = {key: draft.mapping[key] for key in SHARED if key in draft.mapping}
    values = {
        "layout": layout,
        "money_unit": answers.pop("money_unit", ""),
        "sign": answers.pop("sign", ""),
        "span": answers.pop("span", ""),
        "scenario": fixed.get("scenario") or "outcome",
        "ask_percent": draft.mapping.get("ask_percent") or 50,
        "mapping": {**told, "answers": answers, "fixed": fixed},
        "changed_at": clock.now(),
        "changed_by": by,
        "retired_at": None,
    }
    source, _is_new = ImportSource.objects.update_or_create(
        organisation=draft.organisation, name=name.strip()[:100], defaults=values
    )
    if layout == Layout.SIE:
        _remember_ledger(source, draft.mapping.get("responsibilities", {}))
        set_accounts(source, draft.mapping.get("accounts", []))
    draft.source = source
    draft.save(update_fields=["source"])
    return source


def _remember_ledger(source: ImportSource, told: dict[str, str]) -> None:
    units = {row.code: row for row in Unit.objects.filter(organisation=source.organisation)}
    for code, unit in told.items():
        SieMapping.objects.update_or_create(
            source=source, part=SieMapping.Part.RESPONSIBILITY, first=code, last=code,
            defaults={"unit": units.get(unit)},
        )  # fmt: skip


def set_accounts(source: ImportSource, intervals: list[list[str]]) -> None:
    """Which accounts are costs and revenues: (first, last, indicator's code; empty: passed over)."""
    if not intervals:
        return
    rows = {row.code: row for row in Indicator.objects.filter(organisation=source.organisation)}
    source.ledger_rows.filter(part=SieMapping.Part.ACCOUNT).delete()
    SieMapping.objects.bulk_create(
        SieMapping(source=source, part=SieMapping.Part.ACCOUNT, first=first, last=last, indicator=rows.get(code))
        for first, last, code in intervals
    )
