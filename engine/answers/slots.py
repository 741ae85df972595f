"""Slots: where a supplied file belongs, as `Evidence.slot` names it."""

from __future__ import annotations

from engine.model.service import Group


def document_slot(document: str, item: str | None = None) -> str:
    """The slot of a required document."""
    return f"documents.{document}" if item is None else f"documents.{document}.{item}"


def item_slot(group: Group, item: str, field: str) -> str:
    """The slot of a file field of one item of a repeating group, or of a group inside an item.

    The slot of a file field outside a group is the field's own id.
    """
    return f"{group.inside or group.fact}.{item}.{field}"
