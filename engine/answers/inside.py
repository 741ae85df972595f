"""Groups inside the items of a group: where what they hold is kept, and under which ids.

A step keeps all its items in one row. In the group `periods` inside item `a` stand the items
`a.periods.b`, and an entry `a.periods` says that they are all. So an id says where an item is, and
a slot, `<group>.<item id>.<field>`, is read as it is of any item.
"""

from __future__ import annotations

from engine.model.application import ItemEntry, StepEntry


def group_id(item: str, name: str) -> str:
    """The id of the group that item `item` holds under `name`."""
    return f"{item}.{name}"


def holder_of(item: str) -> str | None:
    """The id of the group that an item is inside, or None of an item of the step itself."""
    return item.rpartition(".")[0] or None


def outer_items(entry: StepEntry) -> tuple[ItemEntry, ...]:
    """The items of the step itself."""
    return tuple(one for one in entry.items if "." not in one.id)


def entry_inside(entry: StepEntry, group: str) -> StepEntry:
    """What a step keeps of the group with this id, as it keeps a group of its own."""
    items = tuple(one for one in entry.items if holder_of(one.id) == group)
    is_all = any(one.id == group for one in entry.items)
    return StepEntry(items=items, is_saved=is_all, is_complete=is_all, revision=entry.revision)


def is_all_of(id: str, item: str) -> bool:
    """Whether an entry with this id says that the group which `item` is inside holds all."""
    return "." in id and id == holder_of(item)


def with_all(entry: StepEntry, group: str) -> tuple[ItemEntry, ...]:
    """The items, and that the group with this id holds all of its own."""
    return (*(one for one in entry.items if one.id != group), ItemEntry(group, {}))


def without(entry: StepEntry, item: str) -> tuple[ItemEntry, ...]:
    """The items but for `item` and what it holds; the group that it was inside is open."""
    kept = (one for one in entry.items if not f"{one.id}.".startswith(f"{item}."))
    return tuple(one for one in kept if not is_all_of(one.id, item))
