"""What people say of pages and of services: counted, and tied to nobody where it is of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.model.words import Language

MOST_STARS: Final = 5


@dataclass(frozen=True, slots=True)
class PageOpinion:
    """Whether a page was useful. `page` is its name, and `service` the one that it is about."""

    page: str
    service: str | None
    language: Language
    day: date
    is_useful: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What the owner of an application, who has one rating of it, thinks of the service."""

    reference: str
    service: str
    stars: int  # from 1 to MOST_STARS
    comment: str
    language: Language
    day: date


@dataclass(frozen=True, slots=True)
class PageFigures:
    page: str
    service: str | None
    useful: int
    not_useful: int

    @property
    def total(self) -> int:
        return self.useful + self.not_useful


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """How many gave how many stars, from one to the most."""

    service: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def average_tenths(self) -> int:
        """The average in tenths of a star, rounded half up."""
        sum_of = sum(stars * count for stars, count in enumerate(self.counts, start=1))
        return (20 * sum_of + self.total) // (2 * self.total)


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that somebody wrote, of a page or of a service; `stars` where they rated it."""

    day: date
    page: str | None
    service: str | None
    stars: int | None
    is_useful: bool | None
    text: str
