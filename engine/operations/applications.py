"""Drafts: list, start, view, save, dispute, discard. Submitting is in `submission.py`.

Every function raises `NotThere` for an application that is
not the account's own, and every change raises `NotOpen` once it has been submitted.

`revision` is always the revision of the step's entry that the page was made from (0 for a step
never saved). A stale one gives `Conflict`, unless what is kept is already exactly what was sent:
then the request is a retry and gives what the first one gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.model.account import Account
from engine.model.application import Application
from engine.model.words import Text
from engine.operations.ports import Ports
from engine.operations.results import Conflict, RegistersSilent, Rejected, Saved, Summary, View


@dataclass(frozen=True, slots=True)
class Started:
    """`is_new` is false when the same key had started it before."""

    application: Application
    is_new: bool


@dataclass(frozen=True, slots=True)
class NotOpenToYou:
    """A register that must hold a record of the person has none: `otherwise` says what to do."""

    register: str
    otherwise: Text


def list_own(ports: Ports, account: Account, now: datetime) -> tuple[Summary, ...]:
    """The account's applications, the last changed first."""
    raise NotImplementedError


def start(
    ports: Ports, account: Account, service: str, key: str, now: datetime
) -> Started | NotOpenToYou | RegistersSilent:
    """Open a draft under the active release. `key` (1 to 100 characters, made with the page)
    makes a double click or a retry give the same draft. Raises NotThere for an unknown service."""
    raise NotImplementedError


def view(ports: Ports, account: Account, reference: str, now: datetime) -> View:
    """The application with its decision so far. Moves a draft to the active release first."""
    raise NotImplementedError


def acknowledge_changes(ports: Ports, account: Account, reference: str, now: datetime) -> None:
    """Forget `View.changes`: the applicant has seen what a newer release changed."""
    raise NotImplementedError


def save_step(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    texts: Mapping[str, str],
    revision: int,
    now: datetime,
) -> Saved | Rejected | Conflict:
    """Keep the texts typed on a step of fields, declaration or documents, and mark it saved.

    `texts` maps field ids (and `documents.<id>.<detail>` on a documents step, `accepted` -> `yes`
    on a declaration) to what was typed; other keys are ignored, and a field left out is blank.
    With errors the texts are kept all the same. Raises OutOfOrder for a step not reachable.
    """
    raise NotImplementedError


def keep_text(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    texts: Mapping[str, str],
    revision: int,
    now: datetime,
) -> Saved | Conflict:
    """Keep what was typed without saving the step: the language was switched half-way."""
    raise NotImplementedError


def new_item_id() -> str:
    """An id for an item not saved yet; put it in the form, so that a double click makes one."""
    raise NotImplementedError


def save_item(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    item: str,
    texts: Mapping[str, str],
    revision: int,
    now: datetime,
) -> Saved | Rejected | Conflict:
    """Add the item (an id from `new_item_id`) or replace its texts; the group opens again.

    Its files are supplied apart, to the slot `<group>.<item>.<field>` (`evidence.supply`), after
    the item is saved. `texts` is keyed by the group's field ids.
    """
    raise NotImplementedError


def remove_item(
    ports: Ports,
    account: Account,
    reference: str,
    step: str,
    item: str,
    revision: int,
    now: datetime,
) -> Saved | Conflict:
    """Remove the item and its files. Removing one that is gone already is a retry."""
    raise NotImplementedError


def close_group(
    ports: Ports, account: Account, reference: str, step: str, revision: int, now: datetime
) -> Saved | Rejected | Conflict:
    """ "That is all": the group is complete. Rejected while an item has errors, misses a file, or
    there are too few or too many; the group stays open then."""
    raise NotImplementedError


def dispute(
    ports: Ports, account: Account, reference: str, fact: str, text: str, now: datetime
) -> View:
    """Say what is wrong with a read-only fact that the service shows; a blank text takes it back.

    At most 1000 characters are kept. Raises NotThere for a fact that no step shows.
    """
    raise NotImplementedError


def discard(ports: Ports, account: Account, reference: str, now: datetime) -> None:
    """Delete a draft with its answers and files. Deleting it again raises NotThere."""
    raise NotImplementedError
