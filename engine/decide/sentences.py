"""Sentences about the atoms that decided: actual value, needed value, what would have to change.

The truth an atom needs follows from the rule: under `not` the opposite is needed. A quantifier is
said by its items (`reasons.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from engine.decide.naming import Naming
from engine.expressions import core
from engine.expressions.core import Comparison, Node
from engine.expressions.shape import shape
from engine.model.decision import AtomTrace
from engine.model.money import Money
from engine.model.types import Kind
from engine.model.value import UNKNOWN, State
from engine.model.words import Text, Unit
from engine.phrases import phrase, said
from engine.wording import Conjunction, join

OPPOSITE = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.LE: Comparison.GT,
    Comparison.GT: Comparison.LE,
    Comparison.GE: Comparison.LT,
}
MIRRORED = {
    Comparison.EQ: Comparison.EQ,
    Comparison.NE: Comparison.NE,
    Comparison.LT: Comparison.GT,
    Comparison.LE: Comparison.GE,
    Comparison.GT: Comparison.LT,
    Comparison.GE: Comparison.LE,
}
_NUMBERS = {
    Comparison.GE: "reasons.at-least",
    Comparison.GT: "reasons.more-than",
    Comparison.LE: "reasons.at-most",
    Comparison.LT: "reasons.less-than",
    Comparison.EQ: "reasons.equal",
    Comparison.NE: "reasons.unequal",
}
_DATES = {
    Comparison.GE: "reasons.not-before",
    Comparison.GT: "reasons.after",
    Comparison.LE: "reasons.not-after",
    Comparison.LT: "reasons.before",
    Comparison.EQ: "reasons.equal",
    Comparison.NE: "reasons.unequal",
}


_CHANGED_DATES = {
    Comparison.GE: "reasons.change-from",
    Comparison.GT: "reasons.change-after",
    Comparison.LE: "reasons.change-until",
    Comparison.LT: "reasons.change-before",
}

_CHANGED_CODES = {
    Comparison.EQ: "reasons.change-to",
    Comparison.NE: "reasons.change-none-of",
}


def labelled(label: Text, holds: bool, naming: Naming) -> str:
    """A clause that its author named: its name, and whether it holds."""
    return phrase("reasons.given", naming.language, name=label, actual=holds)


_STATED = {
    Comparison.GE: ("reasons.is-at-least", "reasons.is-on-or-after"),
    Comparison.GT: ("reasons.is-more-than", "reasons.is-after"),
    Comparison.LE: ("reasons.is-at-most", "reasons.is-on-or-before"),
    Comparison.LT: ("reasons.is-less-than", "reasons.is-before"),
}


def statement(atom: AtomTrace, node: Node, naming: Naming) -> str:
    """What the atom found, where nothing is asked of anyone: why a document is due."""
    if not isinstance(node, core.Compare):
        return sentence(atom, node, True, naming)
    compare = _oriented(node)
    left, right = _sides(atom, node, compare)
    operator = compare.operator if atom.truth is True else OPPOSITE[compare.operator]
    unit = _unit(compare, naming)
    kind = compare.left.type
    name, actual = naming.node(compare.left), naming.state(left, kind, unit)
    if operator not in _STATED:
        return phrase("reasons.given", naming.language, name=said(name), actual=said(actual))
    return phrase(
        _STATED[operator][kind.kind is Kind.DATE],
        naming.language,
        name=said(name),
        actual=said(actual),
        needed=said(naming.state(right, kind, unit)),
    )


def sentence(atom: AtomTrace, node: Node, needed: bool, naming: Naming) -> str:
    """What the atom came to, and what is needed."""
    match node:
        case core.Compare():
            return _comparison(atom, node, needed, naming)
        case core.Member(element, collection):
            return phrase(
                "reasons.one-of" if needed else "reasons.none-of",
                naming.language,
                name=said(naming.node(element)),
                actual=said(naming.state(_state(atom.left), element.type)),
                needed=said(naming.state(_state(atom.right), collection.type)),
            )
        case core.IsAbsent(operand):
            return phrase(
                "reasons.given",
                naming.language,
                name=said(naming.node(operand)),
                actual=said(naming.state(_state(atom.left), operand.type)),
            )
        case _:
            return phrase(
                "reasons.given",
                naming.language,
                name=said(naming.node(node)),
                actual=said(naming.state(atom.truth, node.type)),
            )


def alternative(atom: AtomTrace, node: Node, wanted: bool) -> str | None:
    """What a code is not equal to, be it as needed or not: atoms that share it are said as one."""
    match node:
        case core.Compare(Comparison.EQ, left, core.Const(str())):
            return f"{wanted} {shape(left)}" if atom.truth is False else None
        case _:
            return None


def one_of(alternatives: Sequence[tuple[AtomTrace, Node]], wanted: bool, naming: Naming) -> str:
    """The sentence about alternatives: a code is none of several, and is to be one or none."""
    name, needed = _codes(alternatives, naming)
    atom, node = alternatives[0]
    assert isinstance(node, core.Compare), "only comparisons are alternatives"
    actual = said(naming.state(_state(atom.left), node.left.type))
    words = "reasons.equal" if wanted else "reasons.unequal"
    return phrase(words, naming.language, name=name, actual=actual, needed=needed)


def change_to_one_of(alternatives: Sequence[tuple[AtomTrace, Node]], naming: Naming) -> str:
    name, needed = _codes(alternatives, naming)
    return phrase("reasons.change-to", naming.language, name=name, needed=needed)


def _codes(alternatives: Sequence[tuple[AtomTrace, Node]], naming: Naming) -> tuple[Text, Text]:
    """What is compared, and every code that it may be."""
    nodes = [node for _, node in alternatives if isinstance(node, core.Compare)]
    wanted = join([naming.node(node.right) for node in nodes], naming.language, Conjunction.OR)
    return said(naming.node(nodes[0].left)), said(wanted)


def change(
    atom: AtomTrace, node: Node, needed: bool, is_only_way: bool, naming: Naming
) -> str | None:
    """What would make an atom that fails come out as needed, or None when nothing simple would.

    Another code is only asked for where that is the only way: beside others it is seldom the
    sensible one, and the rule's advice names that. Another date is asked for where the applicant
    gives it.
    """
    match node:
        case core.Compare():
            return _changed(atom, node, needed, is_only_way, naming)
        case core.Member(element, collection) if is_only_way:
            return phrase(
                "reasons.change-one-of" if needed else "reasons.change-none-of",
                naming.language,
                name=said(naming.node(element)),
                needed=said(naming.state(_state(atom.right), collection.type)),
            )
        case _:
            return None


def _changed(
    atom: AtomTrace, node: core.Compare, needed: bool, is_only_way: bool, naming: Naming
) -> str | None:
    compare = _oriented(node)
    left, right = _sides(atom, node, compare)
    operator = compare.operator if needed else OPPOSITE[compare.operator]
    match left, right:
        case date(), date() if _is_decision_date(compare.left):
            return _apply(operator, right, naming)
        case date(), date() if naming.is_given(compare.left):
            name = _CHANGED_DATES.get(operator)
        case (Decimal(), Decimal()) | (Money(), Money()):
            return _difference(operator, left, right, compare, naming)
        case str(), str() if is_only_way:
            name = _CHANGED_CODES.get(operator)
        case _:
            name = None
    if name is None:
        return None
    return phrase(
        name,
        naming.language,
        name=said(naming.node(compare.left)),
        needed=said(naming.state(right, compare.left.type)),
    )


def _comparison(atom: AtomTrace, node: core.Compare, needed: bool, naming: Naming) -> str:
    compare = _oriented(node)
    left, right = _sides(atom, node, compare)
    operator = compare.operator if needed else OPPOSITE[compare.operator]
    words = _DATES if compare.left.type.kind is Kind.DATE else _NUMBERS
    unit = _unit(compare, naming)
    return phrase(
        words[operator],
        naming.language,
        name=said(naming.node(compare.left)),
        actual=said(naming.state(left, compare.left.type, unit)),
        needed=said(naming.state(right, compare.left.type, unit)),
    )


def _oriented(node: core.Compare) -> core.Compare:
    """The comparison with what can be named on its left; the node itself where it is so."""
    if not isinstance(node.left, core.Const | core.ValueRef) or isinstance(node.right, core.Const):
        return node
    operator = MIRRORED[node.operator]
    return core.Compare(operator, node.right, node.left, node.type, node.at, node.text)


def _sides(atom: AtomTrace, node: core.Compare, oriented: core.Compare) -> tuple[State, State]:
    """The states compared, in the order of the oriented comparison."""
    if oriented is node:
        return _state(atom.left), _state(atom.right)
    return _state(atom.right), _state(atom.left)


def _unit(compare: core.Compare, naming: Naming) -> Unit | None:
    """The unit of both sides, from whichever names it."""
    return naming.unit(compare.left) or naming.unit(compare.right)


def _is_decision_date(node: Node) -> bool:
    return isinstance(node, core.FactRef) and node.name == "decision_date"


def _apply(operator: Comparison, day: date, naming: Naming) -> str | None:
    match operator:
        case Comparison.GE:
            return phrase("reasons.apply-from", naming.language, day=day)
        case Comparison.GT:
            return phrase("reasons.apply-after", naming.language, day=day)
        case Comparison.LE | Comparison.LT:
            return phrase("reasons.apply-until", naming.language, day=day)
        case _:
            return None


def _difference(
    operator: Comparison,
    left: object,
    right: object,
    compare: core.Compare,
    naming: Naming,
) -> str | None:
    """How much more or less is needed; a strict limit says the limit's distance."""
    amount: Decimal | Money
    if isinstance(left, Money) and isinstance(right, Money):
        size = right.amount_minor - left.amount_minor
        amount = Money(left.currency, abs(size))
    elif isinstance(left, Decimal) and isinstance(right, Decimal):
        size, amount = int(right.compare(left)), abs(right - left)
    else:
        return None
    if operator in {Comparison.GE, Comparison.GT} and size > 0:
        name = "reasons.more-by"
    elif operator in {Comparison.LE, Comparison.LT} and size < 0:
        name = "reasons.less-by"
    else:
        return None
    unit = _unit(compare, naming)
    words = naming.state(amount, compare.left.type, unit)
    named = said(naming.node(compare.left))
    return phrase(name, naming.language, amount=said(words), name=named)


def _state(state: State | None) -> State:
    return UNKNOWN if state is None else state
