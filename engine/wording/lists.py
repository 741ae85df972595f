"""Listing things in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from engine.model.words import Language, Text


class Conjunction(Enum):
    """What stands before the last item. The Arabic letter for "and" is written onto the word."""

    AND = Text(" و", " and ")
    OR = Text(" أو ", " or ")


_COMMA = Text("، ", ", ")


def join(
    items: Sequence[str], language: Language, conjunction: Conjunction = Conjunction.AND
) -> str:
    """List `items` in their order; nothing gives an empty text.

    >>> join(["PDF", "JPEG", "PNG"], Language.EN, Conjunction.OR)
    'PDF, JPEG or PNG'
    >>> join(["أحمد", "سعد", "نورة"], Language.AR)
    'أحمد، سعد ونورة'
    """
    if len(items) < 2:
        return "".join(items)
    before = _COMMA.in_(language).join(items[:-1])
    return f"{before}{conjunction.value.in_(language)}{items[-1]}"
