"""Lifecycles: every state is declared, can be reached, and can be left unless it is final."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, item_with, place_of
from engine.model.lifecycle import Lifecycle, Transition
from engine.model.problem import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        lifecycle = service.lifecycle
        tree = draft.tree(service.span.path).get("lifecycle")
        if not isinstance(tree, Mapping):
            continue
        unknown = tuple(_unknown_states(draft, lifecycle, tree))
        yield from unknown
        if not unknown and service.span.path not in draft.partial:
            yield from _unreachable(lifecycle)
            yield from _stuck(lifecycle)


def _unknown_states(draft: Draft, lifecycle: Lifecycle, tree: Mapping) -> Iterator[Problem]:
    states = {state.id for state in lifecycle.states}
    named = [(lifecycle.start, place_of(tree, "start"))]
    for move in lifecycle.transitions:
        entry = item_with(tree, "transitions", move.span)
        named.append((move.origin, place_of(entry, "from")))
        named.append((move.target, place_of(entry, "to")))
    for state, span in named:
        if state not in states and state not in draft.broken:
            hint = meant_or_listed(state, states, "the states are")
            yield Problem("D130", f"there is no state `{state}`", span, hint)


def _unreachable(lifecycle: Lifecycle) -> Iterator[Problem]:
    reached = _closure({lifecycle.start}, lifecycle.transitions, forwards=True)
    for state in lifecycle.states:
        if state.id not in reached:
            message = f"no application ever comes to state `{state.id}`"
            hint = "add a transition to it, or remove it"
            yield Problem("D131", message, state.span, hint)


def _stuck(lifecycle: Lifecycle) -> Iterator[Problem]:
    """A state from which no final state can be reached; a start that nothing leaves."""
    final = {state.id for state in lifecycle.states if state.is_final}
    saved = _closure(final, lifecycle.transitions, forwards=False)
    stuck = [state for state in lifecycle.states if state.id not in saved]
    if stuck:
        ids = " or ".join(f"`{state.id}`" for state in stuck)
        message = f"an application in state {ids} can never come to an end"
        yield Problem("D132", message, stuck[0].span, "add a transition to a final state")
    for state in lifecycle.states:
        if state.id == lifecycle.start and state.is_final:
            message = f"nothing leaves `{state.id}`, the state of a new application"
            yield Problem("D132", message, state.span, "add a transition from it")


def _closure(states: set[str], transitions: tuple[Transition, ...], *, forwards: bool) -> set[str]:
    """The states that can be reached from (or, backwards, that can reach) one of `states`."""
    reached = set(states)
    while True:
        more = {
            move.target if forwards else move.origin
            for move in transitions
            if (move.origin if forwards else move.target) in reached
        } - reached
        if not more:
            return reached
        reached |= more
