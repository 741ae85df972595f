"""The layout of a table of past applications: one table for each service, one row for each of them.

Every fact that rules read is a column with its value and a column `<fact>?` with its state: known,
absent and unknown stay three things where SQL has one NULL. A value is NULL where the state is not
`KNOWN`. Personal text that no rule reads has no column.

| fact | column |
| --- | --- |
| yes or no, a file | boolean |
| whole number, days, months, seconds | integer of 64 bits |
| number with decimals | decimal, exactly so many places |
| money | integer of 64 bits: minor units |
| date | date |
| code, text, time, moment | text |
| list, group, context, range | text: JSON (`values.py`) |

Not here: files and databases (`tables.py`), what rules say of a row (`relation/relation.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Final, TypeAlias

from engine.analysis.history import values as history_values
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.reads import reads_of
from engine.model.fact import Fact
from engine.model.problem import EngineError
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, UNKNOWN, Facts, Fault, State, Unknown

Plain: TypeAlias = bool | int | str | date | Decimal | None
Row: TypeAlias = Mapping[str, Plain]

MOST_DECIMALS: Final = 6  # of a number that is a column of its own; one with more is text


class Held(IntEnum):
    """The states of a fact in a table; `FAULT` only of what is computed."""

    KNOWN = 0
    ABSENT = 1
    UNKNOWN = 2
    FAULT = 3


class Stored(StrEnum):
    """What a column is made of."""

    FLAG = "boolean"
    WHOLE = "integer"
    DECIMAL = "decimal"
    STATE = "small integer"
    DAY = "date"
    TEXT = "text"


class NotStorable(EngineError):
    """A value that the column of its fact cannot hold, or one that no column can hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """`decimals`: the places of a DECIMAL. `may_be_null`: of a value, and of what was decided."""

    name: str
    stored: Stored
    decimals: int = 0
    may_be_null: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """One application of the past: what was known of it, and what was decided."""

    reference: str
    decision_date: date
    release: str
    facts: Facts
    outcome: str | None = None
    total_minor: int | None = None


