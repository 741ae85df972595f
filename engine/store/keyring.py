"""Keys of an installation: several for each purpose, so that a new one can take over from an old.

A ring is a list of secrets of 32 bytes. The first is in use: it seals and signs. All of them open
and verify, so what an older key sealed stays readable until that key is retired. A key's id is
derived from its secret, so it needs no place of its own and is the same on every machine; whatever
is sealed or signed carries the id of its key.

A ring comes from a setting (keys with commas between them), or from a file of one key a line. The
file is read again when it changes, so every process of the machine follows within one use.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engine.model.problem import EngineError
from engine.store.secret import kept_secret, replace_secret

KEY_BYTES = 32


class Purpose(StrEnum):
    """What a ring is for; the file that keeps it is named after it."""

    FILES = "files"  # seals supplied files
    BILLER = "biller"  # signs what the biller says
    PORTAL = "portal"  # signs what is said to the biller
    DOCUMENTS = "documents"  # signs the references of issued documents
    ACCOUNTS = "accounts"  # seals second factors and other secrets of accounts

    @property
    def file(self) -> str:
        """The name of the file that keeps the ring: `file-key` of `files`."""
        return f"{str(self).removesuffix('s')}-key"


@dataclass(frozen=True, slots=True)
class Key:
    """`id` is eight hexadecimal digits that tell nothing of the secret."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return hashlib.sha256(b"mumaris key id" + self.secret).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Signature:
    """An HMAC-SHA256 in hexadecimal digits, and the id of the key that made it."""

    key: str
    digits: str


class Keyring:
    """The keys of one purpose: as they were given, or as a file has them now."""

    def __init__(self, secrets_given: Iterable[bytes], place: Path | None = None) -> None:
        self._place = place
        self._seen: tuple[int, int, int] | None = None
        self._keys = tuple(map(Key, secrets_given))
        if place is None and not self._keys:
            raise ValueError("a ring has at least one key")
        if any(len(key.secret) != KEY_BYTES for key in self._keys):
            raise ValueError(f"a key has {KEY_BYTES} bytes")

    @classmethod
    def kept(cls, place: Path) -> Keyring:
        """The ring of a file, made with one key when missing; raises EngineError for a bad one."""
        kept_secret(place)
        ring = cls((), place)
        ring.keys  # noqa: B018 - read now, so that a bad file is told now
        return ring

    @property
    def is_given(self) -> bool:
        """Whether the keys come from a setting, and are changed there."""
        return self._place is None

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every key, the one in use first."""
        if self._place is not None:
            found = self._place.stat()
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            if seen != self._seen:
                self._keys = tuple(map(Key, read_keys(self._place.read_text(), str(self._place))))
                self._seen = seen
        return self._keys

    @property
    def current(self) -> Key:
        return self.keys[0]

    def get(self, id: str) -> Key | None:
        return next((key for key in self.keys if key.id == id), None)

    def add(self) -> Key:
        """Put a new key in use. Raises EngineError when the keys are given by a setting."""
        key = Key(secrets.token_bytes(KEY_BYTES))
        with self._changing() as place:
            _write(place, (key, *self.keys))
        return key

    def put_in_front(self, secrets_given: Iterable[bytes]) -> None:
        """Take keys of another place, the first to be in use; none that is here is lost."""
        with self._changing() as place:
            _write(place, dict.fromkeys((*map(Key, secrets_given), *self.keys)))

    def retire(self, id: str) -> None:
        """Forget a key for good; whatever only it opens is lost.

        Raises EngineError for the key in use, an unknown one, and where a setting gives the keys.
        """
        with self._changing() as place:
            if self.get(id) is None:
                raise EngineError(f"there is no key `{id}`")
            if self.current.id == id:
                raise EngineError(f"key `{id}` is in use; add another first")
            _write(place, (key for key in self.keys if key.id != id))

    def sign(self, message: bytes) -> Signature:
        key = self.current
        return Signature(key.id, _mac(key, message))

    def is_signed(self, message: bytes, digits: str, key: str | None = None) -> bool:
        """Whether a key of the ring made the signature; `key` None: any of them may have."""
        held = self.keys if key is None else tuple(filter(None, (self.get(key),)))
        given = digits.encode("utf-8", "replace")
        return any(hmac.compare_digest(_mac(one, message).encode(), given) for one in held)

    @contextmanager
    def _changing(self) -> Iterator[Path]:
        """One at a time: of two that add a key at once, neither may lose the other's."""
        if self._place is None:
            raise EngineError("these keys are given by a setting: change them there")
        with self._place.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed
            yield self._place


def read_keys(text: str, name: str) -> tuple[bytes, ...]:
    """Keys of 64 hexadecimal digits, with commas or line ends between them; `name` is for errors.

    Raises EngineError for anything else, and for none at all.
    """
    words = text.replace(",", " ").split()
    try:
        keys = tuple(map(bytes.fromhex, words))
    except ValueError:
        keys = ()
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise EngineError(f"{name} does not hold keys of {2 * KEY_BYTES} hexadecimal digits")
    return keys


def _write(place: Path, keys: Iterable[Key]) -> None:
    replace_secret(place, "".join(f"{key.secret.hex()}\n" for key in keys).encode())


def _mac(key: Key, message: bytes) -> str:
    return hmac.new(key.secret, message, hashlib.sha256).hexdigest()
