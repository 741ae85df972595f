"""Sources of law and practice, and how good the best of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.model.problem import Span
from engine.model.words import Text


class Rank(StrEnum):
    """How good a source is, best first; `INFERENCE` and `DEMONSTRATION` taint what cites them."""

    OFFICIAL = "official"
    OFFICIAL_OLDER = "official_older"
    OFFICIAL_MIRRORED = "official_mirrored"
    CONTRACTOR = "contractor"
    THIRD_PARTY = "third_party"
    FOUNDING_ARTICLE = "founding_article"
    INFERENCE = "inference"
    DEMONSTRATION = "demonstration"


_OFFICIAL = {Rank.OFFICIAL, Rank.OFFICIAL_OLDER, Rank.OFFICIAL_MIRRORED}
_TAINTED = {Rank.INFERENCE, Rank.DEMONSTRATION}


@dataclass(frozen=True, slots=True)
class Source:
    """One page, law or other text that values and rules cite by `id`."""

    id: str
    title: Text
    rank: Rank
    address: str | None
    read_on: date | None  # when we read it
    span: Span


def is_official(ranks: frozenset[Rank]) -> bool:
    """Whether what cites these ranks may be shown as official: the best is, and none taints it."""
    return bool(ranks & _OFFICIAL) and not ranks & _TAINTED
