"""How grave a problem is: by its code alone, so that one fault weighs the same everywhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """An error refuses a release. A warning is a likely mistake, and a note what was left open."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_WARNINGS: Final = frozenset(f"D{number}" for number in range(246, 267))
_NOTES: Final = frozenset({"E436"})


def severity_of(code: str) -> Severity:
    """The severity of a code; docs/reference/problems.md says the same."""
    if code in _NOTES:
        return Severity.NOTE
    return Severity.WARNING if code in _WARNINGS else Severity.ERROR
