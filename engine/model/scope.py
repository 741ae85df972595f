"""What somebody who is signed in may do: each route asks for one scope, each role holds some."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from engine.model.account import Role


class Scope(StrEnum):
    OWN_ACCOUNT = "own_account"  # see it, and who is signed in
    APPLY = "apply"  # begin applications, and work on one's own
    STAFF = "staff"  # the first page of the back office
    READ = "read"  # any application with its files and its history, changing nothing
    REVIEW = "review"  # claim, note, ask for corrections, record, recommend
    DECIDE = "decide"  # approve, refuse, override
    AUDIT = "audit"  # records, publications, exports, who looked at what
    PUBLISH = "publish"  # see what a release would change; put one in force
    ANSWER_PEOPLE = "answer_people"  # requests of people about their own data
    MANAGE_USERS = "manage_users"
    OPERATE = "operate"  # incidents, differences of the books, health


_EVERYBODY = frozenset({Scope.OWN_ACCOUNT})
_STAFF = _EVERYBODY | {Scope.STAFF}

SCOPES: Final[Mapping[Role, frozenset[Scope]]] = MappingProxyType(
    {
        Role.APPLICANT: _EVERYBODY | {Scope.APPLY},
        Role.REVIEWER: _STAFF | {Scope.READ, Scope.REVIEW},
        Role.APPROVER: _STAFF | {Scope.READ, Scope.REVIEW, Scope.DECIDE},
        Role.POLICY_EDITOR: _STAFF | {Scope.PUBLISH},
        Role.AUDITOR: _STAFF | {Scope.READ, Scope.AUDIT},
        Role.ADMINISTRATOR: _STAFF | {Scope.ANSWER_PEOPLE, Scope.MANAGE_USERS, Scope.OPERATE},
    }
)
"""The scopes of each role. Staff do not apply: who works here and applies has two accounts."""
