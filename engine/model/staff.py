"""Invented staff of a demonstration, who can sign in to its back office."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.account import Role
from engine.model.problem import Span
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class DemonstrationStaff:
    """`person` is the id of the demonstration person who this member of staff is, or None."""

    id: str
    login: str
    role: Role
    person: str | None
    purpose: Text
    span: Span
