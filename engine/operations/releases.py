"""Publishing a configuration, rolling back, and which release is in force.

Where four eyes are wanted, one person who publishes alone says why, which is recorded. What was
proposed and is approved by another is put in force by `approving.py`, in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import structlog

from engine.analysis.proofs import Prover
from engine.model.problem import EngineError
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.release import Release, engine_version, hash_of
from engine.store.canonical import Json
from engine.store.chain import RecordKind
from engine.store.entries import Publication
from engine.store.protocols import Work

__all__ = [
    "FourEyes",
    "Publication",
    "Published",
    "active",
    "history",
    "kept_files",
    "publish",
    "put_in_force",
    "rollback",
]

_log = structlog.get_logger("mumaris.audit")


class FourEyes(EngineError):
    """One person wanted to publish where two are wanted, and did not say why."""

    def __init__(self) -> None:
        super().__init__(
            "two people publish here: propose it with `mumaris propose` or at the policy desk, and "
            "let another approve it, or say with `--alone` why one person does"
        )


@dataclass(frozen=True, slots=True)
class Act:
    """Who puts a release in force and what they say; the rest as `Publication` has it."""

    who: str
    note: str
    commit: str | None = None
    is_rollback: bool = False
    candidate: int | None = None
    proposed_by: str | None = None
    alone: str | None = None


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
    alone: str = "",
) -> Published:
    """Check the files, keep them whole and put them in force, in one transaction.

    What was kept already was proved when it was; otherwise `prover` proves it, or a new one.
    `alone` says why nobody else approves. The first release needs nobody: there is no desk yet.
    Raises DefinitionError with every problem, and FourEyes; the release in force then stays as it
    is.
    """
    _want_another(ports, alone)
    with ports.store.read() as work:
        is_kept = bool(work.releases.beginning_with(hash_of(files)))
    release = Release.of(files, None if is_kept else prover or Prover())
    with ports.store.begin() as work:
        work.releases.add(release.hash, release.files, now)
        act = Act(who, note, commit, alone=alone or None)
        is_new = put_in_force(work, release.hash, act, now) is not None
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


def rollback(
    ports: Ports, release: str, who: str, note: str, now: datetime, alone: str = ""
) -> Published:
    """Put an earlier release (`release`: its hash, or the only one that begins so) in force again.

    Raises NotThere when no release with this hash was ever in force, or several begin so, and
    FourEyes. What was only proposed is kept too, and is no way back.
    """
    found = sorted({one.release for one in history(ports) if one.release.startswith(release)})
    if len(found) != 1 or not release:
        raise NotThere(f"{len(found) or 'no'} releases that were in force begin with `{release}`")
    _want_another(ports, alone)
    earlier = ports.releases.release(found[0])
    act = Act(who, note, is_rollback=True, alone=alone or None)
    with ports.store.begin() as work:
        is_new = put_in_force(work, earlier.hash, act, now) is not None
    ports.releases.learn(earlier, now)
    return Published(earlier, is_new)


def history(ports: Ports) -> tuple[Publication, ...]:
    """Every publication and rollback, the newest first; the first one is in force."""
    with ports.store.read() as work:
        return work.releases.history()


def active(ports: Ports, now: datetime) -> Release:
    """The release in force, at most two seconds old. Raises NotThere before the first one."""
    return ports.releases.active(now)


def put_in_force(work: Work, release: str, act: Act, now: datetime) -> Publication | None:
    """Record the act and move the pointer to a kept release; None when it points there already."""
    if work.releases.active() == release:
        return None
    payload: dict[str, Json] = {
        "who": act.who,
        "note": act.note,
        "commit": act.commit,
        "is_rollback": act.is_rollback,
    }
    more: dict[str, Json] = {
        "candidate": act.candidate,
        "proposed_by": act.proposed_by,
        "alone": act.alone,
    }
    payload |= {name: value for name, value in more.items() if value is not None}
    number = work.ledger.append(
        RecordKind.PUBLICATION, release, release, engine_version(), None, payload, now
    )
    publication = Publication(
        number,
        release,
        act.who,
        act.note,
        act.commit,
        now,
        act.is_rollback,
        act.candidate,
        act.proposed_by,
        act.alone,
    )
    work.releases.put_in_force(publication)
    _log.info("release.in_force", release=release, sequence=number, is_rollback=act.is_rollback)
    return publication


def _only(work: Work, beginning: str) -> str:
    """The hash of the only kept release that begins so; raises NotThere where there is not one."""
    found = work.releases.beginning_with(beginning) if beginning else ()
    if len(found) != 1:
        raise NotThere(f"{len(found) or 'no'} kept releases begin with `{beginning}`")
    return found[0]


def _want_another(ports: Ports, alone: str) -> None:
    if ports.settings.requires_four_eyes and not alone and ports.is_ready():
        raise FourEyes
