"""What is kept of people, what for, and for how long: config/privacy.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from engine.model.problem import Span
from engine.model.words import Text


class DataKind(StrEnum):
    """The kinds of personal data that this engine keeps; each is erased in its own way."""

    ACCOUNT = "account"  # address, key in the registers, password hash
    DRAFT = "draft"  # an application that was never submitted, with its files
    ANSWERS = "answers"  # what was typed and recorded in an application
    REGISTERS = "registers"  # what registers said, frozen at submission
    DOCUMENTS = "documents"  # files supplied, and documents issued
    DECISIONS = "decisions"  # facts and reasons in records and incidents
    PAYMENTS = "payments"  # whose application a bill and a payment are of
    MESSAGES = "messages"
    LOOKS = "looks"  # who on the staff looked at whose data
    REQUESTS = "requests"  # requests about personal data, and their answers


class After(StrEnum):
    """From when the time is counted that something is kept."""

    CLOSED = "closed"  # the application entered a state that nothing leaves
    UNUSED = "unused"  # nobody has signed in, and no application is under way
    SENT = "sent"
    ANSWERED = "answered"
    RECORDED = "recorded"


class Then(StrEnum):
    """What happens when the time is up."""

    ERASED = "erased"
    ANONYMISED = "anonymised"


class Basis(StrEnum):
    """What makes it lawful. Source: Personal Data Protection Law, articles 5 and 6."""

    CONSENT = "consent"
    AGREEMENT = "agreement"
    LAW = "law"
    PUBLIC_INTEREST = "public_interest"
    LEGITIMATE_INTEREST = "legitimate_interest"


COUNTED_FROM: Final[Mapping[DataKind, After]] = MappingProxyType(
    {
        DataKind.ACCOUNT: After.UNUSED,
        DataKind.DRAFT: After.CLOSED,
        DataKind.ANSWERS: After.CLOSED,
        DataKind.REGISTERS: After.CLOSED,
        DataKind.DOCUMENTS: After.CLOSED,
        DataKind.DECISIONS: After.CLOSED,
        DataKind.PAYMENTS: After.CLOSED,
        DataKind.MESSAGES: After.SENT,
        DataKind.LOOKS: After.RECORDED,
        DataKind.REQUESTS: After.ANSWERED,
    }
)
"""The event of each kind: the time that it is kept can be counted from no other."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Kept for whole `months` after the event; the day itself is the last on which it is kept."""

    months: int
    after: After
    then: Then
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """One entry. `only`: the required documents that it is about, where it is not about all."""

    kind: DataKind
    only: tuple[str, ...]
    label: Text
    purpose: Text
    basis: Basis
    cite: tuple[str, ...]
    kept: Retention
    span: Span


@dataclass(frozen=True, slots=True)
class Answering:
    """A request is answered in `days`, or in `extension_days` more when its person is told why."""

    days: int
    extension_days: int
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Privacy:
    holdings: tuple[Holding, ...]
    answering: Answering

    def holding(self, kind: DataKind, document: str | None = None) -> Holding | None:
        """What is said of a kind of data: of one document, where something is said of it alone."""
        of_kind = [one for one in self.holdings if one.kind is kind]
        named = (one for one in of_kind if document is not None and document in one.only)
        return next(named, None) or next((one for one in of_kind if not one.only), None)
