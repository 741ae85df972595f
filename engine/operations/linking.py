"""Adding a number to an account that was opened without one: once, and never another's.

From then on registers know the person. The applications that the account has already are the
person's from then on too, so that own history counts them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from engine.answers import FieldError
from engine.model.account import Account
from engine.operations.accounts import Refused, TooMany, not_on_record
from engine.operations.credentials import read_person_key
from engine.operations.limits import Attempt, Limit, seconds_to_wait
from engine.operations.ports import Ports
from engine.phrases import phrase_text
from engine.store.protocols import Clash

_TAKEN: Final = "not-on-record"
NUMBERS_OF_ACCOUNT: Final = Limit(5, 60 * 60)
_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Linked:
    """The account has a number: this one, or the one that it had before."""


def add_number(
    ports: Ports, account: Account, number: str, now: datetime
) -> Linked | Refused | TooMany:
    """Link the account to the person of this number, who must have a record.

    A number that another account has is refused in the words of one without a record: nobody
    learns from the answer whose account there is.
    """
    if account.person_key is not None:
        return Linked()
    attempt = Attempt(NUMBERS_OF_ACCOUNT, ("number", account.id))
    if wait := seconds_to_wait(ports, (attempt,), now):
        return TooMany(wait)
    key = read_person_key(number)
    errors = [key] if isinstance(key, FieldError) else not_on_record(ports, key, now)
    if errors or isinstance(key, FieldError):
        return Refused(tuple(errors))
    try:
        with ports.store.begin() as work:
            is_new = work.accounts.link_to(account.id, key)
            if is_new:
                work.applications.hand_over(account.person, key)
    except Clash:
        return Refused((FieldError("person_key", _TAKEN, phrase_text(f"accounts.{_TAKEN}")),))
    if is_new:
        _log.info("account.number_added", account=account.id)
    return Linked()