KEYS: Final = (
    Column("reference", Stored.TEXT, may_be_null=False),
    Column("decision_date", Stored.DAY, may_be_null=False),
    Column("release", Stored.TEXT, may_be_null=False),
    Column("decided_outcome", Stored.TEXT),
    Column("decided_total", Stored.WHOLE),
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one service. `facts` are those that rules read, in the program's order."""

    service: str
    facts: Mapping[str, Fact] = field(hash=False)

    @classmethod
    def of(cls, *programs: Program) -> Layout:
        """What any of these versions of one service reads; a fact is laid out as the last says."""
        names = {name for program in programs for name in read_by_rules(program)}
        facts = {
            name: fact
            for program in programs
            for name, fact in program.facts.items()
            if name in names
        }
        return cls(programs[-1].service, facts)

    def only(self, names: Collection[str]) -> Layout:
        """With these facts and no others."""
        kept = {name: fact for name, fact in self.facts.items() if name in names}
        return Layout(self.service, kept)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def columns(self) -> tuple[Column, ...]:
        return KEYS + tuple(self._of_facts())

    def _of_facts(self) -> Iterator[Column]:
        for name, fact in self.facts.items():
            yield Column(name, *stored_as(fact.type))
            yield Column(state_of(name), Stored.STATE, may_be_null=False)

    def row(self, past: Past) -> dict[str, Plain]:
        """The row of an application. A fact that it leaves out is unknown.

        Raises:
            NotStorable: where a value is none of its fact's type, or larger than a column holds.
        """
        row: dict[str, Plain] = {
            "reference": past.reference,
            "decision_date": past.decision_date,
            "release": past.release,
            "decided_outcome": past.outcome,
            "decided_total": past.total_minor,
        }
        for name, fact in self.facts.items():
            state = past.facts.get(name, UNKNOWN)
            row[name], row[state_of(name)] = plain(name, fact.type, state)
        return row

    def past(self, row: Row) -> Past:
        """The application that a row holds; why a fact is unknown is not kept.

        Raises:
            NotStorable: for a row that is none of this layout.
        """
        reference, day, release, outcome, total = (row[column.name] for column in KEYS)
        return Past(
            str(reference),
            _a_date(day),
            str(release),
            {name: self._state(name, fact.type, row) for name, fact in self.facts.items()},
            None if outcome is None else str(outcome),
            None if total is None else _an_integer(total),
        )

    def _state(self, name: str, type_: Type, row: Row) -> State:
        value, held = row[name], row[state_of(name)]
        if (value is None) is (held == Held.KNOWN):
            raise NotStorable(f"`{name}` is {value} where `{state_of(name)}` is {held}")
        if value is None:
            return ABSENT if held == Held.ABSENT else UNKNOWN
        try:
            return history_values.known(value, type_, stored_as(type_)[0] is Stored.TEXT)
        except history_values.UNFIT as error:
            raise _unfit(name, value, type_, error) from error


_AS_IT_IS: Final[Mapping[Kind, type]] = {
    Kind.YES_NO: bool,
    Kind.FILE: bool,
    Kind.DATE: date,
    Kind.CODE: str,
    Kind.TEXT: str,
}
"""What a column holds as it is, of most facts: the rest is `values.py`."""


def state_of(name: str) -> str:
    """The column with the state of what the column `name` holds."""
    return f"{name}?"


def stored_as(type_: Type) -> tuple[Stored, int]:
    """What a column of this type is made of, and its decimals."""
    match type_.kind:
        case Kind.YES_NO | Kind.FILE:
            return Stored.FLAG, 0
        case Kind.NUMBER if type_.decimals == 0:
            return Stored.WHOLE, 0
        case Kind.NUMBER if type_.decimals <= MOST_DECIMALS:
            return Stored.DECIMAL, type_.decimals
        case Kind.MONEY | Kind.DAYS | Kind.PERIOD | Kind.SECONDS:
            return Stored.WHOLE, 0
        case Kind.DATE:
            return Stored.DAY, 0
        case _:
            return Stored.TEXT, 0


def plain(name: str, type_: Type, state: State) -> tuple[Plain, Held]:
    """A state as the two columns hold it. Raises NotStorable where they cannot."""
    if state is ABSENT:
        return None, Held.ABSENT
    if isinstance(state, Unknown):
        return None, Held.UNKNOWN
    if isinstance(state, Fault):
        return None, Held.FAULT
    if type(state) is _AS_IT_IS.get(type_.kind):
        return state, Held.KNOWN  # type: ignore[return-value]
    stored, decimals = stored_as(type_)
    try:
        return history_values.stored(state, type_, stored is Stored.TEXT, decimals), Held.KNOWN
    except history_values.UNFIT as error:
        raise _unfit(name, state, type_, error) from error


def _unfit(name: str, value: object, type_: Type, error: Exception) -> NotStorable:
    """Of an item it is said which field is wrong, and nothing of what people have written there."""
    if isinstance(error, history_values.UnfitField):
        return NotStorable(f"`{name}.{error.path}` is no {error.type}")
    if type_.kind is Kind.GROUP:
        return NotStorable(f"`{name}` is no {type_}")
    return NotStorable(f"`{name}`: {value} is no {type_} ({error})")


def read_by_rules(program: Program) -> frozenset[str]:
    """The facts on which a decision rests, derived ones and tables opened."""
    reads = reads_of(deciding(program), program.derived, program.tables)
    on_record = {f"{register}.is_on_record" for register in program.open_to}
    return (frozenset(ref.name for ref in reads.facts) | on_record) & program.facts.keys()


def deciding(program: Program) -> Iterator[Node]:
    """Every node that a decision reads."""
    yield from (one.condition for one in program.rules)
    yield from (one.when for one in program.documents if one.when is not None)
    yield from (one.when for one in program.fees if one.when is not None)
    yield from (one.amount for one in program.fees)
    yield from (program.derived[name].body for name in program.determinations)
    if program.validity is not None:
        yield from (program.validity.starts, program.validity.lasts)


def _a_date(value: Plain) -> date:
    if not isinstance(value, date):
        raise NotStorable(f"`decision_date` is {value}")
    return value


def _an_integer(value: Plain) -> int:
    if not isinstance(value, int):
        raise NotStorable(f"`decided_total` is {value}")
    return value
