"""Conditions as the FEEL texts that authors wrote, for programs that show or evaluate them."""

from __future__ import annotations

from typing import assert_never

from engine.model.condition import Clause, Combinator, Condition, Formula


def feel(condition: Condition) -> str:
    """One FEEL text that says what `condition` says; lists become `and`, `or` and `not`."""
    parts = [_clause(clause) for clause in condition.clauses]
    match condition.combinator:
        case Combinator.ONE:
            return parts[0]
        case Combinator.ALL:
            return _joined(parts, " and ")
        case Combinator.ANY:
            return _joined(parts, " or ")
        case Combinator.NONE:
            return f"not({_joined(parts, ' or ')})"
        case _:
            assert_never(condition.combinator)


def feel_not(condition: Condition) -> str:
    """One FEEL text that is true where `condition` is false."""
    return f"not({feel(condition)})"


def feel_or_none(condition: Condition | None) -> str | None:
    return None if condition is None else feel(condition)


def _clause(clause: Clause) -> str:
    match clause.body:
        case Formula(text):
            return " ".join(text.split())
        case Condition() as inner:
            return feel(inner)


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else word.join(f"({part})" for part in parts)
