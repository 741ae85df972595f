"""A small content sealed with a passphrase: AES-256-GCM under a key that scrypt makes of it."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from engine.model.problem import EngineError

_MAGIC = b"MUMARISK"
_SALT_BYTES = 32
_NONCE = bytes(12)  # a key is used once: its salt is new each time
_COST = 2**16  # 64 MiB and about a quarter of a second for each guess


def seal(content: bytes, passphrase: str) -> bytes:
    salt = secrets.token_bytes(_SALT_BYTES)
    return _MAGIC + salt + _cipher(passphrase, salt).encrypt(_NONCE, content, _MAGIC)


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """Raises EngineError for another passphrase, and for what was changed or is of no strongbox."""
    salt = sealed[len(_MAGIC) :][:_SALT_BYTES]
    if not sealed.startswith(_MAGIC) or len(salt) < _SALT_BYTES:
        raise EngineError("this is no file of sealed keys")
    try:
        held = sealed[len(_MAGIC) + _SALT_BYTES :]
        return _cipher(passphrase, salt).decrypt(_NONCE, held, _MAGIC)
    except InvalidTag as error:
        raise EngineError("the passphrase does not open the sealed keys") from error


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt, 32, n=_COST, r=8, p=1).derive(passphrase.encode()))
