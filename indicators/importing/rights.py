"""Who may import, see an import, and take it back. Which figures a person may import is asked row by row."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from indicators.access import records_figures
from indicators.models import ImportDraft, ImportedFile
from indicators.models.choices import Role
from indicators.rights import rights_of
from vss_portal import clock

imports_figures = records_figures


def owns_draft(user: Any, **url: Any) -> bool:
    """Den som laddade upp filen, medan den väntar"""
    waiting = ImportDraft.objects.filter(pk=url["draft"], expires_at__gt=clock.now())
    own = waiting.filter(by=user.pk, organisation=rights_of(user).organisation)
    # Who presses twice, or goes back, meets a draft that is gone; the page itself says what became of it.
    if waiting.exists() and not own.exists():
        raise Http404("Filen är någon annans.")
    return records_figures(user)


def sees_import(user: Any, **url: Any) -> bool:
    """Den som läste in filen, och huvudcontrollern"""
    rights = rights_of(user)
    own = ImportedFile.objects.filter(pk=url["imported"], organisation=rights.organisation)
    if not rights.has(Role.EDITOR):
        own = own.filter(batch__recorded_by=user.pk)
    if not own.exists():
        raise Http404("Inläsningen finns inte.")
    return records_figures(user)
