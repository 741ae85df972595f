"""Expressions and conditions as written: text with the place of each line, not parsed yet."""

from __future__ import annotations

from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence, Style
from engine.definitions.wordings import maybe_wording
from engine.model.condition import Clause, Combinator, Condition, Formula


def formula(parts: Parts, node: Mapping, key: str) -> Formula:
    """The expression under `key`."""
    return formula_of(parts, parts.scalar(node, key))


def maybe_formula(parts: Parts, node: Mapping, key: str) -> Formula | None:
    return formula(parts, node, key) if parts.has(node, key) else None


def formula_of(parts: Parts, scalar: Scalar) -> Formula:
    """The text of `scalar` as an expression; one with an escape is reported, as Unreadable."""
    if not scalar.is_exact:
        sign = "'" if scalar.style is Style.SINGLE else "\\"
        message = f"an expression {scalar.style.value} cannot hold `{sign}`"
        hint = "write it in single quotes, or as a `|` block"
        parts.report("D033", message, scalar.span, hint)
        raise Unreadable
    return Formula(scalar.text, scalar.lines(), scalar.names)


def condition(parts: Parts, node: Mapping) -> Condition:
    """The condition that a rule, document or line holds itself; there must be one."""
    found = maybe_condition(parts, node)
    if found is None:
        raise Unreadable
    return found


def maybe_condition(parts: Parts, node: Mapping) -> Condition | None:
    """What stands under `condition`, `all`, `any` or `none` of `node`, if one of them does."""
    for combinator in Combinator:
        entry = node.entries.get(combinator.value)
        if entry is None or node.get(combinator.value) is None:
            continue
        if combinator is not Combinator.ONE:
            return _combined(parts, combinator, entry)
        if not isinstance(entry.value, Scalar):
            raise Unreadable
        return _single(parts, entry.value)
    return None


def condition_under(parts: Parts, node: Mapping, key: str) -> Condition | None:
    """The condition under `key`, if any: a text, or a mapping with `all`, `any` or `none`."""
    below = node.get(key)
    return None if below is None else condition_of(parts, below)


def condition_of(parts: Parts, node: Node) -> Condition:
    """A condition written as a text, or as a mapping with `all`, `any` or `none`."""
    match node:
        case Scalar() as scalar:
            return _single(parts, scalar)
        case Mapping() as mapping:
            return condition(parts, mapping)
        case _:
            raise Unreadable


def _single(parts: Parts, scalar: Scalar) -> Condition:
    clause = Clause(formula_of(parts, scalar), None, scalar.span)
    return Condition(Combinator.ONE, (clause,), scalar.span)


def _combined(parts: Parts, combinator: Combinator, entry: Entry) -> Condition:
    if not isinstance(entry.value, Sequence) or not entry.value.items:
        raise Unreadable
    clauses = tuple(_clause(parts, item) for item in entry.value.items)
    return Condition(combinator, clauses, entry.key.span)


def _clause(parts: Parts, node: Node) -> Clause:
    match node:
        case Scalar():
            return Clause(formula_of(parts, node), None, node.span)
        case Mapping():
            label = maybe_wording(parts, node, "label")
            nested = condition(parts, node)
            if nested.combinator is Combinator.ONE:
                return Clause(nested.clauses[0].body, label, nested.span)
            return Clause(nested, label, nested.span)
        case Sequence():
            raise Unreadable
