"""The catalogue's indicators: the list, and one indicator with everything that holds of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from indicators.models import Indicator, IndicatorDefinition, MeasuringSchedule, Organisation, Responsibility
from indicators.rights import rights_of
from indicators.year.access import keeps_catalogue
from indicators.year.catalogue import add_indicator, change_indicator, define, save_row, schedule, set_aliases
from indicators.year.forms import (
    AliasForm,
    CountedForm,
    DefinitionForm,
    NewIndicatorForm,
    ResponsibleForm,
    ScheduleForm,
    fresh,
)
from indicators.year.parts import Change, Outcome, Part, carried
from vss_portal.dates import short_date
from vss_portal.guard import access


def own(request: HttpRequest) -> Organisation:
    """The organisation that the person works in; the rules let in only who has one."""
    organisation = rights_of(request.user).organisation
    assert organisation is not None  # noqa: S101
    return organisation


@access(who=keeps_catalogue)
def keep_indicators(request: HttpRequest) -> HttpResponse:
    """All indicators with what is counted and who answers; five queries whatever their number."""
    day = rights_of(request.user).day
    rows = Indicator.objects.in_organisation(own(request)).select_related("parent", "responsible_unit")
    rows = rows.prefetch_related("definitions", "schedules", "responsible_unit__names")
    told = {"lines": [_line(row, day) for row in rows]}
    return render(request, "indicators/year/indicators.html", told)


def _line(row: Indicator, day: Any) -> dict[str, Any]:
    definition, schedules = row.definition_on(day), sorted(row.schedules.all(), key=lambda each: each.from_year)
    held = [each for each in schedules if each.from_year <= day.year]
    return {
        "row": row,
        "name": definition.name if definition else row.code,
        "measure": definition.get_unit_of_measure_display() if definition else "",
        "frequency": held[-1].get_frequency_display() if held else "",
        "unit": row.responsible_unit.name_on(day) if row.responsible_unit else "",
    }


@access(who=keeps_catalogue, writes=True)
def keep_new_indicator(request: HttpRequest) -> HttpResponse:
    """A new indicator with its first definition."""
    organisation, sent = own(request), request.POST or None
    form = NewIndicatorForm(sent, organisation=organisation)
    first = DefinitionForm(sent, prefix="def", use_required_attribute=False)
    del first.fields["orsak"]
    outcome = Outcome()
    if request.method == "POST" and form.is_valid() and first.is_valid():
        code = form.cleaned_data["code"]

        def do() -> object:
            row, definition = fresh(form), fresh(first)
            row.organisation = organisation
            return add_indicator(indicator=row, definition=definition, by=request.user, reason=_reason(form))  # type: ignore[arg-type]

        back = reverse("keep_indicator", args=[code])
        outcome = carried(request, Change(do, f"{first.cleaned_data['name']} är upplagd.", organisation, back=back))
    if outcome.response:
        return outcome.response
    told = {"forms": [form, first], "problems": outcome.problems}
    status = 422 if request.method == "POST" else 200
    return render(request, "indicators/year/new_indicator.html", told, status=status)


@access(who=keeps_catalogue, writes=True)
def keep_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that holds of an indicator; each part has a form of its own."""
    organisation = own(request)
    row = get_object_or_404(Indicator, organisation=organisation, code=code)
    sent = request.POST.get("del", "") if request.method == "POST" else ""
    made = {key: build(row, request.POST if key == sent else None) for key, build in FORMS.items()}
    outcome = Outcome()
    if sent in made and made[sent].is_valid():
        outcome = carried(request, _change(request, row, sent, made[sent]))
    if outcome.response:
        return outcome.response
    day = rights_of(request.user).day
    told = {
        "heading": row.name_on(day),
        "lead": f"Kod {row.code}. Det som är tryckt behåller den definition som gällde.",
        "crumbs": [("Indikatorer", reverse("keep_indicators"))],
        "parts": _parts(row, made),
        "problems": outcome.problems,
    }
    return render(request, "indicators/year/parts.html", told, status=422 if sent else 200)


FORMS: dict[str, Callable[[Indicator, Any], Any]] = {
    "definition": lambda row, sent: DefinitionForm(sent, initial=_latest(row)),
    "raknas": lambda row, sent: CountedForm(sent, instance=_again(row), organisation=row.organisation),
    "matplan": lambda row, sent: ScheduleForm(sent),
    "ansvar": lambda row, sent: ResponsibleForm(sent, organisation=row.organisation),
    "alias": lambda row, sent: AliasForm(sent, initial={"namn": "\n".join(row.aliases.values_list("name", flat=True))}),
}


