"""What registers said, as facts, and which registers a service asks."""

from __future__ import annotations

from collections.abc import Mapping

from engine.definitions.catalogue import Catalogue
from engine.expressions.program import Program
from engine.model.fact import FactSource
from engine.model.register import Answer, Register, RegisterAnswer
from engine.model.service import Service
from engine.model.value import ABSENT, Cause, CauseKind, State, Unknown


def registers_read(catalogue: Catalogue, service: Service) -> tuple[str, ...]:
    """The registers to ask before an application of `service` is read, in the catalogue's order.

    They are those that it is open to, that its rules read, and whose facts its steps show or fill
    in, or its documents print; any other register may stay silent.
    """
    known = catalogue.registers_read
    if service.id not in known:
        known[service.id] = _read_by(catalogue, service)
    return known[service.id]


def _read_by(catalogue: Catalogue, service: Service) -> tuple[str, ...]:
    names = {one.name for one in catalogue.rule_sets[service.rules].imports}
    for step in service.asking:
        names.update(step.shows)
        names.update(field.prefill for field in step.fields if field.prefill)
    names |= catalogue.programs[service.id].printed
    names &= catalogue.programs[service.id].facts.keys()
    open_to = {one.register for one in service.open_to}
    return tuple(
        register.id
        for register in catalogue.registers.values()
        if register.id in open_to or not names.isdisjoint(_names(register))
    )


def _names(register: Register) -> set[str]:
    return {attribute.name for attribute in register.attributes} | {_on_record(register.id)}


def _on_record(register: str) -> str:
    return f"{register}.is_on_record"


def register_facts(program: Program, snapshot: Mapping[str, RegisterAnswer]) -> dict[str, State]:
    """The facts of every register of the program; a register not in `snapshot` is silent."""
    facts: dict[str, State] = {}
    for fact in program.facts.values():
        if fact.source is FactSource.REGISTER:
            register = fact.name.partition(".")[0]
            facts[fact.name] = _state(fact.name, register, snapshot.get(register))
    return facts


def _state(name: str, register: str, answer: RegisterAnswer | None) -> State:
    is_built_in = name == _on_record(register)
    match answer:
        case RegisterAnswer(Answer.RECORD, attributes):
            return True if is_built_in else attributes.get(name, ABSENT)
        case RegisterAnswer(Answer.NO_RECORD, attributes):
            return False if is_built_in else attributes.get(name, ABSENT)
        case _:
            return Unknown(frozenset({Cause(CauseKind.REGISTER_SILENT, name)}))


def is_silent(snapshot: Mapping[str, RegisterAnswer], register: str) -> bool:
    answer = snapshot.get(register)
    return answer is None or answer.answer is Answer.SILENT
