"""A condition, or a value, without each of its clauses in turn.

A clause is a line of an `and` or `or`, wherever that stands: inside a loop, a filter, what `for`
makes of each item, a sum, or an `if`; and each exception with its clauses. A range is one clause,
and so is the call of an own function. Guards are none: the language wants them wherever something
is read that can be absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.analysis.rebuilding import rebuilt
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.shape import shape
from engine.expressions.walk import bound_in, children


@dataclass(frozen=True, slots=True)
class Without:
    """A condition without one of its clauses, which stands at `number`, as in `2` or `2.1`.

    `is_looser`: it holds wherever the whole one does, if not the reverse; None: that is not known.
    """

    number: str
    clause: Node
    rest: Node
    is_looser: bool | None = None

    def denied(self, node: core.Not) -> Without:
        is_looser = None if self.is_looser is None else not self.is_looser
        return replace(self, rest=replace(node, operand=self.rest), is_looser=is_looser)


def without_each(node: Node) -> Iterator[Without]:
    """The condition without each of its clauses in turn, nested ones too."""
    match node:
        case core.Not(operand):
            yield from (one.denied(node) for one in without_each(operand))
        case core.And(items) | core.Or(items) if not _is_range(items):
            for at, item in enumerate(items):
                if len(items) > 1 and not _is_guard(item):
                    rest = replace(node, items=(*items[:at], *items[at + 1 :]))
                    yield Without(str(at + 1), item, rest, isinstance(node, core.And))
                for one in without_each(item):
                    inner = replace(node, items=(*items[:at], one.rest, *items[at + 1 :]))
                    yield replace(one, number=f"{at + 1}.{one.number}", rest=inner)
        case core.Quantified(source=core.FactRef(), body=body):
            for one in without_each(body):
                yield replace(one, rest=replace(node, body=one.rest))
        case core.If(core.IsAbsent(asked) as absent, _, otherwise) if shape(asked) == shape(
            otherwise
        ):
            for one in without_each(otherwise):  # a value in place of an absent one
                asked_so = replace(absent, operand=one.rest)
                yield replace(one, rest=replace(node, condition=asked_so, otherwise=one.rest))
        case core.If():
            yield from _without_each_case(node)
        case core.Defined():
            return  # its body stands elsewhere, and for others too
        case _:
            yield from _without_each_inside(node)


def _without_each_inside(node: Node) -> Iterator[Without]:
    """What is no logic itself, without each clause of its parts; parts are numbered where more than
    one has clauses, the body of a loop before what it runs over."""
    parts = tuple(reversed(children(node))) if bound_in(node) else children(node)
    within = [(part, found) for part in parts if (found := tuple(without_each(part)))]
    for at, (part, found) in enumerate(within, start=1):
        for one in found:
            number = one.number if len(within) == 1 else f"{at}.{one.number}"
            yield Without(number, one.clause, _with_part(node, part, one.rest))


def _with_part(node: Node, part: Node, instead: Node) -> Node:
    return rebuilt(node, lambda one: instead if one is part else one)


def _without_each_case(node: core.If) -> Iterator[Without]:
    """A case without each of its clauses; and without it, where it is an exception to the rest."""
    if not _is_exception(node):
        for one in without_each(node.condition):
            made = replace(one, number=f"1.{one.number}", is_looser=None)
            yield replace(made, rest=replace(node, condition=one.rest))
        for one in without_each(node.then):
            yield replace(one, number=f"2.{one.number}", rest=replace(node, then=one.rest))
        for one in without_each(node.otherwise):
            yield replace(one, number=f"3.{one.number}", rest=replace(node, otherwise=one.rest))
        return
    yield Without("exception-1", node.condition, node.otherwise)
    for one in without_each(node.condition):
        yield Without(f"exception-1.{one.number}", one.clause, replace(node, condition=one.rest))
    for one in without_each(node.then):  # what stands over the exception, or its own value
        inner = one.number if one.number.startswith("exception-") else f"value.{one.number}"
        yield replace(one, number=f"exception-1.{inner}", rest=replace(node, then=one.rest))
    for one in without_each(node.otherwise):
        yield replace(one, number=_next(one.number), rest=replace(node, otherwise=one.rest))


def _is_exception(node: core.If) -> bool:
    """Whether it was made of an exception and stands where that does; an `if` begins before."""
    return node.at == node.condition.at


def _next(number: str) -> str:
    """The number of an exception behind another one; what is no exception keeps its own."""
    first, dot, rest = number.partition(".")
    word, _, at = first.partition("-")
    return f"{word}-{int(at) + 1}{dot}{rest}" if word == "exception" else number


def _is_guard(node: Node) -> bool:
    """Whether a clause only asks if something is there: whoever reads that has to ask."""
    return isinstance(node.operand if isinstance(node, core.Not) else node, core.IsAbsent)


def _is_range(items: tuple[Node, ...]) -> bool:
    """Whether parts stand at one place: the ends of a range, or what one test was made into."""
    return len({item.at for item in items}) < len(items)
