"""Builders for functions that are called on known values: see `library.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from engine.expressions.beyond import Call
from engine.expressions.core import Node
from engine.expressions.functions.signatures import Arguments, Build
from engine.expressions.operators import FRACTIONS, Mismatch, alike, is_same
from engine.model.types import Kind, Type

MOST: Final = 1000  # elements of a list whose length nothing says
Gives = Type | Callable[[Arguments], Type]


def called(name: str, gives: Gives) -> Build:
    """A call of `name`, with the arguments as they stand; one left out is not passed."""

    def build(arguments: Arguments) -> Node:
        type_ = gives if isinstance(gives, Type) else gives(arguments)
        return Call(name, arguments.given, type_, arguments.at)

    return build


def list_of(element: Type, most: int = 0) -> Type:
    plain = replace(element, low=None, high=None, is_optional=False)
    return Type(Kind.LIST, element=plain, most=most or MOST)


def item_type(node: Node) -> Type:
    """The type of what stands in a list or a group."""
    item = node.type.item
    assert item is not None, "a parameter that wants a list is met by one"
    return item


def one_type(nodes: tuple[Node, ...], arguments: Arguments) -> tuple[tuple[Node, ...], Type]:
    """The nodes, constants among them read as the others are, and the type of all of them."""
    nodes = read_alike(nodes, arguments)
    first = nodes[0].type
    for node in nodes[1:]:
        if not is_same(node.type, first):
            raise Mismatch(
                "E301", f"`{arguments.text}` mixes {first.required()} and {node.type.required()}"
            )
    if any(node.type.kind is Kind.MONEY and node.type.decimals == FRACTIONS for node in nodes):
        raise Mismatch("E301", f"`{arguments.text}` takes whole amounts")
    decimals = max(node.type.decimals for node in nodes)
    most = max(node.type.most for node in nodes)
    return nodes, replace(first, decimals=decimals, low=None, high=None, most=most)


def read_alike(nodes: tuple[Node, ...], arguments: Arguments) -> tuple[Node, ...]:
    """The nodes; a text in quotation marks among codes is one of them, days among seconds too."""
    known = next((n for n in nodes if n.type.kind in {Kind.CODE, Kind.SECONDS}), None)
    if known is None:
        return nodes
    return tuple(alike(node, known, arguments.lists)[0] for node in nodes)
