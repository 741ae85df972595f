"""What is declared and never used: attributes, lists, computed names, documents, roles.

A name is used where it stands anywhere in a value of the files, other than scenarios and invented
people. So it may be used by something that is not itself; nothing in use is called unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from engine.definitions.draft import Draft
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.definitions.upkeep.material import Material
from engine.model.lifecycle import Actor, EffectKind
from engine.model.problem import Problem
from engine.model.register import Register
from engine.model.rule import Derived, OwnFunction, RuleSet, Table, Value
from engine.model.scope import SCOPES, Scope
from engine.model.words import Language

_TRIED_OUT: Final = ("scenarios", "demonstration")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_SAID: Final = re.compile(r"\{[^{}]*\}")
_LANGUAGES: Final = frozenset(one.value for one in Language)
_ACTS: Final = {Actor.REVIEWER: Scope.REVIEW, Actor.APPROVER: Scope.DECIDE}


def problems(material: Material) -> Iterator[Problem]:
    draft = material.draft
    if not draft.programs:
        return  # whoever begins has nothing yet that could use anything
    used = _used(material)
    for register in draft.registers.values():
        yield from _attributes(register, used)
    for listing in draft.lists.values():
        if listing.id not in used and listing.span.path.parts[0] == "lists":
            message = f"nothing uses the list `{listing.id}`"
            yield Problem("D261", message, listing.span, "remove it, or write `choice of` it")
    for rules in draft.rule_sets.values():
        yield from _computed(rules, used)
    yield from _issued(draft)
    yield from _roles(draft)


def _used(material: Material) -> frozenset[str]:
    """Every name in a value, with each that it begins with: `a.b.c`, `a.b` and `a`."""
    kept, written = material.readings.kept, material.written.items()
    return frozenset[str]().union(
        *(
            kept(("names in", path), (root,), partial(_used_in, root))
            for path, root in written
            if path.parts[0] not in _TRIED_OUT
        )
    )


def _used_in(root: Mapping) -> frozenset[str]:
    names = {name for text in _texts(root) for name in _NAME.findall(text)}
    parts = (name.split(".") for name in names)
    return frozenset(".".join(one[:n]) for one in parts for n in range(1, len(one) + 1))


def _texts(node: Node, of: str = "") -> Iterator[str]:
    """Every value but ids; of the words of people only what they say of values."""
    match node:
        case Mapping(entries):
            for key, entry in entries.items():
                if key == "id":
                    continue
                yield from _texts(entry.value, of if of in _LANGUAGES else key)
        case Sequence(items):
            for item in items:
                yield from _texts(item, of)
        case Scalar(text) if of in _LANGUAGES:
            yield from _SAID.findall(text)
        case Scalar(text):
            yield text


def _attributes(register: Register, used: frozenset[str]) -> Iterator[Problem]:
    if register.own is not None:
        return  # asked of our own store alone
    found_by = {f"{register.id}.{name}" for name in (register.key, *register.found_by)}
    for fact in register.attributes:
        if fact.name not in used and fact.name not in found_by:
            message = f"nothing reads `{fact.name}`, which is asked of everybody"
            hint = "do not ask for what nobody needs: remove it"
            yield Problem("D260", message, fact.span, hint)


def _computed(rules: RuleSet, used: frozenset[str]) -> Iterator[Problem]:
    """What a fragment computes is for whoever uses it, and is not looked at."""
    named: tuple[Value | Derived | Table | OwnFunction, ...] = (
        *rules.values,
        *rules.derived,
        *rules.tables,
        *rules.functions,
    )
    for one in named:
        if one.name not in used and one.name not in rules.determinations and not one.span.via:
            message = f"nothing reads `{one.name}`"
            hint = "remove it, or name it under `determinations` if it is a result"
            yield Problem("D262", message, one.span, hint)


def _issued(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        moves = service.lifecycle.transitions
        issued = {
            one.name for move in moves for one in move.effects if one.kind is EffectKind.ISSUE
        }
        for document in service.issues:
            if document.id not in issued:
                message = f"nothing issues `{document.id}`"
                hint = f"write `issue: {document.id}` among the effects of a transition"
                yield Problem("D263", message, document.span, hint)


def _roles(draft: Draft) -> Iterator[Problem]:
    """A demonstration in which nobody can make a transition comes to a stop there."""
    if not draft.staff:
        return
    held = frozenset[Scope]().union(*(SCOPES[member.role] for member in draft.staff.values()))
    for service in draft.services.values():
        for move in service.lifecycle.transitions:
            scope = _ACTS.get(move.by)
            if scope is not None and scope not in held:
                message = f"nobody of demonstration/staff.yaml can act as `{move.by}`"
                hint = f"add a member of staff with `role: {move.by}`"
                yield Problem("D259", message, move.span, hint)
                return
