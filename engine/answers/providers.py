"""A fact that one of several fields gives: which of them, by what is shown and answered.

Fields that give one fact are never shown together: that is checked in the definition. So the fact
is what the one that is answered says; absent once all are hidden or left blank; unknown until then.
Should two answers differ all the same, the later one is wrong, and the fact is unknown.
"""

from __future__ import annotations

from engine.model.service import Field, Service
from engine.model.value import ABSENT, State, Unknown, is_known, unanswered


class Providers:
    """What the fields of one application gave so far, by the fact and the field."""

    def __init__(self, service: Service) -> None:
        self._states: dict[str, dict[str, State]] = {}
        for step in service.steps:
            for field in step.fields if step.group is None else ():
                states = self._states.setdefault(field.fact, {})
                states[field.id] = unanswered(field.fact)

    def contradicts(self, field: Field, state: State) -> bool:
        """Whether another field has given the same fact another value."""
        others = self._states.get(field.fact, {})
        return is_known(state) and any(
            is_known(one) and one != state for id, one in others.items() if id != field.id
        )

    def fact_with(self, field: Field, state: State) -> State:
        """The fact, now that `field` has given `state`."""
        states = self._states[field.fact]
        states[field.id] = state
        known = {one for one in states.values() if is_known(one)}
        if known:
            return known.pop() if len(known) == 1 else unanswered(field.fact)
        open_ = [one for one in states.values() if isinstance(one, Unknown)]
        return Unknown(frozenset().union(*(one.causes for one in open_))) if open_ else ABSENT
