"""A page of the catalogue as parts: what stands, and a form that changes it; one way of asking before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.models import Organisation
from indicators.recording_entries import RecordingRefused
from indicators.year.catalogue import CatalogueRefused, sentences
from indicators.year.effects import effects_of

#: What Django says where nothing is chosen.
UNCHOSEN = "---------"


@dataclass
class Part:
    """A part of a page: its heading, a table of what stands, and a form. `opens`: the form's own summary."""

    key: str
    title: str
    form: forms.BaseForm | None = None
    opens: str = "Ändra"
    button: str = "Spara"
    note: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()

    def __post_init__(self) -> None:
        """Several forms on a page have the same names: each gets ids of its own, and words where nothing is chosen."""
        if self.form is None:
            return
        self.form.auto_id = f"{self.key}-%s"
        for each in self.form.fields.values():
            if isinstance(each, forms.ModelChoiceField) and each.empty_label == UNCHOSEN:
                each.empty_label = "Välj" if each.required else "Ingen"

    @property
    def is_open(self) -> bool:
        """A form with something to mend is shown at once."""
        return self.form is not None and bool(self.form.errors)


@dataclass(frozen=True)
class Change:
    """What a sent form asks for: how to do it, which indicators it is about, and what to say when it is done.

    `told` is what it means in words: then it is always asked for first.
    """

    do: Callable[[], object]
    said: str
    organisation: Organisation
    codes: Collection[str] = ()
    asks: bool = True
    back: str = ""
    told: Sequence[str] = ()


@dataclass
class Outcome:
    """What became of a sent form: an answer, or the sentences that refuse it."""

    response: HttpResponse | None = None
    problems: list[str] = field(default_factory=list)


def carried(request: HttpRequest, change: Change) -> Outcome:
    """Do the change; what touches figures, statuses or open reports is listed first and done when that is confirmed."""
    try:
        if change.asks and "bekraftat" not in request.POST:
            effects = effects_of(change.do, organisation=change.organisation, codes=change.codes)
            if effects or change.told:
                return Outcome(_asked(request, effects, change.told))
        change.do()
    except CatalogueRefused as refusal:
        return Outcome(problems=[str(refusal)])
    except ValidationError as error:
        return Outcome(problems=sentences(error))
    except RecordingRefused as refusal:
        return Outcome(problems=[str(problem) for problem in refusal.problems])
    messages.success(request, change.said)
    return Outcome(redirect(change.back or request.get_full_path()))


def _asked(request: HttpRequest, effects: Any, means: Sequence[str]) -> HttpResponse:
    """What the change would do; the form is sent again with the answer."""
    names = (name for name in request.POST if name != "csrfmiddlewaretoken")
    sent = [(name, value) for name in names for value in request.POST.getlist(name)]
    told = {"effects": effects, "means": means, "sent": sent, "back": request.get_full_path()}
    return render(request, "indicators/year/asked.html", told)
