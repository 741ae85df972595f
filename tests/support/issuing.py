"""Issuing and revoking as effects do: inside a transaction that holds the application."""

from datetime import datetime

from engine.model.issued import Issued
from engine.model.words import Text
from engine.operations import issuing
from engine.operations.opening import open_under, view_of
from engine.operations.ports import Ports
from tests.support.visitors import NOW

LICENCE = "fishing-licence"


def issue(ports: Ports, reference: str, document: str = LICENCE, now: datetime = NOW) -> Issued:
    with ports.store.read() as work:
        application = work.applications.get(reference)
    assert application is not None
    opened = open_under(ports, application, ports.releases.release(application.release), now)
    with ports.store.begin() as work:
        work.applications.get(reference, for_update=True)
        decision = view_of(work, opened).decision
        return issuing.issue(work, ports, opened, document, decision, now)


def revoke(ports: Ports, reference: str, document: str = LICENCE, now: datetime = NOW) -> Issued:
    with ports.store.begin() as work:
        revoked = issuing.revoke(work, reference, document, Text("خطأ", "a mistake"), now)
    assert revoked is not None
    return revoked
