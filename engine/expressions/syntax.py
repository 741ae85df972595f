"""FEEL as written: the syntax tree, with offsets into the text.

One tree for both modes. In ours, names keep their dots (`practitioner.rank`), and what a name means
is decided in `lower`. In the specification's, a name may hold spaces, and a dot makes a `Path`. In
a table cell the tested input is the node `Input`.

Source: OMG DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    value: Decimal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StringLiteral:
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BooleanLiteral:
    value: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NullLiteral:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AtLiteral:
    """`@"2026-01-01"` or `@"P3M"`: a date or a period by its ISO 8601 text."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Input:
    """The value that a table cell tests."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Negation:
    """Unary minus."""

    operand: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator` is one of + - * / ** = != < <= > >= and or."""

    operator: str
    left: Syntax
    right: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Between:
    operand: Syntax
    low: Syntax
    high: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Range:
    """`[low..high]`; an end is open with `(`, `)`, or a bracket turned outwards.

    `(< 5)` and its like are ranges whose other end is null and open.
    """

    low: Syntax
    high: Syntax
    has_low: bool
    has_high: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class In:
    """`operand in test` or `operand in (test, test)`: true when any test is.

    A test that names `Input` is a unary test on the operand; any other is a value, a list or a
    range that the operand is looked up in.
    """

    operand: Syntax
    tests: tuple[Syntax, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: Syntax
    then: Syntax
    otherwise: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantification:
    """`some`/`every` with one or more iterators `name in source`."""

    quantifier: str
    iterators: tuple[tuple[str, Syntax], ...]
    body: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Iteration:
    """`for name in source return body`."""

    iterators: tuple[tuple[str, Syntax], ...]
    body: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListLiteral:
    items: tuple[Syntax, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filter:
    source: Syntax
    condition: Syntax
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Path:
    """`operand.field` where the operand is not itself a name."""

    operand: Syntax
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call by position (`names` empty) or by name (as many names as arguments)."""

    function: str
    arguments: tuple[Syntax, ...]
    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Application:
    """A call of what an expression gives, as in `(function(x) x + 1)(2)`."""

    function: Syntax
    arguments: tuple[Syntax, ...]
    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    """`{key: value, "another key": value}`; later entries may read earlier ones by name."""

    entries: tuple[tuple[str, Syntax], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TypeReference:
    """A type as written: `number`, `list<number>`, `context<a: date>`, `function<date> -> number`.

    `of` holds what stands between `<` and `>`, each with its name, which is empty but in a context;
    `gives` is what a function gives.
    """

    name: str
    of: tuple[tuple[str, TypeReference], ...]
    gives: TypeReference | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InstanceOf:
    operand: Syntax
    type: TypeReference
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FunctionDefinition:
    """`function(a, b: number) body`; an external one is read, and never called."""

    parameters: tuple[tuple[str, TypeReference | None], ...]
    body: Syntax
    is_external: bool
    start: int
    end: int


Syntax: TypeAlias = (
    NumberLiteral
    | StringLiteral
    | BooleanLiteral
    | NullLiteral
    | AtLiteral
    | Name
    | Input
    | Negation
    | Binary
    | Between
    | Range
    | In
    | Conditional
    | Quantification
    | Iteration
    | ListLiteral
    | Filter
    | Path
    | Invocation
    | Application
    | ContextLiteral
    | InstanceOf
    | FunctionDefinition
)


class FeelSyntaxError(Exception):
    """What was written is not FEEL. `offset` counts characters from 0 in the text."""

    def __init__(self, code: str, message: str, offset: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint
