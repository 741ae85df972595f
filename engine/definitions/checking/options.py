"""Choices that can never offer anything, where that is plain to see.

A choice may run out of options with some answers; its page then says so. One that has none with
any answer is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.checking.shown import is_contradictory
from engine.definitions.constants import with_constant
from engine.definitions.draft import Draft
from engine.expressions.compiled import OPTION, CompiledOptions
from engine.expressions.core import And
from engine.model.problem import Problem
from engine.model.service import Field
from engine.model.types import YES_NO


def problems(draft: Draft) -> Iterator[Problem]:
    for service in draft.every_service():
        program = draft.programs.get(service.id)
        if program is None:
            continue
        for step in service.pages:
            for field in step.fields:
                options = program.fields[step.id, field.id].options
                if options is not None:
                    yield from _empty(draft, field, options)


def _empty(draft: Draft, field: Field, options: CompiledOptions) -> Iterator[Problem]:
    listing = draft.lists.get(field.chosen_from or "")
    assert field.options is not None, "it was compiled"
    if listing is None or not all(_never(options, code.id) for code in listing.codes):
        return
    message = f"field `{field.id}` never offers a code of `{listing.id}`"
    hint = "no answers make its conditions true for any code"
    yield Problem("D163", message, field.options.span, hint)


def _never(options: CompiledOptions, code: str) -> bool:
    """Whether the code is plainly never offered."""
    nodes = [
        with_constant(node, OPTION, code)
        for node in (options.where, options.when.get(code))
        if node is not None
    ]
    return bool(nodes) and is_contradictory(And(tuple(nodes), YES_NO, nodes[0].at))
