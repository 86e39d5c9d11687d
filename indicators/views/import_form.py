"""The Excel form of an area and a month, to fill in and read in again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.importing.form_file import form_file, form_name
from indicators.importing.forms import FormFileForm
from indicators.importing.rights import imports_figures
from vss_portal.guard import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(who=imports_figures)
def import_form(request: HttpRequest) -> HttpResponse:
    """Which area and month; with both chosen, the file."""
    form = FormFileForm(request.GET if "enhet" in request.GET else None, user=request.user)
    if not form.is_valid():
        return render(request, "indicators/import/form.html", {"form": form})
    unit, at = form.cleaned_data["enhet"], form.cleaned_data["period"]
    content = form_file(by=request.user, unit=unit, at=at)  # type: ignore[arg-type]
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{form_name(unit, at)}"'
    return answer
