"""The list of saved mappings: what each says, another name, out of use and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from indicators.importing.rights import imports_figures
from indicators.importing.sources import SourceRefused, rename_source, restore_source, retire_source, sources_of
from vss_portal.guard import access


@access(who=imports_figures, writes=True)
def import_sources(request: HttpRequest) -> HttpResponse:
    """The sources in use first; a posted form changes one of them."""
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, _changed(request))
            return redirect("import_sources")
        except SourceRefused as refusal:
            refused = str(refusal)
    told = {"sources": sources_of(request.user), "refused": refused, "sent": request.POST}
    return render(request, "indicators/import/sources.html", told, status=422 if refused else 200)


def _changed(request: HttpRequest) -> str:
    """Do what the form asks; what was done, in words."""
    by, key = request.user, request.POST.get("kalla", "")
    match request.POST.get("gor", ""):
        case "namn":
            source = rename_source(by=by, key=key, name=request.POST.get(f"namn-{key}", ""))  # type: ignore[arg-type]
            return f"Källan heter nu ”{source.name}”."
        case "ur-bruk":
            return f"”{retire_source(by=by, key=key).name}” erbjuds inte längre. Inlästa filer är kvar."  # type: ignore[arg-type]
        case "i-bruk":
            return f"”{restore_source(by=by, key=key).name}” går att välja igen."  # type: ignore[arg-type]
    raise SourceRefused("Välj vad som ska göras med källan. Inget är ändrat.")
