"""What somebody who is signed in may do: each route asks for one scope, each role holds some."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from engine.model.account import Awaits, Role


class Scope(StrEnum):
    GIVE_CODE = "give_code"  # of the second factor, to go on signing in
    ENROL = "enrol"  # a second factor of one's own
    OWN_ACCOUNT = "own_account"  # see it, and who is signed in
    APPLY = "apply"  # begin applications, and work on one's own
    STAFF = "staff"  # the first page of the back office
    READ = "read"  # any application with its files and its history, changing nothing
    REVIEW = "review"  # claim, note, ask for corrections, record, recommend
    DECIDE = "decide"  # approve, refuse, override
    AUDIT = "audit"  # records, publications, exports, who looked at what
    READ_POLICY = "read_policy"  # releases, candidates and what they change, changing nothing
    PUBLISH = "publish"  # propose, approve, put in force
    PROPOSE = "propose"  # hand in a candidate by program, and read what became of it
    ANSWER_PEOPLE = "answer_people"  # requests of people about their own data
    MANAGE_USERS = "manage_users"
    READ_OPINIONS = "read_opinions"  # what people say of pages and services
    OPERATE = "operate"  # incidents, differences of the books, health


_EVERYBODY = frozenset({Scope.OWN_ACCOUNT})
_STAFF = _EVERYBODY | {Scope.STAFF, Scope.ENROL}

SCOPES: Final[Mapping[Role, frozenset[Scope]]] = MappingProxyType(
    {
        Role.APPLICANT: _EVERYBODY | {Scope.APPLY},
        Role.REVIEWER: _STAFF | {Scope.READ, Scope.REVIEW},
        Role.APPROVER: _STAFF | {Scope.READ, Scope.REVIEW, Scope.DECIDE},
        Role.POLICY_EDITOR: _STAFF
        | {Scope.READ_POLICY, Scope.PUBLISH, Scope.PROPOSE, Scope.READ_OPINIONS},
        Role.AUDITOR: _STAFF | {Scope.READ, Scope.AUDIT, Scope.READ_POLICY},
        Role.ADMINISTRATOR: _STAFF
        | {Scope.ANSWER_PEOPLE, Scope.MANAGE_USERS, Scope.READ_OPINIONS, Scope.OPERATE},
    }
)
"""The scopes of each role. Staff do not apply: who works here and applies has two accounts."""

OF_MACHINES: Final = frozenset({Scope.PROPOSE})
"""What the token of a machine holds, whatever it is sent to."""

_AWAITING: Final[Mapping[Awaits, frozenset[Scope]]] = MappingProxyType(
    {Awaits.CODE: frozenset({Scope.GIVE_CODE}), Awaits.ENROLMENT: frozenset({Scope.ENROL})}
)


def held(role: Role, awaits: Awaits | None = None) -> frozenset[Scope]:
    """The scopes of a session: all of its role's, or what it awaits and nothing else."""
    return SCOPES[role] if awaits is None else _AWAITING[awaits]
