"""Pages of a list that nobody counts: with hundreds of thousands of rows the counting costs more than the page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage
from django_tables2 import LazyPaginator

ROWS_A_PAGE = 50
# No page further than any list reaches; a database refuses to skip more rows than it can count.
LAST_PAGE = 20_000


class BoundedPaginator(LazyPaginator):
    """Django-tables2's lazy pages, with an end to what an address may ask for."""

    def validate_number(self, number: Any) -> int:
        checked: int = super().validate_number(number)
        if checked > LAST_PAGE:
            raise EmptyPage("Sidan finns inte.")
        return checked
