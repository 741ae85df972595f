"""Issuing a document, revoking it, and saying to anybody whether one holds.

`issue` and `revoke` are effects of a lifecycle: both happen inside the transaction of the caller,
who holds the application's lock, and both are safe to do twice. What is printed is frozen then.

Not here: what a document says (`printing.py`), the document as a PDF (`documents.py`), and what its
code is made of (`codes.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from engine.expressions.evaluate import Evaluation
from engine.model.account import Account
from engine.model.decision import Decision
from engine.model.issued import Issued, Photo, PrintedLine, Standing
from engine.model.words import Text
from engine.operations.codes import NO_CODE, is_signed, new_code, read_code
from engine.operations.entering import civil_date
from engine.operations.opening import Opened, own
from engine.operations.ports import Ports
from engine.operations.printing import printed_of, validity_of
from engine.release import engine_version
from engine.store.chain import RecordKind
from engine.store.keyring import Purpose
from engine.store.printed import digest_of
from engine.store.protocols import Work

_log = structlog.get_logger("mumaris.audit")


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody may learn of a document, which is no more than what it says itself."""

    code: str
    title: Text
    owner: Text
    standing: Standing
    lines: tuple[PrintedLine, ...]
    valid_from: date
    valid_until: date | None
    revoked_on: date | None


def issue(
    work: Work, ports: Ports, opened: Opened, document: str, decision: Decision, now: datetime
) -> Issued:
    """Issue the service's `document` for the application as `decision` decided it.

    One that it holds already, and that is not revoked, is given again and stays as it is.
    Raises NotIssuable.
    """
    reference = opened.application.reference
    held = work.issued.in_force(reference, document)
    if held is not None:
        return held
    program = opened.release.catalogue.programs[opened.service.id]
    compiled = program.issues[document]
    facts = Evaluation(program, opened.read().facts, opened.desk.decision_date)
    catalogue, declared = opened.release.catalogue, compiled.issued
    photo = None if declared.photo is None else _photo(opened, declared.photo)
    printed = printed_of(catalogue, compiled, facts, photo)
    issued_on = civil_date(catalogue.portal, now)
    valid_from, valid_until = validity_of(compiled, facts, decision, issued_on)
    code = new_code(ports.keys[Purpose.DOCUMENTS])
    digest = digest_of(printed, code)
    sequence = work.ledger.append(
        RecordKind.ISSUE,
        reference,
        opened.release.hash,
        engine_version(),
        opened.desk.decision_date,
        {
            "reference": reference,
            "document": document,
            "code": code,
            "printed": digest,
            "valid_from": valid_from.isoformat(),
            "valid_until": None if valid_until is None else valid_until.isoformat(),
        },
        now,
    )
    issued = Issued(
        code=code,
        application=reference,
        document=document,
        printed=printed,
        valid_from=valid_from,
        valid_until=valid_until,
        issued_at=now,
        record_sequence=sequence,
        digest=digest,
    )
    work.issued.add(issued)
    _log.info("document.issued", reference=reference, document=document, sequence=sequence)
    return issued


def revoke(
    work: Work, reference: str, document: str, reason: Text | None, now: datetime
) -> Issued | None:
    """Revoke what the application holds of `document`; None when there is nothing to revoke.

    `reason` is told to the holder, and to nobody who checks the document.
    """
    held = work.issued.in_force(reference, document)
    application = work.applications.get(reference)
    if held is None or application is None:
        return None
    sequence = work.ledger.append(
        RecordKind.REVOCATION,
        reference,
        application.release,
        engine_version(),
        None,
        {
            "reference": reference,
            "document": document,
            "code": held.code,
            "reason": None if reason is None else {"ar": reason.ar, "en": reason.en},
        },
        now,
    )
    work.issued.revoke(held.code, now, reason)
    _log.info("document.revoked", reference=reference, document=document, sequence=sequence)
    return replace(held, revoked_at=now, revocation_reason=reason)


def issued_to(ports: Ports, account: Account) -> tuple[Issued, ...]:
    """What the account's applications came to, the newest first; revoked documents too."""
    with ports.store.read() as work:
        return work.issued.of_account(account.id)


def issued_for(ports: Ports, account: Account, reference: str) -> tuple[Issued, ...]:
    """What one application came to, the newest first. Raises NotThere for another's."""
    with ports.store.read() as work:
        own(work, account, reference)
        return work.issued.of_application(reference)


def check(ports: Ports, typed: str, now: datetime) -> Checked | None:
    """Whether a document holds, for anybody who has its code; None when there is none such.

    A code that is mistyped, forged or of no document takes the same path, so that neither the
    answer nor the time it takes says which it was.
    """
    code = read_code(typed) or NO_CODE
    is_genuine = is_signed(code, ports.keys[Purpose.DOCUMENTS])
    with ports.store.read() as work:
        issued = work.issued.get(code)
    portal = ports.releases.active(now).catalogue.portal
    if issued is None or not is_genuine:
        return None
    return Checked(
        code=code,
        title=issued.printed.title,
        owner=issued.printed.owner,
        standing=issued.standing(civil_date(portal, now)),
        lines=issued.public_lines,
        valid_from=issued.valid_from,
        valid_until=issued.valid_until,
        revoked_on=None if issued.revoked_at is None else civil_date(portal, issued.revoked_at),
    )


def _photo(opened: Opened, document: str) -> Photo | None:
    """The picture that was supplied; a document that was not due has none."""
    slot = f"documents.{document}"
    for file in opened.application.evidence:
        if file.slot == slot:
            return Photo(file.id, file.sha256)
    return None
