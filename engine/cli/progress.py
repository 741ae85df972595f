"""How far a long command is: a line on a terminal that rewrites itself, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

_Item = TypeVar("_Item")
_EVERY_SECONDS = 0.2
_CLEAR = "\r\x1b[2K"


def progress(items: Iterable[_Item], doing: str, total: int | None = None) -> Iterator[_Item]:
    """The items as they come, while standard error says how many there were, and how many a second.

    `total` is how many there will be, when that is known.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    began = said = monotonic()
    try:
        for number, item in enumerate(items, start=1):
            yield item
            now = monotonic()
            if now - said >= _EVERY_SECONDS:
                said = now
                sys.stderr.write(_CLEAR + line(doing, number, total, now - began))
                sys.stderr.flush()
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()


def line(doing: str, number: int, total: int | None, seconds: float) -> str:
    """What is said after so many items and seconds.

    >>> line("replaying", 250, 1000, 2.0)
    'replaying: 250 of 1000 (25%), 125 a second, 6 s left'
    >>> line("walking", 10, None, 0.5)
    'walking: 10, 20 a second'
    """
    rate = number / seconds if seconds > 0 else 0.0
    if total is None:
        return f"{doing}: {number}, {rate:.0f} a second"
    part = 100 * number // total if total else 100
    left = f", {(total - number) / rate:.0f} s left" if rate else ""
    return f"{doing}: {number} of {total} ({part}%), {rate:.0f} a second{left}"
