"""Which reading covers which construct: from the nodes that its examples and its rules lower to.

A node of the core is read by every reading. What is beyond it is evaluated, inside an atom of the
network where a condition reads it; the formula covers lists that are made of others, and says "not
covered" at the place of the rest. The relation is asked itself what it leaves to the evaluator:
groups of items are among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Final, get_args

from docs.generate.constructs import Construct, Example
from docs.generate.fixture import SERVICE, files_of
from engine.analysis.relation.relation import left_to_the_evaluator
from engine.definitions.catalogue import Catalogue
from engine.definitions.read import read_files
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.parser import parse
from engine.expressions.program import Program
from engine.expressions.syntax import Invocation, Syntax
from engine.expressions.walk import children
from engine.model.types import Kind

FORMULA: Final = frozenset(
    {"Const", "FactRef", "ItemRef", "ValueRef", "DerivedRef", "TableRef", "AttributeOf"}
    | {"Compare", "IsAbsent", "Member", "Add", "AddMonths", "Scale"}
    | {"And", "Or", "Not", "If", "Quantified", "Aggregated", "Defined"}
    | {"Filtered", "Mapped", "ListOf"}
)
KINDS: Final = tuple(node.__name__ for node in get_args(core.Node))
READINGS: Final = ("evaluator", "network", "relation", "formula")
_LOGIC: Final = (core.And, core.Or, core.Not, core.If)
_PLACES: Final = ("logic", "an atom", "inside an atom")
_NAMES: Final = (core.FactRef, core.DerivedRef, core.TableRef)


@cache
def catalogue_of(construct: Construct) -> Catalogue:
    """The construct's configuration with its examples as derived facts."""
    return read_files(files_of(construct, construct.given_texts))


def program_of(construct: Construct) -> Program:
    return catalogue_of(construct).programs[SERVICE]


def node_of(program: Program, one: Example) -> Node:
    """What the text of an example was lowered to."""
    return program.derived[one.name].body


def kinds_in(construct: Construct) -> frozenset[str]:
    """The kinds of core node that the construct shows."""
    return frozenset(type(node).__name__ for root in _roots(construct) for node in _inside(root))


def network(construct: Construct) -> str:
    """Where the network reads it: in its own logic, as an atom, or inside one."""
    return " and ".join(dict.fromkeys(sorted(_places(construct), key=_PLACES.index)))


def _places(construct: Construct) -> Iterator[str]:
    program = program_of(construct)
    if program.tables:
        yield "logic"
    for root in _roots(construct):
        if isinstance(root, _NAMES):
            continue
        if root.type.kind is not Kind.YES_NO:
            yield "inside an atom"
        elif isinstance(root, _LOGIC):
            yield "logic"
        else:
            yield "an atom"


def beyond_formula(construct: Construct) -> tuple[str, ...]:
    """The kinds of node that the formula does not cover."""
    return tuple(sorted(kinds_in(construct) - FORMULA))


def left_by_relation(construct: Construct) -> tuple[str, ...]:
    """The kinds of node that the relation reads from columns that the evaluator fills."""
    program = program_of(construct)
    examples = (node_of(program, one) for one in construct.given_texts)
    left = left_to_the_evaluator(program, examples)
    return tuple(sorted({type(node).__name__ for node in left}))


# What the texts of examples use --------------------------------------------------------------


def syntax_in(construct: Construct) -> frozenset[Syntax]:
    """Every node of syntax in the examples that give something."""
    trees = [parse(one.feel) for one in construct.given_texts if one.feel is not None]
    return frozenset(node for tree in trees for node in _syntax(tree))


def functions_in(construct: Construct) -> frozenset[str]:
    """The functions that the examples call."""
    return frozenset(one.function for one in syntax_in(construct) if isinstance(one, Invocation))


def _syntax(node: object) -> Iterator[Syntax]:
    if isinstance(node, tuple):
        for item in node:
            yield from _syntax(item)
    elif is_dataclass(node):
        yield node  # type: ignore[misc]
        for field in fields(node):
            yield from _syntax(getattr(node, field.name))


# Nodes ---------------------------------------------------------------------------------------


def _roots(construct: Construct) -> Iterator[Node]:
    """What examples, derived facts, tables, rules, documents, fees and validity are lowered to."""
    program = program_of(construct)
    yield from (one.body for one in program.derived.values())
    yield from (row.condition for table in program.tables.values() for row in table.rows)
    yield from (one.condition for one in program.rules)
    yield from _present(one.when for one in program.documents)
    yield from _present(one.when for one in program.fees)
    yield from (one.amount for one in program.fees)
    if program.validity is not None:
        yield from (program.validity.starts, program.validity.lasts)
    yield from _present(program.steps.values())
    yield from _present(one.shown_when for one in program.fields.values())


def _present(nodes: Iterable[Node | None]) -> Iterator[Node]:
    return (node for node in nodes if node is not None)


def _inside(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _inside(child)
