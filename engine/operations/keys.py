"""Keys of the installation: which there are, what they still seal, and changing them.

A new key is in use at once, and what older keys sealed or signed stays good until they are
retired. Supplied files are sealed anew one at a time, and the work may be stopped and taken up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import structlog

from engine.model.problem import EngineError
from engine.operations import second_factors
from engine.operations.ports import Ports
from engine.store.keyring import Purpose

__all__ = ["KeyEntry", "Purpose", "add", "entries", "reseal_accounts", "reseal_files", "retire"]

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """`files` is how many supplied files the key seals; None where that is not counted."""

    purpose: Purpose
    id: str
    is_in_use: bool
    is_given: bool  # by a setting, and changed there
    files: int | None


def entries(ports: Ports) -> tuple[KeyEntry, ...]:
    """Every key by purpose, the one in use first."""
    return tuple(entry for purpose in Purpose for entry in _entries(ports, purpose))


def add(ports: Ports, purpose: Purpose) -> str:
    """Put a new key in use: its id. Raises EngineError where a setting gives the keys."""
    key = ports.keys[purpose].add()
    _log.info("key.added", purpose=str(purpose), key=key.id)
    return key.id


def retire(ports: Ports, purpose: Purpose, id: str) -> None:
    """Forget an older key for good.

    Raises EngineError for the key in use, for an unknown one, and for a key that seals files or
    second factors.
    """
    if purpose is Purpose.FILES:
        used = ports.files.used_keys()
        left = used.get(id, 0) + used.get("", 0)  # those that name no key may be of any
        if left:
            raise EngineError(f"key `{id}` seals {left} files: seal them anew first")
    if purpose is Purpose.ACCOUNTS and (left := second_factors.used_keys(ports).get(id, 0)):
        raise EngineError(f"key `{id}` seals {left} second factors: seal them anew first")
    ports.keys[purpose].retire(id)
    _log.info("key.retired", purpose=str(purpose), key=id)


def reseal_files(ports: Ports) -> Iterator[bool]:
    """Seal every supplied file with the key in use, one at a time; whether it was needed."""
    return ports.files.reseal()


def reseal_accounts(ports: Ports) -> int:
    """Seal what accounts keep secret with the key in use; how many needed it."""
    return second_factors.reseal(ports)


def _entries(ports: Ports, purpose: Purpose) -> Iterator[KeyEntry]:
    ring = ports.keys[purpose]
    used = ports.files.used_keys() if purpose is Purpose.FILES else None
    for key in ring.keys:
        files = None if used is None else used.get(key.id, 0)
        yield KeyEntry(purpose, key.id, key == ring.current, ring.is_given, files)
    if used and used.get("", 0):
        yield KeyEntry(purpose, "", False, ring.is_given, used[""])
