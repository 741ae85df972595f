"""Secrets of an installation: random, made on first run, readable by their owner only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def kept_secret(place: Path, make: bytes | None = None) -> bytes:
    """The content of the file `place`; made, with 32 random bytes in hex or `make`, when missing.

    Two processes that start at once get the same one: the file appears whole or not at all.
    """
    if not place.exists():
        # Another process may be first; its secret is the secret.
        with (
            _drafted(place, make or secrets.token_hex(32).encode()) as draft,
            suppress(FileExistsError),
        ):
            place.hardlink_to(draft)
    return place.read_bytes()


def replace_secret(place: Path, content: bytes) -> None:
    """Put `content` in the place of what the file holds, whole or not at all."""
    with _drafted(place, content) as draft:
        draft.replace(place)


@contextmanager
def _drafted(place: Path, content: bytes) -> Iterator[Path]:
    """The content in a file beside `place` that reached the disk; gone when the block ends."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
