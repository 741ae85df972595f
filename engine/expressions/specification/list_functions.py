"""List functions and sort. Positions count from 1, and from the end when negative.

Source: OMG DMN 1.5, 10.3.4.4 and 10.3.4.8.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from functools import cmp_to_key, reduce
from typing import Final

from engine.expressions.decimals import DECIMALS
from engine.expressions.specification.arithmetic import calculated
from engine.expressions.specification.comparison import all_of, any_of, equal, less
from engine.expressions.specification.signatures import Body, BuiltIn, Run, built_in, cut
from engine.expressions.specification.values import (
    BuiltInFunction,
    DaysTime,
    Function,
    Value,
    YearsMonths,
)

_Values = tuple[Value, ...]


def _bounded(body: Callable[[Run, _Values], Value]) -> Body:
    def bounded(run: Run, items: _Values) -> Value:
        run.budget.items(len(items))
        return body(run, items)

    return bounded


def _numbers(items: _Values) -> list[Decimal] | None:
    numbers = [item for item in items if isinstance(item, Decimal)]
    return numbers if len(numbers) == len(items) else None


def _extreme(*, is_least: bool) -> Callable[[Run, _Values], Value]:
    """The least or greatest item; null where the items have no order, or there are none."""

    def body(_: Run, items: _Values) -> Value:
        best: Value = items[0] if items else None
        for item in items:
            is_better = less(item, best) if is_least else less(best, item)
            if is_better is None:
                return None
            best = item if is_better else best
        return best

    return body


def _sum(run: Run, items: _Values) -> Value:
    """The sum of numbers, or of lengths of time of one kind."""
    if not items or not all(type(item) in (Decimal, DaysTime, YearsMonths) for item in items):
        return None
    return reduce(lambda total, item: calculated("+", total, item, run.budget), items)


def _count(_: Run, items: _Values) -> Value:
    return Decimal(len(items))


def _mean(run: Run, items: _Values) -> Value:
    total = _sum(run, items)
    return calculated("/", total, Decimal(len(items)), run.budget) if items else None


def _product(run: Run, items: _Values) -> Value:
    if not items or _numbers(items) is None:
        return None
    return reduce(lambda total, item: calculated("*", total, item, run.budget), items)


def _median(_: Run, items: _Values) -> Value:
    numbers = _numbers(items)
    if not numbers:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return DECIMALS.divide(DECIMALS.add(numbers[middle - 1], numbers[middle]), Decimal(2))


def _deviation(_: Run, items: _Values) -> Value:
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:
        return None
    try:
        count = Decimal(len(numbers))
        mean = DECIMALS.divide(reduce(DECIMALS.add, numbers), count)
        squares = (DECIMALS.power(DECIMALS.subtract(n, mean), 2) for n in numbers)
        total = reduce(DECIMALS.add, squares)
        return DECIMALS.sqrt(DECIMALS.divide(total, DECIMALS.subtract(count, 1)))
    except DecimalException:
        return None


def _mode(_: Run, items: _Values) -> Value:
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return tuple(sorted(number for number, count in counts.items() if count == most))


def _all(_: Run, items: _Values) -> Value:
    result: bool | None = True
    for item in items:
        result = all_of(result, item)
    return result


def _any(_: Run, items: _Values) -> Value:
    result: bool | None = False
    for item in items:
        result = any_of(result, item)
    return result


def _list_contains(run: Run, items: _Values, element: Value) -> Value:
    return _index(run, items, element) is not None


def _index(run: Run, items: _Values, element: Value) -> int | None:
    run.budget.items(len(items))
    found = (at for at, item in enumerate(items) if equal(item, element, run.budget) is True)
    return next(found, None)


def _position(position: Decimal, count: int) -> int | None:
    """The index of a position in a list of `count`, or None outside it."""
    number = cut(position)
    if number is None or not 1 <= abs(number) <= count:
        return None
    return number - 1 if number > 0 else count + number


def _sublist(_: Run, items: _Values, start: Decimal, length: Decimal | None) -> Value:
    index = _position(start, len(items))
    count = len(items) if length is None else cut(length)
    if index is None or count is None or count < 1:
        return None
    if length is not None and index + count > len(items):
        return None
    return items[index : index + count]


def _append(run: Run, arguments: _Values) -> Value:
    first, *rest = arguments
    if first is None:
        return None
    items = first if isinstance(first, tuple) else (first,)
    run.budget.items(len(items) + len(rest))
    return (*items, *rest)


def _append_one(run: Run, items: _Values, item: Value) -> Value:
    return _append(run, (items, item))


def _concatenate(run: Run, arguments: _Values) -> Value:
    if any(argument is None for argument in arguments):
        return None
    lists = [part if isinstance(part, tuple) else (part,) for part in arguments]
    run.budget.items(sum(map(len, lists)))
    return tuple(item for part in lists for item in part)


def _insert(run: Run, items: _Values, position: Decimal, item: Value) -> Value:
    index = _position(position, len(items))
    if index is None:
        return None
    run.budget.items(len(items) + 1)
    return (*items[:index], item, *items[index:])


def _remove(_: Run, items: _Values, position: Decimal) -> Value:
    index = _position(position, len(items))
    return None if index is None else (*items[:index], *items[index + 1 :])


def _replace_at(run: Run, items: _Values, position: Decimal, item: Value) -> Value:
    index = _position(position, len(items))
    if index is None:
        return None
    run.budget.items(len(items))
    return (*items[:index], item, *items[index + 1 :])


def _replace_where(run: Run, items: _Values, match: Value, item: Value) -> Value:
    run.budget.items(len(items))
    made: list[Value] = []
    for old in items:
        is_replaced = run.call(match, (old, item))
        if not isinstance(is_replaced, bool):
            return None
        made.append(item if is_replaced else old)
    return tuple(made)


def _reverse(_: Run, items: _Values) -> Value:
    return items[::-1]


def _index_of(run: Run, items: _Values, match: Value) -> Value:
    run.budget.items(len(items))
    return tuple(
        Decimal(at) for at, item in enumerate(items, 1) if equal(item, match, run.budget) is True
    )


def _distinct(run: Run, items: _Values) -> Value:
    made: list[Value] = []
    for item in items:
        run.budget.spend(len(made) + 1)
        if not any(equal(item, other, run.budget) is True for other in made):
            made.append(item)
    return tuple(made)


def _union(run: Run, arguments: _Values) -> Value:
    joined = _concatenate(run, arguments)
    return _distinct(run, joined) if isinstance(joined, tuple) else None


def _flatten(run: Run, items: _Values) -> Value:
    made: list[Value] = []
    waiting = list(reversed(items))
    while waiting:
        run.budget.spend()
        item = waiting.pop()
        if isinstance(item, tuple):
            run.budget.items(len(waiting) + len(item))
            waiting += reversed(item)
        else:
            made.append(item)
    return tuple(made)


def _sort(run: Run, items: _Values, precedes: Function | BuiltInFunction | None) -> Value:
    run.budget.items(len(items))
    failed = False

    def order(a: Value, b: Value) -> int:
        nonlocal failed
        is_before = less(a, b) if precedes is None else run.call(precedes, (a, b))
        is_after = less(b, a) if precedes is None else run.call(precedes, (b, a))
        failed = failed or not isinstance(is_before, bool) or not isinstance(is_after, bool)
        return bool(is_after is True) - bool(is_before is True)

    made = tuple(sorted(items, key=cmp_to_key(order)))
    return None if failed else made


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    built_in("list contains", ("list: list; element: any", _list_contains)),
    built_in("count", ("list: list", _count)),
    *(
        built_in(name, ("list: list", _bounded(body)), ("...", _bounded(body)))
        for name, body in (
            ("min", _extreme(is_least=True)),
            ("max", _extreme(is_least=False)),
            ("sum", _sum),
            ("mean", _mean),
            ("product", _product),
            ("median", _median),
            ("stddev", _deviation),
            ("mode", _mode),
            ("all", _all),
            ("any", _any),
        )
    ),
    built_in("sublist", ("list: list; start position: number; length?: number", _sublist)),
    built_in("append", ("list: list; item: any", _append_one), ("...", _append)),
    built_in("concatenate", ("...", _concatenate)),
    built_in("insert before", ("list: list; position: number; newItem: any", _insert)),
    built_in("remove", ("list: list; position: number", _remove)),
    built_in(
        "list replace",
        ("list: list; position: number; newItem: any", _replace_at),
        ("list: list; match: function; newItem: any", _replace_where),
    ),
    built_in("reverse", ("list: list", _reverse)),
    built_in("index of", ("list: list; match: any", _index_of)),
    built_in("union", ("...", _union)),
    built_in("distinct values", ("list: list", _distinct)),
    built_in("flatten", ("list: list", _flatten)),
    built_in("sort", ("list: list; precedes?: function", _sort)),
)
