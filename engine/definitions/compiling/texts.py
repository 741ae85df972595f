"""The names that texts say, resolved where they stand: unknown ones and what cannot be said."""

from __future__ import annotations

from collections.abc import Iterable

from engine.expressions.core import Node
from engine.expressions.lower import lower_formula
from engine.expressions.scope import Scope
from engine.model.condition import Formula
from engine.model.problem import Problem
from engine.model.types import Kind, Type
from engine.model.wording import ITEM, ItemTexts, Named, Wording, Words

_A_GROUP = "a group"
_A_NUMBER = "a number"


def compile_texts(
    texts: Iterable[Words], scope: Scope
) -> tuple[dict[str, Node], tuple[Problem, ...]]:
    """A node for each name that the texts say in `scope`, and what cannot be said there."""
    compiler = _Texts(scope)
    for text in texts:
        if isinstance(text, Wording):
            compiler.add(text)
    return compiler.nodes, tuple(compiler.problems)


class _Texts:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.nodes: dict[str, Node] = {}
        self.problems: list[Problem] = []

    def add(self, text: Wording) -> None:
        for named in text.names:
            self._said(named, self.scope)
        if text.counts is not None:
            self._of_kind(text.counts, Kind.NUMBER, _A_NUMBER)
        for _, items in text.lists:
            self._items(items)

    def _items(self, items: ItemTexts) -> None:
        type_ = self._of_kind(items.group, Kind.GROUP, _A_GROUP)
        for named in items.names:
            if not _is_of_item(named):
                self._said(named, self.scope)
            elif type_ is not None:
                self._node(named, self.scope.with_variable(ITEM, type_))

    def _said(self, named: Named, scope: Scope) -> None:
        node = self._node(named, scope)
        if node is not None:
            self.nodes[named[0]] = node

    def _of_kind(self, named: Named, kind: Kind, words: str) -> Type | None:
        node = self._node(named, self.scope)
        if node is None:
            return None
        if node.type.kind is not kind:
            found = node.type.required()
            message = f"`{named[0]}` is {found}, and {words} is wanted here"
            self.problems.append(Problem("D159", message, named[1]))
            return None
        self.nodes[named[0]] = node
        return node.type

    def _node(self, named: Named, scope: Scope) -> Node | None:
        node, problems = lower_formula(Formula(named[0], (named[1],)), scope)
        self.problems += problems
        if node is not None and node.type.kind is Kind.FILE:
            message = f"`{named[0]}` is a file, which no text can say"
            self.problems.append(Problem("D157", message, named[1]))
        if node is not None and node.type.kind is Kind.LIST and _is_of_item(named):
            item = node.type.item
            if item is not None and item.kind is Kind.CONTEXT:
                message = f"`{named[0]}` is a group inside an item, which no text can say"
                hint = "say a field of the item, or derive what is to be said of it"
                self.problems.append(Problem("D157", message, named[1], hint))
        return node


def _is_of_item(named: Named) -> bool:
    return named[0].partition(".")[0] == ITEM
