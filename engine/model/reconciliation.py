"""A reconciliation: what the biller says of one day beside what we have of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.model.money import Money


class DifferenceKind(StrEnum):
    MISSING_HERE = "missing_here"  # the biller has a payment that we had not heard of
    MISSING_THERE = "missing_there"  # we have a payment that the biller does not have
    AMOUNT_DIFFERS = "amount_differs"
    BILL_DIFFERS = "bill_differs"  # both have the payment, for different bills
    UNKNOWN_BILL = "unknown_bill"  # a payment for a bill that we never issued
    TWICE = "twice"  # the statement names one payment more than once
    RETURNED_UNHEARD = "returned_unheard"  # the biller returned what we had not heard of
    RETURNED_UNASKED = "returned_unasked"  # the biller returned what we did not ask for


@dataclass(frozen=True, slots=True)
class Difference:
    """`theirs` and `ours` are None where that side has nothing.

    `is_settled`: the statement was proof enough, and it was taken in; staff have nothing to do.
    """

    kind: DifferenceKind
    id: str
    bill_number: str | None
    theirs: Money | None
    ours: Money | None
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`number` counts them. `payments` and `total` are of the biller's statement of `day`."""

    number: int
    day: date
    made_at: datetime
    payments: int
    total: Money
    differences: tuple[Difference, ...]

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences that staff must look at."""
        return tuple(one for one in self.differences if not one.is_settled)
