"""What may be written at a place, as an editor offers it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.editing.names import Sort


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be written; `rank` orders offers, the lowest first.

    `about` is Markdown. `typed` is what is written where it is more than `text`, as the colon of
    a key.
    """

    text: str
    detail: str
    about: str
    sort: Sort
    rank: int
    typed: str | None = None
