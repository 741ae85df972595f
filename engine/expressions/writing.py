"""What the core is written with: constants by reference, classes and operators by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from engine.expressions import core
from engine.expressions.arithmetic import COMPARE, is_in, scaled, shared
from engine.expressions.core import Comparison, Node
from engine.expressions.kleene import all_of, any_of
from engine.expressions.total import (
    CellsOn,
    as_truth,
    blocking,
    dated_during,
    dated_on,
    every,
    field_of,
    gathered,
    plus,
    plus_months,
    said,
    some,
    strict,
    together,
)
from engine.model.clock import Moment, Time
from engine.model.money import Money
from engine.model.period import Days, Months, Seconds
from engine.model.types import Kind
from engine.model.value import ABSENT, UNKNOWN, Fault, Unknown

CLASSES: Final[Mapping[Kind, type]] = {
    Kind.NUMBER: Decimal,
    Kind.MONEY: Money,
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.YES_NO: bool,
    Kind.DATE: date,
    Kind.TIME: Time,
    Kind.DATE_TIME: Moment,
    Kind.PERIOD: Months,
    Kind.DAYS: Days,
    Kind.SECONDS: Seconds,
}
SYMBOLS: Final[Mapping[Comparison, str]] = {
    **{operator: str(operator) for operator in Comparison},
    Comparison.EQ: "==",
}
OPERATIONS: Final[Mapping[Comparison, str]] = {
    operator: f"is_{operator.name.lower()}" for operator in Comparison
}
GLOBALS: Final[Mapping[str, object]] = {
    "__builtins__": {},
    **{OPERATIONS[operator]: COMPARE[operator] for operator in Comparison},
    **{class_.__name__: class_ for class_ in (*CLASSES.values(), Fault, Unknown, tuple, dict)},
    **{
        function.__name__: function
        for function in (
            CellsOn, all_of, any_of, as_truth, blocking, dated_during, dated_on, every, field_of,
            gathered, is_in, plus, plus_months, said, scaled, shared, some, strict, together,
        )
    },
    "type": type,
    "len": len,
    "ABSENT": ABSENT,
    "UNKNOWN": UNKNOWN,
}  # fmt: skip
_BY_VALUE: Final = str | Unknown | Fault
_TRUTHS: Final = (
    core.Compare | core.IsAbsent | core.Member | core.Quantified | core.And | core.Or | core.Not
)


def is_truth(node: Node) -> bool:
    """Whether the state of a node is sure to be true, false, unknown or a fault."""
    return isinstance(node, _TRUTHS)


class Constants:
    """Names in the text for values that it reads by reference."""

    def __init__(self) -> None:
        self._names: dict[object, str] = {}
        self.by_name: dict[str, object] = {}

    def of(self, value: object, shape: str = "") -> str:
        """The name of a value: one for each shape, for equal texts, for one and the same object."""
        key = (shape,) if shape else value if isinstance(value, _BY_VALUE) else id(value)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"k{len(self._names) + 1}"
            self.by_name[name] = value  # kept, so that no other object gets its identity
        return name


def codes_tested(condition: Node, subject: Node) -> frozenset[str] | None:
    """The texts of `subject` for which a row's condition is true; None when it tests anything else.

    For every other text the condition is false.
    """
    match condition:
        case core.Compare(Comparison.EQ, left, core.Const(str() as code)) if left is subject:
            return frozenset({code})
        case core.IsAbsent(operand) if operand is subject:
            return frozenset()
        case core.And((core.Not(core.IsAbsent(operand)), test)) if operand is subject:
            return codes_tested(test, subject)
        case core.Or(items):
            codes = [codes_tested(item, subject) for item in items]
            known = [one for one in codes if one is not None]
            return frozenset().union(*known) if len(known) == len(codes) else None
        case _:
            return None


def subject_of(condition: Node) -> Node | None:
    """The input that the first test of a row's condition reads."""
    match condition:
        case core.Compare(_, left):
            return left
        case core.IsAbsent(operand):
            return operand
        case core.Not(operand):
            return subject_of(operand)
        case core.And(items) | core.Or(items):
            return subject_of(items[0])
        case _:
            return None
