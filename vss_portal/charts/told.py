"""What a chart shows, in words: kind, subject, highest and lowest, and where the numbers stand."""

from collections.abc import Iterable

from vss_portal.charts.model import Row, Series, Value

NAMED_AT_MOST = 4
IN_TABLE = "Värdena står i tabellen till diagrammet."


def alt_text(kind: str, title: str, unit: str, findings: Iterable[str]) -> str:
    """The sentences after each other: ``Liggande staplar. Resultat, mnkr. Högst: …``"""
    subject = f"{title}, {unit}" if unit else title
    return " ".join(sentence for sentence in (f"{kind}.", f"{subject}.", *findings) if sentence)


def extremes(series: Series, named: list[tuple[str, Value]]) -> str:
    """Highest and lowest of one series with the words they are printed with, and who has no number."""
    known = [(label, value.number, value.text) for label, value in named if value.number is not None]
    lacking = _lacking([label for label, value in named if value.number is None])
    if not known:
        return f"{series.name}: inga värden.{lacking}"
    if len(known) == 1:
        return f"{series.name}: {known[0][0]} {known[0][2]}.{lacking}"
    high = max(known, key=lambda item: item[1])
    low = min(known, key=lambda item: item[1])
    return f"{series.name}: högst {high[0]} {high[2]}, lägst {low[0]} {low[2]}.{lacking}"


def _lacking(labels: list[str]) -> str:
    """Who has no number, by name where they are few."""
    if not labels:
        return ""
    if len(labels) > NAMED_AT_MOST:
        return f" Värde saknas för {len(labels)}."
    return f" Värde saknas: {', '.join(labels)}."


def of_series(rows: tuple[Row, ...], at: int) -> list[tuple[str, Value]]:
    """The values of one series with their rows' names."""
    return [(row.label.replace("\u00ad", ""), row.values[at]) for row in rows]
