"""Random tokens: given once to whoever may use them, kept as a SHA-256 only."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """43 characters that fit into an address or a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What the store holds instead of the token. A token has 256 random bits, so no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def public_id(token: str) -> str:
    """Names a token in logs and forms without giving it or its stored hash away."""
    return hashlib.sha256(b"public " + token.encode("utf-8", "replace")).hexdigest()[:32]
