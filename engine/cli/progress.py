"""How far a long command is: a line on a terminal that rewrites itself, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from types import TracebackType
from typing import TypeVar

import click

_Item = TypeVar("_Item")
_EVERY_SECONDS = 0.2
_CLEAR = "\r\x1b[2K"


class Progress:
    """Says on standard error how many of `total` are done; `total` None: it is not known."""

    def __init__(self, doing: str, total: int | None = None) -> None:
        self._doing = doing
        self._total = total
        self._done = 0
        self._began = self._said = monotonic()
        self._is_shown = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._write("")

    def advance(self, count: int = 1) -> None:
        self._done += count
        now = monotonic()
        if now - self._said >= _EVERY_SECONDS:
            self._said = now
            self._write(line(self._doing, self._done, self._total, now - self._began))

    def say(self, text: str) -> None:
        """Print a line of the command's own without tearing the line that is shown."""
        self._write("")
        click.echo(text)

    def _write(self, text: str) -> None:
        if self._is_shown:
            sys.stderr.write(_CLEAR + text)
            sys.stderr.flush()


def progress(items: Iterable[_Item], doing: str, total: int | None = None) -> Iterator[_Item]:
    """The items as they come, while `Progress` counts them."""
    with Progress(doing, total) as shown:
        for item in items:
            yield item
            shown.advance()


def line(doing: str, done: int, total: int | None, seconds: float) -> str:
    """What is said after so many items and seconds.

    >>> line("replaying", 250, 1000, 2.0)
    'replaying: 250 of 1000 (25%), 125 a second, 6 s left'
    >>> line("walking", 10, None, 0.5)
    'walking: 10, 20 a second'
    """
    rate = done / seconds if seconds > 0 else 0.0
    if total is None:
        return f"{doing}: {done}, {rate:.0f} a second"
    part = 100 * done // total if total else 100
    left = f", {(total - done) / rate:.0f} s left" if rate else ""
    return f"{doing}: {done} of {total} ({part}%), {rate:.0f} a second{left}"
