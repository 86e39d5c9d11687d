"""Turning the year: the organisation's changes, the catalogue, the setting up of a year, its wheel, its budget."""
