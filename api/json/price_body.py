"""Fees as a start page says them: what each may come to, and who does not pay it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.json.conditions import feel, feel_or_none
from api.json.values import (
    CitationBody,
    MoneyBody,
    are_official,
    citations,
    maybe_money,
    money_body,
)
from engine.definitions.catalogue import Catalogue
from engine.expressions import core
from engine.expressions.compiled import CompiledFee
from engine.expressions.program import Program
from engine.model.charge import Form, form_of
from engine.model.dated import Dated, NotInForceError
from engine.model.fee import Stage
from engine.model.money import Money
from engine.model.rule import Row, Table
from engine.model.service import Service
from engine.model.value import Known
from engine.model.words import Text


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One amount that a fee may have today. `when` maps facts to the codes it is for; none: all."""

    amount: MoneyBody
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee in force today. `amounts` is empty where it is computed for each application; where
    `form` is `times` they are for each one of what is counted. `not_with` are ids of other fees."""

    id: str
    label: Text
    stage: Stage
    charged_when: str | None
    not_with: tuple[str, ...]
    form: Form
    amounts: tuple[AmountLine, ...]
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class ConcessionLine:
    """Who is exempt from fees today, or has them waived. `lines` are ids; empty: every fee."""

    id: str
    label: Text
    is_waiver: bool
    lines: tuple[str, ...]
    when: str
    citations: tuple[CitationBody, ...]
    is_official: bool


@dataclass(frozen=True, slots=True)
class Prices:
    """What a service costs on one day."""

    catalogue: Catalogue
    service: Service
    day: date

    @property
    def program(self) -> Program:
        return self.catalogue.programs[self.service.id]

    def fees(self) -> Iterator[FeeLine]:
        for compiled in self.program.fees:
            fee = compiled.fee
            if fee.is_in_force_on(self.day):
                amounts, cite = self._amounts(compiled)
                yield FeeLine(
                    id=fee.id,
                    label=fee.label,
                    stage=fee.stage,
                    charged_when=feel_or_none(fee.when),
                    not_with=tuple(ref.id for ref in fee.not_with),
                    form=form_of(fee.charge),
                    amounts=amounts,
                    citations=citations((*fee.cite, *cite), self.catalogue),
                    is_official=are_official((*fee.cite, *cite), self.catalogue),
                )

    def concessions(self) -> Iterator[ConcessionLine]:
        fees = self.catalogue.rule_sets[self.service.rules].fees
        all_ = () if fees is None else (*fees.exempt, *fees.waivers)
        for one in all_:
            if one.is_in_force_on(self.day):
                yield ConcessionLine(
                    id=one.id,
                    label=one.label,
                    is_waiver=fees is not None and one in fees.waivers,
                    lines=tuple(ref.id for ref in one.lines or ()),
                    when=feel(one.when),
                    citations=citations(one.cite, self.catalogue),
                    is_official=are_official(one.cite, self.catalogue),
                )

    def _amounts(self, compiled: CompiledFee) -> tuple[tuple[AmountLine, ...], tuple[str, ...]]:
        """The amounts on the day, and what they cite beside the fee itself."""
        match compiled.plain:
            case core.Const(Money() as money):
                return (AmountLine(money_body(money), {}),), ()
            case core.ValueRef(name):
                value = self.program.values[name]
                found = self._money(value.by_date)
                return (AmountLine(found, {}),) if found else (), value.cite
            case core.TableRef(name, output):
                made = self.program.tables[name]
                table = made.table
                is_listed = not table.hit_policy.gives_list and not made.computed(output)
                lines = tuple(self._rows(table, output)) if is_listed else ()
                cite = dict.fromkeys((*table.cite, *(id for row in table.rows for id in row.cite)))
                return lines, tuple(cite)
            case _:
                return (), ()

    def _rows(self, table: Table, output: str) -> Iterator[AmountLine]:
        columns = {column.name: column.formula.said() for column in table.inputs}
        for row in table.rows:
            amount = dict(row.outputs)[output]
            found = self._money(amount) if isinstance(amount, Dated) else None
            if found is not None:
                yield AmountLine(found, _codes(row, columns))

    def _money(self, dated: Dated[Known]) -> MoneyBody | None:
        try:
            known = dated.on(self.day)
        except NotInForceError:
            return None
        return maybe_money(known)


def _codes(row: Row, columns: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The codes of a row's cells by what they test; a cell of tests reads as its FEEL text."""
    return {
        columns[name]: cell.codes or ((cell.tests.text,) if cell.tests else ())
        for name, cell in row.cells
    }
