"""Soft hyphens for the narrow columns of print: long Swedish words break between their parts and nowhere else."""

from __future__ import annotations

import re

SOFT = "\u00ad"
SHORTEST = 12
# The last parts of the compounds that headings and names of goals are made of.
PARTS = (
    "anställda|ansvar|arbete|avgång|avvikelse|bedömning|budget|chef|engagemang|förvaltning|försörjning|gemensam|grad|"
    "handlingar|indikator|investering|kontroll|kostnader|ledarskap|målvärde|nämnd|område|plats|plan|processer|produktion|"
    "ram|resultat|samverkan|samling|service|specifika|statistik|strategi|styrning|uppdrag|utbildning|utfall|utveckling|"
    "verksamhet|växling|åtgärder"
)
JOINT = re.compile(rf"(?<=\w{{4}})(?={PARTS})", re.IGNORECASE)
WORD = re.compile(rf"\w{{{SHORTEST},}}")


def softened(text: str) -> str:
    """The text with a soft hyphen where a long word may be parted."""
    return WORD.sub(lambda word: JOINT.sub(SOFT, word[0]), text)


def longest_piece(text: str) -> int:
    """How many letters the longest piece has that can't be parted, its hyphen counted."""
    pieces = re.split(r"[\s\u00ad]|(?<=-)", softened(text))
    return max((len(piece) for piece in pieces), default=0)
