"""Keys of templates, sections and columns: made of the words that a person wrote, unique, never shown as a task."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.text import slugify

from indicators.models import Organisation
from reports.models import ReportTemplate

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
PATTERN_WORDS = re.compile(r"\{[^{}]*\}")
LONGEST = 40
# Addresses under Mallar that are no template's.
RESERVED = ("ny", "las-in", "texter")


def free_code(text: str, taken: Collection[str], fallback: str = "del") -> str:
    """A key like the text that nobody has yet: `Budget {year}` gives budget, then budget-2."""
    wanted = slugify(PATTERN_WORDS.sub("", text))[:LONGEST].strip("-_") or fallback
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def free_template_code(text: str, organisation: Organisation) -> str:
    """A code like the text that no template of the organisation has."""
    taken = ReportTemplate.objects.filter(organisation=organisation).values_list("code", flat=True)
    return free_code(text, {*taken, *RESERVED}, "mall")
