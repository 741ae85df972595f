"""The people of the demonstration register: every register that answers about them exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, item_with
from engine.model.problem import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for person in draft.people.values():
        entry = item_with(draft.tree(person.span.path), "people", person.span)
        registers = entry.get("registers")
        for id, answer in registers.entries.items() if isinstance(registers, Mapping) else ():
            if id not in draft.registers and id not in draft.broken:
                hint = meant_or_listed(id, draft.registers, "the registers are")
                yield Problem("D107", f"there is no register `{id}`", answer.key.span, hint)
