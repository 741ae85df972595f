"""Somebody who applies for the travel grant, with a store and files."""

from __future__ import annotations

from engine.model.account import Account, Role
from engine.model.words import Language
from engine.operations import acting, applications
from engine.operations.acting import ActResult, Said
from engine.operations.ports import Ports
from engine.operations.results import Saved
from engine.operations.submission import Submitted, submit
from tests.support.grant import GRANT
from tests.support.papers import pdf
from tests.support.visitors import NOW, Visitor

REVIEWER = Account("reviewer", "r@example.org", None, Language.EN, Role.REVIEWER, is_active=True)


def begun(ports: Ports, account: Account, key: str = "key", student: str = "no") -> Visitor:
    """A draft before its documents, without trips."""
    visitor = Visitor.starting(ports, account, key, GRANT)
    visitor.save("about", grant__is_student=student)
    closed = applications.close_group(
        ports, account, visitor.reference, "trips", visitor.revision("trips"), NOW
    )
    assert isinstance(closed, Saved)
    return visitor


def submitted(ports: Ports, account: Account, key: str = "key") -> Visitor:
    visitor = begun(ports, account, key)
    visitor.supply("documents.national_id_copy", "id.pdf", pdf(key.encode()))
    visitor.save("papers")
    assert isinstance(submit(ports, account, visitor.reference, None, NOW), Submitted)
    return visitor


def approved(ports: Ports, account: Account) -> Visitor:
    visitor = submitted(ports, account)
    with ports.store.begin() as work:
        work.accounts.add(REVIEWER, "no hash", NOW)
    acted(visitor, REVIEWER, "approve")
    return visitor


def acted(visitor: Visitor, account: Account, event: str) -> ActResult:
    return acting.act(visitor.ports, account, visitor.reference, event, Said(), None, NOW)
