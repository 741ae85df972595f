"""FEEL whole, on generated trees: text and back, and an interpreter that never raises."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions.rendering import rendered
from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.reading import Reader
from engine.expressions.specification.scope import Scope
from engine.expressions.specification.texts import text_of
from engine.expressions.specification.values import Value
from engine.expressions.syntax import FeelSyntaxError, Syntax
from tests.support.syntax_trees import NAMES, trees, without_places

CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
READER = Reader()
FACTS: dict[str, Value] = {
    "a": Decimal(3),
    "b": (Decimal(1), "x", None),
    "full name": "Layla",
    "Approved/Declined": True,
    "rate-5": {"k": Decimal("0.5")},
}


def read_or_refused(text: str) -> Syntax | FeelSyntaxError:
    try:
        return READER.expression(text, NAMES)
    except FeelSyntaxError as error:
        return error


@given(trees)
@settings(max_examples=300)
def test_a_tree_written_and_read_again_is_the_same_tree(tree: Syntax) -> None:
    read = read_or_refused(rendered(tree))
    if isinstance(read, FeelSyntaxError):
        assert read.code == "E106", read.message  # too deep
    else:
        assert without_places(read) == without_places(tree)


@given(trees)
@settings(max_examples=300)
def test_the_interpreter_gives_a_value_for_every_tree(tree: Syntax) -> None:
    interpreter = Interpreter(CLOCK, budget=Budget(20_000))
    value = interpreter.evaluate(tree, Scope(FACTS))
    interpreter = Interpreter(CLOCK)
    assert isinstance(interpreter.bounded(lambda: text_of(value, Budget())), str | None)


@given(trees)
def test_an_expression_read_twice_has_one_value(tree: Syntax) -> None:
    first, second = (
        text_of(Interpreter(CLOCK, budget=Budget(20_000)).evaluate(tree, Scope(FACTS)), Budget())
        for _ in range(2)
    )
    assert first == second


@given(st.text(alphabet='ab "1.+-*/<>=()[]{},:?@notifelrundcs', max_size=40))
@settings(max_examples=300)
def test_no_text_breaks_the_reader(text: str) -> None:
    read = read_or_refused(text)
    assert not isinstance(read, FeelSyntaxError) or 0 <= read.offset <= len(text)
