"""Editions: a program as it stands on one day, with what is in force and the values of that day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from engine.expressions import core
from engine.expressions.code import Code, compiled
from engine.expressions.compiled import CompiledDocument, CompiledFee, CompiledRule, Reads
from engine.expressions.core import Node
from engine.expressions.in_force import in_force
from engine.expressions.logic import Formula
from engine.expressions.official import Official
from engine.model.value import Fault, State

if TYPE_CHECKING:
    from engine.expressions.program import Program

E = TypeVar("E", CompiledRule, CompiledFee, CompiledDocument)
DAYS_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Standing(Generic[E]):
    """An entry that is in force. `atoms` are the ids of those behind its formula, if it has one."""

    entry: E
    formula: Formula | None
    atoms: tuple[str, ...]
    official: Official


class Edition:
    """A program on one day. `tables` are all that anything in force reads."""

    def __init__(self, program: Program, day: date) -> None:
        self.program = program
        self.day = day
        logic = program.logic
        self.rules = tuple(
            self._standing(one, logic.rules.get(one.rule.id), one.rule.cite)
            for one in program.rules
            if one.rule.is_in_force_on(day)
        )
        self.fees = tuple(
            self._standing(one, logic.fees.get(one.fee.id), one.fee.cite, one.rests_on)
            for one in program.fees
            if one.fee.is_in_force_on(day)
        )
        self.documents = tuple(
            self._standing(one, logic.documents.get(one.document.id), one.document.cite)
            for one in program.documents
            if one.document.is_in_force_on(day)
        )
        validity = program.validity
        self.validity = Official(
            program,
            () if validity is None else validity.validity.cite,
            Reads() if validity is None else validity.reads,
        )
        self.determinations = tuple(
            (program.derived[name], program.determined[name], self._official_of(name))
            for name in program.determinations
        )
        self.tables = tuple(dict.fromkeys(self._tables()))

    def _standing(
        self,
        entry: E,
        formula: Formula | None,
        cite: tuple[str, ...],
        rests_on: tuple[tuple[str, ...], ...] = (),
    ) -> Standing[E]:
        atoms = () if formula is None else self.program.logic.atoms_of(formula)
        official = Official(self.program, cite, entry.reads, rests_on)
        return Standing(entry, formula, atoms, official)

    def _official_of(self, name: str) -> Official:
        cite = self.program.derived[name].derived.cite
        return Official(self.program, cite, self.program.determined[name])

    def _reads(self) -> Iterator[Reads]:
        yield from (one.entry.reads for one in self.rules)
        yield from (one.entry.reads for one in self.fees)
        yield from (one.entry.reads for one in self.documents)
        yield from self.program.determined.values()
        if self.program.validity is not None:
            yield self.program.validity.reads

    def _tables(self) -> Iterator[str]:
        for reads in self._reads():
            yield from (node.name for node in reads.dated if isinstance(node, core.TableRef))

    def key(self) -> tuple[int, ...]:
        """Equal for the days of one program on which the same entries are in force."""
        ids = [id(rule.entry) for rule in self.rules]
        ids += [id(fee.entry) for fee in self.fees]
        return (*ids, *(id(document.entry) for document in self.documents))

    def nodes(self) -> Iterator[Node]:
        """Every node that a decision reads; atoms first, so that each has its own state."""
        ids = [id_ for rule in self.rules for id_ in rule.atoms]
        ids += [id_ for document in self.documents for id_ in document.atoms]
        yield from (self.program.logic.atoms[id_] for id_ in ids)
        yield from (one.entry.condition for one in self.rules)
        yield from (one.entry.when for one in self.documents if one.entry.when is not None)
        for fee in self.fees:
            yield fee.entry.amount
            if fee.entry.when is not None:
                yield fee.entry.when
        yield from (entry.body for entry, _, _ in self.determinations)
        if self.program.validity is not None:
            yield self.program.validity.starts
            yield self.program.validity.lasts

    # Compiled ----------------------------------------------------------------------------

    def bind(self, code: Code) -> None:
        """Give code written for these entries the values of the day: `run` is then ready.

        The places are those of truths and amounts in what `run` returns, by id; None: always.
        """
        self.code = code
        at = code.slots
        self.rule_places = tuple(
            (one.entry.rule.id, at[id(one.entry.condition)]) for one in self.rules
        )
        self.fee_places = tuple(
            (one.entry.fee.id, _place(one.entry.when, at), at[id(one.entry.amount)])
            for one in self.fees
        )
        self.document_places = tuple(
            (one.entry.document.id, _place(one.entry.when, at)) for one in self.documents
        )
        self.run = self.bound(code)

    def bound(self, code: Code) -> Callable[..., tuple[Any, ...]]:
        """What `code` computes on this day, whatever it was written for."""
        values = self.program.values
        bound = {
            name: in_force(values[value].by_date, values[value].span, self.day)
            for value, name in code.values.items()
        }
        outputs = {
            name: dict(self._outputs(table, output))
            for (table, output), name in code.outputs.items()
        }
        return FunctionType(code.run, {**code.constants, **bound, **outputs, "day": self.day})

    def _outputs(self, name: str, output: str) -> Iterator[tuple[str | None, State]]:
        """The dated outputs of a table by the id of the row that holds, by None where none does."""
        for id_, cell in self.program.tables[name].cells(output):
            yield id_, cell if isinstance(cell, Fault) else in_force(*cell, self.day)


def _place(node: Node | None, slots: Mapping[int, int]) -> int | None:
    return None if node is None else slots[id(node)]


class Editions:
    """The editions of one program for the last `DAYS_KEPT` days asked for.

    Days on which the same entries are in force share their code.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._codes: dict[tuple[int, ...], Code] = {}  # by the identities of the entries in force
        self.on = lru_cache(DAYS_KEPT)(self._made)

    def _made(self, day: date) -> Edition:
        edition = Edition(self._program, day)
        key = edition.key()
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = compiled(self._program, edition.nodes())
        edition.bind(code)
        return edition
