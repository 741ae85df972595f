"""Accounts of people who sign in. A password is only ever kept as an argon2 hash, in the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.model.words import Language

_ACCOUNT: Final = "account:"


class Role(StrEnum):
    """What an account is for; it has one. What each may do is `engine.model.scope`'s."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    POLICY_EDITOR = "policy_editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def is_staff(self) -> bool:
        return self is not Role.APPLICANT


class Awaits(StrEnum):
    """What a session that a password began still waits for; until then it opens nothing else."""

    CODE = "code"  # of the second factor
    ENROLMENT = "enrolment"  # of a second factor, which is required


@dataclass(frozen=True, slots=True)
class Account:
    """`is_active` after the e-mailed link was opened, until it is deactivated.

    `person_key` links to register records. No two active applicants have the same; of an applicant
    without one, from abroad say, no register has a record. Of staff it says who they are where they
    are known to be applicants too, so that nobody acts on an application of his own; None: nothing
    is known.
    """

    id: str
    email: str
    person_key: str | None
    language: Language
    role: Role
    is_active: bool

    @property
    def is_staff(self) -> bool:
        return self.role.is_staff

    @property
    def person(self) -> str:
        """Who applies: the person's number, or this account alone while there is none."""
        return self.person_key or f"{_ACCOUNT}{self.id}"


def has_number(person: str) -> bool:
    """Whether registers can know who applies.

    >>> has_number("1000000008"), has_number("account:5f2c")
    (True, False)
    """
    return not person.startswith(_ACCOUNT)
