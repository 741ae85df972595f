"""How much one evaluation may do. A bound that is reached ends it, and its result is null."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MAX_STEPS: Final = 1_000_000
MAX_NESTING: Final = 1_500  # levels of expressions and calls inside one another
MAX_DEPTH: Final = 180  # levels of lists and contexts inside one another
_FRAMES: Final = 10  # of Python, that one level may take
MAX_ITEMS: Final = 100_000  # of one list
MAX_LETTERS: Final = 1_000_000  # of one string


class Exhausted(Exception):
    """A bound was reached. Never leaves the interpreter."""


class Budget:
    """The steps that are left, and how deep the evaluation, and the value it looks at, are."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self._left = steps
        self._nesting = 0
        self._depth = 0

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Come back to the level of now, whatever happens; Python's stack is given room."""
        nesting, depth = self._nesting, self._depth
        frames = sys.getrecursionlimit()
        sys.setrecursionlimit(max(frames, MAX_NESTING * _FRAMES))
        try:
            yield
        finally:
            sys.setrecursionlimit(frames)
            self._nesting, self._depth = nesting, depth

    def spend(self, steps: int = 1) -> None:
        """Take some steps; raises Exhausted when there are not so many left."""
        self._left -= steps
        if self._left < 0:
            raise Exhausted

    def enter(self) -> None:
        """Go one level deeper, for one step; raises Exhausted where that is too deep."""
        self._nesting += 1
        self.spend()
        if self._nesting > MAX_NESTING:
            raise Exhausted

    def leave(self) -> None:
        self._nesting -= 1

    def descend(self) -> None:
        """Go one level deeper into a value, as `enter` does into an expression."""
        self._depth += 1
        self.spend()
        if self._depth > MAX_DEPTH:
            raise Exhausted

    def ascend(self) -> None:
        self._depth -= 1

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
