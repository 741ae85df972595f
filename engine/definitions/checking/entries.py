"""Where the parts of a step are written in its file."""

from __future__ import annotations

from engine.definitions.tree import Mapping, Node, item_with
from engine.model.service import Field, Service, Step


def step_entry(tree: Node, service: Service, step: Step) -> Mapping:
    """The entry of a step, or of a group inside the items of one."""
    around = next((one for one in service.steps if step in one.groups), None)
    if around is None:
        return item_with(tree, "steps", step.span)
    return item_with(item_with(tree, "steps", around.span), "groups", step.span)


def field_entry(tree: Node, service: Service, step: Step, field: Field) -> Mapping:
    """The entry of a field of a step, or of a group inside the items of one."""
    return item_with(step_entry(tree, service, step), "fields", field.span)
