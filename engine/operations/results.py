"""Results shared by the use cases about applications, and the three refusals that are raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.answers import FieldError, Reading
from engine.inflight import Change
from engine.journey import StepState
from engine.model.application import Application, StepEntry
from engine.model.decision import Decision
from engine.model.lifecycle import LifecycleState
from engine.model.payment import Invoice, current
from engine.model.problem import EngineError
from engine.model.register import RegisterAnswer
from engine.model.service import Service
from engine.model.value import Facts
from engine.model.words import Text
from engine.release import Release
from engine.store.entries import Incident


class NotThere(EngineError):
    """No such application, step, item, file, bill or service for this account: 404.

    What belongs to someone else is not there, so that nobody learns that it exists.
    """


class NotOpen(EngineError):
    """The application has left the state in which its applicant may change it: 409."""


class OutOfOrder(EngineError):
    """The step is hidden, or an earlier one is not finished: 409. `step` is the step to go to."""

    def __init__(self, asked: str, step: str | None) -> None:
        self.asked = asked
        self.step = step
        super().__init__(f"step `{asked}` cannot be answered yet")


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page or an API answer about one application needs, read in one transaction.

    `reading` is what was typed and supplied, read against the definition; `engine.forms` makes
    pages of it. Before submission `snapshot` is what the registers say now, `decision_date` the
    civil date of `now` and `decision` the decision so far; afterwards all three are the frozen
    ones. `steps` are in the order of the service. `changes` is what a newer release changed in
    this draft since its applicant last acknowledged them.
    """

    application: Application
    release: Release
    service: Service
    state: LifecycleState
    snapshot: Mapping[str, RegisterAnswer]
    reading: Reading
    facts: Facts
    decision_date: date
    decision: Decision
    steps: tuple[StepState, ...]
    is_complete: bool
    is_open: bool  # the applicant may still change it
    invoices: tuple[Invoice, ...]  # the newest first
    changes: tuple[Change, ...]
    next: Text | None = None  # what happens now, with the values that it says
    incident: Incident | None = None  # of a draft: what stopped it last

    @property
    def invoice(self) -> Invoice | None:
        """The one to be paid, or else the newest."""
        return current(self.invoices)


@dataclass(frozen=True, slots=True)
class Saved:
    """The step is kept and has no error. `item` is the id of the item saved, for a group.

    `is_done` is false when the answers uncovered another question on the same step or item: show
    it again. A group is done only once it is closed.
    """

    view: View
    step: str
    is_done: bool
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The text is kept, and what is wrong in it reads as unknown. `errors` in order of fields.

    Of an upload, a group that cannot be closed, and an item too many: nothing is kept. An item
    that is kept has its id in `item`.
    """

    view: View
    step: str
    errors: tuple[FieldError, ...]
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Someone saved this step after the page was opened; nothing is overwritten.

    `mine` are the texts just sent, `theirs` the entry as it is kept. Sending `mine` again with
    `theirs.revision` replaces it knowingly.
    """

    view: View
    step: str
    mine: Mapping[str, str]
    theirs: StepEntry


@dataclass(frozen=True, slots=True)
class RegistersSilent:
    """Registers that did not answer, so nothing was done; try again later."""

    registers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of "my services"."""

    reference: str
    service: str
    title: Text
    state: LifecycleState
    is_open: bool
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    next: Text | None = None  # as the state says it of nobody in particular
