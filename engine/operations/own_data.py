"""A person's own data, whole: for the person, and for whoever answers a request of theirs.

Plain values that a program reads; the pages make sentences of them. Files are named in it and
opened one after another while they are sent. Notes of staff and the names of staff are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.model.account import Account
from engine.model.application import Application, Evidence
from engine.model.history import Happening
from engine.model.issued import Issued
from engine.model.opinion import Rating
from engine.model.payment import Invoice
from engine.operations.ports import Ports
from engine.operations.results import NotThere
from engine.store.canonical import Json, loads
from engine.store.payloads import SHAPES, Form
from engine.store.printed import write_printed
from engine.store.protocols import FileDamaged, Work
from engine.store.searching import Found, Looked, Wanted

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class OwnData:
    """`content` by theme; `files` are the places in a copy, with the files to put there."""

    content: dict[str, Any]
    files: tuple[tuple[str, Evidence], ...]


def own_data(ports: Ports, account_id: str, now: datetime) -> OwnData:
    """Everything that is kept of the account's person; raises NotThere without such an account."""
    with ports.store.read() as work:
        found = work.accounts.get(account_id)
        if found is None:
            raise NotThere(f"there is no account {account_id}")
        applications = work.applications.of_account(account_id)
        content: dict[str, Any] = {
            "taken_at": now.isoformat(),
            "account": _account(found.account),
            "applications": [_application(work, one) for one in applications],
            "messages": [
                {"at": one.created_at.isoformat(), "subject": one.subject, "body": one.body}
                for one in work.outbox.sent_to(found.account.email)
            ],
            "requests": [
                {
                    "id": one.id,
                    "kind": str(one.kind),
                    "text": one.text,
                    "state": str(one.state),
                    "received_at": one.received_at.isoformat(),
                    "due_date": one.due_date.isoformat(),
                    "extended_because": one.extended_because,
                    "answer": one.answer,
                }
                for one in work.data_requests.of_account(account_id)
            ],
            "looks": [
                {
                    "at": one.at.isoformat(),
                    "role": one.role,
                    "application": one.reference,
                    "page": one.page,
                }
                for one in work.access_log.search(Looked(subject=account_id), None, _MOST)
            ],
        }
    files = [(_place(one, file), file) for one in applications for file in one.evidence]
    return OwnData(content, tuple(files))


def pieces(ports: Ports, file: Evidence) -> Iterator[bytes]:
    """The content of a file; nothing of one that was erased meanwhile, or was damaged."""
    try:
        yield from ports.files.open(file.id)
    except (FileNotFoundError, FileDamaged):
        return


def _account(account: Account) -> dict[str, Json]:
    return {
        "id": account.id,
        "email": account.email,
        "person": account.person_key,
        "language": str(account.language),
        "role": str(account.role),
    }


def _rating(one: Rating | None) -> dict[str, Json] | None:
    if one is None:
        return None
    return {"stars": one.stars, "comment": one.comment, "day": one.day.isoformat()}


def _application(work: Work, one: Application) -> dict[str, Any]:
    submission = one.submission
    records = work.ledger.search(Wanted(subject=one.reference), None, _MOST)[::-1]
    return {
        "reference": one.reference,
        "service": one.service,
        "state": one.state,
        "created_at": one.created_at.isoformat(),
        "submitted_at": submission and submission.submitted_at.isoformat(),
        "erased_at": one.erased_at and one.erased_at.isoformat(),
        "answers": {
            step: {
                "answers": dict(entry.answers),
                "items": [{"id": item.id, "answers": dict(item.answers)} for item in entry.items],
            }
            for step, entry in one.steps.items()
        },
        "disputes": dict(one.disputes),
        "rating": _rating(work.opinions.rating(one.reference)),
        "recorded": dict(one.recorded),
        "invited": [
            {"actor": invited.actor, "name": invited.name, "email": invited.email}
            for invited in one.invitations
        ],
        "happenings": [
            _happening(happening) for happening in work.history.of_application(one.reference)
        ],
        "registers": submission and dict(submission.snapshot),
        "files": [
            {
                "slot": file.slot,
                "name": file.name,
                "place": _place(one, file),
                "size_bytes": file.size_bytes,
                "sha256": file.sha256,
                "supplied_at": file.supplied_at.isoformat(),
            }
            for file in one.evidence
        ],
        "issued": [_issued(issued) for issued in work.issued.of_application(one.reference)],
        "invoices": [
            _invoice(work, invoice) for invoice in work.invoices.of_application(one.reference)
        ],
        "records": [_record(found) for found in records],
    }


def _issued(issued: Issued) -> dict[str, Any]:
    reason = issued.revocation_reason
    return {
        "code": issued.code,
        "document": issued.document,
        "issued_at": issued.issued_at.isoformat(),
        "valid_from": issued.valid_from.isoformat(),
        "valid_until": issued.valid_until and issued.valid_until.isoformat(),
        "revoked_at": issued.revoked_at and issued.revoked_at.isoformat(),
        "revocation_reason": reason and {"ar": reason.ar, "en": reason.en},
        "printed": write_printed(issued.printed),
    }


def _happening(happening: Happening) -> dict[str, Json]:
    """What happened, by whom in which part, and what was said to the person or by them."""
    reasons = happening.reasons
    return {
        "at": happening.at.isoformat(),
        "transition": happening.transition,
        "to": happening.target,
        "by": str(happening.by),
        "reasons": None if reasons is None else {"ar": reasons.ar, "en": reasons.en},
        "statement": happening.statement,
    }


def _invoice(work: Work, invoice: Invoice) -> dict[str, Any]:
    return {
        "bill_number": invoice.bill_number,
        "stage": str(invoice.stage),
        "total": str(invoice.total),
        "issued_at": invoice.issued_at.isoformat(),
        "due_date": invoice.due_date.isoformat(),
        "state": str(invoice.state),
        "payments": [
            {
                "id": one.id,
                "channel": str(one.channel),
                "amount": str(one.amount),
                "paid_at": one.paid_at.isoformat(),
            }
            for one in work.payments.of_bill(invoice.bill_number)
        ],
        "refunds": [
            {"amount": str(one.amount), "reason": str(one.reason), "state": str(one.state)}
            for one in work.refunds.of_bill(invoice.bill_number)
        ],
    }


def _record(found: Found) -> dict[str, Any]:
    """Without the accounts of staff, which some records name."""
    header, payload = found.record.header, found.record.payload
    staff = {
        part.name
        for part in SHAPES[header.kind]
        if part.form is Form.ACCOUNT and not part.is_personal
    }
    content = None if payload is None else loads(payload.content)
    if isinstance(content, dict):
        content = {name: value for name, value in content.items() if name not in staff}
    return {
        "sequence": header.sequence,
        "kind": str(header.kind),
        "recorded_at": header.recorded_at.isoformat(),
        "release": header.release,
        "content": content,
    }


def _place(application: Application, file: Evidence) -> str:
    """Where a file lies in a copy: its id first, for two files may have one name."""
    return f"files/{application.reference}/{file.id[:8]}-{file.name}"
