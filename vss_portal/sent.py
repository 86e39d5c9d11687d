"""What a form or an address carries, read without surprise."""

from __future__ import annotations

#: Digits of the largest key that both databases can hold.
LONGEST = 18


def whole_number(text: str | None) -> int | None:
    """A whole number, zero or more, such as a key, a year or a step; None for anything else, an endless one too."""
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and len(plain) <= LONGEST else None
