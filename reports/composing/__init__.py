"""Composes a report: template + figures + texts at a moment become a tree of nodes."""

from reports.composing.compose import compose_report

__all__ = ["compose_report"]
