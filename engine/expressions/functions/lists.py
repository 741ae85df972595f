"""Functions on lists that give a list or a place in one. Source: OMG DMN 1.5, 10.3.4.4."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.expressions import beyond, core
from engine.expressions.core import Node
from engine.expressions.functions.calling import item_type, list_of, one_type
from engine.expressions.functions.signatures import Arguments, Build, Function, function
from engine.expressions.operators import Mismatch, as_code, is_comparable, is_same
from engine.model.types import NUMBER, Kind, Type


def _whole(node: Node) -> Node:
    """A group as the list of its items."""
    if node.type.kind is not Kind.GROUP:
        return node
    type_ = list_of(item_type(node), node.type.most)
    item = core.ItemRef("item", None, item_type(node), node.at)
    return beyond.Mapped("item", node, item, type_, node.at)


def _same(name: str) -> Build:
    """A list of the elements of the first argument, perhaps fewer."""

    def build(arguments: Arguments) -> Node:
        first, *rest = arguments.given
        whole = _whole(first)
        type_ = list_of(item_type(whole), whole.type.most)
        if name in {"sublist", "remove"}:
            type_ = type_.optional()
        return beyond.Call(name, (whole, *rest), type_, arguments.at)

    return build


def _joined(name: str) -> Build:
    def build(arguments: Arguments) -> Node:
        nodes, type_ = one_type(tuple(map(_whole, arguments.given)), arguments)
        if type_.kind is not Kind.LIST or type_.element is None:
            raise Mismatch("E301", f"`{arguments.text}` takes lists")
        if name == "union" and not is_comparable(type_.element):
            raise Mismatch("E301", f"{type_.element} cannot be told apart")
        most = sum(node.type.most for node in nodes)
        return beyond.Call(name, nodes, list_of(type_.element, most), arguments.at)

    return build


def _with_item(name: str, item_at: int) -> Build:
    """A list with an item, which has the type of its elements."""

    def build(arguments: Arguments) -> Node:
        whole = _whole(arguments[0])
        given = list(arguments.given)
        given[0] = whole
        for at in range(item_at, len(given)):
            given[at] = as_code(given[at], item_type(whole), arguments.lists)
            if not is_same(given[at].type, item_type(whole)):
                raise Mismatch(
                    "E301",
                    f"`{arguments.text}` puts {given[at].type.required()} "
                    f"into {whole.type.required()}",
                )
        decimals = max(node.type.decimals for node in (*given[item_at:], whole))
        element = item_type(whole)
        element = replace(element, decimals=max(element.decimals, decimals))
        type_ = list_of(element, whole.type.most + len(given) - 1 if whole.type.most else 0)
        if name != "append":
            type_ = type_.optional()
        return beyond.Call(name, tuple(given), type_, arguments.at)

    return build


def _index_of(arguments: Arguments) -> Node:
    over = arguments[0]
    match = as_code(arguments[1], item_type(over), arguments.lists)
    if not is_same(match.type, item_type(over)) or not is_comparable(match.type):
        raise Mismatch("E301", f"`{arguments.text}` looks for {match.type} in {over.type}")
    return beyond.Call("index of", (over, match), list_of(NUMBER, over.type.most), arguments.at)


def _distinct(arguments: Arguments) -> Node:
    over = arguments[0]
    if not is_comparable(item_type(over)):
        raise Mismatch("E301", f"{item_type(over)} cannot be told apart")
    type_ = list_of(item_type(over), over.type.most)
    return beyond.Call("distinct values", (over,), type_, arguments.at)


def _flatten(arguments: Arguments) -> Node:
    over = arguments[0]
    element: Type = item_type(over)
    while element.kind is Kind.LIST and element.element is not None:
        element = element.element
    return beyond.Call("flatten", (over,), list_of(element), arguments.at)


FUNCTIONS: Final[tuple[Function, ...]] = (
    function("sublist", ("list: group; start position: number; length?: number", _same("sublist"))),
    function("append", ("list: group; item*: any", _with_item("append", 1))),
    function("concatenate", ("list*: group", _joined("concatenate"))),
    function(
        "insert before",
        ("list: group; position: number; newItem: any", _with_item("insert before", 2)),
    ),
    function("remove", ("list: group; position: number", _same("remove"))),
    function(
        "list replace",
        ("list: group; position: number; newItem: any", _with_item("list replace", 2)),
    ),
    function("reverse", ("list: group", _same("reverse"))),
    function("index of", ("list: list; match: any", _index_of)),
    function("union", ("list*: list", _joined("union"))),
    function("distinct values", ("list: list", _distinct)),
    function("flatten", ("list: list", _flatten)),
)
