"""Machines that propose: made and revoked by a command, known by a token that is shown once.

A machine is no account. Its token opens the JSON API for proposing and for reading what it has
proposed itself, and no page; it stands for no person, so it is neither of the two who publish.
The store holds the SHA-256 of a token only.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

import structlog

from engine.model.machine import Machine
from engine.model.problem import EngineError
from engine.operations.ports import Ports
from engine.operations.sessions import SEEN_WITHIN
from engine.operations.tokens import new_token, token_hash

BEGINNING: Final = "mumaris-machine-"
"""How each token begins, so that whoever finds one somewhere knows what it is."""

MOST_DAYS: Final = 366
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID: Final = 64
_log = structlog.get_logger("mumaris.audit")


def add(ports: Ports, id: str, days: int, who: str, now: datetime) -> tuple[Machine, str]:
    """A new machine with its token, which is kept nowhere. Raises EngineError for a name that is
    taken, or none."""
    if len(id) > _LONGEST_ID or not _ID.fullmatch(id):
        raise EngineError(f"`{id}` is no name: write small Latin letters, digits and hyphens")
    token = BEGINNING + new_token()
    machine = Machine(id, who, now, now + timedelta(days=min(days, MOST_DAYS)))
    with ports.store.begin() as work:
        if work.machines.get(id) is not None:
            raise EngineError(f"there is a machine `{id}` already; a name is used once")
        work.machines.add(machine, token_hash(token))
    _log.info("machine.added", machine=id, by=who)
    return machine, token


def listed(ports: Ports) -> tuple[Machine, ...]:
    """Every machine that ever was, by name."""
    with ports.store.read() as work:
        return work.machines.every()


def revoke(ports: Ports, id: str, who: str, now: datetime) -> None:
    """Its token is worth nothing from now on. Raises EngineError where there is none."""
    with ports.store.begin() as work:
        found = work.machines.get(id)
        if found is None or found.revoked_at is not None:
            raise EngineError(f"there is no machine `{id}` to revoke")
        work.machines.revoke(id, now)
    _log.info("machine.revoked", machine=id, by=who)


def let_in(ports: Ports, token: str, now: datetime) -> Machine | None:
    """The machine of a token; None for an unknown, expired or revoked one.

    When it was last seen is written at most once a minute.
    """
    if not token.startswith(BEGINNING):
        return None
    with ports.store.read() as work:
        found = work.machines.by_token(token_hash(token))
    if found is None or not found.is_let_in(now):
        return None
    if found.seen_at is None or now - found.seen_at >= SEEN_WITHIN:
        with ports.store.begin() as work:
            work.machines.touch(found.id, now)
    return found
