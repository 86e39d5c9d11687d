"""The colours and the font of charts, read from the one token file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from vss_portal.tokens import read_tokens


@dataclass(frozen=True)
class Palette:
    """Tokens by name, as ``palette["accent"]``. A missing name raises ``LookupError``: a bar needs its colour."""

    tokens: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        if name not in self.tokens:
            raise LookupError(f"Färgen {name} saknas bland formgivningens variabler.")
        return self.tokens[name]


@lru_cache(maxsize=1)
def default_palette() -> Palette:
    """The palette of ``tokens.css``, read once."""
    return Palette(read_tokens())
