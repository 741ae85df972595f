"""What each kind of record holds: the parts of its payload, by name.

The one list that a reader, a page of auditors, an export and docs/reference/records.md are made
from. A part's label is the phrase `records.part-<name>` and a kind's `records.kind-<kind>`, both
with dashes for underscores; a contract test holds every kind to that.

Not here: writing records (`engine.operations`), how they are chained (`chain.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from engine.store.canonical import Json
from engine.store.chain import RecordKind


class Form(StrEnum):
    """How the value of a part is written, and so how it is shown."""

    TEXT = "text"  # what a person wrote
    CODE = "code"  # a word of the definitions or of this engine
    FLAG = "flag"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"
    REFERENCE = "reference"
    RELEASE = "release"
    ACCOUNT = "account"
    FACTS = "facts"
    DECISION = "decision"
    SNAPSHOT = "snapshot"
    FILES = "files"
    LIST = "list"  # of texts, or of objects that are shown as they are written


@dataclass(frozen=True, slots=True)
class Part:
    """One key of a payload. `about` says in the reference what it is.

    `is_personal`: it tells something of a person. `may_lack`: some records of the kind have none.
    """

    name: str
    form: Form
    about: str
    is_personal: bool = False
    may_lack: bool = False


_REFERENCE = Part("reference", Form.REFERENCE, "The application that the record is about.")
_SERVICE = Part("service", Form.CODE, "The service, by its id.")
_DOCUMENT = Part("document", Form.CODE, "What was issued, as the service calls it.")
_CODE = Part("code", Form.REFERENCE, "The code by which anybody can check it.")
_TRANSITION = Part("transition", Form.CODE, "The transition of the lifecycle that was made.")
_MOVED: Final = (
    _REFERENCE,
    _SERVICE,
    _TRANSITION,
    Part("event", Form.CODE, "What was asserted."),
    Part("by", Form.CODE, "Which actor of the lifecycle caused it."),
    Part("who", Form.ACCOUNT, "Who that was; nobody for the biller and for time."),
    Part("from", Form.CODE, "The state of the application before."),
    Part("to", Form.CODE, "Its state afterwards."),
    Part("reasons", Form.TEXT, "The reasons given, in both languages.", is_personal=True),
    Part("corrections", Form.LIST, "What the applicant is asked to change, and why.", True),
    Part("statement", Form.TEXT, "What the applicant said.", is_personal=True),
    Part("note", Form.TEXT, "What staff noted for themselves.", is_personal=True),
    Part("recorded", Form.LIST, "What staff recorded, by fact.", is_personal=True),
)
_DECIDED: Final = (
    Part("account", Form.ACCOUNT, "Whose application it is.", is_personal=True),
    Part(
        "person",
        Form.CODE,
        "The number of the person in the registers; the account of somebody without one.",
        is_personal=True,
    ),
    Part("facts", Form.FACTS, "Every fact that was decided on.", is_personal=True),
    Part("decision", Form.DECISION, "Outcome, lines and documents with the whole trace.", True),
    Part("snapshot", Form.SNAPSHOT, "What each register said.", is_personal=True),
    Part("evidence", Form.FILES, "The files supplied, by their SHA-256.", is_personal=True),
)

SHAPES: Final[Mapping[RecordKind, tuple[Part, ...]]] = MappingProxyType(
    {
        RecordKind.DECISION: (*_MOVED, *_DECIDED),
        RecordKind.PUBLICATION: (
            Part("who", Form.TEXT, "Who put the release in force."),
            Part("note", Form.TEXT, "What they said of it."),
            Part("commit", Form.CODE, "The commit that its folder was at, if it was known."),
            Part("is_rollback", Form.FLAG, "Whether an earlier release was put in force again."),
            Part("candidate", Form.NUMBER, "The proposal that was approved.", may_lack=True),
            Part("proposed_by", Form.TEXT, "Who had proposed it, another person.", may_lack=True),
            Part("alone", Form.TEXT, "Why one person did without a second.", may_lack=True),
        ),
        RecordKind.PAYMENT: (
            _REFERENCE,
            Part("bill_number", Form.REFERENCE, "The bill that was paid."),
            Part("stage", Form.CODE, "The stage of the fees that the bill is for."),
            Part("payment", Form.REFERENCE, "The biller's id of the payment."),
            Part("channel", Form.CODE, "How it was paid: at a bank or by card."),
            Part("amount", Form.MONEY, "What was paid."),
            Part("surplus", Form.MONEY, "How much of it did not count, if any."),
            Part("paid_at", Form.INSTANT, "When it was paid, as the biller says."),
            Part("bill", Form.CODE, "The state of the bill afterwards."),
        ),
        RecordKind.REFUND: (
            _REFERENCE,
            Part("refund", Form.REFERENCE, "The refund, by its number."),
            Part("payment", Form.REFERENCE, "The payment that it returns."),
            Part("amount", Form.MONEY, "What is returned."),
            Part("reason", Form.CODE, "Why it is returned."),
            Part("state", Form.CODE, "What became of it."),
            Part("by", Form.ACCOUNT, "Who decided, if the biller did not."),
            Part("note", Form.TEXT, "What was written about it.", is_personal=True),
        ),
        RecordKind.OVERRIDE: (*_MOVED, *(replace(part, may_lack=True) for part in _DECIDED)),
        RecordKind.TRANSITION: _MOVED,
        RecordKind.ACCOUNT: (
            Part("act", Form.CODE, "What was done to the account."),
            Part("account", Form.ACCOUNT, "The account of a member of staff."),
            Part("by", Form.ACCOUNT, "Who did it, signed in.", may_lack=True),
            Part("operator", Form.TEXT, "Who did it by a command.", may_lack=True),
            Part("issuer", Form.CODE, "The identity provider that caused it.", may_lack=True),
            Part("role", Form.CODE, "The role that the account has since.", may_lack=True),
            Part("before", Form.CODE, "The role that it had before.", may_lack=True),
        ),
        RecordKind.ISSUE: (
            _REFERENCE,
            _DOCUMENT,
            _CODE,
            Part("printed", Form.CODE, "The digest of everything that is printed on it."),
            Part("valid_from", Form.DATE, "The first day on which it is valid."),
            Part("valid_until", Form.DATE, "The last day, unless it is valid for good."),
        ),
        RecordKind.REVOCATION: (
            _REFERENCE,
            _DOCUMENT,
            _CODE,
            Part("reason", Form.TEXT, "Why it was revoked.", is_personal=True),
        ),
        RecordKind.DATA_REQUEST: (
            Part("request", Form.REFERENCE, "The request, by its number."),
            Part("account", Form.ACCOUNT, "Whose data it is about.", is_personal=True),
            Part("kind", Form.CODE, "What was asked for: access, correction or erasure."),
            Part("act", Form.CODE, "What happened to it: received, extended, granted or refused."),
            Part("channel", Form.CODE, "How it came in."),
            Part("due_date", Form.DATE, "The last day to answer, after the act."),
            Part("by", Form.ACCOUNT, "Who recorded the act."),
            Part("text", Form.TEXT, "What was asked or answered.", is_personal=True),
        ),
        RecordKind.RESOLUTION: (
            _REFERENCE,
            Part("incident", Form.REFERENCE, "The incident that was resolved."),
            Part("kind", Form.CODE, "Why the decision had been stopped."),
            Part("by", Form.TEXT, "Who resolved it: an account, or the user of a command."),
            Part("note", Form.TEXT, "What was found and done.", is_personal=True),
        ),
        RecordKind.EXPORT: (
            _SERVICE,
            Part("operator", Form.TEXT, "Who exported, by a command."),
            Part("applications", Form.NUMBER, "How many of them were written."),
            Part("first_date", Form.DATE, "The earliest decision asked for.", may_lack=True),
            Part("has_references", Form.FLAG, "Whether references were written, or digests."),
        ),
        RecordKind.ERASURE: (
            Part("kind", Form.CODE, "The kind of data, as privacy.yaml calls it."),
            Part("cause", Form.CODE, "Why: its time was up, or a request."),
            Part("request", Form.REFERENCE, "The request that was granted.", may_lack=True),
            Part("how", Form.CODE, "Erased, or made anonymous."),
            Part("count", Form.NUMBER, "How many rows, files or payloads."),
            Part("since", Form.INSTANT, "From when the time that it is kept was counted."),
        ),
    }
)

PERSONAL: Final = frozenset(
    kind for kind, parts in SHAPES.items() if any(part.is_personal for part in parts)
)
"""The kinds of record whose payloads tell of a person."""


def misfits(kind: RecordKind, payload: Json) -> tuple[str, ...]:
    """The keys by which a payload differs from the shape of its kind, sorted; none: it fits."""
    if not isinstance(payload, dict):
        return ("the payload is no object",)
    parts = SHAPES[kind]
    lacking = {part.name for part in parts if not part.may_lack} - payload.keys()
    return tuple(sorted(lacking | payload.keys() - {part.name for part in parts}))
