"""Lifecycles: the states of an application and the transitions between them, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.model.condition import Condition
from engine.model.problem import Span
from engine.model.wording import Words
from engine.model.words import Text


class Actor(StrEnum):
    """Who may cause a transition."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    BILLER = "biller"
    DEADLINE = "deadline"
    INVITED = "invited"  # somebody whom the applicant invited, by answering or declining

    @property
    def is_staff(self) -> bool:
        return self in {Actor.REVIEWER, Actor.APPROVER}


SUBMIT = "submit"
"""The event by which an applicant leaves the start: the same for every service."""

PAID = "paid"
"""The event of the biller: the last open invoice of the application is paid in full."""


REFUNDED = "refunded"
"""The event of the biller: all that the application was granted has reached its payer."""

ANSWERED = "answered"
"""The event of invited people: one of them has answered or declined."""


class Ask(StrEnum):
    """What whoever causes a transition must say with it, beside what it `records`."""

    REASONS = "reasons"  # in both languages; the applicant reads them
    CORRECTIONS = "corrections"  # which fields and documents the applicant is to change
    STATEMENT = "statement"  # the applicant's own words
    NOTE = "note"  # for staff alone


class EffectKind(StrEnum):
    """What a transition does beside entering a state."""

    INVOICE = "invoice"  # bill the fee lines of a stage
    NOTIFY = "notify"
    ISSUE = "issue"
    REVOKE = "revoke"
    CANCEL = "cancel"  # close what is still to be paid
    INVITE = "invite"  # whom the applicant named
    START = "start"  # a draft of another service
    REFUND = "refund"  # open a refund of the chosen application's payments
    SET = "set"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Effect:
    """`name`: which fee stage, notification, issued document, actor, service, amount or flag it is
    of. `carries` are the facts whose answers a draft that is started has already."""

    kind: EffectKind
    name: str
    span: Span
    carries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that stays true of an application, whatever state it is in."""

    id: str
    label: Text
    span: Span

    @property
    def fact(self) -> str:
        return flag_fact(self.id)


def flag_fact(id: str) -> str:
    """The name by which conditions of the lifecycle read a flag.

    >>> flag_fact("was_returned")
    'flag.was_returned'
    """
    return f"flag.{id}"


@dataclass(frozen=True, slots=True)
class LifecycleState:
    """`is_final`: nothing leaves it. `next` tells the applicant what happens now.

    `takes_corrections`: the applicant may change here what staff have named; `takes_documents`:
    he supplies here what is due after approval.
    """

    id: str
    label: Text
    next: Words | None
    is_final: bool
    span: Span
    takes_corrections: bool = False
    takes_documents: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the applicant may change something here."""
        return self.takes_corrections or self.takes_documents


@dataclass(frozen=True, slots=True)
class Term:
    """Whole days, or working days of the portal's calendar, from the day a state is entered."""

    days: int
    is_working: bool


@dataclass(frozen=True, slots=True)
class Transition:
    """`event` is what is asserted; transitions that share one are told apart by `when`.

    `is_binding`: made only with a decision that evaluator and network agree on. `after` is set
    for a transition caused by a deadline. `not_by` names transitions whose author may not cause
    this one: four eyes. `is_override`: it goes against the rules, and is marked for ever.
    `called` has the words for what it asks, where they are not the product's own.
    """

    id: str
    event: str
    title: Text | None
    origins: tuple[str, ...]
    target: str
    by: Actor
    when: Condition | None
    is_binding: bool
    is_override: bool
    after: Term | None
    asks: tuple[Ask, ...]
    records: tuple[str, ...]
    not_by: tuple[str, ...]
    effects: tuple[Effect, ...]
    cite: tuple[str, ...]
    span: Span
    called: tuple[tuple[Ask, Text], ...] = ()

    def enters(self, state: str) -> bool:
        """Whether it leads out of `state` into another, so that its deadlines begin anew."""
        return self.target != state


@dataclass(frozen=True, slots=True)
class Lifecycle:
    start: str
    states: tuple[LifecycleState, ...]
    transitions: tuple[Transition, ...]
    span: Span
    flags: tuple[Flag, ...] = ()

    def leaving(self, state: str, by: Actor | None = None) -> Iterator[Transition]:
        """The transitions out of a state, in the order of the file."""
        for one in self.transitions:
            if state in one.origins and by in {None, one.by}:
                yield one

    def state(self, id: str) -> LifecycleState:
        return next(one for one in self.states if one.id == id)

    def transition(self, id: str) -> Transition | None:
        return next((one for one in self.transitions if one.id == id), None)
