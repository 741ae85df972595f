"""Loops over groups, lists and ranges: `some`, `every`, `for`, filters, sorting."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.expressions import beyond, core
from engine.expressions import syntax as ast
from engine.expressions.core import Node, Quantifier
from engine.expressions.functions.calling import MOST, list_of
from engine.expressions.lowering import Lowering
from engine.expressions.operators import ORDERED
from engine.expressions.scope import Symbol, SymbolKind
from engine.expressions.walk import children
from engine.model.types import YES_NO, Kind, Type

_ITEM = "item"
_Iterators = tuple[tuple[str, ast.Syntax], ...]


class Loops(Lowering):
    def quantified(
        self, quantifier: Quantifier, iterators: _Iterators, body: ast.Syntax, tree: ast.Syntax
    ) -> Node:
        (variable, source), *rest = iterators
        over = self._source(source)
        inner = self._within(variable, over, source, tree)
        if rest:
            truth = inner.quantified(quantifier, tuple(rest), body, tree)
        else:
            truth = inner.condition(body)
        name, at, text = self.variable(variable), self.at(tree), self.text(tree)
        return core.Quantified(quantifier, name, over, truth, YES_NO, at, text)

    def iterated(self, iterators: _Iterators, body: ast.Syntax, tree: ast.Syntax) -> Node:
        """`for`: of several iterators, the last one turns fastest."""
        (variable, source), *rest = iterators
        over = self._source(source)
        inner = self._within(variable, over, source, tree)
        made = inner.iterated(tuple(rest), body, tree) if rest else inner.node(body)
        of = list_of(made.type, over.type.most)
        loop = beyond.Mapped(self.variable(variable), over, made, of, self.at(tree))
        if not rest:
            return loop
        most = min(MOST, (over.type.most or MOST) * (made.type.most or MOST))
        element = made.type.element or made.type
        return beyond.Call("flatten once", (loop,), list_of(element, most), self.at(tree))

    def filtered(self, tree: ast.Filter) -> Node:
        """`list[condition]`, or the element at `list[position]`, which can be absent."""
        over = self.node(tree.source)
        item = self._item_of(over, tree.source)
        at = self.at(tree)
        if _is_position(tree.condition):
            position = self.node(tree.condition)
            return beyond.Call("item at", (over, position), item.optional(), at)
        if _ITEM in self.scope.variables:
            message = "`item` stands for something else here already"
            raise self.refuse("E208", message, tree, "write `for x in ... return` and an `if`")
        inner = self._in_filter(item, self.looped(over.type, tree))
        body = inner.node(tree.condition)
        if body.type.kind is Kind.NUMBER and not _reads_item(body, self.variable(_ITEM)):
            return beyond.Call("item at", (over, body), item.optional(), at)
        if body.type.kind is not Kind.YES_NO:
            kind = body.type.required()
            message = f"a filter is a condition or a position, and this is {kind}"
            raise self.refuse("E302", message, tree.condition)
        of = list_of(item, over.type.most)
        return beyond.Filtered(self.variable(_ITEM), over, body, of, at)

    def _in_filter(self, item: Type, steps: int) -> Loops:
        """The scope of a filter: a plain name is first a field of the item."""
        outer = self.scope

        def resolve(name: str) -> Symbol | None:
            found = item.field(name)
            if found is None:
                return outer.resolve(name)
            return Symbol(SymbolKind.ITEM, _ITEM, found, name)

        fields = frozenset(name for name, _ in item.fields)
        scope = replace(outer, resolve=resolve, names=outer.names | fields)
        made = self.inside(scope.with_variable(_ITEM, item), self.subject, steps)
        assert isinstance(made, Loops)
        return made

    def sorted(self, tree: ast.Invocation) -> Node:
        """`sort(list, function(a, b) condition)`; without a function, from the least up."""
        over = self.node(tree.arguments[0])
        item, at = self._item_of(over, tree.arguments[0]), self.at(tree)
        if len(tree.arguments) == 1 and item.kind in ORDERED:
            first, second = self.variable("a"), self.variable("b")
            sides = (core.ItemRef(first, None, item, at), core.ItemRef(second, None, item, at))
            text = self.text(tree)
            body: Node = core.Compare(core.Comparison.LT, *sides, YES_NO, at, text)
            return beyond.Sorted(first, second, over, body, list_of(item, over.type.most), at)
        function = tree.arguments[1] if len(tree.arguments) > 1 else None
        if not isinstance(function, ast.FunctionDefinition) or len(function.parameters) != 2:
            hint = "write `sort(list, function(a, b) a < b)`"
            raise self.refuse(
                "E203", "`sort` needs to be told which of two comes first", tree, hint
            )
        names = [name for name, _ in function.parameters]
        steps = self.looped(over.type, tree)
        scope = self.scope
        for name in names:
            self._refuse_hiding(name, tree)
            scope = scope.with_variable(name, item)
        body = self.inside(scope, self.subject, steps).condition(function.body)
        first, second = map(self.variable, names)
        return beyond.Sorted(first, second, over, body, list_of(item, over.type.most), at)

    # Parts -------------------------------------------------------------------------------

    def _within(self, variable: str, over: Node, source: ast.Syntax, tree: ast.Syntax) -> Loops:
        item = self._item_of(over, source)
        self._refuse_hiding(variable, tree)
        steps = self.looped(over.type, tree)
        made = self.inside(self.scope.with_variable(variable, item), self.subject, steps)
        assert isinstance(made, Loops)
        return made

    def _refuse_hiding(self, variable: str, tree: ast.Syntax) -> None:
        if hidden := self.scope.hidden_by(variable):
            message = f"the variable `{variable}` hides `{hidden}`"
            raise self.refuse("E208", message, tree, "give the variable another name")

    def _source(self, source: ast.Syntax) -> Node:
        """What a loop runs over; a range is counted through."""
        over = self.node(source)
        if over.type.kind is not Kind.RANGE or over.type.element is None:
            return over
        element = over.type.element
        if element.kind not in {Kind.NUMBER, Kind.DATE}:
            message = f"`{self.text(source)}` cannot be counted through"
            raise self.refuse("E301", message, source, "only whole numbers and days can")
        whole = Type(Kind.NUMBER) if element.kind is Kind.NUMBER else element
        type_ = Type(Kind.LIST, element=whole, most=_length(over))
        return beyond.Call("range elements", (over,), type_, over.at)

    def _item_of(self, over: Node, tree: ast.Syntax) -> Type:
        """The type of what a variable stands for: an item of a group or an element of a list."""
        item = over.type.item
        if over.type.kind in {Kind.GROUP, Kind.LIST} and item is not None:
            return item
        raise self.refuse("E301", f"`{self.text(tree)}` is not a group and not a list", tree)


def _length(over: Node) -> int:
    """How many elements a range that is written with constants has."""
    match over:
        case beyond.RangeOf(core.Const(Decimal() as low), core.Const(Decimal() as high)):
            return MOST if abs(high - low) >= MOST else int(abs(high - low)) + 1
        case _:
            return MOST


def _is_position(condition: ast.Syntax) -> bool:
    match condition:
        case ast.NumberLiteral() | ast.Negation(ast.NumberLiteral()):
            return True
        case _:
            return False


def _reads_item(node: Node, variable: str) -> bool:
    if isinstance(node, core.ItemRef) and node.variable == variable:
        return True
    return any(_reads_item(part, variable) for part in children(node))
