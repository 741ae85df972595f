"""Publishing a configuration, rolling back, and which release is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import structlog

from engine.analysis.proofs import Prover
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.release import Release, engine_version, hash_of
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.entries import Publication
from engine.store.protocols import Work

__all__ = ["Publication", "Published", "active", "history", "kept_files", "publish", "rollback"]

_log = structlog.get_logger("mumaris.audit")


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
    prover: Prover | None = None,
) -> Published:
    """Check the files, keep them whole and put them in force, in one transaction.

    What was kept already was proved when it was; otherwise `prover` proves it, or a new one.
    Raises DefinitionError with every problem; the release in force then stays as it is.
    """
    with ports.store.read() as work:
        is_kept = bool(work.releases.beginning_with(hash_of(files)))
    release = Release.of(files, None if is_kept else prover or Prover())
    with ports.store.begin() as work:
        work.releases.add(release.hash, release.files, now)
        is_new = _put_in_force(work, release.hash, who, note, commit, now, is_rollback=False)
    ports.releases.learn(release, now)
    return Published(release, is_new)


def kept_files(ports: Ports, beginning: str) -> tuple[str, Mapping[PurePosixPath, bytes]]:
    """The hash and the files of the only kept release whose hash begins so.

    Raises NotThere when no kept release has such a hash, or several begin so.
    """
    with ports.store.read() as work:
        hash_ = _only(work, beginning)
        files = work.releases.files(hash_)
    assert files is not None, "a kept release has its files"
    return hash_, files


def rollback(ports: Ports, release: str, who: str, note: str, now: datetime) -> Published:
    """Put an earlier release (`release`: its hash, or the only one that begins so) in force again.

    Raises NotThere when no kept release has this hash, or several begin so.
    """
    with ports.store.read() as work:
        hash_ = _only(work, release)
    earlier = ports.releases.release(hash_)
    with ports.store.begin() as work:
        is_new = _put_in_force(work, earlier.hash, who, note, None, now, is_rollback=True)
    ports.releases.learn(earlier, now)
    return Published(earlier, is_new)


def _only(work: Work, beginning: str) -> str:
    """The hash of the only kept release that begins so; raises NotThere where there is not one."""
    found = work.releases.beginning_with(beginning) if beginning else ()
    if len(found) != 1:
        raise NotThere(f"{len(found) or 'no'} kept releases begin with `{beginning}`")
    return found[0]


def history(ports: Ports) -> tuple[Publication, ...]:
    """Every publication and rollback, the newest first; the first one is in force."""
    with ports.store.read() as work:
        return work.releases.history()


def active(ports: Ports, now: datetime) -> Release:
    """The release in force, at most two seconds old. Raises NotThere before the first one."""
    return ports.releases.active(now)


def _put_in_force(
    work: Work,
    release: str,
    who: str,
    note: str,
    commit: str | None,
    now: datetime,
    *,
    is_rollback: bool,
) -> bool:
    """Record the act and move the pointer; false when it points there already."""
    if work.releases.active() == release:
        return False
    payload: Json = {"who": who, "note": note, "commit": commit, "is_rollback": is_rollback}
    number = work.ledger.append(
        RecordKind.PUBLICATION, release, release, engine_version(), None, payload, now
    )
    publication = Publication(number, release, who, note, commit, now, is_rollback)
    work.releases.put_in_force(publication)
    _log.info("release.in_force", release=release, sequence=number, is_rollback=is_rollback)
    return True
