"""Small groups are not told: neither themselves, nor by what is left when the others are added up.

Whoever knows that one consultant of a rare nationality applied in March should not read here what
became of them. A number from one to `smallest` - 1 is small. A row with a small number is hidden
whole, and then enough other rows that what all hidden ones come to is small nowhere: sums are told,
and a reader can subtract.

Zero is told: it is about nobody. Not told is which hidden rows are small ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

_Key = TypeVar("_Key")

SMALLEST = 10


def is_small(count: int, smallest: int) -> bool:
    return 0 < count < smallest


def hidden_rows(
    rows: Mapping[_Key, Sequence[int]],
    smallest: int,
    *,
    told: Sequence[bool] | None = None,
    willing: Collection[_Key] = (),
    already: Collection[_Key] = (),
) -> frozenset[_Key]:
    """The rows of a table to hide, so that no number in a hidden row can be computed.

    `told`: of each column, whether its sum is told (None: of all). Beside the rows with a small
    number go first those that are `willing`, then those with the least in their first column. A
    row of zeros says nothing, and stays. `already` are rows that are hidden whatever they hold.

    >>> sorted(hidden_rows({"a": (3,), "b": (40,), "c": (500,)}, 10))
    ['a', 'b']
    """
    counted = {key: row for key, row in rows.items() if any(row) or key in already}
    hidden = {key for key, row in counted.items() if any(is_small(one, smallest) for one in row)}
    hidden |= set(already)
    others = sorted(
        (key for key in counted if key not in hidden),
        key=lambda key: (key not in willing, *counted[key][:1]),
    )
    while hidden and others and _gives_away([counted[key] for key in hidden], smallest, told):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _gives_away(
    hidden: Sequence[Sequence[int]], smallest: int, told: Sequence[bool] | None
) -> bool:
    """Whether what the hidden rows come to is one of them, or says something about few."""
    if len(hidden) == 1:
        return True
    sums = [sum(column) for column in zip(*hidden, strict=True)]
    is_told = told or [True] * len(sums)
    return any(is_small(one, smallest) for one, is_so in zip(sums, is_told, strict=True) if is_so)
