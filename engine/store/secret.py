"""Secrets of an installation: random, made on first run, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_secret(place: Path, make: bytes | None = None) -> bytes:
    """The content of the file `place`; made, with 32 random bytes in hex or `make`, when missing.

    Two processes that start at once get the same one: the file appears whole or not at all.
    """
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(make or secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            place.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first; its secret is the secret
        finally:
            draft.unlink()
    return place.read_bytes()
