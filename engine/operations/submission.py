"""Submitting: the one act that binds, freezes, records and bills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.model.account import Account
from engine.model.application import Application
from engine.model.decision import Decision
from engine.model.payment import Invoice
from engine.operations.ports import Ports
from engine.operations.results import RegistersSilent, View


@dataclass(frozen=True, slots=True)
class Submitted:
    """`invoice` is None when nothing is due. A second submission gives the same application."""

    application: Application
    invoice: Invoice | None


@dataclass(frozen=True, slots=True)
class NotComplete:
    """`view.steps` says which steps are left, `view.decision.questions` what is not known."""

    view: View


@dataclass(frozen=True, slots=True)
class Ineligible:
    """The service does not let someone ineligible submit; the decision says why."""

    view: View
    decision: Decision


@dataclass(frozen=True, slots=True)
class Disagreed:
    """Evaluator and network differ, or a rule faulted: nothing is recorded, staff will look.

    `incident` is the number to show the applicant.
    """

    view: View
    incident: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The draft changed after the page was made (another tab): show the check page again."""

    view: View


SubmitResult = Submitted | NotComplete | Ineligible | RegistersSilent | Disagreed | Changed


def submit(
    ports: Ports, account: Account, reference: str, revision: int | None, now: datetime
) -> SubmitResult:
    """Decide by evaluator and network, and in one transaction record, bill and change the state.

    `revision` is `application.revision` as the check page showed it; None: whatever it is now.
    Raises NotThere.
    """
    raise NotImplementedError
