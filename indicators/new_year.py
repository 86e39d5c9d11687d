"""The steps of setting up a year that the facts bring; an app brings its own in a module of this name."""

from indicators.year.copying import ASSIGNMENTS, CALENDAR, GOALS, PEOPLE, TARGETS, WHEEL

STEPS = (GOALS, TARGETS, ASSIGNMENTS, PEOPLE, CALENDAR, WHEEL)
