"""Issued documents: what a service declares of one, and one that was issued to somebody.

What is printed is frozen when the document is issued, in both languages: a label, a code's words
or a fee that changes later never changes a document that somebody holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.model.condition import Formula
from engine.model.problem import Span
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """One line to print. `label` None: the fact's own. `is_public`: the check page shows it."""

    fact: Formula
    label: Text | None
    is_public: bool
    span: Span


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """An entry of a service's `issues`. `template` is a file of templates/documents/.

    `is_valid_as_decided`: first and last day are those of the decision's validity. Otherwise
    `valid_from` (None: the day of issue) and `valid_until` (None: for good) are read, inclusive.
    `photo` is the required document whose picture is printed.
    """

    id: str
    title: Text
    template: str
    is_valid_as_decided: bool
    valid_from: Formula | None
    valid_until: Formula | None
    photo: str | None
    lines: tuple[IssuedLine, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it was printed; `value` isolates what would be reordered inside a sentence."""

    fact: str
    label: Text
    value: Text
    is_public: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A kept file by its id, and what its content was when the document was issued."""

    evidence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Printed:
    """Everything that is printed and could change: the words of that day. See `Issued`."""

    title: Text
    template: str
    owner: Text
    notice: Text
    lines: tuple[PrintedLine, ...]
    photo: Photo | None
    is_erased: bool = False  # its time was up: what told of a person is gone


class Standing(StrEnum):
    """Whether a document holds on a day."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that was issued for `application`. `code` finds it, and cannot be guessed.

    Valid from `valid_from` to `valid_until`, both inclusive; None: for good. `digest` is of
    `printed` and stands in the record `record_sequence` of the ledger.
    """

    code: str
    application: str
    document: str
    printed: Printed
    valid_from: date
    valid_until: date | None
    issued_at: datetime
    record_sequence: int
    digest: str
    revoked_at: datetime | None = None
    revocation_reason: Text | None = None

    def standing(self, day: date) -> Standing:
        if self.revoked_at is not None:
            return Standing.REVOKED
        if day < self.valid_from:
            return Standing.NOT_YET
        if self.valid_until is not None and day > self.valid_until:
            return Standing.EXPIRED
        return Standing.VALID

    @property
    def public_lines(self) -> tuple[PrintedLine, ...]:
        return tuple(line for line in self.printed.lines if line.is_public)
