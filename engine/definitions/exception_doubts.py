"""Doubts about exceptions: two that hold at once and give different values.

Of two exceptions at one level the first in the file goes before; a law that means it says so, by
`over`. Exceptions to a rule all say that it is met, so they never contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from engine.definitions.doubts import NOTE, Doubt
from engine.expressions import core
from engine.expressions.compiled import CompiledDerived, CompiledException
from engine.expressions.core import Comparison
from engine.expressions.shape import shape
from engine.model.problem import Problem
from engine.model.types import YES_NO, Kind

_COMPARED: Final = {
    Kind.NUMBER,
    Kind.MONEY,
    Kind.DATE,
    Kind.PERIOD,
    Kind.DAYS,
    Kind.CODE,
    Kind.YES_NO,
}


def exception_doubts(entry: CompiledDerived) -> Iterator[Doubt]:
    """A doubt for each two exceptions at one level, where no exception to either holds."""
    for above, below in combinations(entry.exceptions, 2):
        is_one_level = above.exception.over == below.exception.over
        kinds = {above.value.type.kind, below.value.type.kind}
        if is_one_level and kinds <= _COMPARED and shape(above.value) != shape(below.value):
            yield _contradiction(entry, above, below)


def _contradiction(
    entry: CompiledDerived, above: CompiledException, below: CompiledException
) -> Doubt:
    at = below.exception.span
    pair = f"`{above.exception.id}` and `{below.exception.id}` of `{entry.derived.name}`"
    same = core.Compare(Comparison.EQ, above.value, below.value, YES_NO, at, "")
    ids = (above.exception.id, below.exception.id)
    over_them = (one for one in entry.exceptions if one.exception.over in ids)
    return Doubt(
        true=(above.condition, below.condition),
        false=(same, *(one.condition for one in over_them)),
        possible=Problem(
            "E437",
            f"the exceptions {pair} both hold and give different values",
            at,
            f"write `over: {above.exception.id}` where this one goes before",
            (("the other exception", above.exception.span),),
        ),
        undecided=Problem(NOTE, f"it is not settled whether the exceptions {pair} agree", at),
    )
