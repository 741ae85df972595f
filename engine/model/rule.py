"""What a rule file declares: imports, values, derived facts, tables, rules and validity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from engine.model.claim import Claim, Intended
from engine.model.condition import Condition, Formula
from engine.model.dated import Dated, is_in_force
from engine.model.document import RequiredDocument
from engine.model.fact import FactSource
from engine.model.fee import FeeSchedule
from engine.model.for_each import ForEach
from engine.model.lead import Lead
from engine.model.problem import Span
from engine.model.types import Type
from engine.model.value import Known
from engine.model.wording import Words
from engine.model.words import Text, Unit

Citations = tuple[str, ...]  # ids of sources.yaml, in the author's order


@dataclass(frozen=True, slots=True)
class Import:
    """A fact that the rule file reads, and who the author thinks says it."""

    name: str
    source: FactSource
    span: Span


@dataclass(frozen=True, slots=True)
class Value:
    """A named, dated value of the law: a limit, a period, an amount, a list of codes."""

    name: str
    label: Text
    type: Type
    cite: Citations
    by_date: Dated[Known]
    span: Span
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A case in which a value is another one, or a rule is met all the same (`value` None).

    `over` names the exception that this one is an exception to: only where that holds is it asked.
    """

    id: str
    label: Text
    over: str | None
    condition: Condition
    value: Formula | None
    cite: Citations
    span: Span


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact computed from others: `body` is a condition (yes or no) or a formula of any type.

    `absent_as` gives the value in place of an absent one.
    `read_on` is the day on which it reads dated values and cells, where not the decision date.
    """

    name: str
    label: Text
    body: Condition | Formula
    cite: Citations
    span: Span
    unit: Unit | None = None
    exceptions: tuple[Exceptional, ...] = ()
    absent_as: Formula | None = None
    read_on: Formula | None = None


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the rule file. `label` is a sentence that says what a call of it means."""

    name: str
    label: Text
    parameters: tuple[tuple[str, Type], ...]
    body: Formula
    cite: Citations
    span: Span


class HitPolicy(StrEnum):
    """How many rows of a table may hold, and which wins. Source: OMG DMN 1.5, 8.2.8."""

    UNIQUE = "unique"
    ANY = "any"
    PRIORITY = "priority"
    FIRST = "first"
    COLLECT = "collect"
    RULE_ORDER = "rule_order"
    OUTPUT_ORDER = "output_order"

    @property
    def gives_list(self) -> bool:
        """Whether every row that holds is part of the result; otherwise one row gives it."""
        return self in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER}

    @property
    def lets_several_hold(self) -> bool:
        """Whether more than one row may hold; otherwise none is read behind one that does."""
        return self is HitPolicy.ANY or self.gives_list

    @property
    def reads_downwards(self) -> bool:
        """Whether a row is chosen only where every row that goes before it fails."""
        return self in {HitPolicy.FIRST, HitPolicy.PRIORITY}

    @property
    def ranks_outputs(self) -> bool:
        """Whether the order of the rows is that of their output values."""
        return self in {HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER}


class Aggregation(StrEnum):
    """What a `collect` table makes of the outputs of all rows that hold."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Column:
    """An input column: the `formula` whose value its cells test."""

    name: str
    formula: Formula
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A test of one input. `codes` is any of these; otherwise `tests` holds FEEL unary tests.

    The code `absent` matches an absent input; any other written cell is false for it.
    """

    codes: tuple[str, ...]
    tests: Formula | None
    span: Span


Output: TypeAlias = Dated[Known] | Formula
"""An output cell: values by date, or an expression over whatever the table may read."""
Outputs: TypeAlias = tuple[tuple[str, Output], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by input column (left out: any value); `outputs` by output column."""

    id: str
    cells: tuple[tuple[str, Cell], ...]
    outputs: Outputs
    cite: Citations
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. Its name reads as its single output, or `<name>.<output>` for several.

    `default` stands for a row that holds where no other does. `order` is, by output, the values
    that rank rows, the highest first; an output cell named there has one value on all dates.
    `is_by_code`: it was declared under `values`, as a value that depends on a code; its rows are
    the cases, and its input is never absent. `read_on` is the day on which its own dated cells, and
    the dated values that it reads, are read.
    """

    name: str
    label: Text
    hit_policy: HitPolicy
    inputs: tuple[Column, ...]
    outputs: tuple[tuple[str, Type], ...]
    rows: tuple[Row, ...]
    default: Outputs | None
    cite: Citations
    span: Span
    unit: Unit | None = None
    order: tuple[tuple[str, tuple[Known, ...]], ...] = ()
    aggregate: Aggregation | None = None
    is_by_code: bool = False
    read_on: Formula | None = None

    def computed(self) -> tuple[Formula, ...]:
        """The output cells that are expressions, the default's last."""
        held = [output for row in self.rows for _, output in row.outputs]
        held += [output for _, output in self.default or ()]
        return tuple(output for output in held if isinstance(output, Formula))


@dataclass(frozen=True, slots=True)
class Rule:
    """An eligibility rule: in force from `effective_from` to `effective_to`, both inclusive.

    With `applies_on` that day is held against the two, and not the decision date: the rule is then
    read on every day, and is met where it does not apply. Its dated values are read on `applies_on`
    or `read_on`.
    """

    id: str
    label: Words
    advice: Words
    cite: Citations
    effective_from: date
    effective_to: date | None
    condition: Condition
    span: Span
    for_each: ForEach | None = None
    exceptions: tuple[Exceptional, ...] = ()
    applies_on: Formula | None = None
    read_on: Formula | None = None
    leads_to: Lead | None = None

    def is_in_force_on(self, day: date) -> bool:
        return self.applies_on is not None or is_in_force(
            self.effective_from, self.effective_to, day
        )


@dataclass(frozen=True, slots=True)
class Validity:
    """From when and for how long what is issued holds. It ends the day before start + length."""

    starts: Formula
    lasts: Formula
    cite: Citations
    span: Span


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One file of config/rules/. `determinations` names the derived facts that are results.

    `claims` are not run by any decision: `mumaris prove` settles them, and reads `intended`.
    """

    id: str
    imports: tuple[Import, ...]
    values: tuple[Value, ...]
    derived: tuple[Derived, ...]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    documents: tuple[RequiredDocument, ...]
    fees: FeeSchedule | None
    validity: Validity | None
    span: Span
    functions: tuple[OwnFunction, ...] = ()
    determinations: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    intended: tuple[Intended, ...] = ()
