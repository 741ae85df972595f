"""Expressions in the specification's mode, for tests: `text => result` a line."""

from datetime import UTC, datetime

from engine.expressions.specification.interpreter import Interpreter
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.reading import Reader
from engine.expressions.specification.scope import Scope
from engine.expressions.specification.texts import text_of

CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def result(text: str) -> str:
    """What an expression gives, as `string` writes it inside a list."""
    value = Interpreter(CLOCK).evaluate(Reader().expression(text), Scope({}))
    return text_of(value, Budget(), is_inside=True)


def cases(text: str) -> list[tuple[str, str]]:
    joined = text.replace("// comment\n", "// comment\x00")
    lines = (line.replace("\x00", "\n") for line in joined.splitlines() if line.strip())
    return [(line.partition(" => ")[0], line.partition(" => ")[2]) for line in lines]
