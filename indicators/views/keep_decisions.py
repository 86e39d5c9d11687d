"""The budget decisions: new ones, misprints mended, and the working version of a year put under one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from indicators.entry.access import month_of
from indicators.models import Decision, Fact, Organisation
from indicators.models.choices import DecisionKind
from indicators.rights import rights_of
from indicators.views.keep_indicators import own
from indicators.year.access import keeps_catalogue
from indicators.year.budget import BudgetRefused, put_under, working_version
from indicators.year.catalogue import CatalogueRefused, save_row
from indicators.year.deciding import change_decision
from indicators.year.parts import Change, Outcome, carried
from indicators.year.reorganising import code_of
from vss_portal.guard import access
from vss_portal.sent import whole_number


@access(who=keeps_catalogue, writes=True)
def keep_decisions(request: HttpRequest) -> HttpResponse:
    """The decisions; a form for a new one or one to be mended, and one that puts a year's working version under one."""
    organisation: Any = own(request)
    asked = request.GET.get("andra", "")
    chosen = _decision(organisation, asked) if asked else None
    outcome = Outcome()
    if request.method == "POST":
        outcome = carried(request, _change(request, organisation, chosen))
    if outcome.response:
        return outcome.response
    told = {
        "rows": Decision.objects.filter(organisation=organisation).order_by("-decided_on", "code"),
        "kinds": DecisionKind.choices,
        "chosen": chosen,
        "sent": request.POST or _standing(chosen),
        "year": request.POST.get("ar") or rights_of(request.user).day.year + 1,
        "problems": outcome.problems,
    }
    return render(request, "indicators/year/decisions.html", told, status=422 if outcome.problems else 200)


def _decision(organisation: Organisation, key: str) -> Decision:
    return get_object_or_404(Decision, organisation=organisation, pk=whole_number(key) or 0)


def _standing(decision: Decision | None) -> dict[str, str]:
    """What the boxes of the form hold at first."""
    if decision is None:
        return {}
    told = {"rubrik": decision.title, "slag": decision.kind, "diarienummer": decision.case_number}
    return {**told, "dag": decision.decided_on.isoformat()}


def _change(request: HttpRequest, organisation: Organisation, chosen: Decision | None) -> Change:
    """What a sent form asks for."""
    if request.POST.get("gor") == "ny":
        return _new(request, organisation)
    if request.POST.get("gor") == "andra" and chosen:
        return _mended(request, chosen)
    return _under(request, organisation)


def _given(request: HttpRequest, row: Decision) -> Decision:
    """The decision with what the form says. Raises CatalogueRefused for what is no day."""
    sent = request.POST
    row.kind, row.title = sent.get("slag", ""), sent.get("rubrik", "").strip()
    row.case_number = sent.get("diarienummer", "").strip()
    try:
        row.decided_on = dt.date.fromisoformat(sent.get("dag", "").strip())
    except ValueError:
        raise CatalogueRefused("Skriv beslutsdagen som ett datum, till exempel 2024-11-26. Inget är sparat.") from None
    return row


def _new(request: HttpRequest, organisation: Organisation) -> Change:
    title, by = request.POST.get("rubrik", "").strip(), request.user

    def do() -> object:
        taken = set(Decision.objects.filter(organisation=organisation).values_list("code", flat=True))
        row = _given(request, Decision(organisation=organisation, code=code_of(title, taken)))
        return save_row(row, organisation=organisation, by=by, reason="Nytt budgetbeslut")  # type: ignore[arg-type]

    return Change(do, f"{title} är upplagt.", organisation, asks=False)


def _mended(request: HttpRequest, decision: Decision) -> Change:
    """A misprint of the decision is mended; open reports that show its figures are listed first."""
    by: Any = request.user

    def do() -> object:
        row = _given(request, Decision.objects.get(pk=decision.pk))
        return change_decision(decision=row, by=by, reason=request.POST.get("orsak", ""))

    codes = set(Fact.objects.filter(decision=decision).values_list("indicator__code", flat=True))
    back = reverse("keep_decisions")
    return Change(do, "Beslutet är ändrat.", decision.organisation, codes, back=back)


def _under(request: HttpRequest, organisation: Organisation) -> Change:
    """The working version of a year under a decision: how much it is, and in how many areas, is told first."""
    decision = _decision(organisation, request.POST.get("beslut", ""))
    typed, by = request.POST.get("ar", ""), request.user
    year = month_of(whole_number(typed) or 0, 12).year
    rows = working_version(organisation, year)
    units = len({row.fact.unit_id for row in rows})
    areas = f"{units} enheter" if units > 1 else "1 enhet"
    means = [
        f"{len(rows)} värden för {areas}, budget {year} med plan, läggs under {decision.title}.",
        "Arbetsversionen finns kvar för nästa förslag. Det som har lagts under ett beslut tas inte bort.",
    ]

    def do() -> object:
        try:
            return put_under(decision, organisation=organisation, year=year, by=by)  # type: ignore[arg-type]
        except BudgetRefused as refusal:
            raise CatalogueRefused(str(refusal)) from refusal

    said = f"{len(rows)} värden ligger nu under {decision.title}. Arbetsversionen finns kvar."
    return Change(do, said, organisation, told=means)
