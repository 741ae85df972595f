"""The people and staff of the demonstration: what they refer to exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.suggest import did_you_mean, meant_or_listed
from engine.definitions.tree import Mapping, Scalar, item_with
from engine.model.problem import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    yield from _registers(draft)
    for member in draft.staff.values():
        entry = item_with(draft.tree(member.span.path), "staff", member.span)
        person = entry.get("person")
        if isinstance(person, Scalar) and _is_missing(draft, person.text):
            hint = (
                did_you_mean(person.text, draft.people) or "people are in demonstration/people.yaml"
            )
            yield Problem("D111", f"there is no person `{person.text}`", person.span, hint)


def _is_missing(draft: Draft, person: str) -> bool:
    return person not in draft.people and not {person, "people"} & draft.broken.names


def _registers(draft: Draft) -> Iterator[Problem]:
    for person in draft.people.values():
        entry = item_with(draft.tree(person.span.path), "people", person.span)
        registers = entry.get("registers")
        for id, answer in registers.entries.items() if isinstance(registers, Mapping) else ():
            if id not in draft.registers and id not in draft.broken:
                hint = meant_or_listed(id, draft.registers, "the registers are")
                yield Problem("D107", f"there is no register `{id}`", answer.key.span, hint)
