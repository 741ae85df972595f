"""The lifecycle of a service, and what it tells people, as model objects."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.conditions import maybe_condition
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping, Scalar, Sequence
from engine.definitions.wordings import maybe_wording, wording
from engine.model.lifecycle import (
    ANSWERED,
    PAID,
    SUBMIT,
    Actor,
    Ask,
    Effect,
    EffectKind,
    Flag,
    Lifecycle,
    LifecycleState,
    Term,
    Transition,
)
from engine.model.notification import Channel, Notification
from engine.model.words import Text

_EVENTS = {Actor.BILLER: PAID, Actor.INVITED: ANSWERED}


def build_lifecycle(parts: Parts, root: Mapping) -> Lifecycle:
    node = parts.mapping(root, "lifecycle")
    start = parts.scalar(node, "start")
    transitions = parts.each(node, "transitions", lambda below: _transition(parts, below, start))
    left = {origin for transition in transitions for origin in transition.origins}
    states = parts.each(node, "states", lambda below: _state(parts, below, left))
    if not states:
        raise Unreadable
    flags = parts.each(node, "flags", lambda below: _flag(parts, below))
    return Lifecycle(start.text, states, transitions, start.span, flags)


def build_notification(parts: Parts, node: Mapping) -> Notification:
    id = parts.scalar(node, "id")
    return Notification(
        id=id.text,
        channels=tuple(map(Channel, parts.texts(node, "channels"))) or tuple(Channel),
        subject=wording(parts, node, "subject"),
        body=wording(parts, node, "body"),
        span=id.span,
    )


def _state(parts: Parts, node: Mapping, left: set[str]) -> LifecycleState:
    id = parts.scalar(node, "id")
    return LifecycleState(
        id=id.text,
        label=parts.words(node, "label"),
        next=maybe_wording(parts, node, "next"),
        is_final=id.text not in left,
        span=id.span,
        takes_corrections=parts.maybe_text(node, "edits") == "corrections",
        takes_documents=parts.maybe_text(node, "edits") == "documents",
    )


def _flag(parts: Parts, node: Mapping) -> Flag:
    id = parts.scalar(node, "id")
    return Flag(id.text, parts.words(node, "label"), id.span)


def _transition(parts: Parts, node: Mapping, start: Scalar) -> Transition:
    id = parts.scalar(node, "id")
    origins = origins_of(node)
    by = parts.choice(node, "by", Actor)
    return Transition(
        id=id.text,
        event=_event(parts, node, by, is_from_start=start.text in {one.text for one in origins}),
        title=parts.maybe_words(node, "title"),
        origins=tuple(one.text for one in origins),
        target=parts.text(node, "to"),
        by=by,
        when=maybe_condition(parts, node),
        is_binding=parts.flag(node, "binding", False),
        is_override=parts.flag(node, "override", False),
        after=_term(parts, node),
        asks=tuple(ask for ask, _ in _asked(parts, node)),
        records=parts.texts(node, "records"),
        not_by=parts.texts(node, "not_by"),
        effects=tuple(
            effect
            for item in parts.items(node, "effects")
            if isinstance(item, Mapping)
            for effect in _effects(item)
        ),
        cite=parts.cite(node),
        span=id.span,
        called=tuple((ask, words) for ask, words in _asked(parts, node) if words),
    )


def _asked(parts: Parts, node: Mapping) -> Iterator[tuple[Ask, Text | None]]:
    """What is asked, and the words for it where they are written."""
    for item in parts.items(node, "asks"):
        match item:
            case Scalar(text):
                yield _ask(text), None
            case Mapping(entries):
                for name in entries:
                    yield _ask(name), parts.words(item, name)
            case _:
                raise Unreadable


def _ask(name: str) -> Ask:
    try:
        return Ask(name)
    except ValueError:
        raise Unreadable from None


def origins_of(node: Mapping) -> tuple[Scalar, ...]:
    """The states under `from`: one, or a list of them."""
    below = node.get("from")
    if isinstance(below, Scalar):
        return (below,)
    items = () if below is None else getattr(below, "items", ())
    return tuple(item for item in items if isinstance(item, Scalar))


def _event(parts: Parts, node: Mapping, by: Actor, *, is_from_start: bool) -> str:
    if parts.has(node, "on"):
        return parts.text(node, "on")
    if by in _EVENTS:
        return _EVENTS[by]
    return SUBMIT if by is Actor.APPLICANT and is_from_start else parts.text(node, "id")


def _term(parts: Parts, node: Mapping) -> Term | None:
    for key, is_working in (("after_days", False), ("after_working_days", True)):
        if parts.has(node, key):
            return Term(_days(parts, node, key), is_working)
    return None


def _days(parts: Parts, node: Mapping, key: str) -> int:
    """A number; a word is the name of a parameter, for which an argument stands by now."""
    written = parts.scalar(node, key)
    if not written.text.isdecimal() and written.text not in parts.known.broken:
        message = f"`{written.text}` is no number of days"
        hint = "write digits; a file of lifecycles/ may write the name of a parameter"
        parts.report("D207", message, written.span, hint)
    return parts.number(node, key, 0)


def _effects(node: Mapping) -> list[Effect]:
    """One, as the schema has it: its kind is the key, and what it is done with the value.

    Another key has its problem already, and is no effect.
    """
    listed = node.get("carries")
    items = listed.items if isinstance(listed, Sequence) else ()
    carries = tuple(item.text for item in items if isinstance(item, Scalar))
    return [
        Effect(EffectKind(entry.key.text), entry.value.text, entry.value.span, carries)
        for entry in node.entries.values()
        if isinstance(entry.value, Scalar) and entry.key.text in set(EffectKind)
    ]
