"""Passwords: hashing and checking them, with the same work for an account that does not exist."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.operations.turns import Turns

# Source: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB, 2 passes, 1 lane.
_MEMORY_KIB = 19 * 1024
_PASSES = 2
_LANES = 1


class Passwords:
    """Argon2id behind turns, so that many sign-ins at once cannot take all memory."""

    def __init__(self, turns: Turns, memory_kib: int = _MEMORY_KIB, passes: int = _PASSES) -> None:
        self._turns = turns
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=_LANES)

    def hash(self, password: str) -> str:
        with self._turns.turn():
            return self._hasher.hash(_same_form(password))

    def is_right(self, password: str, hashed: str | None) -> bool:
        """Whether `password` made `hashed`; with none, false after the same work."""
        with self._turns.turn():
            try:
                self._hasher.verify(hashed or self._nobody, _same_form(password))
            except (VerificationError, InvalidHashError):
                return False
        return bool(hashed)

    def is_dated(self, hashed: str) -> bool:
        """Whether the hash was made with other costs than today's, and should be made again."""
        return self._hasher.check_needs_rehash(hashed)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody has this password")


def _same_form(password: str) -> bytes:
    """One spelling for what looks the same: keyboards differ in how they compose letters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
