"""Whether every read of an optional name in a service is guarded, with all conditions known.

What shows a field, or makes a document due, makes their facts present: that is gathered here from
the compiled program, and each expression is then checked against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engine.definitions.facts import is_always_answered, is_always_in_force
from engine.expressions.core import And, Node
from engine.expressions.guards import key_of
from engine.expressions.presence import unguarded
from engine.expressions.program import Program
from engine.expressions.scope import ItemPresence, Presence, Scope
from engine.expressions.shape import shape
from engine.model.problem import Problem
from engine.model.rule import RuleSet
from engine.model.service import Service


@dataclass(frozen=True, slots=True)
class Check:
    """A node whose reads must be guarded. `gives` is the derived fact that it is the body of.

    `given` is a condition that is true wherever the node is read.
    """

    node: Node
    scope: Scope
    may_be_absent: bool = False
    gives: str | None = None
    given: Node | None = None


def guard_problems(
    checks: Iterable[Check], service: Service, rules: RuleSet, program: Program
) -> Iterator[Problem]:
    """A problem for each unguarded read. The body of a derived fact stands before its readers."""
    presence, group_presence = presence_of(service, rules, program)
    never_absent: set[str] = set()
    for check in checks:
        scope = replace(check.scope, presence=presence, group_presence=group_presence)
        for variable, type_ in check.scope.variables.items():
            scope = scope.with_variable(variable, type_)
        is_absent, problems = unguarded(check.node, scope, frozenset(never_absent), check.given)
        yield from problems
        if check.gives is not None and not is_absent:
            never_absent.add(check.gives)
        if is_absent and not check.may_be_absent:
            key = key_of(check.node)
            message = f"{f'`{key}`' if key else 'this'} can be absent here"
            hint = "guard it with an `if`, so that there is always a value"
            yield Problem("E303", message, check.node.at, hint)


def presence_of(
    service: Service, rules: RuleSet, program: Program
) -> tuple[Presence, dict[str, ItemPresence]]:
    """Which conditions make each optional fact, and each field of an item, present."""
    presence: dict[str, tuple[frozenset[str], ...]] = {}
    of_items: dict[str, dict[str, tuple[Node, ...]]] = {}
    for step in service.pages:
        around = _conjuncts(program.steps[step.id])
        for field in step.fields:
            if not is_always_answered(field):
                continue
            own = _conjuncts(program.fields[step.id, field.id].shown_when)
            if step.group is not None:
                of_items.setdefault(step.group.fact, {})[field.id] = own
            else:
                way = frozenset(map(shape, around + own))
                presence[field.fact] = (*presence.get(field.fact, ()), way)
                for fact in () if field.own is None else field.own.facts:
                    if not fact.type.is_optional:
                        presence[fact.name] = (way,)
    for entry in program.documents:
        if entry.document.for_each is not None:
            of_items[entry.document.name] = of_items.get(entry.document.for_each.source, {})
            continue
        is_sure = is_always_in_force(entry.document, rules) and not entry.document.any_of
        for detail in entry.document.details:
            if is_sure and not detail.type.is_optional:
                presence[detail.name] = (frozenset(map(shape, _conjuncts(entry.when))),)
    return presence, dict(of_items)


def _conjuncts(node: Node | None) -> tuple[Node, ...]:
    match node:
        case None:
            return ()
        case And(items):
            return tuple(part for item in items for part in _conjuncts(item))
        case _:
            return (node,)
