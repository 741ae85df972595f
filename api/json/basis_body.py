"""What a reason or a fee rests on, as JSON says it: dated values and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.json.values import CitationBody, citations
from engine.decide.views import BasisView
from engine.definitions.catalogue import Catalogue
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class BasisBody:
    """A dated value, or what the `rows` of a table gave, that something rests on.

    `since` is its first day; null for what is computed or holds on every date."""

    name: str
    rows: tuple[str, ...]
    since: date | None
    sentence: Text
    citations: tuple[CitationBody, ...]


def bases(
    arabic: tuple[BasisView, ...], english: tuple[BasisView, ...], catalogue: Catalogue
) -> tuple[BasisBody, ...]:
    """The same in both languages, joined."""
    return tuple(
        BasisBody(
            en.name,
            en.rows,
            en.since,
            Text(ar.sentence, en.sentence),
            citations(en.cite, catalogue),
        )
        for ar, en in zip(arabic, english, strict=True)
    )
