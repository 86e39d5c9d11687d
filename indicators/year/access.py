"""Who turns the year. Each predicate's first line says in Swedish who may."""

from __future__ import annotations

from typing import Any

from indicators.models.choices import Role
from indicators.rights import rights_of


def keeps_catalogue(user: Any, **url: Any) -> bool:
    """Huvudcontrollern"""
    return rights_of(user).has(Role.EDITOR)


def keeps_people(user: Any, **url: Any) -> bool:
    """Huvudcontrollern i sin egen förvaltning, och administratören"""
    return rights_of(user).has(Role.EDITOR, Role.ADMIN)


def follows_wheel(user: Any, **url: Any) -> bool:
    """Alla som har en roll i organisationen"""
    return rights_of(user).organisation is not None
