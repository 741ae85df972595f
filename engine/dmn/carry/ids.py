"""Names and values of a model as ids of ours: small Latin letters, digits and underscores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TAKEN_WORDS = frozenset(("true", "false", "null", "absent", "id", "cite"))


def snake(name: str, otherwise: str) -> str:
    """The name in snake case, or `otherwise` where nothing Latin is left of it.

    >>> snake("RiskCategory", "x"), snake("Approved/Declined", "x"), snake("سن", "input_1")
    ('risk_category', 'approved_declined', 'input_1')
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word.lower() for word in _WORD.findall(_HUMP.sub(" ", plain))]
    made = "_".join(words)
    if not made or (len(plain.split()) and not any(word in made for word in words)):
        return otherwise
    return made if made[0].isalpha() else f"n_{made}"


def field_name(name: str) -> str:
    """The name of a field of a context or an item, wherever it is written."""
    return snake(name, f"field_{sum(map(ord, name)) % 1000}")


def kebab(name: str, otherwise: str) -> str:
    return snake(name, otherwise).replace("_", "-")


class Names:
    """Gives every name once: a second one of the same kind gets a number."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def unique(self, name: str) -> str:
        made, number = name, 1
        while made in self._taken:
            number += 1
            made = f"{name}_{number}"
        self._taken.add(made)
        return made


class Codes:
    """Texts of a model as codes of lists; one text is one code everywhere."""

    def __init__(self) -> None:
        self._names = Names(_TAKEN_WORDS)
        self._codes: dict[str, str] = {}

    def code(self, text: str) -> str:
        if text not in self._codes:
            is_code = _CODE.fullmatch(text) is not None
            made = text if is_code else snake(text, f"value_{len(self._codes) + 1}")
            self._codes[text] = self._names.unique(made)
        return self._codes[text]

    def known(self, text: str) -> str | None:
        """The code of a text that some list holds, or None."""
        return self._codes.get(text)
