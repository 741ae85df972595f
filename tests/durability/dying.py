"""A process that does one thing to a draft and is killed at a chosen moment. Run by the tests.

    python -m tests.durability.dying FOLDER URL REFERENCE ACTION MOMENT

`MOMENT` names where SIGKILL strikes: nothing is caught, closed or undone, as in a power cut of
the process. The faults are put in from here; the product knows nothing of them.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.operations import applications
from engine.operations.submission import submit
from engine.store.sql import SqlStore
from engine.store.sql.applications import SqlApplications
from engine.store.sql.invoices import SqlInvoices
from engine.store.sql.ledger import SqlLedger
from engine.store.vault import Vault
from tests.support.billers import in_full, say, settled
from tests.support.papers import pdf
from tests.support.visitors import NOW, Visitor, open_here


def die(*_: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(owner: type, name: str) -> None:
    """Die once the method has done its work, while the transaction is still open."""
    method: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(method)
    def run(*arguments: Any, **named: Any) -> Any:
        method(*arguments, **named)
        die()

    setattr(owner, name, run)


def dying_after_commit() -> None:
    """Die when a transaction that writes has been committed, before anyone hears of it."""
    begin = SqlStore.begin

    @contextmanager
    def run(store: SqlStore) -> Iterator[Any]:
        with begin(store) as work:
            yield work
        die()

    setattr(SqlStore, "begin", run)  # noqa: B010 - a method is put in the place of another


MOMENTS: dict[str, Callable[[], None]] = {
    "in-the-step": lambda: dying_after(SqlApplications, "_put_steps"),
    "in-the-record": lambda: dying_after(SqlLedger, "append"),
    "in-the-state": lambda: dying_after(SqlApplications, "update"),
    "in-the-invoice": lambda: dying_after(SqlInvoices, "add"),
    "in-the-payment": lambda: dying_after(SqlInvoices, "update"),
    "in-the-file": lambda: dying_after(Vault, "_seal"),
    "before-the-evidence": lambda: dying_after(Vault, "receive"),
    "after-the-commit": dying_after_commit,
}

ACTIONS: dict[str, Callable[[Visitor], object]] = {
    "save": lambda visitor: visitor.save("boat", boat__is_own="yes", boat__metres="11"),
    "submit": lambda visitor: submit(visitor.ports, visitor.account, visitor.reference, None, NOW),
    "pay": lambda visitor: receive(visitor),
    "supply": lambda visitor: visitor.supply("documents.identity", "new.pdf", pdf(b"new")),
    "discard": lambda visitor: applications.discard(
        visitor.ports, visitor.account, visitor.reference, NOW
    ),
}


def receive(visitor: Visitor) -> object:
    return say(visitor.ports, in_full(settled(visitor)))


def main(folder: str, url: str, reference: str, action: str, moment: str) -> None:
    ports = open_here(Path(folder), url)
    with ports.store.read() as work:
        application = work.applications.get(reference)
        assert application is not None
        credentials = work.accounts.get(application.account_id)
        assert credentials is not None
    visitor = Visitor(ports, credentials.account, reference)
    visitor.view()
    MOMENTS[moment]()
    ACTIONS[action](visitor)


if __name__ == "__main__":
    main(*sys.argv[1:])
