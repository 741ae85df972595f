"""What a fee may come to, said before anybody applies: the amounts of today, or how it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from engine.decide.naming import Naming
from engine.expressions import core
from engine.expressions.compiled import CompiledFee, CompiledPart
from engine.expressions.core import Node
from engine.model.charge import Bracket, Brackets, DatedCell, ValueAddedTax
from engine.model.citation import is_official
from engine.model.dated import Dated, NotInForceError
from engine.model.fee_part import PartKind
from engine.model.money import Money
from engine.model.rule import Row, Table
from engine.model.value import Known
from engine.model.words import Text
from engine.money import format_money
from engine.numbers import format_number
from engine.phrases import phrase, said
from engine.wording import join


@dataclass(frozen=True, slots=True)
class Amount:
    """`for_whom` is empty, or says which applicants pay this one of several."""

    for_whom: str
    amount: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of one program on one day, in one language."""

    naming: Naming
    day: date

    def of(self, one: CompiledFee) -> tuple[Amount, ...]:
        """Each amount that somebody may pay, or how it is worked out."""
        charge = one.fee.charge
        if isinstance(charge, Brackets):
            rows = charge.rows
            return tuple(Amount(self._begins(row), self._price(row), self._is(one)) for row in rows)
        parts = {part.kind: part for part in one.parts}
        if PartKind.TIMES in parts:
            return self._times(one, parts[PartKind.TIMES])
        if one.plain is not None:
            return tuple(self._listed(one, one.plain))
        if isinstance(charge, ValueAddedTax):
            return (Amount("", self._rate(parts[PartKind.VAT].factor), self._is(one)),)
        return (self._made(one, parts),)

    def _made(self, one: CompiledFee, parts: dict[PartKind, CompiledPart]) -> Amount:
        if PartKind.PER_CENT in parts:
            part = parts[PartKind.PER_CENT]
            labels = {fee.fee.id: fee.fee.label for fee in self.naming.program.fees}
            lines = [self.naming.text(labels[name]) for name, _ in part.names]
            words = self._phrase("of-lines", rate=self._rate(part.factor), lines=self._join(lines))
        elif PartKind.DAYS in parts:
            words = self._phrase("a-day", amount=self._node(parts[PartKind.DAYS].base))
        elif PartKind.ENTERED in parts:
            part = parts[PartKind.ENTERED]
            words = self._phrase("between", low=self._node(part.base), high=self._node(part.factor))
        else:
            words = self._phrase("computed")
        return Amount("", words, self._is(one))

    def _times(self, one: CompiledFee, part: CompiledPart) -> tuple[Amount, ...]:
        """The amounts for one of what is counted."""
        count = part.factor
        unit = None if count is None else self.naming.unit(count)
        each = unit.counted("one", self.naming.language) if unit else self._node(count)
        return tuple(
            replace(found, amount=self._phrase("for-each", amount=found.amount, each=each))
            for found in self._listed(one, part.base)
        )

    # Amounts -----------------------------------------------------------------------------

    def _listed(self, one: CompiledFee, node: Node | None) -> Iterator[Amount]:
        """The amounts of the table or the value that a node is; else that it is computed."""
        found: tuple[Amount, ...] = ()
        if isinstance(node, core.TableRef):
            found = tuple(self._of_table(one, node))
        elif isinstance(node, core.ValueRef):
            value = self.naming.program.values[node.name]
            known = self._on(value.by_date)
            if isinstance(known, Money):
                found = (Amount("", self._money(known), self._is(one, value.cite)),)
        elif isinstance(node, core.Const) and isinstance(node.value, Money):
            found = (Amount("", self._money(node.value), self._is(one)),)
        yield from found or (Amount("", self._phrase("computed"), self._is(one)),)

    def _of_table(self, one: CompiledFee, node: core.TableRef) -> Iterator[Amount]:
        """None where a table gives a list or computes what it gives."""
        compiled = self.naming.program.tables[node.name]
        table = compiled.table
        is_listed = not (table.hit_policy.gives_list or compiled.computed(node.output))
        for row in table.rows if is_listed else ():
            dated = dict(row.outputs)[node.output]
            known = self._on(dated) if isinstance(dated, Dated) else None
            if isinstance(known, Money):
                is_official = self._is(one, row.cite or table.cite)
                yield Amount(self._who(table, row), self._money(known), is_official)

    def _who(self, table: Table, row: Row) -> str:
        """The codes of the row's cells in words; its id where a cell is no list of codes."""
        types = {name: self._column_list(table, name) for name, _ in row.cells}
        words = [
            label
            for name, cell in row.cells
            for code in cell.codes
            if (label := self._code_label(types[name], code))
        ]
        return self._join(words) if words else self._phrase("others")

    def _column_list(self, table: Table, column: str) -> str | None:
        formula = next(one.formula.said() for one in table.inputs if one.name == column)
        fact = self.naming.program.facts.get(formula)
        return fact.type.of if fact else None

    def _code_label(self, list_id: str | None, code: str) -> str | None:
        found = self.naming.catalogue.lists[list_id].code(code) if list_id else None
        return self.naming.text(found.label) if found else None

    # Brackets ----------------------------------------------------------------------------

    def _begins(self, row: Bracket) -> str:
        if row.bound is None:
            return self._phrase("lowest")
        return self._phrase("gt" if row.is_over else "ge", value=self._cell(row.bound))

    def _price(self, row: Bracket) -> str:
        if row.rate is None:
            return "" if row.amount is None else self._cell(row.amount)
        known = self._on(row.rate.by_date)
        return f"{format_number(known)}%" if isinstance(known, Decimal) else ""

    def _cell(self, cell: DatedCell) -> str:
        known = self._on(cell.by_date)
        return "" if known is None else self.naming.state(known, cell.type)

    # Words -------------------------------------------------------------------------------

    def _on(self, dated: Dated[Known]) -> Known | None:
        try:
            return dated.on(self.day)
        except NotInForceError:
            return None

    def _node(self, node: Node | None) -> str:
        """The value of a node where it is one of today, or what it is called."""
        if isinstance(node, core.ValueRef):
            known = self._on(self.naming.program.values[node.name].by_date)
            if known is not None:
                return self.naming.state(known, node.type)
        return "" if node is None else self.naming.node(node)

    def _rate(self, node: Node | None) -> str:
        words = self._node(node)
        return f"{words}%" if isinstance(node, core.ValueRef | core.Const) else words

    def _money(self, money: Money) -> str:
        return format_money(money, self.naming.language)

    def _join(self, words: list[str]) -> str:
        return join(words, self.naming.language)

    def _phrase(self, name: str, **values: str) -> str:
        texts: dict[str, Text] = {key: said(value) for key, value in values.items()}
        return phrase(f"start.{name}", self.naming.language, **texts)

    def _is(self, one: CompiledFee, cite: tuple[str, ...] | None = None) -> bool:
        """Whether a fee is official, and the value or row that it is read from."""
        ranks = self.naming.program.ranks
        cites = [one.fee.cite, *one.rests_on, *(() if cite is None else (cite,))]
        return all(is_official(frozenset(ranks[id_] for id_ in cited)) for cited in cites)
