"""Complete drafts of the renewal, as many as wanted: a few are filled in, the others are copies.

What is under test begins with the submission, so nothing is killed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import cycle, islice

from engine.model.account import Account
from engine.operations import applications, evidence
from engine.operations.ports import Ports
from engine.operations.references import new_reference
from engine.operations.results import Saved
from tests.support.papers import pdf, picture

SERVICE = "registration-renewal"
PEOPLE = ("nurse@demo.example", "sultan@demo.example")
ANSWERS = {
    "options": {"employment.sector": "government"},
    "terms": {"accepted": "yes"},
    "information": {"contact.mobile": "0501234567", "contact.email": "somebody@demo.example"},
}
LETTER = {"documents.employer_letter.issue_date": "2026-11-01"}


def complete_drafts(ports: Ports, number: int, now: datetime) -> Iterator[tuple[Account, str]]:
    """Accounts and references, each applicant in turn."""
    filled = [_fill(ports, email, now) for email in PEOPLE]
    yield from filled
    for account, reference in islice(cycle(filled), number - len(filled)):
        yield account, _copy(ports, reference)


def _fill(ports: Ports, email: str, now: datetime) -> tuple[Account, str]:
    with ports.store.read() as work:
        found = work.accounts.by_email(email)
    assert found is not None, f"{email} is nobody of the demonstration"
    account = found.account
    started = applications.start(ports, account, SERVICE, "faults", now)
    assert isinstance(started, applications.Started), started
    reference = started.application.reference
    for step, texts in ANSWERS.items():
        _save(ports, account, reference, step, texts, now)
    view = applications.view(ports, account, reference, now)
    attachments = next(one for one in view.reading.steps if one.step.id == "attachments")
    for document in attachments.documents:
        if document.due is True:
            slot = document.places[0].slot
            is_photo = document.document.id == "photo"
            name, content = (
                ("p.jpg", picture("JPEG")) if is_photo else ("d.pdf", pdf(slot.encode()))
            )
            evidence.supply(ports, account, reference, slot, name, BytesIO(content), now)
    _save(ports, account, reference, "attachments", LETTER, now)
    for group in ("experience", "licence"):
        revision = _revision(ports, account, reference, group, now)
        applications.close_group(ports, account, reference, group, revision, now)
    view = applications.view(ports, account, reference, now)
    assert view.is_complete, [(one.step.id, one.is_done) for one in view.reading.steps]
    return account, reference


def _save(
    ports: Ports, account: Account, reference: str, step: str, texts: dict[str, str], now: datetime
) -> None:
    revision = _revision(ports, account, reference, step, now)
    saved = applications.save_step(ports, account, reference, step, texts, revision, now)
    assert isinstance(saved, Saved), saved


def _revision(ports: Ports, account: Account, reference: str, step: str, now: datetime) -> int:
    return applications.view(ports, account, reference, now).application.step(step).revision


def _copy(ports: Ports, reference: str) -> str:
    """The same draft under another reference, with files of its own."""
    with ports.store.read() as work:
        draft = work.applications.get(reference)
        due = work.deadlines.of_application(reference)
    assert draft is not None
    files = tuple(
        replace(file, id=ports.files.receive(ports.files.open(file.id))) for file in draft.evidence
    )
    copy = replace(draft, reference=new_reference(), evidence=files)
    with ports.store.begin() as work:
        work.applications.add(copy)
        work.deadlines.renew(copy.reference, due)
    return copy.reference
