"""Accounts of people who sign in. A password is only ever kept as an argon2 hash, in the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.model.words import Language


class Role(StrEnum):
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """`person_key` links to register records; `is_active` after the e-mailed link was opened."""

    id: str
    email: str
    person_key: str
    language: Language
    role: Role
    is_active: bool
