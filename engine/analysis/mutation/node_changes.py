"""Small changes of a condition or a value, as an author could make them by mistake.

A comparison is turned, or its limit moved by a step; a clause is dropped; `all` becomes `any`; the
branches of an `if` change places; `some` becomes `every`. What the language would refuse is left
out: a guard is not dropped, and no clause beside which a fact can be absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from engine.analysis.clause_text import as_written, clause_text
from engine.analysis.steps import step_words, stepped
from engine.expressions import core
from engine.expressions.core import Comparison, Node, Quantifier
from engine.expressions.walk import children
from engine.model.problem import Span
from engine.model.types import YES_NO, Kind

_ENDS: Final = {
    Comparison.LT: (Comparison.LE, -1),
    Comparison.LE: (Comparison.LT, 1),
    Comparison.GT: (Comparison.GE, 1),
    Comparison.GE: (Comparison.GT, -1),
}
"""Of an ordered comparison: with the other end, and where its limit lies a step further out."""
_TURNED: Final = {Comparison.EQ: Comparison.NE, Comparison.NE: Comparison.EQ}


@dataclass(frozen=True, slots=True)
class Changed:
    """A node with one small change in it, at `at`: `says` what it is, `of` which part."""

    node: Node
    at: Span
    of: Node
    says: str

    @property
    def text(self) -> str:
        return clause_text(self.of)

    @property
    def written(self) -> str:
        return as_written(self.of)


def changes_of(node: Node) -> Iterator[Changed]:
    """Every small change, in the order of the text."""
    yield from _here(node)
    if _is_choice_of_codes(node):
        return
    for child in children(node):
        for one in changes_of(child):
            yield replace(one, node=_with(node, child, one.node))


def _here(node: Node) -> Iterator[Changed]:
    match node:
        case core.Compare(operator) if operator in _ENDS:
            other, steps = _ENDS[operator]
            turned = replace(node, operator=other)
            yield Changed(turned, node.at, node, f"`{operator}` as `{other}`")
            limit = stepped(node, steps)
            if limit is not None:
                words = f"with a limit {step_words(node)} {'later' if steps > 0 else 'earlier'}"
                if node.left.type.kind is not Kind.DATE:
                    words = words.replace("later", "more").replace("earlier", "less")
                yield Changed(replace(node, right=limit), node.at, node, words)
        case core.Compare(operator) if operator in _TURNED:
            turned = replace(node, operator=_TURNED[operator])
            yield Changed(turned, node.at, node, "turned around")
        case core.Member():
            yield Changed(_not(node), node.at, node, "turned around")
        case core.Or() if _is_choice_of_codes(node):
            yield Changed(_not(node), node.at, node.items[0], "turned around")
        case core.And(items) | core.Or(items):
            yield from _of_clauses(node, items)
        case core.If(condition, then, otherwise) if not _guards(condition):
            swapped = core.If(condition, otherwise, then, node.type, node.at)
            yield Changed(swapped, node.at, condition, "with its branches swapped")
        case core.Quantified(quantifier):
            other_one = Quantifier.EVERY if quantifier is Quantifier.SOME else Quantifier.SOME
            turned_loop = replace(node, quantifier=other_one)
            yield Changed(turned_loop, node.at, node, f"`{quantifier}` as `{other_one}`")
        case _:
            return


def _of_clauses(node: core.And | core.Or, items: tuple[Node, ...]) -> Iterator[Changed]:
    """Each clause dropped, and all of them combined the other way."""
    if len(items) < 2:
        return
    is_guarded = any(_guards(item) for item in items)
    for number, item in enumerate(items):
        rest = items[:number] + items[number + 1 :]
        if _guards(item) or _may_need(rest, node):
            continue
        left = rest[0] if len(rest) == 1 else replace(node, items=rest)
        yield Changed(left, item.at, item, "dropped")
    if not is_guarded and not _may_need(items, node):
        is_all = isinstance(node, core.And)
        other = core.Or(items, YES_NO, node.at) if is_all else core.And(items, YES_NO, node.at)
        words = "with `or` for `and`" if is_all else "with `and` for `or`"
        yield Changed(other, node.at, node, words)


def _guards(node: Node) -> bool:
    """Whether it says that something is there, or that it is not."""
    match node:
        case core.IsAbsent():
            return True
        case core.Not(operand):
            return _guards(operand)
        case core.And(items) | core.Or(items):
            return any(map(_guards, items))
        case _:
            return False


def _may_need(rest: tuple[Node, ...], node: Node) -> bool:
    """Whether one of the others reads what can be absent, so that a clause beside it may guard."""
    return any(_reads_absent(item) for item in rest) or node.type.is_optional


def _reads_absent(node: Node) -> bool:
    if isinstance(node, core.FactRef | core.ItemRef | core.DerivedRef) and node.type.is_optional:
        return True
    return any(map(_reads_absent, children(node)))


def _is_choice_of_codes(node: Node) -> bool:
    """`x in ("a", "b")`, or a cell with several codes: written once, and read as one clause."""
    if not isinstance(node, core.Or):
        return False
    places = {(item.at.line, item.at.column) for item in node.items}
    equalities = (
        isinstance(item, core.Compare) and item.operator is Comparison.EQ for item in node.items
    )
    return len(places) == 1 and all(equalities)


def _with(node: Node, child: Node, other: Node) -> Node:
    """`node` with `other` where `child` stands."""
    made = {one.name: _put(getattr(node, one.name), child, other) for one in fields(node)}
    return replace(node, **made)


def _put(held: Any, child: Node, other: Node) -> Any:
    if held is child:
        return other
    return tuple(_put(one, child, other) for one in held) if isinstance(held, tuple) else held


def _not(node: Node) -> Node:
    return core.Not(node, YES_NO, node.at)
