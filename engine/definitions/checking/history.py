"""Own history: the services, states and facts that a register of our own store names.

An attribute that is taken of another attribute of own history, and that in the end of itself,
would only ever be handed on: nothing gives it a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from engine.definitions.draft import Draft
from engine.definitions.suggest import did_you_mean, meant_or_listed
from engine.definitions.tree import Mapping, item_with, place_of
from engine.definitions.typed import type_words
from engine.model.fact import Fact
from engine.model.past import (
    DECIDED_DATE,
    FEE,
    SUBMITTED_DATE,
    TOTAL,
    VALID_FROM,
    VALID_TO,
    Gives,
    HistoryAsk,
    OwnHistory,
)
from engine.model.problem import Problem, Span
from engine.model.register import Register
from engine.model.service import Service
from engine.model.types import DATE, NUMBER, YES_NO, Kind, Type

_OF_ANY = (SUBMITTED_DATE, DECIDED_DATE, VALID_FROM, VALID_TO)


def problems(draft: Draft) -> Iterator[Problem]:
    for register in draft.registers.values():
        if register.own is not None:
            yield from _of_register(draft, register, register.own)
    yield from _circles(draft)
    yield from _asked_elsewhere(draft)


def _of_register(draft: Draft, register: Register, own: OwnHistory) -> Iterator[Problem]:
    tree = draft.tree(register.span.path)
    for position, id in enumerate(own.services):
        if id not in draft.services and id not in draft.broken:
            at = place_of(tree, "own", "services", position)
            hint = meant_or_listed(id, draft.services, "the services are")
            yield Problem("D190", f"there is no service `{id}`", at, hint)
    if not own.services or any(id not in draft.services for id in own.services):
        return
    services = [draft.services[id] for id in own.services]
    if any(one.span.path in draft.partial for one in services):
        return
    yield from _unknown_states(services, own.states, tree, "own", "states")
    for fact in register.attributes:
        ask = own.asks[fact.name]
        entry = item_with(tree, "attributes", ask.span)
        yield from _unknown_states(services, ask.states, entry, "states")
        yield from _wrong_type(draft, services, fact, ask, entry)


def _unknown_states(
    services: list[Service], states: tuple[str, ...], node: Mapping, *path: str
) -> Iterator[Problem]:
    known = {state.id for one in services for state in one.lifecycle.states}
    for position, state in enumerate(states):
        if state not in known:
            names = " and ".join(f"`{one.id}`" for one in services)
            hint = meant_or_listed(state, known, "the states are")
            at = place_of(node, *path, position)
            yield Problem("D191", f"no application for {names} is ever in `{state}`", at, hint)


# What an attribute is of ------------------------------------------------------------------


def _wrong_type(
    draft: Draft, services: list[Service], fact: Fact, ask: HistoryAsk, entry: Mapping
) -> Iterator[Problem]:
    at, of_at = place_of(entry, "type"), place_of(entry, "of")
    if ask.gives in {Gives.COUNT, Gives.ANY}:
        wanted = NUMBER if ask.gives is Gives.COUNT else YES_NO
        if fact.type.kind is not wanted.kind:
            yield _mismatch(f"`{ask.gives}` gives", wanted, fact.type, at)
        return
    for service in services:
        known = _sayable(draft, service)
        if known is None or ask.of is None or ask.of in draft.broken:
            continue
        found = known.get(ask.of)
        if found is None:
            hint = did_you_mean(ask.of, known)
            message = f"a decision of `{service.id}` records no `{ask.of}`"
            yield Problem("D192", message, of_at, hint)
        elif ask.gives is Gives.SUM and found.kind not in {Kind.NUMBER, Kind.MONEY}:
            message = f"`{ask.of}` is {type_words(found)}, and only numbers and amounts have a sum"
            yield Problem("D193", message, of_at)
        elif not _takes(fact.type, found):
            yield _mismatch(f"`{ask.of}` of `{service.id}` is", found, fact.type, at)


def _mismatch(what: str, found: Type, declared: Type, at: Span) -> Problem:
    message = f"{what} {type_words(found)}, and this is {type_words(declared)}"
    return Problem("D193", message, at, f"write `type: {found.required()}`")


def _takes(declared: Type, found: Type) -> bool:
    if declared.kind is Kind.LIST and found.kind is Kind.LIST:
        return declared.element is not None and declared.element == found.element
    is_same = (declared.kind, declared.of) == (found.kind, found.of)
    return is_same and found.kind not in {Kind.GROUP, Kind.FILE}


def _sayable(draft: Draft, service: Service) -> dict[str, Type] | None:
    """What a decision of the service records, with its type; None where that cannot be read."""
    rules, program = draft.rule_sets.get(service.rules), draft.programs.get(service.id)
    if rules is None or program is None:
        return None
    money = Type(Kind.MONEY, of=None if draft.portal is None else draft.portal.currency)
    known = dict.fromkeys(_OF_ANY, DATE) | {TOTAL: money}
    known |= dict.fromkeys((f"{FEE}{id}" for id in (rules.fees.ids if rules.fees else ())), money)
    known |= {name: fact.type for name, fact in draft.facts(service, rules).items()}
    return known | {name: program.derived[name].body.type for name in program.determinations}


# Circles ----------------------------------------------------------------------------------


def _circles(draft: Draft) -> Iterator[Problem]:
    own = {
        name: ask
        for register in draft.registers.values()
        if register.own is not None
        for name, ask in register.own.asks.items()
    }
    left = {name: [ask.of] for name, ask in own.items() if ask.of in own}
    while True:
        try:
            tuple(TopologicalSorter(left).static_order())
        except CycleError as error:
            circle = tuple(reversed(error.args[1]))
            first = min(circle)
            at = circle.index(first)
            names = " -> ".join((*circle[at:], *circle[1 : at + 1]))
            message = f"`{first}` is only handed on in a circle: {names}"
            hint = "take one of them of what an application gives"
            yield Problem("D194", message, own[first].span, hint)
            left = {name: of for name, of in left.items() if name not in circle}
        else:
            return


# Where only an authority can answer -------------------------------------------------------


def _asked_elsewhere(draft: Draft) -> Iterator[Problem]:
    own = {id for id, register in draft.registers.items() if register.own is not None}
    hint = "its answer is in the store; a scenario may give it"
    if draft.portal is not None and draft.portal.person_register in own:
        tree = next(tree for path, tree in draft.trees.items() if path.name == "portal.yaml")
        message = f"`{draft.portal.person_register}` is our own history, and identifies nobody"
        at = place_of(tree, "person_register")
        yield Problem("D195", message, at, "name the register of an authority")
    for person in draft.people.values():
        entry = item_with(draft.tree(person.span.path), "people", person.span)
        registers = entry.get("registers")
        for id, answer in registers.entries.items() if isinstance(registers, Mapping) else ():
            if id in own:
                message = f"`{id}` is our own history, and nobody answers for it"
                yield Problem("D195", message, answer.key.span, hint)
