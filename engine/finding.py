"""Finding services by words that people type, in either language and however they spell them.

Arabic is folded before it is compared: forms of alef and hamza, teh marbuta and heh, alef maqsura
and yeh, diacritics, tatweel; any digits are the same digits; the article goes with what is written
to it. A service is found when each word is in its title, its keywords, its summary or its audience,
in either language; the better the place, the earlier it comes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from engine.digits import western_digits
from engine.model.service import Service
from engine.model.words import Language
from engine.phrases import phrase

LONGEST: Final = 100
"""As many characters of a query are read."""
_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = str.maketrans(
    {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ء": None, "ـ": None}
)
_ARTICLES: Final = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_SHORTEST_STEM: Final = 3


def folded(text: str) -> str:
    """`text` as it is compared: equal for spellings that people take for the same.

    >>> folded("الإقامـة") == folded("الاقامه"), folded("شُؤون") == folded("شوون")
    (True, True)
    """
    apart = unicodedata.normalize("NFKD", western_digits(text))
    letters = "".join(one for one in apart if unicodedata.category(one) != "Mn")
    return letters.translate(_ALIKE).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared, without articles and plural `s`.

    >>> words_of("Fees of the Certificates")
    ('fee', 'of', 'the', 'certificate')
    """
    return tuple(_stem(word) for word in _WORD.findall(folded(text)))


def find(services: Iterable[Service], query: str) -> tuple[Service, ...]:
    """The services that `query` finds, the nearest first and then in their own order.

    A query without a word that says something finds all of them.
    """
    asked = tuple(dict.fromkeys(words_of(query[:LONGEST])))
    asked = tuple(word for word in asked if word not in _passed_over())
    ranked = [(rank, one) for one in services if (rank := _rank(one, asked)) is not None]
    return tuple(one for _, one in sorted(ranked, key=lambda pair: pair[0]))


def says_something(query: str) -> bool:
    """Whether `query` has a word that services are looked for by."""
    return any(word not in _passed_over() for word in words_of(query[:LONGEST]))


def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_STEM:
            return word.removeprefix(article)
    if word.isascii() and word.endswith("s") and len(word) > _SHORTEST_STEM:
        return word.removesuffix("s")
    return word


@cache
def _passed_over() -> frozenset[str]:
    """Words that stand in every sentence, which nobody means when they search."""
    return frozenset(
        word for language in Language for word in words_of(phrase("search.passed-over", language))
    )


def _rank(service: Service, asked: tuple[str, ...]) -> int | None:
    """The sum of the places where the words are found; None when one of them is not."""
    places = _places(service)
    found = [
        next((at for at, words in enumerate(places) if _has(words, word)), None) for word in asked
    ]
    ranks = [at for at in found if at is not None]
    return sum(ranks) if len(ranks) == len(asked) else None


def _places(service: Service) -> tuple[tuple[str, ...], ...]:
    texts = (
        [service.title.in_(one) for one in Language],
        [word for one in Language for word in service.keywords.in_(one)],
        [service.summary.in_(one) for one in Language],
        [service.audience.in_(one) for one in Language],
    )
    return tuple(tuple(word for text in place for word in _declared(text)) for place in texts)


@lru_cache(maxsize=4096)
def _declared(text: str) -> tuple[str, ...]:
    """The words of a text of a definition, which is looked through at every search."""
    return words_of(text)


def _has(words: tuple[str, ...], asked: str) -> bool:
    """A word begins so; in Arabic, which writes much to the front of a word, it may hold it."""
    if asked.isascii() or len(asked) < _SHORTEST_STEM:
        return any(word.startswith(asked) for word in words)
    return any(asked in word for word in words)
