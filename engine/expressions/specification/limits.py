"""How much one evaluation may do. A bound that is reached ends it, and its result is null."""

from __future__ import annotations

from typing import Final

MAX_STEPS: Final = 1_000_000
MAX_NESTING: Final = 180  # levels of expressions and calls inside one another
MAX_ITEMS: Final = 100_000  # of one list
MAX_LETTERS: Final = 1_000_000  # of one string


class Exhausted(Exception):
    """A bound was reached. Never leaves the interpreter."""


class Budget:
    """The steps that are left, and how deep the evaluation is."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self._left = steps
        self.depth = 0

    def spend(self, steps: int = 1) -> None:
        """Take some steps; raises Exhausted when there are not so many left."""
        self._left -= steps
        if self._left < 0:
            raise Exhausted

    def enter(self) -> None:
        """Go one level deeper, for one step; raises Exhausted where that is too deep."""
        self.depth += 1
        self.spend()
        if self.depth > MAX_NESTING:
            raise Exhausted

    def leave(self) -> None:
        self.depth -= 1

    def items(self, count: int) -> None:
        """Allow a list of so many items."""
        if count > MAX_ITEMS:
            raise Exhausted
        self.spend(count)

    def letters(self, count: int) -> None:
        """Allow a string of so many characters."""
        if count > MAX_LETTERS:
            raise Exhausted
        self.spend(count // 64)
