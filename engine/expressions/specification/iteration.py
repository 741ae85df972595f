"""`for`, `some`, `every` and filters: what evaluates a part once for each item.

Sources: OMG DMN 1.5, 10.3.2.5 (filters) and 10.3.2.14 (iteration, quantifiers).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from decimal import Decimal

from engine.expressions import syntax as ast
from engine.expressions.specification.calendar import Date, date_on
from engine.expressions.specification.comparison import all_of, any_of
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.scope import Scope
from engine.expressions.specification.signatures import whole
from engine.expressions.specification.values import Range, Value
from engine.expressions.syntax import Syntax
from engine.expressions.trees import names_in


class Iterating(ABC):
    """The part of the interpreter that repeats. `value` evaluates one part."""

    budget: Budget

    @abstractmethod
    def value(self, tree: Syntax, scope: Scope) -> Value: ...

    def _iteration(self, tree: ast.Iteration, scope: Scope) -> Value:
        results: list[Value] = []
        has_partial = _names_partial(tree.body)
        for inner in self._frames(tree.iterators, scope):
            if inner is None:
                return None
            if has_partial:
                self.budget.items(len(results))
                inner = inner.within({"partial": tuple(results)})
            results.append(self.value(tree.body, inner))
        self.budget.items(len(results))
        return tuple(results)

    def _quantification(self, tree: ast.Quantification, scope: Scope) -> Value:
        settling = tree.quantifier == "some"
        join = any_of if settling else all_of
        result: bool | None = not settling
        for inner in self._frames(tree.iterators, scope):
            if inner is None:
                return None
            result = join(result, self.value(tree.body, inner))
            if result is settling:
                return result
        return result

    def _frames(
        self, iterators: tuple[tuple[str, Syntax], ...], scope: Scope
    ) -> Iterator[Scope | None]:
        """A scope for every combination, the last iterator fastest; None for what has no items."""
        (name, source), *rest = iterators
        items = self._items(source, scope)
        if items is None:
            yield None
            return
        for item in items:
            self.budget.spend()
            inner = scope.within({name: item})
            if rest:
                yield from self._frames(tuple(rest), inner)
            else:
                yield inner

    def _items(self, source: Syntax, scope: Scope) -> tuple[Value, ...] | None:
        if isinstance(source, ast.Range):
            low, high = self.value(source.low, scope), self.value(source.high, scope)
            return self._between_ends(low, high, source.has_low, source.has_high)
        return self.items_of(self.value(source, scope))

    def items_of(self, value: Value) -> tuple[Value, ...] | None:
        """What is iterated over; None where that is nothing."""
        match value:
            case tuple() as items:
                return items
            case Range(low, high, has_low, has_high):
                return self._between_ends(low, high, has_low, has_high)
            case None:
                return None
            case _:
                return (value,)

    def _between_ends(
        self, low: Value, high: Value, has_low: bool, has_high: bool
    ) -> tuple[Value, ...] | None:
        """Whole numbers or days from one end to the other, downwards where that is the way."""
        is_day = isinstance(low, Date) and isinstance(high, Date)
        if isinstance(low, Date) and isinstance(high, Date):
            first, last = low.ordinal, high.ordinal
        else:
            start, stop = whole(low), whole(high)
            if start is None or stop is None:
                return None
            first, last = start, stop
        step = 1 if first <= last else -1
        first += 0 if has_low else step
        last -= 0 if has_high else step
        self.budget.items(max(0, (last - first) * step + 1))
        numbers = range(first, last + step, step)
        return tuple(date_on(at) for at in numbers) if is_day else tuple(map(Decimal, numbers))

    def _filter(self, tree: ast.Filter, scope: Scope) -> Value:
        source = self.value(tree.source, scope)
        return self.kept(source, scope, lambda inner: self.value(tree.condition, inner))

    def kept(self, source: Value, scope: Scope, condition: Callable[[Scope], Value]) -> Value:
        """The items that meet a condition, or the one at a position that it gives."""
        if source is None:
            return None
        items = source if isinstance(source, tuple) else (source,)
        if not items:
            position = condition(scope.within({"item": None}))
            return None if isinstance(position, Decimal) else ()
        kept: list[Value] = []
        for index, item in enumerate(items):
            found = condition(_item_scope(item, scope))
            if index == 0 and isinstance(found, Decimal):
                return _at(items, found)
            if found is True:
                kept.append(item)
        return tuple(kept)


def _item_scope(item: Value, scope: Scope) -> Scope:
    fields = item if isinstance(item, dict) else {}
    return scope.within({"item": item}).within(fields)


def _at(items: tuple[Value, ...], position: Decimal) -> Value:
    number = whole(position)
    if number is None or not 1 <= abs(number) <= len(items):
        return None
    return items[number - 1 if number > 0 else number]


def _names_partial(tree: Syntax) -> bool:
    return "partial" in names_in(tree)
