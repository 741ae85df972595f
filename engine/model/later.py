"""Tuples that are made when somebody reads them: most decisions are never explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Later(Sequence[T]):
    """The items of `make(*given)`, made once, when first read.

    Equal to any tuple, or other `Later`, of the same items, and hashed like it. `make` must give
    the same whenever it is called.

    >>> later = Later(sorted, "ba")
    >>> later == ("a", "b"), len(later)
    (True, 2)
    """

    __slots__ = ("_given", "_items", "_make")

    def __init__(self, make: Callable[..., Sequence[T]], *given: object) -> None:
        self._make = make
        self._given = given
        self._items: tuple[T, ...] | None = None

    def _made(self) -> tuple[T, ...]:
        if self._items is None:
            self._items = tuple(self._make(*self._given))
        return self._items

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._made()[index]

    def __len__(self) -> int:
        return len(self._made())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Later):
            return self._made() == other._made()
        return self._made() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._made())

    def __repr__(self) -> str:
        return repr(self._made())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._made(),)
