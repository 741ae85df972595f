"""Accounts of people who sign in. A password is only ever kept as an argon2 hash, in the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.words import Language


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

    `person_key` links to register records. Every applicant has one, and no two active applicants
    the same. Of staff it says who they are where they are known to be applicants too, so that
    nobody acts on an application of his own; None: nothing is known.
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
