"""What an author may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_MOST_LISTED = 16
_RIVAL = 0.06  # of the likeness, by which another word may be behind and be meant as well


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is near; ties go to the first by name.

    >>> closest("adress.zone", ["address.zone", "address.street"])
    'address.zone'
    >>> closest("cod of ranks", ["text", "code of specialties"])
    'code of ranks'
    """
    words = sorted(set(known))
    kind, of, name = word.partition(" of ")
    if of:
        kinds = {known_word.partition(" of ")[0] for known_word in words if " of " in known_word}
        near = get_close_matches(kind.strip(), sorted(kinds), 1)
        return f"{near[0]} of {name.strip()}" if near else None
    near = get_close_matches(word, words, 1, cutoff=0.7)
    if near:
        return near[0]
    lowered = {known_word.lower(): known_word for known_word in reversed(words)}
    return lowered.get(word.lower())


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the closest known word, or two that are about as near; None without one.

    >>> did_you_mean("nort", ["north", "south"])
    'did you mean `north`?'
    >>> did_you_mean("first_dat", ["first_date", "first_day"])
    'did you mean `first_date` or `first_day`?'
    """
    words = sorted(set(known))
    near = closest(word, words)
    if near is None:
        return None
    rival = next((one for one in get_close_matches(word, words, 2) if one != near), None)
    if rival is not None and likeness(word, near) - likeness(word, rival) < _RIVAL:
        return f"did you mean `{near}` or `{rival}`?"
    return f"did you mean `{near}`?"


def likeness(word: str, known: str) -> float:
    """How much of two words is the same, from 0 to 1."""
    return SequenceMatcher(None, known, word).ratio()


def meant_or_listed(word: str, known: Iterable[str], what: str) -> str | None:
    """A hint with the closest known word, or with all of them when they are few."""
    words = sorted(set(known))
    hint = did_you_mean(word, words)
    if hint is None and 0 < len(words) <= _MOST_LISTED:
        hint = f"{what}: " + ", ".join(f"`{known_word}`" for known_word in words)
    return hint
