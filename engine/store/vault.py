"""The file vault: contents of supplied files in a folder, encrypted at rest.

A file is a header (a magic word and a random salt) and pieces of 64 KiB, each sealed with
AES-256-GCM. The key of a file is derived from the vault's key, the salt and the file's id, so a
file moved to another id does not open; a piece's nonce is its number and whether it is the last,
so pieces cannot be dropped, swapped or cut off unseen.

Writing goes to `incoming/` first and is moved into place whole, so a reader never meets half a
file, and what an accident leaves behind lies in one folder (`drop_unfinished`).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.protocols import FileDamaged

PIECE_BYTES = 64 * 1024
KEY_BYTES = 32
_MAGIC = b"MUMARIS1"
_SALT_BYTES = 32
_SEAL_BYTES = 16


class Vault:
    """`engine.store.protocols.Files` in a folder that no web server serves."""

    def __init__(self, root: Path, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the key of the vault has {KEY_BYTES} bytes")
        self._root = root
        self._incoming = root / "incoming"
        self._key = key
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    def receive(self, pieces: Iterable[bytes]) -> str:
        id = secrets.token_hex(16)
        unfinished = self._incoming / id
        try:
            with unfinished.open("xb") as file:
                os.fchmod(file.fileno(), 0o600)
                self._seal(id, pieces, file)
                file.flush()
                os.fsync(file.fileno())
            place = self._place(id)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            unfinished.replace(place)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(place.parent)
        return id

    def open(self, id: str) -> Iterator[bytes]:
        pieces = self._unseal(id)
        return chain((next(pieces),), pieces)  # the first piece now, so that errors come now

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

    def _place(self, id: str) -> Path:
        if not (id.isascii() and id.isalnum()):
            raise FileNotFoundError(id)
        return self._root / id[:2] / id

    def _cipher(self, id: str, salt: bytes) -> AESGCM:
        derive = HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"mumaris file " + id.encode())
        return AESGCM(derive.derive(self._key))

    def _seal(self, id: str, pieces: Iterable[bytes], file: BinaryIO) -> None:
        salt = secrets.token_bytes(_SALT_BYTES)
        cipher = self._cipher(id, salt)
        file.write(_MAGIC + salt)
        for number, (piece, is_last) in enumerate(_even(pieces)):
            sealed = cipher.encrypt(_nonce(number, is_last), piece, _MAGIC)
            file.write(sealed)

    def _unseal(self, id: str) -> Iterator[bytes]:
        with self._place(id).open("rb") as file:
            header = file.read(len(_MAGIC) + _SALT_BYTES)
            if not header.startswith(_MAGIC):
                raise FileDamaged(f"file {id} is not of this vault")
            cipher = self._cipher(id, header[len(_MAGIC) :])
            sealed = file.read(PIECE_BYTES + _SEAL_BYTES)
            number, is_last = 0, False
            while not is_last:
                following = file.read(PIECE_BYTES + _SEAL_BYTES)
                is_last = not following
                try:
                    yield cipher.decrypt(_nonce(number, is_last), sealed, _MAGIC)
                except InvalidTag as error:
                    raise FileDamaged(f"piece {number} of file {id} does not open") from error
                sealed, number = following, number + 1


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
