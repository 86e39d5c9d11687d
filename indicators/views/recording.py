"""Recording one figure: a new one, or a correction."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.access import corrects_figure, may_unlock, records_figures
from indicators.fact_history import fact_history
from indicators.forms.figure import CorrectionForm, FigureForm
from indicators.forms.new_figure import NewFigureForm
from indicators.models import Fact, FigureRevision
from indicators.models.choices import FindingLevel, MarkerChoice, Source
from indicators.naming import Names, last_day
from indicators.recording import Entry, Recorded, RecordingRefused, record_figure
from indicators.recording_entries import number_of
from indicators.rights import rights_of
from indicators.shown import shown_period, shown_value
from vss_portal.guard import access
from vss_portal.models import User


@access(who=records_figures, writes=True)
def new_figure(request: HttpRequest) -> HttpResponse:
    """A form for any figure that the person may record; the address may fill in what it is about."""
    names = Names.of(rights_of(request.user))
    form = NewFigureForm(request.POST or None, user=request.user, names=names, asked=request.GET.dict())
    if form.is_valid():
        recorded = _recorded(request, form, Entry(**form.entry_fields()))
        if recorded:
            name = names.indicator(recorded.fact.indicator_id, last_day(recorded.fact))
            _tell(request, name, names.measure(recorded.fact.indicator_id, last_day(recorded.fact)), recorded, None)
            return redirect("figure", fact=recorded.fact.pk)
    return _page(request, form, {})


@access(who=corrects_figure, writes=True)
def correct_figure(request: HttpRequest, fact: int) -> HttpResponse:
    """The form of a correction, filled in with what stands."""
    told = fact_history(request.user, fact)
    form = CorrectionForm(
        request.POST or None,
        standing=told.latest,
        measure=told.measure,
        footnotes=[(note.kind, note.text) for note in told.latest.footnotes.all()],
    )
    if form.is_valid():
        recorded = _recorded(request, form, _entry_of(told.fact, form))
        if recorded:
            _tell(request, told.name, told.measure, recorded, told.latest)
            return redirect("figure", fact=fact)
    return _page(request, form, {"figure": told})


def _page(request: HttpRequest, form: FigureForm, told: dict[str, Any]) -> HttpResponse:
    """The form; one that was sent and not saved says so also in its status."""
    status = 422 if form.is_bound else 200
    return render(request, "indicators/figure_form.html", {"form": form, **told}, status=status)


def _entry_of(fact: Fact, form: CorrectionForm) -> Entry:
    return Entry(
        indicator=fact.indicator,
        unit=fact.unit,
        breakdown=fact.breakdown,
        scenario=fact.scenario,
        vintage=fact.vintage,
        decision=fact.decision,
        year=fact.year,
        month=fact.month,
        span=fact.span,
        basis=fact.basis,
        **form.entry_fields(),
    )


def _recorded(request: HttpRequest, form: FigureForm, entry: Entry) -> Recorded | None:
    """What became of it; None where it was refused, with the reasons on the form."""
    label = "Rättelse" if isinstance(form, CorrectionForm) else "Nytt värde"
    person = cast(User, request.user)
    try:
        return record_figure(entry=entry, by=person, source=Source.FORM, label=label, may_unlock=may_unlock(person))
    except RecordingRefused as refusal:
        form.refused(refusal.problems)
        return None


def _tell(request: HttpRequest, name: str, measure: str, recorded: Recorded, before: FigureRevision | None) -> None:
    """One sentence about what was done, and what the checks noticed."""
    fact = recorded.fact
    title = f"{name}, {shown_period(fact.span, fact.year, fact.month)}"
    now = _shown(recorded.revision, measure)
    if recorded.state == "unchanged":
        messages.info(request, f"{title}: inget är ändrat, {now} står kvar.")
    elif before is not None and recorded.revision.marker == MarkerChoice.WITHHELD:
        messages.success(request, f"{title}: värdet visas inte längre, {now}. Det gäller också tidigare värden.")
    elif before is not None:
        messages.success(request, f"{title}: värdet är rättat från {_shown(before, measure)} till {now}.")
    else:
        messages.success(request, f"{title}: {now} är sparat.")
    for finding in recorded.findings:
        level = messages.INFO if finding.level == FindingLevel.NOTICE else messages.WARNING
        messages.add_message(request, level, finding.message)


def _shown(revision: FigureRevision, measure: str) -> str:
    return shown_value(number_of(revision), revision.marker, measure)
