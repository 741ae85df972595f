"""Small secrets at rest: encrypted with a key of a ring, and bound to whose they are.

What is sealed is the id of its key, a nonce, and AES-256-GCM under a key derived from the ring's.
The owner's id is authenticated with it, so a secret moved to another row opens nothing.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.model.problem import EngineError
from engine.store.keyring import Key, Keyring

_ID_BYTES = 8  # of a key, as ASCII digits
_NONCE_BYTES = 12


class Unsealable(EngineError):
    """The secret was altered, moved, or sealed with a key that the ring does not have."""


def seal(ring: Keyring, secret: bytes, owner: str) -> bytes:
    key, nonce = ring.current, secrets.token_bytes(_NONCE_BYTES)
    return key.id.encode() + nonce + _cipher(key).encrypt(nonce, secret, owner.encode())


def unseal(ring: Keyring, sealed: bytes, owner: str) -> bytes:
    """The secret; raises Unsealable."""
    key = ring.get(key_of(sealed))
    nonce, rest = sealed[_ID_BYTES:][:_NONCE_BYTES], sealed[_ID_BYTES + _NONCE_BYTES :]
    try:
        if key is None:
            raise InvalidTag
        return _cipher(key).decrypt(nonce, rest, owner.encode())
    except (InvalidTag, ValueError):
        raise Unsealable(f"a secret of account {owner} does not open") from None


def key_of(sealed: bytes) -> str:
    """The id of the key that sealed it."""
    return sealed[:_ID_BYTES].decode("ascii", "replace")


def _cipher(key: Key) -> AESGCM:
    kdf = HKDF(SHA256(), length=32, salt=None, info=b"mumaris secret of an account")
    return AESGCM(kdf.derive(key.secret))