def _again(row: Indicator) -> Indicator:
    """The row once more: what a form writes on it isn't shown before it is saved."""
    return Indicator.objects.select_related("organisation").get(pk=row.pk)


def _latest(row: Indicator) -> dict[str, Any]:
    """The latest definition, without its day and note: a new one begins with it."""
    last = row.definitions.order_by("valid_from").last()
    names = ("name", "definition", "unit_of_measure", "decimals", "scale_min", "scale_max")
    return {name: getattr(last, name) for name in names} if last else {}


def _reason(form: Any) -> str:
    return str(form.cleaned_data.get("orsak", ""))


def _change(request: HttpRequest, row: Indicator, part: str, form: forms.BaseForm) -> Change:
    by: Any = request.user
    reason = _reason(form)

    def definition() -> object:
        made = fresh(form)  # type: ignore[arg-type]
        made.indicator = row
        return define(definition=made, by=by, reason=reason)

    def counted() -> object:
        return change_indicator(indicator=fresh(form), changed=form.changed_data, by=by, reason=reason)  # type: ignore[arg-type]

    def planned() -> object:
        made = fresh(form)  # type: ignore[arg-type]
        made.indicator = row
        return schedule(row=made, by=by, reason=reason)

    def answered() -> object:
        made = fresh(form)  # type: ignore[arg-type]
        made.indicator = row
        return save_row(made, organisation=row.organisation, by=by, reason=reason)

    def named() -> object:
        return set_aliases(indicator=row, names=form.cleaned_data["namn"].splitlines(), by=by)

    acts = {"definition": definition, "raknas": counted, "matplan": planned, "ansvar": answered, "alias": named}
    asks = part in ("definition", "raknas", "matplan")
    return Change(acts[part], "Ändringen är sparad.", row.organisation, (row.code,), asks=asks)


def _parts(row: Indicator, made: dict[str, Any]) -> list[Part]:
    return [
        Part(
            "definition", "Definitioner", made["definition"], "Ny definition från en dag", "Spara definitionen",
            "Den som gäller en dag är den senaste som har börjat.",
            ("Från", "Namn", "Definition", "Måttenhet", "Metodbyte"), [_told(each) for each in row.definitions.all()],
        ),
        Part(
            "raknas", "Hur den räknas, och vem som ansvarar", made["raknas"], "Ändra", "Spara",
            "Ackumulering, formel och riktning står fast när värden är registrerade.",
            ("Slag", "Ackumulering", "Riktning", "Formel", "Ansvarig roll"),
            [(row.get_kind_display(), row.get_aggregation_display(), row.get_direction_display(), row.formula or "–",
              row.get_responsible_role_display() or "–")],
        ),
        Part(
            "matplan", "Mätplan", made["matplan"], "Ny mätplan från ett år", "Spara mätplanen", "",
            ("Från år", "Hur ofta", "Månader", "Bedöms"),
            [_planned(each) for each in row.schedules.order_by("from_year")],
        ),
        Part(
            "ansvar", "Ansvariga personer", made["ansvar"], "Ny ansvarig", "Spara ansvaret", "",
            ("Person", "Enhet", "Från", "Till"), [_answers(each) for each in row.responsibilities.select_related(
                "person", "unit")],
        ),
        Part("alias", "Andra namn", made["alias"], "Ändra", "Spara namnen", "Namn som filer och rapporter använder.",
             ("Namn",), [(each.name,) for each in row.aliases.all()]),
    ]  # fmt: skip


def _told(each: IndicatorDefinition) -> tuple[str, ...]:
    broken = each.note or "ja" if each.method_break else ""
    return (short_date(each.valid_from), each.name, each.definition, each.get_unit_of_measure_display(), broken)


def _planned(each: MeasuringSchedule) -> tuple[str, ...]:
    judged = "bara vid årets slut" if each.judged_at_year_end_only else "varje gång"
    return (str(each.from_year), each.get_frequency_display(), each.months.replace(",", ", "), judged)


def _answers(each: Responsibility) -> tuple[str, ...]:
    until = short_date(each.valid_to) if each.valid_to else "tills vidare"
    unit = each.unit.name_on(each.valid_from) if each.unit else "alla enheter"
    return (str(each.person), unit, short_date(each.valid_from), until)
