"""Adopting: what a report shows is frozen with its bytes, and nothing can change it."""
