"""A file of services/ as a model object; its steps and fields are in `build_steps.py`."""

from __future__ import annotations

from engine.definitions.build_steps import build_step
from engine.definitions.conditions import maybe_condition
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping
from engine.definitions.wordings import maybe_wording
from engine.model.lifecycle import Actor, Lifecycle, LifecycleState, Transition
from engine.model.service import InFlight, OpenTo, Processing, Service


def build_service(parts: Parts, root: Mapping) -> Service:
    id = parts.file_id(root)
    return Service(
        id=id.text,
        title=parts.title(root, "title"),
        summary=parts.title(root, "summary"),
        audience=parts.title(root, "audience"),
        rules=parts.attempt(lambda: parts.text(root, "rules"), ""),
        processing=parts.attempt(lambda: _processing(parts, root), None),
        open_to=parts.each(root, "open_to", lambda node: _open_to(parts, node)),
        ineligible_may_submit=parts.flag(root, "ineligible_may_submit", False),
        steps=parts.each(root, "steps", lambda node: build_step(parts, node)),
        reviewer_sees=parts.texts(root, "reviewer_sees"),
        lifecycle=parts.attempt(lambda: _lifecycle(parts, root), Lifecycle("", (), (), id.span)),
        draft_in_flight=parts.attempt(lambda: _in_flight(parts, root), InFlight.KEEP),
        issues=parts.texts(root, "issues"),
        span=id.span,
    )


def _processing(parts: Parts, root: Mapping) -> Processing | None:
    node = root.get("processing")
    if not isinstance(node, Mapping):
        return None
    return Processing(parts.number(node, "working_days", 0), parts.cite(node))


def _open_to(parts: Parts, node: Mapping) -> OpenTo:
    register = parts.scalar(node, "register")
    return OpenTo(register.text, parts.words(node, "otherwise"), register.span)


def _in_flight(parts: Parts, root: Mapping) -> InFlight:
    return parts.choice(parts.mapping(root, "in_flight"), "draft", InFlight)


def _lifecycle(parts: Parts, root: Mapping) -> Lifecycle:
    node = parts.mapping(root, "lifecycle")
    transitions = parts.each(node, "transitions", lambda below: _transition(parts, below))
    left = {transition.origin for transition in transitions}
    start = parts.scalar(node, "start")
    states = parts.each(node, "states", lambda below: _state(parts, below, left))
    if not states:
        raise Unreadable
    return Lifecycle(start.text, states, transitions, start.span)


def _state(parts: Parts, node: Mapping, left: set[str]) -> LifecycleState:
    id = parts.scalar(node, "id")
    return LifecycleState(
        id=id.text,
        label=parts.words(node, "label"),
        next=maybe_wording(parts, node, "next"),
        is_final=id.text not in left,
        span=id.span,
    )


def _transition(parts: Parts, node: Mapping) -> Transition:
    id = parts.scalar(node, "id")
    return Transition(
        id=id.text,
        origin=parts.text(node, "from"),
        target=parts.text(node, "to"),
        by=parts.choice(node, "by", Actor),
        when=maybe_condition(parts, node),
        is_binding=parts.flag(node, "binding", False),
        after_days=parts.number(node, "after_days", 0) or None,
        cite=parts.cite(node),
        span=id.span,
    )
