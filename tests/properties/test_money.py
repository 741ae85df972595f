"""Money is never taken twice and never lost, whatever happens in whatever order.

A machine that bills, pays in any way, lets messages come late, twice or not at all, cancels,
expires, returns and reconciles, over a real database and the real simulator of a biller. After
each step the books are compared with what payers gave.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from api.biller import desk
from engine.model.account import Account
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.payment import Channel, Invoice, InvoiceState, RefundReason, RefundState, applied
from engine.operations import billing, invoicing, payments, reconciling, refunds
from engine.operations.opening import open_own
from engine.operations.ports import Ports
from engine.operations.submission import Submitted, submit
from engine.store.keyring import Purpose
from engine.wire.messages import CALLBACKS, write_notice
from engine.wire.signing import Signed, sign
from tests.support.paying import Beside, biller_beside
from tests.support.portal import Clock
from tests.support.stores import copied_sqlite, emptied_postgres, ready_sqlite
from tests.support.visitors import STRANGER, Visitor, add_account, open_here, publish

TOTAL = 12050
AMOUNTS = st.sampled_from([1, 5000, TOTAL - 5000, TOTAL, TOTAL + 1, 2 * TOTAL])
MOST_BILLS = 3


@contextmanager
def steady_ids() -> Iterator[None]:
    """The same ids in the same order each time a run is made again, as Hypothesis needs."""
    random = Random(0)
    steady = {
        "choice": random.choice,
        "randbelow": random.randrange,
        "token_bytes": random.randbytes,
        "token_hex": lambda size: random.randbytes(size).hex(),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, function in steady.items():
            patch.setattr(secrets, name, function)
        yield


class Books(RuleBasedStateMachine):
    """`given` is what payers gave, by the biller's id of the payment."""

    url: Callable[[Path], str]

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.closing.enter_context(steady_ids())
        self.clock = Clock()
        self.given: dict[str, Money] = {}
        self.said: list[bytes] = []
        self.visitors: list[Visitor] = []

    @initialize()
    def open(self) -> None:
        folder = Path(self.closing.enter_context(TemporaryDirectory()))
        ports = open_here(folder, type(self).url(folder))
        self.closing.callback(ports.close)
        publish(ports)
        self.beside: Beside = self.closing.enter_context(biller_beside(ports, self.clock))
        self.ports: Ports = self.beside.ports
        self.account: Account = add_account(ports)
        self.staff = [add_account(ports, "s1", STRANGER), add_account(ports, "s2", "1001244027")]
        self.bill()

    # What people do ---------------------------------------------------------------------------

    @precondition(lambda self: len(self.visitors) < MOST_BILLS)
    @rule()
    def bill(self) -> None:
        key = f"key-{len(self.visitors)}"
        visitor = Visitor.starting(self.ports, self.account, key)
        visitor.fill(metres="10")
        now = self.clock.now
        assert isinstance(submit(self.ports, self.account, visitor.reference, None, now), Submitted)
        self.visitors.append(visitor)
        billing.tell_biller(self.ports, now)

    @rule(
        data=st.data(),
        amounts=st.lists(AMOUNTS, min_size=1, max_size=3),
        channel=st.sampled_from(Channel),
        heard=st.booleans(),
    )
    def pay(self, data: st.DataObject, amounts: list[int], channel: Channel, heard: bool) -> None:
        """At the biller, once or several times; the portal may or may not hear of it now."""
        number = self.any_invoice(data).bill_number
        for amount in amounts:
            self.give(number, amount, channel)
        if heard:
            self.hear()

    @rule(first=st.sampled_from([1, 5000]), second=AMOUNTS, third=AMOUNTS)
    def pay_in_parts(self, first: int, second: int, third: int) -> None:
        """The bill that was made last, which the portal hears of each time."""
        with self.ports.store.read() as work:
            invoice = work.invoices.of_account(self.account.id)[0]
        for amount in (first, second, third):
            self.give(invoice.bill_number, amount, Channel.BANK)
            self.hear()

    @rule()
    def hear(self) -> None:
        """The portal answers again, to whatever the biller has not yet said."""
        self.clock.now += timedelta(seconds=301)
        assert self.beside.runtime.send_due()[1] == 0

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def hear_again(self, data: st.DataObject) -> None:
        """One message of long ago, in any order, however often it was heard."""
        self.receive(data.draw(st.sampled_from(self.said)))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def forge(self, data: st.DataObject) -> None:
        body = data.draw(st.sampled_from(self.said)).replace(b"P-", b"X-")
        signed = Signed(CALLBACKS, body, (("Mumaris-Key", "0"), ("Mumaris-Timestamp", "0")))
        heard = payments.receive_callback(
            self.ports, signed.body, dict(signed.headers), self.clock.now
        )
        assert heard == payments.CallbackRefused(payments.Refusal.FORGED)

    @rule(days=st.sampled_from([1, 6]))
    def time_passes(self, days: int) -> None:
        self.clock.now += timedelta(days=days)

    @rule()
    def deadlines(self) -> None:
        payments.run_deadlines(self.ports, self.clock.now)
        invoicing.expire_overdue(self.ports, self.clock.now)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        reference = data.draw(st.sampled_from(self.visitors)).reference
        with self.ports.store.begin() as work:
            work.applications.get(reference, for_update=True)
            invoicing.cancel_open(work, reference, self.clock.now)

    @rule(data=st.data())
    def bill_again(self, data: st.DataObject) -> None:
        visitor = data.draw(st.sampled_from(self.visitors))
        now = self.clock.now
        opened = open_own(self.ports, self.account, visitor.reference, now)
        visitor.now = now
        decision = visitor.view().decision
        with self.ports.store.begin() as work:
            work.applications.get(visitor.reference, for_update=True)
            invoicing.raise_invoice(work, opened, decision, Stage.ON_SUBMISSION, now)

    @rule(data=st.data(), is_granted=st.booleans())
    def decide(self, data: st.DataObject, is_granted: bool) -> None:
        waiting = refunds.waiting(self.ports)
        if not waiting:
            return
        id = data.draw(st.sampled_from(waiting)).refund.id
        for account in self.staff:
            if is_granted:
                refunds.approve(self.ports, account, id, self.clock.now)
            else:
                refunds.refuse(self.ports, account, id, "no", self.clock.now)

    @precondition(lambda self: self.given)
    @rule(data=st.data(), amount=AMOUNTS)
    def ask_back(self, data: st.DataObject, amount: int) -> None:
        id = data.draw(st.sampled_from(sorted(self.given)))
        with self.ports.store.read() as work:
            is_known = work.payments.get(id) is not None
        if is_known:
            money = Money("SAR", amount)
            refunds.ask(self.ports, self.staff[0], id, money, "asked", self.clock.now)

    @rule()
    def tell(self) -> None:
        assert not billing.tell_biller(self.ports, self.clock.now).is_down

    @rule(days=st.integers(0, 2))
    def reconcile(self, days: int) -> None:
        day = (self.clock.now - timedelta(days=days)).date()
        report = reconciling.reconcile(self.ports, day, self.clock.now)
        assert report.open == (), "books that differ for no reason"

    # What always holds ------------------------------------------------------------------------

    @invariant()
    def nothing_is_lost_and_nothing_is_taken_twice(self) -> None:
        with self.ports.store.read() as work:
            for invoice in work.invoices.of_account(self.account.id):
                received = work.payments.of_bill(invoice.bill_number)
                owed = work.refunds.of_bill(invoice.bill_number)
                for payment in received:
                    assert payment.amount == self.given[payment.id]
                counted = applied(received, owed, "SAR").amount_minor
                self.check_bill(invoice, counted)
                live = sum(
                    one.amount.amount_minor for one in owed if one.state is not RefundState.REFUSED
                )
                assert live <= sum(one.amount.amount_minor for one in received)
                surplus = sum(one.amount.amount_minor for one in owed if one.reason.is_surplus)
                assert counted + surplus == sum(one.amount.amount_minor for one in received)

    @invariant()
    def the_event_of_a_paid_bill_is_made_once(self) -> None:
        with self.ports.store.read() as work:
            for visitor in self.visitors:
                invoices = work.invoices.of_application(visitor.reference)
                history = work.history.of_application(visitor.reference)
                made = [one for one in history if one.event == "paid"]
                paid = [one for one in invoices if one.state is InvoiceState.PAID]
                assert len(made) <= len(paid) <= 1
                assert all(one.answered_at is not None for one in paid)
                unmoved = [
                    one
                    for bill in paid
                    for one in work.refunds.of_bill(bill.bill_number)
                    if one.reason is RefundReason.NO_EFFECT
                ]
                assert len(made) == len(paid) or unmoved

    @invariant()
    def one_invoice_of_an_application_is_live(self) -> None:
        with self.ports.store.read() as work:
            for visitor in self.visitors:
                invoices = work.invoices.of_application(visitor.reference)
                assert sum(one.state.is_live for one in invoices) <= 1

    def check_bill(self, invoice: Invoice, counted: int) -> None:
        match invoice.state:
            case InvoiceState.OPEN:
                assert counted == 0
            case InvoiceState.PART_PAID:
                assert 0 < counted < TOTAL
            case InvoiceState.PAID:
                assert counted == TOTAL
            case InvoiceState.EXPIRED | InvoiceState.CANCELLED:
                assert counted >= 0

    def teardown(self) -> None:
        """In the end all is heard: every payment is here, and the books agree."""
        if hasattr(self, "beside"):
            self.hear()
            for body in self.said:
                self.receive(body)
            with self.ports.store.read() as work:
                for id, amount in self.given.items():
                    kept = work.payments.get(id)
                    assert kept is not None, "a payment was lost"
                    assert kept.amount == amount
            self.nothing_is_lost_and_nothing_is_taken_twice()
        self.closing.close()

    def give(self, number: str, amount: int, channel: Channel) -> None:
        """Pay at the biller, if it takes the money."""
        money, store = Money("SAR", amount), self.beside.runtime.store
        try:
            notice = desk.pay(store, number, channel, money, self.clock.now)
        except (desk.NotPayable, desk.NoSuchBill):
            return
        self.given[notice.id] = notice.amount
        self.said.append(write_notice(notice))

    def any_invoice(self, data: st.DataObject) -> Invoice:
        with self.ports.store.read() as work:
            found = work.invoices.of_account(self.account.id)
        return data.draw(st.sampled_from(sorted(found, key=lambda one: one.issued_at)))

    def receive(self, body: bytes) -> None:
        signed = sign(self.ports.keys[Purpose.BILLER], CALLBACKS, body, self.clock.now)
        heard = payments.receive_callback(
            self.ports, signed.body, dict(signed.headers), self.clock.now
        )
        assert isinstance(heard, payments.Paid)


def run(url: Callable[[Path], str], examples: int, steps: int) -> None:
    machine: Any = type("Books", (Books,), {"url": staticmethod(url)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready_sqlite(tmp_path_factory.mktemp("ready"))


def test_the_books_are_right_after_every_step(ready: Path) -> None:
    run(partial(copied_sqlite, ready), examples=12, steps=25)


@pytest.mark.postgres
def test_the_books_are_right_on_postgresql(postgres_url: str) -> None:
    run(lambda _: emptied_postgres(postgres_url), examples=6, steps=20)


@pytest.mark.long
def test_the_books_are_right_in_many_more_orders(ready: Path) -> None:
    run(partial(copied_sqlite, ready), examples=150, steps=50)


@pytest.mark.long
@pytest.mark.postgres
def test_the_books_are_right_in_many_more_orders_on_postgresql(postgres_url: str) -> None:
    run(lambda _: emptied_postgres(postgres_url), examples=60, steps=40)
