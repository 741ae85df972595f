"""Issued documents: those of an application, and what anybody may learn of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from engine.model.issued import Issued, PrintedLine, Standing
from engine.model.words import Text
from engine.operations.issuing import Checked
from engine.wording import without_isolates


@dataclass(frozen=True, slots=True)
class PrintedBody:
    """A line as it is printed, in words."""

    fact: str
    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class IssuedBody:
    """A document that was issued. Valid from `valid_from` to `valid_until`, both included; null:
    for good. `content` is the address of its PDF, null once it was revoked."""

    code: str
    document: str
    title: Text
    standing: Standing
    valid_from: date
    valid_until: date | None
    issued_at: datetime
    revoked_at: datetime | None
    lines: tuple[PrintedBody, ...]
    content: str | None


@dataclass(frozen=True, slots=True)
class IssuedList:
    """What an application came to, the newest first; revoked documents too."""

    issued: tuple[IssuedBody, ...]


@dataclass(frozen=True, slots=True)
class CheckedBody:
    """Whether a document holds, and the lines of it that are public."""

    code: str
    title: Text
    owner: Text
    standing: Standing
    valid_from: date
    valid_until: date | None
    revoked_on: date | None
    lines: tuple[PrintedBody, ...]


def issued_body(issued: Issued, today: date) -> IssuedBody:
    return IssuedBody(
        code=issued.code,
        document=issued.document,
        title=issued.printed.title,
        standing=issued.standing(today),
        valid_from=issued.valid_from,
        valid_until=issued.valid_until,
        issued_at=issued.issued_at,
        revoked_at=issued.revoked_at,
        lines=_lines(issued.printed.lines),
        content=None
        if issued.revoked_at or issued.printed.is_erased
        else f"/api/v1/issued/{quote(issued.code)}",
    )


def checked_body(checked: Checked) -> CheckedBody:
    return CheckedBody(
        code=checked.code,
        title=checked.title,
        owner=checked.owner,
        standing=checked.standing,
        valid_from=checked.valid_from,
        valid_until=checked.valid_until,
        revoked_on=checked.revoked_on,
        lines=_lines(checked.lines),
    )


def _lines(lines: tuple[PrintedLine, ...]) -> tuple[PrintedBody, ...]:
    return tuple(PrintedBody(line.fact, line.label, _plain(line.value)) for line in lines)


def _plain(text: Text) -> Text:
    """Without the isolates: whoever shows it isolates it by their own means."""
    return Text(without_isolates(text.ar), without_isolates(text.en))
