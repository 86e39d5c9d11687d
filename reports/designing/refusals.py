"""What the template editor says no to."""

from __future__ import annotations


class DesignRefused(ValueError):
    """A change of a template that can't be made. `problems` are whole Swedish sentences: what, why not, what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
