"""Invoices, payments, refunds, and what the biller says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from engine.model.fee import Stage
from engine.model.payment import Invoice, Payment, QuotedLine, Refund, RefundState
from engine.model.reconciliation import Reconciliation


class Invoices(Protocol):
    def add(self, invoice: Invoice) -> None:
        """Raises Clash when the bill number is taken."""
        ...

    def get(self, bill_number: str) -> Invoice | None: ...

    def of_application(self, reference: str) -> tuple[Invoice, ...]: ...

    def of_account(self, account_id: str) -> tuple[Invoice, ...]:
        """The newest first."""
        ...

    def update(self, invoice: Invoice) -> None: ...

    def live(self, reference: str, stage: Stage) -> Invoice | None:
        """The one that is payable or paid: there is one at most."""
        ...

    def overdue(self, at: datetime) -> tuple[Invoice, ...]:
        """Payable ones that had expired by then."""
        ...

    def unanswered(self) -> tuple[Invoice, ...]:
        """Paid ones of which the event `paid` is still to be made."""
        ...

    def untold(self) -> tuple[Invoice, ...]:
        """Those whose state the biller is still to be told."""
        ...

    def mark_told(self, bill_number: str, *, is_payable: bool) -> None:
        """The biller knows that the bill can be paid, or no longer can."""
        ...

    def quoted(self, reference: str) -> tuple[QuotedLine, ...]:
        """The application's quote, in the order of its schedule."""
        ...

    def set_quote(self, reference: str, lines: Iterable[QuotedLine]) -> None:
        """Put these lines in the place of the quote."""
        ...


class Payments(Protocol):
    """In the order in which they were received."""

    def add(self, payment: Payment) -> bool:
        """Keep it; false when one of this id is kept already."""
        ...

    def get(self, id: str) -> Payment | None: ...

    def of_bill(self, bill_number: str) -> tuple[Payment, ...]: ...

    def paid_between(self, starts_at: datetime, ends_at: datetime) -> tuple[Payment, ...]:
        """Made from `starts_at`, inclusive, to `ends_at`, exclusive."""
        ...


class Refunds(Protocol):
    """The oldest first."""

    def add(self, refund: Refund) -> None: ...

    def get(self, id: str) -> Refund | None: ...

    def update(self, refund: Refund) -> None: ...

    def of_payment(self, payment: str) -> tuple[Refund, ...]: ...

    def of_bill(self, bill_number: str) -> tuple[Refund, ...]: ...

    def in_states(self, states: Iterable[RefundState]) -> tuple[Refund, ...]: ...

    def asked_by(self, reference: str) -> tuple[Refund, ...]:
        """Those that were granted upon this application."""
        ...

    def unanswered(self) -> tuple[str, ...]:
        """Applications with a granted refund that was confirmed and of which nothing was made."""
        ...


class Reconciliations(Protocol):
    def add(self, report: Reconciliation) -> None:
        """Raises Clash when its number is taken."""
        ...

    def get(self, number: int) -> Reconciliation | None: ...

    def last_number(self) -> int:
        """0 before the first."""
        ...

    def of_day(self, day: date) -> tuple[Reconciliation, ...]:
        """The newest first."""
        ...

    def newest(self, limit: int) -> tuple[Reconciliation, ...]: ...
