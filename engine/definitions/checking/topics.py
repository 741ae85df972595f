"""Topics: each service is under one that portal.yaml declares, and the home page names services."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Scalar, Sequence, place_of
from engine.model.portal import Portal
from engine.model.problem import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    if draft.portal is not None:
        yield from _of_services(draft, draft.portal)
        yield from _most_needed(draft)


def _of_services(draft: Draft, portal: Portal) -> Iterator[Problem]:
    topics = [topic.id for topic in portal.topics]
    for service in draft.every_service():
        tree = draft.tree(service.span.path)
        if service.topic is None:
            if topics and "topic" not in draft.broken and tree.get("topic") is None:
                message = f"`{service.id}` is under no topic, so nobody finds it by topic"
                hint = meant_or_listed("", topics, "write `topic`; the topics are")
                yield Problem("D226", message, service.span, hint)
        elif service.topic not in topics and service.topic not in draft.broken:
            hint = (
                meant_or_listed(service.topic, topics, "the topics are")
                if topics
                else "declare it under `topics` in portal.yaml"
            )
            message = f"portal.yaml has no topic `{service.topic}`"
            yield Problem("D225", message, place_of(tree, "topic"), hint)


def _most_needed(draft: Draft) -> Iterator[Problem]:
    tree = next(tree for path, tree in draft.trees.items() if path.name == "portal.yaml")
    written = tree.get("most_needed")
    known = [service.id for service in draft.every_service()]
    for item in written.items if isinstance(written, Sequence) else ():
        if not isinstance(item, Scalar) or item.text in draft.broken:
            continue
        if item.text not in known:
            hint = meant_or_listed(item.text, known, "the services are")
            yield Problem("D227", f"there is no service `{item.text}`", item.span, hint)
