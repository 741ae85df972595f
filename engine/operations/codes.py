"""The codes of issued documents: nobody can guess one, and most slips in typing one are seen.

    4F7K9-MXD2H-0ZR8V-WJ5NC-3PYEA-1GS7K-B6T4X

Thirty-five characters of Crockford's 32 (no I, L, O, U). 128 bits are random; 42 sign them with a
key that is kept apart from the database, so that a row which somebody wrote into it is no document;
the last character checks the others (Luhn's algorithm to the base 32): one wrong character is
always found, and two that changed places nearly always.

Not here: which documents there are (`issuing.py`).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from engine.digits import western_digits
from engine.store.keyring import Key, Keyring

NO_CODE: Final = "00000-00000-00000-00000-00000-00000-00000"  # signed by nobody
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT: Final = str.maketrans("ILO", "110")  # what is taken for a digit when it is read
_RANDOM_BITS: Final = 128
_SIGNED_BITS: Final = 42
_BASE: Final = len(LETTERS)
_LENGTH: Final = (_RANDOM_BITS + _SIGNED_BITS) // 5 + 1
_GROUP: Final = 5


def new_code(ring: Keyring) -> str:
    """A code signed by the key in use, as it is printed."""
    random = secrets.randbits(_RANDOM_BITS)
    whole = (random << _SIGNED_BITS) | _signature(ring.current, random)
    letters = "".join(LETTERS[(whole >> at) & 31] for at in range(5 * (_LENGTH - 2), -1, -5))
    return _grouped(letters + _check_letter(letters))


def read_code(typed: str) -> str | None:
    """The code as it is printed, however it was typed; None when it cannot be one.

    Spaces, hyphens and case do not matter, digits may be Arabic, and O, I and L are read as the
    digits they look like.
    """
    letters = western_digits(typed).upper().translate(_MEANT)
    letters = "".join(one for one in letters if one.isalnum())
    if len(letters) != _LENGTH or not set(letters) <= set(LETTERS):
        return None
    return _grouped(letters) if _check_letter(letters[:-1]) == letters[-1] else None


def is_signed(code: str, ring: Keyring) -> bool:
    """Whether a code that `read_code` gave was signed by a key of the ring."""
    whole = 0
    for letter in code.replace("-", "")[:-1]:
        whole = whole << 5 | LETTERS.index(letter)
    random, signature = divmod(whole, 1 << _SIGNED_BITS)
    made = signature.to_bytes(8, "big")
    # Each key is tried, so that how long it takes does not say which it was.
    fits = [
        hmac.compare_digest(_signature(key, random).to_bytes(8, "big"), made) for key in ring.keys
    ]
    return any(fits)


def _signature(key: Key, random: int) -> int:
    content = b"mumaris issued document " + random.to_bytes(_RANDOM_BITS // 8, "big")
    digest = hmac.new(key.secret, content, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _SIGNED_BITS)


def _check_letter(letters: str) -> str:
    total = 0
    for position, letter in enumerate(reversed(letters)):
        value = LETTERS.index(letter) * (2 if position % 2 == 0 else 1)
        total += value // _BASE + value % _BASE
    return LETTERS[-total % _BASE]


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
