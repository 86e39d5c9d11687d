"""Who works with templates: the editor of the organisation, with the templates of that organisation only."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from indicators.models.choices import Role
from indicators.rights import rights_of
from reports.models import ReportTemplate


def edits_templates(user: Any, **_url: Any) -> bool:
    """Huvudcontrollern"""
    return rights_of(user).has(Role.EDITOR)


def edits_template(user: Any, **url: Any) -> bool:
    """Huvudcontrollern, i sin egen förvaltnings mallar"""
    if not edits_templates(user):
        return False
    if not ReportTemplate.objects.filter(organisation=rights_of(user).organisation, code=url["template"]).exists():
        raise Http404("Mallen finns inte eller hör till en annan förvaltning.")
    return True
