"""Lifecycles: every state is declared, can be reached, and can be left unless it is final; what
transitions name is there, and what is declared is used.

Whether conditions overlap or leave a gap is asked of the solver (`lifecycle_doubts.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from engine.definitions.building.lifecycle import origins_of
from engine.definitions.checking.shown import is_contradictory
from engine.definitions.draft import Draft
from engine.definitions.reads import heads_in
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, item_with, place_of
from engine.model.fee import Stage
from engine.model.lifecycle import Actor, Ask, Effect, EffectKind, Lifecycle, Transition
from engine.model.problem import Problem, Span
from engine.model.rule import RuleSet
from engine.model.service import Service

_NAMED = {
    EffectKind.NOTIFY: "notification",
    EffectKind.ISSUE: "issued document",
    EffectKind.REVOKE: "issued document",
    EffectKind.INVITE: "actor",
    EffectKind.START: "service",
    EffectKind.SET: "flag",
    EffectKind.CLEAR: "flag",
}


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        path = service.span.path
        read = (service, draft.tree(path), draft.broken, path in draft.partial)
        find = partial(_of_states, draft, service)
        yield from draft.readings.kept(("states", service.id), read, find)
    for service, rules in draft.decided():
        tree = draft.tree(service.span.path).get("lifecycle")
        if not isinstance(tree, Mapping):
            continue
        yield from _unknown_names(draft, service, rules, tree)
        yield from _never_made(draft, service)
        if service.span.path not in draft.partial:
            yield from _unused(service)
            yield from _never_billed(service, rules)


# States -----------------------------------------------------------------------------------------


def _of_states(draft: Draft, service: Service) -> tuple[Problem, ...]:
    lifecycle, tree = service.lifecycle, draft.tree(service.span.path).get("lifecycle")
    if not isinstance(tree, Mapping):
        return ()
    unknown = tuple(_unknown_states(draft, lifecycle, tree))
    if unknown or service.span.path in draft.partial:
        return unknown
    return *_unreachable(lifecycle), *_stuck(lifecycle), *_of_people(lifecycle)


def _unknown_states(draft: Draft, lifecycle: Lifecycle, tree: Mapping) -> Iterator[Problem]:
    states = {state.id for state in lifecycle.states}
    named = [(lifecycle.start, place_of(tree, "start"))]
    for move in lifecycle.transitions:
        entry = item_with(tree, "transitions", move.span)
        named += [(origin.text, origin.span) for origin in origins_of(entry)]
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
        more: set[str] = set()
        for move in transitions:
            if forwards and reached.intersection(move.origins):
                more.add(move.target)
            if not forwards and move.target in reached:
                more.update(move.origins)
        if more <= reached:
            return reached
        reached |= more


# Transitions ------------------------------------------------------------------------------------


def _of_people(lifecycle: Lifecycle) -> Iterator[Problem]:
    """What people do needs words on a button, and what it asks for must lead somewhere."""
    for move in lifecycle.transitions:
        is_submission = move.by is Actor.APPLICANT and lifecycle.start in move.origins
        is_by_people = move.by.is_staff or move.by is Actor.APPLICANT
        if move.title is None and is_by_people and not is_submission:
            message = f"`{move.id}` has no words for its button"
            yield Problem("D139", message, move.span, "give it a `title`")
        if move.is_override and Ask.REASONS not in move.asks:
            message = f"`{move.id}` goes against the rules without saying why"
            yield Problem("D136", message, move.span, "write `asks: [reasons]`")
        target = next((one for one in lifecycle.states if one.id == move.target), None)
        if Ask.CORRECTIONS in move.asks and target is not None and not target.takes_corrections:
            message = f"`{move.id}` asks for corrections, and nothing can be corrected then"
            hint = f"write `edits: corrections` on state `{target.id}`"
            yield Problem("D200", message, move.span, hint)
    for state in lifecycle.states:
        into = [move for move in lifecycle.transitions if move.target == state.id]
        if state.takes_corrections and not any(Ask.CORRECTIONS in move.asks for move in into):
            message = f"state `{state.id}` takes corrections, and nobody says which"
            hint = "write `asks: [corrections]` on a transition to it"
            yield Problem("D200", message, state.span, hint)


def _unknown_names(
    draft: Draft, service: Service, rules: RuleSet, tree: Mapping
) -> Iterator[Problem]:
    lifecycle = service.lifecycle
    moves = {move.id: move for move in lifecycle.transitions}
    recordable = _recordable(service, rules)
    for move in lifecycle.transitions:
        entry = item_with(tree, "transitions", move.span)
        for name, span in _scalars(entry.get("records")):
            yield from _unknown(draft, "field of `review`", name, span, recordable)
        for name, span in _scalars(entry.get("not_by")):
            yield from _unknown(draft, "transition", name, span, moves)
            if name in moves and not moves[name].by.is_staff:
                message = f"`{name}` is not done by staff, so it has no author to keep apart"
                yield Problem("D136", message, span)
        for effect in move.effects:
            known = _known_to(draft, service, effect)
            if known is not None:
                yield from _unknown(draft, _NAMED[effect.kind], effect.name, effect.span, known)


def _known_to(draft: Draft, service: Service, effect: Effect) -> Collection[str] | None:
    match effect.kind:
        case EffectKind.NOTIFY:
            return [one.id for one in service.notifications]
        case EffectKind.ISSUE | EffectKind.REVOKE:
            return [one.id for one in service.issues]
        case EffectKind.INVITE:
            return [actor.id for actor in service.actors]
        case EffectKind.START:
            return draft.services
        case EffectKind.SET | EffectKind.CLEAR:
            return [flag.id for flag in service.lifecycle.flags]
        case EffectKind.INVOICE | EffectKind.CANCEL | EffectKind.REFUND:
            return None


def _unknown(
    draft: Draft, what: str, name: str, span: Span, known: Collection[str]
) -> Iterator[Problem]:
    if name not in known and name not in draft.broken:
        hint = meant_or_listed(name, known, "there are") if known else f"declare the {what}"
        yield Problem("D133", f"there is no {what} `{name}`", span, hint)


def _recordable(service: Service, rules: RuleSet) -> list[str]:
    entered = () if rules.fees is None else rules.fees.entered()
    return [*(field.id for field in service.review), *(fact.name for fact in entered)]


def _scalars(node: Node | None) -> Iterator[tuple[str, Span]]:
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item.text, item.span


def _never_made(draft: Draft, service: Service) -> Iterator[Problem]:
    """Transitions whose condition is plainly false, whatever the facts are."""
    program = draft.programs.get(service.id)
    for move in service.lifecycle.transitions if program is not None else ():
        node = program.transitions.get(move.id) if program is not None else None
        if node is not None and move.when is not None and is_contradictory(node):
            message, hint = f"`{move.id}` is never made", "no facts make this condition true"
            yield Problem("D201", message, move.when.span, hint)


# What nobody uses -------------------------------------------------------------------------------


def _unused(service: Service) -> Iterator[Problem]:
    lifecycle = service.lifecycle
    effects = [effect for move in lifecycle.transitions for effect in move.effects]
    sent = {one.name for one in effects if one.kind is EffectKind.NOTIFY}
    for notification in service.notifications:
        if notification.id not in sent:
            message = f"nothing sends notification `{notification.id}`"
            hint = f"write `notify: {notification.id}` among the effects of a transition"
            yield Problem("D137", message, notification.span, hint)
    read = {name for move in lifecycle.transitions for name in heads_in(move.when)}
    for flag in lifecycle.flags:
        if not any(one.kind is EffectKind.SET and one.name == flag.id for one in effects):
            hint = f"write `set: {flag.id}` among the effects of a transition"
            yield Problem("D137", f"nothing sets flag `{flag.id}`", flag.span, hint)
    recorded = {name for move in lifecycle.transitions for name in move.records}
    for field in service.review:
        if field.id not in recorded:
            hint = f"write `records: [{field.id}]` on a transition that staff make"
            yield Problem("D137", f"nobody records `{field.id}`", field.span, hint)
        elif field.id not in read and field.purpose is None:
            message = f"`{field.id}` is recorded, and nothing reads it"
            hint = "read it in the condition of a transition, or give a `purpose`"
            yield Problem("D137", message, field.span, hint)


def _never_billed(service: Service, rules: RuleSet) -> Iterator[Problem]:
    """A stage with fee lines for which no transition makes an invoice."""
    if rules.fees is None:
        return
    effects = [effect for move in service.lifecycle.transitions for effect in move.effects]
    billed = {effect.name for effect in effects if effect.kind is EffectKind.INVOICE}
    for stage in Stage:
        line = next((one for one in rules.fees.lines if one.stage is stage), None)
        if line is not None and stage not in billed:
            message = f"no transition bills the fees of the stage `{stage}`"
            span, related = service.lifecycle.span, (("one of them", line.span),)
            hint = f"write `effects: [{{invoice: {stage}}}]` on one"
            if span.via:  # a shared one, and the service chose it
                span, hint = span.via[0], "use a lifecycle that does"
            yield Problem("D138", message, span, hint, related)
