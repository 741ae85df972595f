"""Swimming instructors: applications for recognition of hours, and for the return of their fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.definitions.read import read_folder
from engine.model.account import Account, Role
from engine.model.money import Money
from engine.model.payment import Channel
from engine.model.words import Language, Text
from engine.operations import acting, applications, payments
from engine.operations.acting import ActResult, Said
from engine.operations.applications import Started
from engine.operations.ports import Ports
from engine.operations.results import Conflict, Rejected, Saved, View
from engine.operations.submission import SubmitResult, Submitted, submit
from engine.wire.messages import PaymentNotice
from tests.support.billers import say
from tests.support.visitors import NOW, Files

RECOGNITION, RETURN = "hours-recognition", "fee-return"
SWIMMING = Path(__file__).parents[1] / "fixtures" / "swimming"


def swimming() -> Files:
    return read_folder(SWIMMING)


@dataclass
class Swimmer:
    """Somebody who applies, at `now`."""

    ports: Ports
    account: Account
    now: datetime = NOW

    def start(self, service: str, key: str) -> str:
        started = applications.start(self.ports, self.account, service, key, self.now)
        assert isinstance(started, Started)
        return started.application.reference

    def save(self, reference: str, step: str, **texts: str) -> Saved | Rejected | Conflict:
        typed = {name.replace("__", "."): text for name, text in texts.items()}
        revision = self.view(reference).application.step(step).revision
        return applications.save_step(
            self.ports, self.account, reference, step, typed, revision, self.now
        )

    def view(self, reference: str) -> View:
        return applications.view(self.ports, self.account, reference, self.now)

    def submit(self, reference: str) -> SubmitResult:
        return submit(self.ports, self.account, reference, None, self.now)

    # Recognition ---------------------------------------------------------------------------

    def recognition(self, key: str = "hours", hours: str = "5") -> str:
        """A submitted application, which is to be paid for."""
        reference = self.start(RECOGNITION, key)
        assert isinstance(self.save(reference, "hours", claim__hours=hours), Saved)
        assert isinstance(self.submit(reference), Submitted)
        return reference

    def pay(self, reference: str, id: str, minor: int | None = None) -> None:
        """Pay the bill in full, or some of it."""
        found = payments.invoice_of(self.ports, self.account, reference)
        assert found is not None
        invoice = found.invoice
        amount = invoice.total if minor is None else Money(invoice.total.currency, minor)
        say(
            self.ports,
            PaymentNotice(id, Channel.BANK, invoice.bill_number, amount, self.now),
            self.now,
        )

    # Return --------------------------------------------------------------------------------

    def asking_for(self, chosen: str, key: str = "return") -> str:
        """A draft that asks for the fees of an application."""
        reference = self.start(RETURN, key)
        assert isinstance(self.save(reference, "which", refund__application=chosen), Saved)
        iban = "SA03 8000 0000 6080 1016 7519"
        assert isinstance(self.save(reference, "account", refund__iban=iban), Saved)
        return reference


def staff(ports: Ports, name: str, role: Role) -> Account:
    account = Account(name, f"{name}@example.org", None, Language.AR, role, is_active=True)
    with ports.store.begin() as work:
        work.accounts.add(account, "no hash", NOW)
    return account


def decide(
    ports: Ports, account: Account, reference: str, event: str, now: datetime = NOW
) -> ActResult:
    """An act of staff, with reasons in both languages."""
    said = Said(reasons=Text("لا", "no"))
    return acting.act(ports, account, reference, event, said, None, now)
