"""Publishing a configuration, rolling back, and which release is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from engine.operations.ports import Ports

if TYPE_CHECKING:
    from engine.release import Release


@dataclass(frozen=True, slots=True)
class Publication:
    """One act of putting a release in force; `number` is its place in the ledger."""

    number: int
    release: str
    who: str
    note: str
    commit: str | None
    at: datetime
    is_rollback: bool


@dataclass(frozen=True, slots=True)
class Published:
    """`is_new` is false when this very release was in force already: nothing was recorded."""

    release: Release
    is_new: bool


def publish(
    ports: Ports,
    files: Mapping[PurePosixPath, bytes],
    who: str,
    note: str,
    commit: str | None,
    now: datetime,
) -> Published:
    """Check the files, keep them whole and put them in force, in one transaction.

    Raises DefinitionError with every problem; the release in force then stays as it is.
    """
    raise NotImplementedError


def rollback(ports: Ports, release: str, who: str, note: str, now: datetime) -> Published:
    """Put an earlier release (`release`: its hash, or the only one that begins so) in force again.

    Raises NotThere when no kept release has this hash.
    """
    raise NotImplementedError


def history(ports: Ports) -> tuple[Publication, ...]:
    """Every publication and rollback, the newest first; the first one is in force."""
    raise NotImplementedError


def active(ports: Ports, now: datetime) -> Release:
    """The release in force, at most two seconds old. Raises NotThere before the first one."""
    raise NotImplementedError
