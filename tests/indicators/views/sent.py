"""What the forms of a figure send, and what is stored and read afterwards."""

import html
import re

from indicators.models import FigureRevision

NEW = "/varden/nytt/"


def words(response):
    """The page's words as they are read."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def about(**told):
    """What a new figure is about, as the form sends it."""
    usual = {"indicator": "vol", "unit": "hr-service", "part": "total", "scenario": "outcome", "year": "2024"}
    return usual | {"span": "ytd", "month": "8", "value": "221", "footnote_kind_0": "explanation"} | told


def correction(seen=1, **told):
    """A correction as the form sends it."""
    usual = {"value": "213", "reason": "Siffrorna var omkastade", "seen": str(seen), "footnote_kind_0": "explanation"}
    return usual | told


def values():
    return [str(row.value) if row.value is not None else row.marker for row in FigureRevision.objects.order_by("pk")]


def address(fact):
    return f"/varden/{fact.pk}/ratta/"
