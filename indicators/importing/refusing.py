"""A file that can't be read: the code of the reason and a Swedish sentence."""

from __future__ import annotations

NOTHING_SAVED = "Inget är sparat."


class FileRefused(Exception):
    """The whole file is refused. `code` names the rule, `message` says what was given, why not and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def refuse(code: str, message: str) -> FileRefused:
    """A refusal that ends with what stands: nothing is saved."""
    return FileRefused(code, f"{message} {NOTHING_SAVED}")
