"""Kleene's laws, with faults: a fault is unknown until somebody would act on it."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from engine.expressions.kleene import Truth, all_of, any_of, negated
from engine.model.value import Fault, Unknown
from tests.support.chance import TRUTHS, plain

SEVERAL = st.lists(TRUTHS, max_size=5)


def settled(truth: Truth) -> bool | None:
    return truth if isinstance(truth, bool) else None


@given(SEVERAL, st.randoms())
def test_order_never_matters(truths: list[Truth], random: Random) -> None:
    shuffled = random.sample(truths, len(truths))
    for joined in (all_of, any_of):
        one, two = joined(truths), joined(shuffled)
        assert plain(one) == plain(two)
        if isinstance(one, Unknown):
            assert one == two


@given(TRUTHS, TRUTHS, TRUTHS)
def test_and_and_or_are_associative(a: Truth, b: Truth, c: Truth) -> None:
    for joined in (all_of, any_of):
        left, right = joined([joined([a, b]), c]), joined([a, joined([b, c])])
        assert left == right == joined([a, b, c])


@given(st.lists(TRUTHS, min_size=1, max_size=5))
def test_written_code_joins_truths_with_operators(truths: list[Truth]) -> None:
    """With the same causes and the same fault first: see `written.py`."""
    assert reduce(and_, truths) == all_of(truths)
    assert reduce(or_, truths) == any_of(truths)


@given(SEVERAL)
def test_de_morgan(truths: list[Truth]) -> None:
    assert negated(all_of(truths)) == any_of(map(negated, truths))
    assert negated(any_of(truths)) == all_of(map(negated, truths))


@given(TRUTHS)
def test_two_negations_are_none_and_one_operand_is_itself(truth: Truth) -> None:
    assert negated(negated(truth)) == all_of([truth]) == any_of([truth]) == truth


@given(TRUTHS, TRUTHS, TRUTHS)
def test_and_and_or_distribute_over_each_other(a: Truth, b: Truth, c: Truth) -> None:
    """But for what is unknown in both, which has more causes on one side."""
    left, right = all_of([a, any_of([b, c])]), any_of([all_of([a, b]), all_of([a, c])])
    assert settled(left) == settled(right)


@given(SEVERAL, st.data())
def test_more_information_never_changes_what_is_settled(
    truths: list[Truth], data: st.DataObject
) -> None:
    more = [truth if isinstance(truth, bool) else data.draw(TRUTHS) for truth in truths]
    for joined in (all_of, any_of):
        before = joined(truths)
        if isinstance(before, bool):
            assert joined(more) is before


@given(SEVERAL)
def test_a_fault_is_the_result_only_where_nothing_settles_it(truths: list[Truth]) -> None:
    for joined, by in ((all_of, False), (any_of, True)):
        result = joined(truths)
        if any(truth is by for truth in truths):
            assert result is by
        elif any(isinstance(truth, Fault) for truth in truths):
            assert isinstance(result, Fault)
        elif any(isinstance(truth, Unknown) for truth in truths):
            assert isinstance(result, Unknown)
        else:
            assert result is not by


@given(st.lists(TRUTHS.filter(lambda truth: isinstance(truth, Unknown)), min_size=1))
def test_causes_are_joined(truths: list[Unknown]) -> None:
    together = frozenset[object]().union(*(truth.causes for truth in truths))
    for joined in (all_of, any_of):
        result = joined(truths)
        assert isinstance(result, Unknown)
        assert result.causes == together
