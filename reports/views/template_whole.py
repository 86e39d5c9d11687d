"""What a template says for the whole report: its name, the title, money, footnotes, how goals are suggested."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.declarations.patterns import PeriodWords
from reports.designing.access import edits_template
from reports.designing.drafts import draft_of
from reports.designing.whole import CHOICES, set_whole
from reports.designing.words import filled, shown_pattern
from reports.views.template_common import frame, moment_asked, step, step_back, template_of
from vss_portal.guard import access


@access(who=edits_template, writes=True)
def template_whole(request: HttpRequest, template: str) -> HttpResponse:
    """The form of the whole template; a sent one makes a step of the draft."""
    record = template_of(request, template)
    if request.method == "POST":
        if request.POST.get("gor") == "angra":
            step_back(request, record)
        else:
            step(request, record, lambda declaration: set_whole(declaration, request.POST.dict()))
        return redirect("template_whole", template=template)
    draft = draft_of(record)
    moment, _every = moment_asked(request, record)
    title = shown_pattern(draft.declaration["title"])
    context = {
        **frame(record, draft),
        "name": draft.declaration["name"],
        "title": title,
        "example": filled(title, PeriodWords(moment.year, moment.month)),
        "choices": CHOICES,
        "chosen": {field: draft.declaration.get(field) or choices[0][0] for field, choices in CHOICES.items()},
        "moment": moment,
    }
    return render(request, "reports/designing/whole.html", context)
