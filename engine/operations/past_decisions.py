"""The submitted applications of the store as rows of a table: what `mumaris history export` writes.

One for each application, as its last binding decision has it: frozen facts, date, release, outcome
and total. What tells who somebody is stays here: there are only facts that
rules read, and none of them is free text, of a group's items neither; the reference is a digest
by a key of this installation, the same in every export, unless it is asked for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from engine.analysis.history.history import Layout, NotStorable, Past, Row
from engine.expressions.program import Program
from engine.model.money import Money
from engine.model.types import Kind, Type
from engine.model.value import UNKNOWN, Items, State
from engine.operations.ports import Ports
from engine.operations.replaying import holds_decision
from engine.release import engine_version
from engine.store.canonical import Json, loads, read_facts
from engine.store.chain import Record, RecordKind
from engine.store.decisions import read_decision
from engine.store.keyring import Purpose
from engine.store.protocols import Work
from engine.store.searching import Wanted

_PIECE = 500  # records in memory at a time
_log = structlog.get_logger("mumaris.audit")


@dataclass(slots=True)
class Export:
    """What became of the applications of a service, complete once its rows were read.

    `erased`: their content was deleted. `unfit`: a fact has another type now, so they are no row of
    this layout. `left_out` are the facts that rules read and that are free text: unknown here.
    """

    service: str
    program: Program
    layout: Layout
    left_out: tuple[str, ...]
    written: int = 0
    erased: int = 0
    unfit: int = 0


def services_decided(ports: Ports, now: datetime) -> tuple[str, ...]:
    """The services of the release in force that people apply for."""
    return tuple(sorted(ports.releases.active(now).catalogue.services))


def export_of(ports: Ports, service: str, now: datetime) -> Export:
    """What will be exported of a service, laid out as the release in force reads it.

    Raises:
        KeyError: if that release has no such service.
    """
    catalogue = ports.releases.active(now).catalogue
    program = catalogue.programs[catalogue.services[service].id]
    layout = Layout.of(program)
    texts = (name for name, fact in layout.facts.items() if fact.type.kind is Kind.TEXT)
    return Export(service, program, layout, tuple(texts))


def rows_of(
    ports: Ports, export: Export, since: date | None, *, has_references: bool, by: str
) -> Iterator[Row]:
    """A row for each application decided on `since` or later, the last recorded first.

    `by` is who asked; that it was done is logged, and nothing of what was in it.
    """
    for record in _last_decisions(ports, export.service):
        day = record.header.decision_date
        if day is None or (since is not None and day < since):
            continue
        if record.payload is None:
            export.erased += 1
            continue
        try:
            row = export.layout.row(_past(ports, export, record, has_reference=has_references))
        except NotStorable:
            export.unfit += 1
            continue
        export.written += 1
        yield row
    _log.info(
        "history.exported",
        service=export.service,
        applications=export.written,
        has_references=has_references,
        by=by,
    )


def note_export(
    ports: Ports,
    export: Export,
    since: date | None,
    *,
    has_references: bool,
    by: str,
    now: datetime,
) -> None:
    """Put on record that applications left the store: how many, by whom, and nothing of them."""
    release = ports.releases.active(now).hash
    payload: dict[str, Json] = {
        "service": export.service,
        "operator": by,
        "applications": export.written,
        "has_references": has_references,
    }
    if since is not None:
        payload["first_date"] = since.isoformat()
    with ports.store.begin() as work:
        work.ledger.append(
            RecordKind.EXPORT, export.service, release, engine_version(), None, payload, now
        )


def _last_decisions(ports: Ports, service: str) -> Iterator[Record]:
    """The record of the last binding decision about each application."""
    before: int | None = None
    while True:
        with ports.store.read() as work:
            found = work.ledger.search(Wanted(service=service), before, _PIECE)
            records = [one.record for one in found if holds_decision(one.record)]
            latest = [record for record in records if _is_last(work, record)]
        yield from latest
        if len(found) < _PIECE:
            return
        before = found[-1].record.header.sequence


def _is_last(work: Work, record: Record) -> bool:
    """Whether nothing was decided about the application afterwards."""
    later = work.ledger.of_subject(record.header.subject)
    return not any(
        one.header.sequence > record.header.sequence for one in later if holds_decision(one)
    )


def _past(ports: Ports, export: Export, record: Record, *, has_reference: bool) -> Past:
    assert record.payload is not None, "what was erased is no row"
    content = loads(record.payload.content)
    decision = read_decision(content["decision"])
    facts = read_facts(content["facts"])
    kept = {
        name: _without_texts(facts[name], fact.type)
        for name, fact in export.layout.facts.items()
        if name in facts and name not in export.left_out
    }
    header, total = record.header, decision.total()
    return Past(
        header.subject if has_reference else _digest(ports, header.subject),
        decision.decision_date,
        header.release,
        kept,
        str(decision.outcome),
        total.amount_minor if isinstance(total, Money) else None,
    )


def _digest(ports: Ports, reference: str) -> str:
    signed = ports.keys[Purpose.ACCOUNTS].sign(f"mumaris history {reference}".encode())
    return signed.digits[:32]


def _without_texts(state: State, type_: Type) -> State:
    """Items, and what they hold, with their free text not known; anything else as it is."""
    match state:
        case Items(items, is_complete):
            return Items(tuple(_text_hidden(item, type_) for item in items), is_complete)
        case tuple() if type_.element is not None and type_.element.kind is Kind.CONTEXT:
            inner = type_.element
            return tuple(_text_hidden(one, inner) for one in state if isinstance(one, Mapping))
        case _:
            return state


def _text_hidden(item: Mapping[str, State], type_: Type) -> dict[str, State]:
    types = dict(type_.fields)
    return {
        name: UNKNOWN if types[name].kind is Kind.TEXT else _without_texts(one, types[name])
        for name, one in item.items()
    }
