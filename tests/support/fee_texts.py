"""A fee schedule as the model has it, each text on a line of its own. See `programs`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from engine.model.charge import (
    Amount,
    Bracket,
    Brackets,
    Charge,
    DatedCell,
    Entered,
    LineRef,
    PerCent,
    PerDay,
)
from engine.model.dated import Dated
from engine.model.fact import Fact, FactSource
from engine.model.fee import Concession, FeeRule, FeeSchedule, Vat, VatTreatment
from engine.model.money import Money
from engine.model.types import NUMBER
from tests.support.fee_parts import (
    BracketsOf,
    ChargeOf,
    ConcessionOf,
    EnteredOf,
    FeeOf,
    PerCentOf,
    PerDayOf,
    RowOf,
    ScheduleOf,
    TimesOf,
)
from tests.support.program_parts import SAR, WORDS, ByDate, by_date

if TYPE_CHECKING:
    from tests.support.program_texts import Texts


def schedule(texts: Texts, made: Mapping[str, FeeOf] | ScheduleOf) -> FeeSchedule:
    whole = made if isinstance(made, ScheduleOf) else ScheduleOf(made)
    vat = Vat(VatTreatment.NONE, None, None, ("law",), texts.next())
    if whole.vat is not None:
        rate = texts.formula(whole.vat.rate)
        vat = Vat(whole.vat.treatment, rate, whole.vat.rounding, ("law",), texts.here)
    return FeeSchedule(
        currency="SAR",
        vat=vat,
        lines=tuple(_line(texts, name, line) for name, line in whole.lines.items()),
        span=texts.next(),
        exempt=tuple(_concessions(texts, whole.exempt)),
        waivers=tuple(_concessions(texts, whole.waivers)),
    )


def _line(texts: Texts, name: str, made: FeeOf) -> FeeRule:
    return FeeRule(
        id=name,
        label=WORDS,
        stage=made.stage,
        when=texts.when(made.when),
        charge=_charge(texts, made.amount),
        cite=made.cite,
        effective_from=made.first,
        effective_to=made.last,
        span=texts.here,
        minimum=None if made.minimum is None else texts.formula(made.minimum),
        maximum=None if made.maximum is None else texts.formula(made.maximum),
        not_with=_refs(texts, made.not_with),
        read_on=texts.maybe(made.read_on),
    )


def _refs(texts: Texts, ids: Iterable[str]) -> tuple[LineRef, ...]:
    return tuple(LineRef(id_, texts.next()) for id_ in ids)


def _concessions(texts: Texts, all_: Mapping[str, ConcessionOf] | None) -> Iterable[Concession]:
    for name, made in (all_ or {}).items():
        lines = None if made.lines is None else _refs(texts, made.lines)
        when = texts.condition(made.when)
        yield Concession(name, WORDS, when, lines, ("law",), made.first, made.last, texts.here)


def _charge(texts: Texts, made: ChargeOf) -> Charge:
    match made:
        case str():
            return Amount(texts.formula(made), None)
        case TimesOf(amount, count):
            return Amount(texts.formula(amount), texts.formula(count))
        case PerCentOf(rate, of, rounding):
            return PerCent(texts.formula(rate), _refs(texts, of), rounding)
        case BracketsOf(of, rows, how, rounding):
            formula = texts.formula(of)
            cells = tuple(_row(texts, name, row) for name, row in rows.items())
            return Brackets(formula, how, cells, rounding, formula.span)
        case PerDayOf(amount, first, last, grace, at_most):
            wanted = (amount, first, last)
            bounds = (None if one is None else texts.formula(one) for one in (grace, at_most))
            return PerDay(*map(texts.formula, wanted), *bounds)
        case EnteredOf(name, low, high):
            fact = Fact(name, SAR, FactSource.REVIEWER, WORDS, texts.next())
            return Entered(fact, texts.formula(low), texts.formula(high))


def _row(texts: Texts, name: str, made: RowOf) -> Bracket:
    price = _cell(texts, name, made.price)
    bound = made.first if made.over is None else made.over
    return Bracket(
        id=name,
        bound=None if bound is None else _cell(texts, name, bound),
        is_over=made.over is not None,
        rate=price if made.is_rate else None,
        amount=None if made.is_rate else price,
        span=texts.next(),
    )


def _cell(texts: Texts, name: str, value: ByDate) -> DatedCell:
    dated = by_date(name, value)
    if not isinstance(value, Mapping):
        dated = Dated(name, ((date.min, dated.entries[0][1]),))
    is_money = isinstance(dated.entries[0][1], Money)
    return DatedCell(dated, SAR if is_money else NUMBER, texts.next())
