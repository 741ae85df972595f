"""Names to nodes: facts, values, derived facts, tables, variables, and what stands behind a dot.

A dotted name is the longest name that is declared, and components behind it: of
`practitioner.birth_date.year` the fact `practitioner.birth_date` and its year.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import assert_never

from engine.expressions import beyond, core
from engine.expressions import syntax as ast
from engine.expressions.attributes import attribute_of
from engine.expressions.components import components
from engine.expressions.core import Node
from engine.expressions.functions.calling import list_of
from engine.expressions.functions.contexts import field_of
from engine.expressions.lowering import Lowering, Refused
from engine.expressions.names import heads
from engine.expressions.operators import Mismatch, is_same
from engine.expressions.scope import Symbol, SymbolKind
from engine.model.inside import Constant, Meant
from engine.model.problem import Problem, Span
from engine.model.types import Kind

_ITEM = "item"


class Names(Lowering):
    def named(self, name: str, tree: ast.Syntax) -> Node:
        """The node of a name as it is written."""
        head, _, rest = name.partition(".")
        if head in self.scope.variables:
            return self._of_variable(head, rest, tree)
        if head in self.scope.bound:
            return self._components(self.scope.bound[head], rest, head, tree)
        match self.formula.meaning(name):
            case Constant(value, type_):
                return core.Const(value, type_, self.at(tree))
            case meant:
                return self._declared(meant, tree)

    def _declared(self, meant: Meant, tree: ast.Syntax) -> Node:
        """What a name stands for; an argument of a fragment must be of its parameter's type."""
        for known, fields in _splits(meant.name):
            symbol = self.scope.resolve(known)
            if symbol is None:
                continue
            is_argument = meant.at is not None and meant.type is not None and not fields
            if is_argument and not is_same(symbol.type, meant.type or symbol.type):
                found = symbol.type.required()
                message = f"`{known}` is {found}, and the parameter takes {meant.type}"
                raise Refused(Problem("D153", message, meant.at or self.at(tree)))
            node = reference(symbol, self.at(tree), self.variable(_ITEM), self.scope.read_on)
            return self._components(node, fields, known, tree)
        raise Refused(self._unknown(meant.name, meant.at or self.at(tree)))

    def _of_variable(self, name: str, fields: str, tree: ast.Syntax) -> Node:
        type_ = self.scope.variables[name]
        at, variable = self.at(tree), self.variable(name)
        field, _, rest = fields.partition(".")
        if type_.kind is not Kind.CONTEXT or not field:
            return self._components(core.ItemRef(variable, None, type_, at), fields, name, tree)
        found = type_.field(field)
        if found is None:
            names = [known for known, _ in type_.fields]
            close = get_close_matches(field, names, 1)
            hint = f"did you mean `{name}.{close[0]}`?" if close else None
            what = f"an item of `{type_.of}`" if type_.of else f"`{name}`"
            raise self.refuse("E204", f"{what} has no field `{field}`", tree, hint)
        item = core.ItemRef(variable, field, found, at)
        return self._components(item, rest, f"{name}.{field}", tree)

    def _components(self, node: Node, fields: str, name: str, tree: ast.Syntax) -> Node:
        for field in fields.split(".") if fields else ():
            node = self.component(node, field, name, tree)
            name = f"{name}.{field}"
        return node

    def component(self, node: Node, field: str, name: str, tree: ast.Syntax) -> Node:
        """What stands behind a dot: an entry, a component, or that of every item of a list."""
        at, type_ = self.at(tree), node.type
        if isinstance(node, beyond.ContextOf):
            entry = dict(node.entries).get(field)
            if entry is not None:
                return entry
        if type_.kind is Kind.CODE:
            return attribute_of(node, f"{name}.{field}", self.scope.lists, at)
        if type_.kind is Kind.CONTEXT:
            return field_of(node, field, at)
        known = components(type_)
        if field in known:
            found = known[field].optional() if type_.is_optional else known[field]
            return beyond.FieldOf(node, field, found.required(), at)
        item = type_.item
        if type_.kind in {Kind.GROUP, Kind.LIST} and item is not None:
            one = core.ItemRef(self.variable(_ITEM), None, item, at)
            body = (
                core.ItemRef(self.variable(_ITEM), field, item.field(field) or item, at)
                if item.kind is Kind.CONTEXT and item.field(field)
                else self.component(one, field, name, tree)
            )
            of = list_of(body.type, type_.most)
            return beyond.Mapped(self.variable(_ITEM), node, body, of, at)
        close = get_close_matches(field, sorted(known), 1)
        hint = f"did you mean `{name}.{close[0]}`?" if close else None
        raise Mismatch("E204", f"`{name}` is {type_.required()} and has no `{field}`", hint)

    def _unknown(self, name: str, at: Span) -> Problem:
        for known in heads(name):
            explained = self.scope.undeclared(known)
            if isinstance(explained, Problem):
                return explained
            if explained is not None:
                return Problem("E206", f"`{known}` cannot be read here", at, explained)
        close = get_close_matches(name, sorted(self.scope.names), 1)
        hint = f"did you mean `{close[0]}`?" if close else None
        return Problem("E201", f"unknown name `{name}`", at, hint)


def _splits(name: str) -> Iterator[tuple[str, str]]:
    """Each way to part a dotted name in two, the longest first part first."""
    for head in heads(name):
        yield head, name[len(head) + 1 :]


def reference(symbol: Symbol, at: Span, item: str, read_on: Node | None) -> Node:
    """The node of a declared name; `item` is what the item of a group is called here."""
    match symbol.kind:
        case SymbolKind.FACT:
            return core.FactRef(symbol.name, symbol.type, at)
        case SymbolKind.VALUE:
            return core.ValueRef(symbol.name, symbol.type, at, read_on)
        case SymbolKind.DERIVED:
            return core.DerivedRef(symbol.name, symbol.type, at)
        case SymbolKind.TABLE:
            on = symbol.on or read_on
            return core.TableRef(symbol.name, symbol.output, symbol.type, at, on)
        case SymbolKind.ITEM:
            return core.ItemRef(item, symbol.output or None, symbol.type, at)
        case _:
            assert_never(symbol.kind)
