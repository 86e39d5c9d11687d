"""Loading an organisation in the browser: a zip of its folder, checked or loaded, with all that is wrong told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.loading.problems import MOST_TOLD, Problem, ReferenceRefused
from indicators.loading.running import load_reference, open_folder
from indicators.loading.saving import Summary
from indicators.loading.upload import LARGEST_ZIP, MEGABYTE, unpacked
from indicators.models import Organisation
from indicators.models.choices import Role
from indicators.rights import rights_of
from vss_portal.guard import access


def loads_organisations(user: Any, **url: Any) -> bool:
    """Administratören; huvudcontrollern för sin egen organisation"""
    return rights_of(user).has(Role.ADMIN, Role.EDITOR)


@access(who=loads_organisations, writes=True)
def load_organisation(request: HttpRequest) -> HttpResponse:
    """Check or load what was sent; nothing of it is kept where anything is wrong."""
    context: dict[str, Any] = {"largest": LARGEST_ZIP // MEGABYTE, "told": "", "problems": [], "more": 0}
    if request.method == "POST":
        check = request.POST.get("gor") != "las-in"
        try:
            context |= {"summary": _rows(_load(request, check=check)), "check": check, "told": True}
        except ReferenceRefused as refused:
            context |= {"problems": refused.problems[:MOST_TOLD], "more": max(0, len(refused.problems) - MOST_TOLD)}
    return render(request, "indicators/organisation_load.html", context)


def _load(request: HttpRequest, *, check: bool) -> Summary:
    file = request.FILES.get("fil")
    if file is None:
        raise _refused("Ingen fil är vald. Välj zip-filen med organisationens mapp.")
    if (file.size or 0) > LARGEST_ZIP:
        raise _refused(f"Filen är större än {LARGEST_ZIP // MEGABYTE} MB. Dela upp den eller använd kommandot.")
    with unpacked(file.read()) as folder:
        _refuse_others(request.user, folder)
        user: Any = request.user
        try:
            return load_reference(folder, guest=True, check=check, again=True, by=user)
        except RecursionError as error:
            raise _refused("Filerna är för djupt nästlade för att läsas. Förenkla dem.") from error


def _refuse_others(user: Any, folder: Path) -> None:
    """One's own organisation may be loaded again; a new one takes an administrator; another's can't be touched."""
    rights, code = rights_of(user), open_folder(folder, guest=True).code
    if rights.organisation is not None and rights.organisation.code == code:
        return
    if Organisation.objects.filter(code=code).exists():
        raise _refused("Koden för organisationen är upptagen. Välj en annan kod (organisation › code).")
    if not rights.has(Role.ADMIN):
        raise _refused("En ny organisation läses in av administratören. Du kan läsa in din egen.")


def _refused(message: str) -> ReferenceRefused:
    return ReferenceRefused([Problem("", None, "", message)])


def _rows(summary: Summary) -> list[tuple[str, int, int, int]]:
    return [(what, each["new"], each["changed"], each["unchanged"]) for what, each in summary.counts.items()]
