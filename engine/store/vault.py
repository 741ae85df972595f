"""The file vault: contents of supplied files in a folder, encrypted at rest.

A file is a header (a magic word, the id of a key of the vault's ring, a random salt) and pieces of
64 KiB, each sealed with AES-256-GCM. The key of a file is derived from the ring's key, the salt and
the file's id, so a file moved to another id does not open; a piece's nonce is its number and
whether it is the last, so pieces cannot be dropped, swapped or cut off unseen. The headers of the
first vaults named no key: such a file is opened with whichever key opens its first piece.

Writing goes to `incoming/` first and is moved into place whole, so a reader never meets half a
file, and what an accident leaves behind lies in one folder (`drop_unfinished`).
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.keyring import KEY_BYTES, Key, Keyring
from engine.store.protocols import FileDamaged

PIECE_BYTES = 64 * 1024
_MAGIC = b"MUMARIS2"
_KEYLESS = b"MUMARIS1"
_ID_BYTES = 4
_SALT_BYTES = 32
_SEAL_BYTES = 16


class Vault:
    """`engine.store.protocols.Files` in a folder that no web server serves."""

    def __init__(self, root: Path, ring: Keyring) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._ring = ring
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    def receive(self, pieces: Iterable[bytes]) -> str:
        id = secrets.token_hex(16)
        with self._finished(lambda file: self._seal(id, pieces, file)) as finished:
            self._move(finished, id)
        return id

    def receive_sealed(self, id: str, pieces: Iterable[bytes]) -> None:
        with self._finished(lambda file: file.writelines(pieces)) as finished:
            self._move(finished, id)

    def open(self, id: str) -> Iterator[bytes]:
        pieces = self._unseal(id)
        return chain((next(pieces),), pieces)  # the first piece now, so that errors come now

    def ids(self) -> Iterator[str]:
        return (place.name for place in sorted(self._root.glob("??/*")))

    def sealed(self, id: str) -> Iterator[bytes]:
        file = self._place(id).open("rb")  # now, so that a file which is missing is told now
        return _pieces(file)

    def remove(self, id: str) -> None:
        self._place(id).unlink(missing_ok=True)

    def kept_before(self, at: datetime) -> Iterator[str]:
        for place in self._root.glob("??/*"):
            if _is_before(place, at):
                yield place.name

    def drop_unfinished(self, before: datetime) -> None:
        for unfinished in self._incoming.iterdir():
            if _is_before(unfinished, before):
                unfinished.unlink(missing_ok=True)

    def used_keys(self) -> Counter[str]:
        """How many files each key sealed, by its id; the empty id: those that name none."""
        return Counter(self._named_key(place) for place in self._root.glob("??/*"))

    def reseal(self) -> Iterator[bool]:
        """Seal each file anew that another key than the one in use sealed; whether it was needed.

        It may be stopped anywhere and run again, also while files are kept, read and removed.
        """
        for place in sorted(self._root.glob("??/*")):
            is_old = self._named_key(place) != self._ring.current.id
            yield is_old and self._reseal(place)

    def _reseal(self, place: Path) -> bool:
        try:
            kept = place.stat()
            id = place.name
            with self._finished(lambda file: self._seal(id, self.open(id), file)) as finished:
                os.utime(finished, ns=(kept.st_atime_ns, kept.st_mtime_ns))  # no newer than it is
                if not place.exists():
                    return False
                finished.replace(place)
        except FileNotFoundError:  # removed meanwhile
            return False
        _sync_folder(place.parent)
        return True

    def _named_key(self, place: Path) -> str:
        with suppress(FileNotFoundError), place.open("rb") as file:
            header = file.read(len(_MAGIC) + _ID_BYTES)
            if header.startswith(_MAGIC):
                return header[len(_MAGIC) :].hex()
        return ""

    def _place(self, id: str) -> Path:
        if not (id.isascii() and id.isalnum()):
            raise FileNotFoundError(id)
        return self._root / id[:2] / id

    def _move(self, finished: Path, id: str) -> None:
        place = self._place(id)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        finished.replace(place)
        _sync_folder(place.parent)

    @contextmanager
    def _finished(self, write: Callable[[BinaryIO], None]) -> Iterator[Path]:
        """What `write` writes, whole and on the disk, for the block to move into its place."""
        unfinished = self._incoming / secrets.token_hex(16)
        try:
            with unfinished.open("xb") as file:
                os.fchmod(file.fileno(), 0o600)
                write(file)
                file.flush()
                os.fsync(file.fileno())
            yield unfinished
        finally:
            unfinished.unlink(missing_ok=True)

    def _seal(self, id: str, pieces: Iterable[bytes], file: BinaryIO) -> None:
        key, salt = self._ring.current, secrets.token_bytes(_SALT_BYTES)
        named = _MAGIC + bytes.fromhex(key.id)
        cipher = _cipher(key, id, salt)
        file.write(named + salt)
        file.writelines(
            cipher.encrypt(_nonce(number, is_last), piece, named)
            for number, (piece, is_last) in enumerate(_even(pieces))
        )

    def _unseal(self, id: str) -> Iterator[bytes]:
        with self._place(id).open("rb") as file:
            named, keys = self._header(id, file)
            salt = file.read(_SALT_BYTES)
            ciphers = [_cipher(key, id, salt) for key in keys]
            sealed = file.read(PIECE_BYTES + _SEAL_BYTES)
            number, is_last = 0, False
            while not is_last:
                following = file.read(PIECE_BYTES + _SEAL_BYTES)
                is_last = not following
                cipher, piece = _opened(id, ciphers, number, is_last, sealed, named)
                yield piece
                ciphers = [cipher]
                sealed, number = following, number + 1

    def _header(self, id: str, file: BinaryIO) -> tuple[bytes, tuple[Key, ...]]:
        """What every piece is sealed together with, and the keys that may open it."""
        magic = file.read(len(_MAGIC))
        if magic == _KEYLESS:
            return magic, self._ring.keys
        if magic != _MAGIC:
            raise FileDamaged(f"file {id} is not of this vault")
        named = file.read(_ID_BYTES)
        key = self._ring.get(named.hex())
        if key is None:
            raise FileDamaged(f"file {id} is sealed with key `{named.hex()}`, which is not here")
        return magic + named, (key,)


def _cipher(key: Key, id: str, salt: bytes) -> AESGCM:
    derive = HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"mumaris file " + id.encode())
    return AESGCM(derive.derive(key.secret))


def _opened(
    id: str, ciphers: list[AESGCM], number: int, is_last: bool, sealed: bytes, named: bytes
) -> tuple[AESGCM, bytes]:
    """The piece, and the cipher that opened it."""
    for cipher in ciphers:
        with suppress(InvalidTag):
            return cipher, cipher.decrypt(_nonce(number, is_last), sealed, named)
    raise FileDamaged(f"piece {number} of file {id} does not open")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _even(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of equal size, each with whether it is the last; one at least."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) > PIECE_BYTES:
            yield bytes(held[:PIECE_BYTES]), False
            del held[:PIECE_BYTES]
    yield bytes(held), True


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes((is_last,))


def _is_before(place: Path, at: datetime) -> bool:
    try:
        return datetime.fromtimestamp(place.stat().st_mtime, UTC) < at
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make a rename inside the folder outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
