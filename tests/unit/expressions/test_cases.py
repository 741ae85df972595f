"""Cases of a condition: together they say what it says."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from engine.expressions import core
from engine.expressions.cases import MOST, cases
from engine.expressions.core import Comparison, Const, FactRef, Node
from engine.model.types import NUMBER, YES_NO
from tests.support.declared import SPAN

NAMES = ("a", "b", "c")
_FLAGS = [FactRef(name, YES_NO, SPAN) for name in NAMES]
_NUMBER = FactRef("n", NUMBER, SPAN)
_LESS = core.Compare(Comparison.LT, _NUMBER, Const(Decimal(5), NUMBER, SPAN), YES_NO, SPAN, "n < 5")
nodes: st.SearchStrategy[Node] = st.recursive(
    st.sampled_from([*_FLAGS, _LESS, Const(True, YES_NO, SPAN), Const(False, YES_NO, SPAN)]),
    lambda inner: (
        st.builds(lambda one: core.Not(one, YES_NO, SPAN), inner)
        | st.builds(
            lambda make, items: make(tuple(items), YES_NO, SPAN),
            st.sampled_from([core.And, core.Or]),
            st.lists(inner, min_size=1, max_size=3),
        )
    ),
    max_leaves=12,
)


def truth(node: Node, flags: dict[str, bool], number: int) -> bool:
    match node:
        case Const(value):
            return bool(value)
        case FactRef(name):
            return flags[name]
        case core.Not(operand):
            return not truth(operand, flags, number)
        case core.And(items):
            return all(truth(item, flags, number) for item in items)
        case core.Or(items):
            return any(truth(item, flags, number) for item in items)
        case core.Compare(Comparison.EQ, FactRef(name), Const(value)):
            return flags[name] is value
        case core.Compare(operator):
            return (number < 5) is (operator is Comparison.LT)
        case _:
            raise AssertionError(node)


@given(nodes, st.booleans())
def test_a_condition_is_true_where_one_of_its_cases_is(node: Node, wanted: bool) -> None:
    found = cases(node, truth=wanted)
    assert len(found) <= MOST
    for values in product((False, True), repeat=len(NAMES)):
        flags = dict(zip(NAMES, values, strict=True))
        for number in (4, 5):
            holds = any(all(truth(one, flags, number) for one in case) for case in found)
            assert holds is (truth(node, flags, number) is wanted)
