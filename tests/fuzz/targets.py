"""What is done with a text of a fuzzer: everything that is done with a text of an author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Final

from engine.expressions.evaluate import Evaluation
from engine.expressions.parser import parse, parse_unary_tests
from engine.expressions.rendering import rendered
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.scope import Scope
from engine.expressions.syntax import FeelSyntaxError
from engine.model.value import Fault
from tests.support import expressions
from tests.support.programs import compiled

CLOCK: Final = datetime(2026, 1, 31, tzinfo=UTC)
STEPS: Final = 20_000
_FACTS: Final = tuple(expressions.facts(Random(seed)) for seed in range(3))


def tried(text: str) -> None:
    """Raises for a text that is neither refused with a place in it nor evaluated."""
    _refused_at_a_place(text)
    _lowered(text)
    _interpreted(text)


def _refused_at_a_place(text: str) -> None:
    for read in (parse, parse_unary_tests):
        error = _refusal(read, text)
        assert error is None or 0 <= error.offset <= len(text), "the place lies in the text"


def _refusal(read: Callable[[str], object], text: str) -> FeelSyntaxError | None:
    try:
        read(text)
    except FeelSyntaxError as error:
        return error
    return None


def _lowered(text: str) -> None:
    """As a derived fact: problems at places, or a value for any facts."""
    program, problems = compiled(
        facts=expressions.FACTS,
        groups=expressions.GROUPS,
        values=expressions.VALUES,
        formulas={"made": text},
    )
    assert (program is None) is bool(problems)
    if program is None:
        return
    for facts in _FACTS:
        value = Evaluation(program, facts, expressions.DAY).fact("made")
        assert not isinstance(value, Fault) or value.place


def _interpreted(text: str) -> None:
    """In the mode of the specification: null for what fails, and the same text again."""
    try:
        tree = parse(text)
    except FeelSyntaxError:
        return
    Interpreter(CLOCK, budget=Budget(STEPS)).evaluate(tree, Scope({}))
    parse(rendered(tree))
