"""A file of services/ as a model object; its steps and fields are in `steps.py`."""

from __future__ import annotations

from engine.definitions.building.actors import build_actor
from engine.definitions.building.issues import build_issued
from engine.definitions.building.lifecycle import build_lifecycle, build_notification
from engine.definitions.building.steps import build_field, build_step
from engine.definitions.conditions import maybe_formula
from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping
from engine.model.condition import Formula
from engine.model.lifecycle import Lifecycle
from engine.model.service import Field, InFlight, OpenTo, Processing, Service
from engine.model.topic import Keywords


def build_service(parts: Parts, root: Mapping) -> Service:
    id = parts.file_id(root)
    actors = parts.each(root, "actors", lambda node: build_actor(parts, node))
    steps = parts.each(root, "steps", lambda node: build_step(parts, node))
    return Service(
        id=id.text,
        title=parts.title(root, "title"),
        summary=parts.title(root, "summary"),
        audience=parts.title(root, "audience"),
        rules=parts.attempt(lambda: parts.text(root, "rules"), ""),
        processing=parts.attempt(lambda: _processing(parts, root), None),
        open_to=parts.each(root, "open_to", lambda node: build_open_to(parts, node)),
        ineligible_may_submit=parts.flag(root, "ineligible_may_submit", False),
        steps=(*steps[:-1], *(actor.inviting for actor in actors), *steps[-1:]),
        reviewer_sees=parts.texts(root, "reviewer_sees"),
        lifecycle=parts.attempt(
            lambda: build_lifecycle(parts, root), Lifecycle("", (), (), id.span)
        ),
        draft_in_flight=parts.attempt(lambda: _in_flight(parts, root), InFlight.KEEP),
        issues=parts.each(root, "issues", lambda node: build_issued(parts, node)),
        span=id.span,
        review=parts.attempt(lambda: _review(parts, root), ()),
        notifications=parts.each(
            root, "notifications", lambda node: build_notification(parts, node)
        ),
        actors=actors,
        opens=parts.attempt(lambda: _opens(parts, root), None),
        topic=parts.attempt(lambda: parts.maybe_text(root, "topic"), None),
        keywords=build_keywords(parts, root),
    )


def _opens(parts: Parts, root: Mapping) -> Formula | None:
    node = root.get("opens")
    return maybe_formula(parts, node, "on") if isinstance(node, Mapping) else None


def build_keywords(parts: Parts, root: Mapping) -> Keywords:
    node = root.get("keywords")
    if not isinstance(node, Mapping):
        return Keywords()
    return Keywords(parts.texts(node, "ar"), parts.texts(node, "en"))


def _review(parts: Parts, root: Mapping) -> tuple[Field, ...]:
    node = root.get("review")
    if not isinstance(node, Mapping):
        return ()
    return parts.each(node, "fields", lambda below: build_field(parts, below))


def _processing(parts: Parts, root: Mapping) -> Processing | None:
    node = root.get("processing")
    if not isinstance(node, Mapping):
        return None
    return Processing(parts.number(node, "working_days", 0), parts.cite(node))


def build_open_to(parts: Parts, node: Mapping) -> OpenTo:
    register = parts.scalar(node, "register")
    otherwise = parts.words(node, "otherwise")
    return OpenTo(register.text, otherwise, register.span, parts.maybe_lead(node))


def _in_flight(parts: Parts, root: Mapping) -> InFlight:
    return parts.choice(parts.mapping(root, "in_flight"), "draft", InFlight)
