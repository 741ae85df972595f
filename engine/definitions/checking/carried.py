"""Answers that a transition carries into a draft of another service: asked alike in both."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.facts import providers_of
from engine.definitions.typed import type_words
from engine.model.lifecycle import Effect
from engine.model.problem import Problem
from engine.model.service import Field, FieldType, Service


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.services.values():
        for move in service.lifecycle.transitions:
            for effect in move.effects:
                target = draft.services.get(effect.name)
                if effect.carries and target is not None:
                    yield from _carried(service, target, effect)


def _carried(service: Service, target: Service, effect: Effect) -> Iterator[Problem]:
    for fact in effect.carries:
        given, taken = _asked(service, fact), _asked(target, fact)
        at = effect.span
        if given is None or taken is None:
            missing = service if given is None else target
            message = f"`{missing.id}` asks no `{fact}`, so it cannot be carried"
            yield Problem("D243", message, at)
        elif given.type is not taken.type or given.fact_type != taken.fact_type:
            message = f"`{fact}` is {type_words(given.fact_type)} here and not so in `{target.id}`"
            yield Problem("D243", message, at, None, (("asked there", taken.span),))
        elif given.type in {FieldType.FILE, FieldType.DECLARATION}:
            message = f"`{fact}` is no text, and only what was typed is carried"
            yield Problem("D243", message, at)


def _asked(service: Service, fact: str) -> Field | None:
    found = providers_of(service).get(fact)
    return found[0][1] if found else None
