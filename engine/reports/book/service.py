"""One service of the book: who may apply, its steps, what decides, what it costs, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.decide.conditions import Statement
from engine.definitions.catalogue import Catalogue
from engine.model.lifecycle import Lifecycle, Transition
from engine.model.service import Field, Service, Step
from engine.phrases import phrase
from engine.reports.book.entries import (
    Amount,
    Part,
    TablePart,
    derived_of,
    documents_of,
    fees_of,
    rules_of,
    tables_of,
    values_of,
)
from engine.reports.book.saying import Cited, Speaker
from engine.reports.flows import Flow, flow_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a step, or a document that it asks for."""

    label: str
    is_optional: bool
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class StepPart:
    title: str
    statement: Statement | None
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A transition between states, all by their labels."""

    origin: str
    target: str
    by: str
    statement: Statement | None
    after: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ServicePart:
    """Everything of one service in one language."""

    id: str
    title: str
    summary: str
    audience: str
    processing: str
    processing_cited: tuple[Cited, ...]
    open_to: tuple[tuple[str, str], ...]  # the register, and what everybody else does
    steps: tuple[StepPart, ...]
    rules: tuple[Part, ...]
    determinations: tuple[Part, ...]
    derived: tuple[Part, ...]
    values: tuple[Amount, ...]
    tables: tuple[TablePart, ...]
    documents: tuple[Part, ...]
    fees: tuple[Part, ...]
    validity: tuple[tuple[str, str], ...]
    validity_cited: tuple[Cited, ...]
    lifecycle: Flow
    moves: tuple[Move, ...]
    issued: tuple[str, ...]
    scenarios: tuple[str, ...]


def service_part(service: Service, catalogue: Catalogue, speaker: Speaker) -> ServicePart:
    language, program = speaker.naming.language, speaker.naming.program
    processing, validity = service.processing, program.validity
    days = processing.working_days if processing else 0
    naming = speaker.naming
    return ServicePart(
        id=service.id,
        title=speaker.plain(service.title),
        summary=speaker.plain(service.summary),
        audience=speaker.plain(service.audience),
        processing=phrase("values.working-days", language, count=days) if processing else "",
        processing_cited=speaker.cited(processing.cite) if processing else (),
        open_to=tuple(
            (speaker.plain(catalogue.registers[one.register].title), speaker.plain(one.otherwise))
            for one in service.open_to
        ),
        steps=tuple(_step(step, speaker) for step in service.asking),
        rules=tuple(rules_of(speaker)),
        determinations=tuple(derived_of(speaker, determined=True)),
        derived=tuple(derived_of(speaker, determined=False)),
        values=tuple(values_of(speaker)),
        tables=tuple(tables_of(speaker)),
        documents=tuple(documents_of(speaker)),
        fees=tuple(fees_of(speaker)),
        validity=()
        if validity is None
        else (
            (speaker.phrase("starts"), naming.node(validity.starts)),
            (speaker.phrase("lasts"), naming.node(validity.lasts)),
        ),
        validity_cited=() if validity is None else speaker.cited(validity.validity.cite),
        lifecycle=_picture(service.lifecycle, speaker),
        moves=tuple(_moves(service.lifecycle, speaker)),
        issued=tuple(speaker.plain(one.title) for one in service.issues),
        scenarios=tuple(one.name for one in catalogue.scenarios if one.service == service.id),
    )


def _step(step: Step, speaker: Speaker) -> StepPart:
    program = speaker.naming.program
    documents = {one.document.id: one for one in program.documents}
    asked = [_field(step, field, speaker) for field in step.fields]
    for request in step.documents:
        entry = documents[request.document]
        label = speaker.plain(entry.document.label)
        asked.append(Asked(label, False, speaker.statement(entry.when)))
    shown, held = program.steps.get(step.id), program.held.get(step.id)
    if held is not None and step.group is not None and step.group.inside is not None:
        naming = speaker.naming.within("item", step.group.inside)
        statement = Speaker(naming, speaker.rules, speaker.day).statement(held)
    else:
        statement = speaker.statement(shown)
    return StepPart(speaker.plain(step.title), statement, tuple(asked))


def _field(step: Step, field: Field, speaker: Speaker) -> Asked:
    """A question; conditions inside a group read the item."""
    naming = speaker.naming
    if step.group is not None:
        naming = naming.within("item", step.group.fact)
    inner = Speaker(naming, speaker.rules, speaker.day)
    shown = naming.program.fields[step.id, field.id].shown_when
    return Asked(speaker.plain(field.label), not field.is_required, inner.statement(shown))


# The lifecycle ------------------------------------------------------------------------------


def _picture(lifecycle: Lifecycle, speaker: Speaker) -> Flow:
    labels = [(state.id, speaker.plain(state.label)) for state in lifecycle.states]
    labels.sort(key=lambda one: one[0] != lifecycle.start)
    edges = [(origin, one.target) for one in lifecycle.transitions for origin in one.origins]
    return flow_of(labels, edges, [one.id for one in lifecycle.states if one.is_final])


def _moves(lifecycle: Lifecycle, speaker: Speaker) -> Iterator[Move]:
    for one in lifecycle.transitions:
        for origin in one.origins:
            yield Move(
                speaker.plain(lifecycle.state(origin).label),
                speaker.plain(lifecycle.state(one.target).label),
                phrase(f"audit.by-{one.by}", speaker.naming.language),
                speaker.statement(speaker.naming.program.transitions.get(one.id)),
                _after(one, speaker),
                speaker.cited(one.cite),
            )


def _after(transition: Transition, speaker: Speaker) -> str:
    term = transition.after
    if term is None:
        return ""
    name = "book.after-working-days" if term.is_working else "book.after-days"
    return phrase(name, speaker.naming.language, count=term.days)
