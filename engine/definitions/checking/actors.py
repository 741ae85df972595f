"""Invited people: when they are invited, what silence means, and who reads what they say.

What binds at a stage reads no fact that is given after it: what they say may be read once no
answer can come any more, and by the transition that their last answer makes.

Source: design, section 5, law 13.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.reads import heads_in
from engine.definitions.suggest import did_you_mean, meant_or_listed
from engine.definitions.tree import item_with, place_of
from engine.model.actor import InvitedActor
from engine.model.fact import FactSource
from engine.model.lifecycle import Actor, Effect, EffectKind, Lifecycle
from engine.model.problem import Problem
from engine.model.rule import RuleSet
from engine.model.service import FieldType, Service


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        if service.span.path not in draft.partial:
            for actor in service.actors:
                yield from _silence(draft, service, actor)
                yield from _fields(actor)
            yield from _nobody_answers(service)
    for service, rules in draft.decided():
        for actor in service.actors:
            yield from _sees(draft, service, rules, actor)
            if actor.stage(service.lifecycle):
                yield from _read_too_early(service, actor)


def _silence(draft: Draft, service: Service, actor: InvitedActor) -> Iterator[Problem]:
    """Silence is a deadline, and people are invited where it is running."""
    lifecycle = service.lifecycle
    tree = draft.tree(service.span.path)
    at = place_of(item_with(tree, "actors", actor.span), "silence")
    deadlines = [one.id for one in lifecycle.transitions if one.by is Actor.DEADLINE]
    if actor.silence not in deadlines:
        if actor.silence not in draft.broken:
            hint = meant_or_listed(actor.silence, deadlines, "the deadlines are")
            yield Problem("D196", f"no deadline makes `{actor.silence}`", at, hint)
        return
    inviting = [
        one
        for one in lifecycle.transitions
        if any(_invites(effect, actor) for effect in one.effects)
    ]
    known = {one.id for one in service.actors}
    named = {
        effect.name
        for one in lifecycle.transitions
        for effect in one.effects
        if effect.kind is EffectKind.INVITE
    }
    if not inviting and named <= known:
        hint = f"write `invite: {actor.id}` among the effects of a transition"
        yield Problem("D196", f"nothing invites `{actor.id}`", actor.span, hint)
    for one in inviting:
        if one.target not in actor.stage(lifecycle):
            message = f"`{one.id}` invites `{actor.id}`, and `{actor.silence}` does not run then"
            hint = f"invite on a transition to a state that `{actor.silence}` leaves"
            yield Problem("D196", message, one.span, hint)


def _invites(effect: Effect, actor: InvitedActor) -> bool:
    return effect.kind is EffectKind.INVITE and effect.name == actor.id


def _nobody_answers(service: Service) -> Iterator[Problem]:
    """A transition by invited people in a state in which none are awaited."""
    stages = [actor.stage(service.lifecycle) for actor in service.actors]
    awaited = frozenset().union(*stages)
    for one in service.lifecycle.transitions if all(stages) else ():
        if one.by is Actor.INVITED and not awaited.issuperset(one.origins):
            message = f"nobody who is invited is awaited where `{one.id}` begins"
            hint = "it leaves the states that the deadline of their `silence` leaves"
            yield Problem("D196", message, one.span, hint)


def _fields(actor: InvitedActor) -> Iterator[Problem]:
    for field in actor.answering.fields:
        if field.type is FieldType.FILE or field.prefill is not None:
            what = "supplies a file" if field.type is FieldType.FILE else "has a field filled in"
            message = f"nobody who is invited {what}"
            yield Problem("D198", message, field.span, "ask for an answer that is typed or chosen")


def _sees(draft: Draft, service: Service, rules: RuleSet, actor: InvitedActor) -> Iterator[Problem]:
    """What is shown of an application is what is known when people are invited."""
    facts = draft.facts(service, rules)
    later = {FactSource.ACTOR, FactSource.REVIEWER}
    shown = {name for name, fact in facts.items() if fact.source not in later}
    shown |= {one.name for one in rules.derived}
    entry = item_with(draft.tree(service.span.path), "actors", actor.span)
    for position, name in enumerate(actor.sees):
        if name not in shown and name not in draft.broken:
            at = place_of(entry, "sees", position)
            yield Problem("D103", f"unknown fact `{name}`", at, did_you_mean(name, shown))


def _read_too_early(service: Service, actor: InvitedActor) -> Iterator[Problem]:
    lifecycle = service.lifecycle
    early = _before_the_end(lifecycle, actor)
    stage = actor.stage(lifecycle)
    fact = actor.group.fact
    for one in lifecycle.transitions:
        if one.when is None or fact not in heads_in(one.when):
            continue
        too_early = early.intersection(one.origins) - (stage if one.by is Actor.INVITED else set())
        if too_early:
            states = " and ".join(f"`{state}`" for state in sorted(too_early))
            message = f"`{one.id}` reads `{fact}` in {states}, where it is not known yet"
            hint = f"read it once `{actor.silence}` or the last answer has been"
            yield Problem("D197", message, one.when.span, hint)


def _before_the_end(lifecycle: Lifecycle, actor: InvitedActor) -> frozenset[str]:
    """The states to which an application can come before answers can come no more."""
    stage = actor.stage(lifecycle)
    reached = {lifecycle.start}
    while True:
        more = {
            one.target
            for one in lifecycle.transitions
            if any(origin in reached and origin not in stage for origin in one.origins)
        }
        if more <= reached:
            return frozenset(reached)
        reached |= more
