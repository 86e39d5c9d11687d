"""The forms of the facts."""
