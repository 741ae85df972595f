"""Own history, read from the store: what registers that are our own say of a person.

What a decision recorded is read from its record, never decided again. The application that asks
is never among those that count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import structlog

from engine.answers.past import history_answer
from engine.definitions.catalogue import Catalogue
from engine.model.decision import Decision, ValidityPeriod
from engine.model.past import (
    DECIDED_DATE,
    FEE,
    TOTAL,
    VALID_FROM,
    VALID_TO,
    OwnHistory,
    PastApplication,
)
from engine.model.register import Answer, Register, RegisterAnswer
from engine.model.value import ABSENT, State
from engine.operations.entering import civil_date
from engine.store.canonical import loads, read_facts
from engine.store.chain import Record, RecordKind
from engine.store.decisions import read_decision
from engine.store.entries import PastEntry
from engine.store.protocols import Work

_BINDING = {RecordKind.DECISION, RecordKind.OVERRIDE}
_log = structlog.get_logger("mumaris.registers")


def own_answers(
    work: Work,
    catalogue: Catalogue,
    registers: tuple[str, ...],
    person_key: str,
    reference: str | None,
    now: datetime,
    *,
    for_update: bool = False,
) -> dict[str, RegisterAnswer]:
    """What those of `registers` that are our own say of the person, application `reference` aside.

    `for_update` lets no other application of the person change until the transaction ends.
    """
    answers: dict[str, RegisterAnswer] = {}
    for id in registers:
        register = catalogue.registers[id]
        if register.own is not None:
            services = frozenset(register.own.services)
            entries = work.applications.past(person_key, services, for_update=for_update)
            others = (one for one in entries if one.reference != reference)
            past = tuple(_past(work, register.own, one) for one in others)
            answers[id] = _answer(catalogue, register, register.own, past, now)
    return answers


def _answer(
    catalogue: Catalogue,
    register: Register,
    own: OwnHistory,
    past: tuple[PastApplication, ...],
    now: datetime,
) -> RegisterAnswer:
    civil = partial(civil_date, catalogue.portal)
    answer = history_answer(register, own, past, catalogue.lists, civil(now), civil)
    if answer.answer is Answer.SILENT:
        _log.error("register.unreadable", register=register.id, why="record")
    return answer


def _past(work: Work, own: OwnHistory, entry: PastEntry) -> PastApplication:
    """The application; its records are read only where an attribute needs them."""
    asks = own.asks.values()
    needs_records = any(one.is_of_the_record or DECIDED_DATE in {one.of, one.by} for one in asks)
    records: tuple[Record, ...] = ()
    if needs_records and entry.submitted_at is not None:
        found = work.ledger.of_subject(entry.reference)
        records = tuple(one for one in found if one.header.kind in _BINDING)
    decided = [one for one in records if one.header.sequence > (entry.record_sequence or 0)]
    return PastApplication(
        reference=entry.reference,
        service=entry.service,
        state=entry.state,
        submitted_at=entry.submitted_at,
        decided_at=decided[-1].header.recorded_at if decided else None,
        said=_said(records[-1]) if records else {},
    )


def _said(record: Record) -> Mapping[str, State] | None:
    """What the record says, by what an attribute may be of; None when it was erased."""
    if record.payload is None:
        return None
    content = loads(record.payload.content)
    decision = read_decision(content["decision"])
    return {
        **read_facts(content["facts"]),
        **{one.name: one.value for one in decision.determinations},
        **{f"{FEE}{line.id}": line.amount for line in decision.fees},
        TOTAL: ABSENT if (total := decision.total()) is None else total,
        VALID_FROM: _validity(decision, lambda period: period.starts),
        VALID_TO: _validity(decision, lambda period: period.ends),
    }


def _validity(decision: Decision, day: Callable[[ValidityPeriod], State]) -> State:
    validity = decision.validity
    if isinstance(validity, ValidityPeriod):
        return day(validity)
    return validity
