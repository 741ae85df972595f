"""One's own applications as an answer: which may be chosen, and what is known of the chosen one.

An attribute is a fact named after the field: `refund.application.paid_total`. What the store knows
of each application that may be chosen is frozen on submission beside what registers said, under
the fact of the field and its reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.model.fact import Fact
from engine.model.problem import Span
from engine.model.value import Absent, Known

SERVICES: Final = "application.services"
STATES: Final = "application.states"
"""The lists of services and of their states, which no file can declare."""

SERVICE: Final = "service"
STATE: Final = "state"
SUBMITTED_DATE: Final = "submitted_date"
CLOSED_DATE: Final = "closed_date"
FIRST_PAYMENT_DATE: Final = "first_payment_date"
LAST_PAYMENT_DATE: Final = "last_payment_date"
PAID_ON_SUBMISSION: Final = "paid_on_submission"
PAID_AFTER_APPROVAL: Final = "paid_after_approval"
PAID_TOTAL: Final = "paid_total"
OVERPAID: Final = "overpaid"
RETURNED: Final = "returned"
REFUNDABLE: Final = "refundable"
IS_PAID_TWICE: Final = "is_paid_twice"
IS_CLOSED: Final = "is_closed"
IS_CLOSED_INCOMPLETE: Final = "is_closed_incomplete"
WAS_RETURNED: Final = "was_returned"
FEES: Final = "fees."  # and the id of a fee line
FLAGS: Final = "flags."  # and the id of a flag of the lifecycle
WAS_IN: Final = "was_in."  # and the id of a state
RECORDED: Final = "recorded."  # and the id of a field that staff record

Attributes: TypeAlias = Mapping[str, Known | Absent]
"""What is known of one application, by the last part of the names."""


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """What a field lets choose: an application for one of `services`, or for any if it is empty.

    `facts` are the attributes of the chosen one, by their whole names.
    """

    services: tuple[str, ...]
    span: Span
    facts: tuple[Fact, ...] = ()

    def takes(self, service: str) -> bool:
        return not self.services or service in self.services


def choice_key(fact: str, reference: str) -> str:
    """Under which a snapshot has what is known of one application that may be chosen."""
    return f"{fact}/{reference}"
