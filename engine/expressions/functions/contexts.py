"""Functions on contexts whose keys are written. Source: OMG DMN 1.5, 10.3.4.7."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from engine.expressions import beyond
from engine.expressions.core import Node
from engine.expressions.functions.signatures import Arguments, Function, function, text_of
from engine.expressions.operators import Mismatch
from engine.model.problem import Span
from engine.model.types import Kind, Type


def field_of(operand: Node, field: str, at: Span) -> Node:
    """An entry of a context; raises Mismatch where it has none of this name."""
    type_ = operand.type.field(field)
    if type_ is None:
        names = [name for name, _ in operand.type.fields]
        close = get_close_matches(field, names, 1)
        hint = f"did you mean `{close[0]}`?" if close else None
        what = f"an item of `{operand.type.of}`" if operand.type.of else "the context"
        raise Mismatch("E204", f"{what} has no field `{field}`", hint)
    return beyond.FieldOf(operand, field, type_, at)


def _get_value(arguments: Arguments) -> Node:
    return field_of(arguments[0], text_of(arguments[1], "the key"), arguments.at)


def _put(arguments: Arguments) -> Node:
    context, value = arguments[0], arguments[2]
    key = text_of(arguments[1], "the key")
    entries = [(name, node) for name, node in _entries(context, arguments) if name != key]
    return _context((*entries, (key, value)), arguments)


def _merge(arguments: Arguments) -> Node:
    """The entries of all; of two with one key the later one stands."""
    merged: dict[str, Node] = {}
    contexts = arguments[0]
    if not isinstance(contexts, beyond.ListOf):
        raise Mismatch("E301", f"`{arguments.text}` takes a list that is written out")
    for context in contexts.items:
        merged |= dict(_entries(context, arguments))
    return _context(tuple(merged.items()), arguments)


def _entries(context: Node, arguments: Arguments) -> tuple[tuple[str, Node], ...]:
    if isinstance(context, beyond.ContextOf):
        return context.entries
    return tuple(
        (name, beyond.FieldOf(context, name, type_, arguments.at))
        for name, type_ in context.type.fields
    )


def _context(entries: tuple[tuple[str, Node], ...], arguments: Arguments) -> Node:
    type_ = context_type(entries)
    return beyond.ContextOf(entries, type_, arguments.at)


def context_type(entries: tuple[tuple[str, Node], ...]) -> Type:
    plain = tuple((name, replace(node.type, low=None, high=None)) for name, node in entries)
    return Type(Kind.CONTEXT, fields=plain)


FUNCTIONS: Final[tuple[Function, ...]] = (
    function("get value", ("m: context; key: text", _get_value)),
    function("context put", ("context: context; key: text; value: any", _put)),
    function("context merge", ("contexts: list of context", _merge)),
)
