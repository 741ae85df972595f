"""The applications that somebody may choose as an answer, read from the store.

They are the person's own that were submitted, with what the books, the history and the lifecycle
say of each. Like own history it is part of what is asked, and frozen on submission.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engine.definitions.catalogue import Catalogue
from engine.definitions.own_applications import named
from engine.model import own_application
from engine.model.application import Application
from engine.model.fee import Stage
from engine.model.history import Happening
from engine.model.lifecycle import Actor, Lifecycle
from engine.model.money import Money
from engine.model.own_application import choice_key
from engine.model.payment import (
    Invoice,
    InvoiceState,
    Payment,
    Refund,
    RefundReason,
    RefundState,
    applied,
)
from engine.model.register import Answer, RegisterAnswer
from engine.model.service import Field, Service
from engine.model.value import ABSENT, Absent, Known
from engine.operations.entering import civil_date
from engine.store.protocols import Work


def fields_of_own(service: Service) -> Iterator[Field]:
    """The fields that choose an application."""
    return (field for step in service.steps for field in step.fields if field.own is not None)


def choices(
    work: Work,
    catalogue: Catalogue,
    service: Service,
    person_key: str,
    *,
    for_update: bool = False,
) -> dict[str, RegisterAnswer]:
    """What each field of the service lets the person choose, as a snapshot has it.

    `for_update` lets none of them change until the transaction ends.
    """
    answers: dict[str, RegisterAnswer] = {}
    for field in fields_of_own(service):
        assert field.own is not None, "the field chooses an application"
        wanted = (id for id in catalogue.services if field.own.takes(id))
        past = work.applications.past(person_key, frozenset(wanted), for_update=for_update)
        for entry in past:
            if entry.submitted_at is not None:
                known = _known(work, catalogue, field, entry.reference, entry.submitted_at)
                key = choice_key(field.fact, entry.reference)
                answers[key] = RegisterAnswer(Answer.RECORD, known)
    return answers


def _known(
    work: Work, catalogue: Catalogue, field: Field, reference: str, submitted_at: datetime
) -> dict[str, Known | Absent]:
    """What is known of one application, as far as the field's facts ask for it."""
    application = work.applications.get(reference)
    assert application is not None, "it was found just now"
    said = {
        own_application.SERVICE: application.service,
        own_application.STATE: application.state,
        own_application.SUBMITTED_DATE: civil_date(catalogue.portal, submitted_at),
        **_of_books(_Books.of(work, reference, catalogue)),
        **_of_lifecycle(work, application, catalogue),
    }
    zero = Money(catalogue.portal.currency, 0)
    assert field.own is not None, "the field chooses an application"
    known: dict[str, Known | Absent] = {}
    for fact in field.own.facts:
        name = fact.name.removeprefix(f"{field.fact}.")
        nothing = zero if name.startswith(own_application.FEES) else False
        known[fact.name] = said.get(name, nothing)
    return known


# The books ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Books:
    """All bills of one application, with what was paid and returned of each."""

    catalogue: Catalogue
    bills: tuple[tuple[Invoice, tuple[Payment, ...], tuple[Refund, ...]], ...]

    @classmethod
    def of(cls, work: Work, reference: str, catalogue: Catalogue) -> _Books:
        invoices = work.invoices.of_application(reference)
        numbers = ((one, one.bill_number) for one in invoices)
        return cls(
            catalogue,
            tuple(
                (one, work.payments.of_bill(number), work.refunds.of_bill(number))
                for one, number in numbers
            ),
        )

    @property
    def currency(self) -> str:
        return self.catalogue.portal.currency

    def payments(self) -> list[Payment]:
        return [payment for _, payments, _ in self.bills for payment in payments]

    def refunds(self) -> list[Refund]:
        return [refund for _, _, refunds in self.bills for refund in refunds]

    def days(self) -> list[date]:
        portal = self.catalogue.portal
        return sorted(civil_date(portal, one.paid_at) for one in self.payments())

    def total(self, amounts: Iterable[Money]) -> Money:
        return sum(amounts, Money(self.currency, 0))

    def counted(self, stage: Stage) -> Money:
        """What counts towards the bills of a stage."""
        return self.total(
            applied(payments, refunds, self.currency)
            for invoice, payments, refunds in self.bills
            if invoice.stage is stage
        )


def _of_books(books: _Books) -> dict[str, Known | Absent]:
    paid = books.total(one.amount for one in books.payments())
    returned = books.total(
        one.amount for one in books.refunds() if one.state is not RefundState.REFUSED
    )
    surplus = [one for one in books.refunds() if one.reason.is_surplus]
    lines: dict[str, Money] = {}
    for invoice, _, _ in books.bills:
        for line in invoice.lines if invoice.state is InvoiceState.PAID else ():
            name = f"{own_application.FEES}{named(line.id)}"
            lines[name] = books.total((lines.get(name, books.total(())), line.amount))
    days: list[date | Absent] = [*books.days()] or [ABSENT]
    return {
        own_application.FIRST_PAYMENT_DATE: days[0],
        own_application.LAST_PAYMENT_DATE: days[-1],
        own_application.PAID_ON_SUBMISSION: books.counted(Stage.ON_SUBMISSION),
        own_application.PAID_AFTER_APPROVAL: books.counted(Stage.AFTER_APPROVAL),
        own_application.PAID_TOTAL: paid,
        own_application.OVERPAID: books.total(one.amount for one in surplus),
        own_application.RETURNED: returned,
        own_application.REFUNDABLE: paid - returned,
        own_application.IS_PAID_TWICE: any(
            one.reason is RefundReason.PAID_TWICE for one in surplus
        ),
        **lines,
    }


# The lifecycle --------------------------------------------------------------------------------


def _of_lifecycle(
    work: Work, application: Application, catalogue: Catalogue
) -> dict[str, Known | Absent]:
    """Flags, what staff have recorded, and whether it was sent back or closed."""
    lifecycle = catalogue.services[application.service].lifecycle
    returning = {one.id for one in lifecycle.states if one.takes_corrections}
    history = work.history.of_application(application.reference)
    is_closed = _is_final(lifecycle, application.state)
    return {
        own_application.IS_CLOSED: is_closed,
        own_application.CLOSED_DATE: civil_date(catalogue.portal, history[-1].at)
        if is_closed and history
        else ABSENT,
        own_application.IS_CLOSED_INCOMPLETE: is_closed and _ended_waiting(history, returning),
        own_application.WAS_RETURNED: any(one.target in returning for one in history),
        **{f"{own_application.WAS_IN}{one.target}": True for one in history},
        **{f"{own_application.FLAGS}{flag}": True for flag in application.flags},
        **{
            f"{own_application.RECORDED}{fact}": bool(text)
            for fact, text in application.recorded.items()
        },
    }


def _is_final(lifecycle: Lifecycle, state: str) -> bool:
    """A state that the lifecycle of today does not know any more is taken to be left behind."""
    return any(one.id == state and one.is_final for one in lifecycle.states)


def _ended_waiting(history: tuple[Happening, ...], returning: set[str]) -> bool:
    """Whether time closed it while corrections were awaited."""
    last = history[-1] if history else None
    return last is not None and last.by is Actor.DEADLINE and last.origin in returning
