"""Calls: of built-in functions, and of own functions, which are written out where they stand."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from engine.expressions import beyond, core
from engine.expressions import syntax as ast
from engine.expressions.core import Node
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lower_loops import Loops
from engine.expressions.lowering import Refused, parsed
from engine.expressions.operators import Mismatch, alike, is_same
from engine.model.problem import Problem
from engine.model.rule import OwnFunction
from engine.model.types import Kind, Type

_ROUNDING: Final = frozenset(
    ("decimal", "round up", "round down", "round half up", "round half down", "floor", "ceiling")
)
_MERGE: Final = "context merge"


class Calls(Loops):
    def invoked(self, tree: ast.Invocation) -> Node:
        own = self.scope.functions.get(tree.function)
        if isinstance(own, Problem):
            raise Refused(own)
        if own is not None:
            return self._own(own, tree)
        if tree.function == "sort" and tree.arguments and not tree.names:
            return self.sorted(tree)
        made = FUNCTIONS.get(tree.function)
        if made is None:
            raise self._unknown_function(tree)
        lower = self.unrounded if tree.function in _ROUNDING else self.node
        if tree.function == _MERGE:
            lower = self._contexts
        nodes = tuple(lower(argument) for argument in tree.arguments)
        at, text = self.at(tree), self.text(tree)
        return made.build(nodes, tree.names, at, text, self.scope.lists)

    def _contexts(self, tree: ast.Syntax) -> Node:
        """A list of contexts, which may have other entries each."""
        if not isinstance(tree, ast.ListLiteral) or not tree.items:
            return self.node(tree)
        nodes = tuple(self.node(item) for item in tree.items)
        type_ = Type(Kind.LIST, element=nodes[0].type, most=len(nodes))
        return beyond.ListOf(nodes, type_, self.at(tree))

    def _unknown_function(self, tree: ast.Invocation) -> Refused:
        known = sorted((*FUNCTIONS, "sort", *self.scope.functions))
        close = get_close_matches(tree.function, known, 1)
        hint = f"did you mean `{close[0]}`?" if close else None
        return self.refuse("E202", f"unknown function `{tree.function}`", tree, hint)

    def _own(self, own: OwnFunction, tree: ast.Invocation) -> Node:
        """The body of an own function with the arguments in the place of its parameters."""
        names = tuple(name for name, _ in own.parameters)
        written = ", ".join(names)
        if len(tree.arguments) != len(names) or (tree.names and set(tree.names) != set(names)):
            raise Mismatch(
                "E203",
                f"`{own.name}` is not called with these arguments",
                f"write `{own.name}({written})`",
            )
        given = dict(zip(tree.names or names, tree.arguments, strict=True))
        bound = {name: self.node(given[name]) for name in names}
        for name, type_ in own.parameters:
            placeholder = core.ItemRef(name, None, type_, self.at(tree))
            bound[name], _ = alike(bound[name], placeholder, self.scope.lists)
            if not is_same(bound[name].type, type_):
                raise self.refuse(
                    "E301",
                    f"`{name}` of `{own.name}` is {type_}, not {bound[name].type.required()}",
                    given[name],
                )
        scope = self.scope.of_function(bound)
        inner = type(self)(own.body, scope, own=own.name, steps=self.steps, room=self.room)
        body = inner.node(parsed(own.body))
        arguments = tuple(bound[name] for name in names)
        return core.Defined(own.name, arguments, body, body.type, self.at(tree))
