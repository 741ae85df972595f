"""The examples of a construct, tried: what each gives in every reading that evaluates.

Facts are given as they are, not typed into a form; what an example leaves out is unknown.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Final

from docs.generate.constructs import ConstructError, Example
from docs.generate.coverage import node_of
from docs.generate.fixture import SERVICE
from engine.definitions.catalogue import Catalogue
from engine.definitions.known import Known
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.definitions.typed import read_value
from engine.expressions.code import compiled
from engine.expressions.edition import Edition
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.expressions.total import NO_RESULT
from engine.model.problem import Problem
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Facts, Fault, Items, State, Unknown

_PATH: Final = PurePosixPath("docs/language")


def facts_of(catalogue: Catalogue, one: Example) -> Facts:
    """The facts of an example, by the types that the configuration declares."""
    program = catalogue.programs[SERVICE]
    problems: list[Problem] = []
    known = Known(frozenset(catalogue.sources), catalogue.lists, catalogue.portal.currency)
    parts = Parts(_PATH, known, problems)
    facts: dict[str, State] = {f"{name}.is_on_record": True for name in catalogue.registers}
    for name, entry in one.given.entries.items():
        if name not in program.facts:
            raise ConstructError(f"{entry.key.span}: there is no fact `{name}`")
        try:
            facts |= _state(parts, name, entry.value, program.facts[name].type)
        except Unreadable:
            raise ConstructError(f"{entry.key.span}: no value of `{name}`: {problems}") from None
    return facts


def _state(parts: Parts, name: str, node: Node, type_: Type) -> dict[str, State]:
    """The fact with its state; nothing for `unknown`."""
    if isinstance(node, Scalar) and node.text in {"unknown", "absent"}:
        return {} if node.text == "unknown" else {name: ABSENT}
    if type_.kind is Kind.GROUP:
        return {name: _items(parts, node, type_)}
    return {name: read_value(parts, node, type_)}


def _items(parts: Parts, node: Node, type_: Type) -> Items:
    """A list is complete; `{complete: false, items: [...]}` is not."""
    is_complete = True
    if isinstance(node, Mapping):
        is_complete = parts.flag(node, "complete", True)
        node = node.get("items") or Sequence((), node.span)
    if not isinstance(node, Sequence):
        raise Unreadable
    made = []
    for item in node.items:
        fields: dict[str, State] = {}
        for name, entry in item.entries.items() if isinstance(item, Mapping) else ():
            field = type_.field(name)
            if field is None:
                raise Unreadable
            fields |= _state(parts, name, entry.value, field)
        made.append(fields)
    return Items(tuple(made), is_complete)


def by_reference(program: Program, one: Example, facts: Facts) -> State:
    return Evaluation(program, facts, one.on).value(node_of(program, one))


def by_compiled(program: Program, one: Example, facts: Facts) -> State | None:
    """What the fast evaluator says; None where it leaves all to the reference."""
    node = node_of(program, one)
    edition = Edition(program, one.on)
    code = compiled(program, (*edition.nodes(), node))
    edition.bind(code)
    try:
        states = edition.run(facts.get, Evaluation(program, facts, one.on).value)
    except NO_RESULT:
        return None
    state: State = states[code.slots[id(node)]]
    return state


def written(state: State) -> str:
    """A state as examples write it."""
    match state:
        case bool():
            return "true" if state else "false"
        case Unknown():
            return "unknown"
        case Fault():
            return "fault"
        case _ if state is ABSENT:
            return "absent"
        case tuple():
            return f"[{', '.join(map(written, state))}]"
        case date():
            return state.isoformat()
        case _:
            return str(state)
