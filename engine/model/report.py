"""What was computed about a release, or about the change from one to another, outside a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class ReportKind(StrEnum):
    """What is computed, in the order in which pages show it."""

    WORDS = "words"  # what was changed, as sentences
    MEANING = "meaning"  # who is decided differently
    PROOF = "proof"  # what is proved of the new release alone
    IMPACT = "impact"  # past applications that it would have touched


class ReportState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReportKey:
    """From which release to which, by their hashes."""

    old: str
    new: str
    kind: ReportKind


@dataclass(frozen=True, slots=True)
class Report:
    """`bodies` are pieces of HTML by language, made by our own templates, and `content` says the
    same as plain values; empty until it is done.

    `engine` is the version that computed it: another one may say more. `failure` says in a plain
    line why there is none.
    """

    key: ReportKey
    state: ReportState
    engine: str
    asked_at: datetime
    attempts: int = 0
    done_at: datetime | None = None
    failure: str = ""
    bodies: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    content: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
