"""The fee schedule of a rule file as a model object."""

from __future__ import annotations

from datetime import date

from engine.definitions.conditions import condition, formula, maybe_condition
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping, Node, Scalar
from engine.definitions.typed import by_date, read_value
from engine.model.charge import (
    Amount,
    Bracket,
    Brackets,
    BracketsHow,
    Charge,
    DatedCell,
    Entered,
    LineRef,
    PerCent,
    PerDay,
)
from engine.model.condition import Formula
from engine.model.dated import Dated
from engine.model.fact import Fact, FactSource
from engine.model.fee import Concession, FeeRule, FeeSchedule, Stage, Vat, VatTreatment
from engine.model.money import Money
from engine.model.rounding import Rounding, RoundingMode
from engine.model.types import NUMBER, Kind, Type
from engine.model.words import Text


def build_fees(parts: Parts, root: Mapping) -> FeeSchedule | None:
    """The schedule under `fees`, if there is one that can be read."""
    fees = root.get("fees")
    if not isinstance(fees, Mapping):
        return None
    try:
        currency = parts.scalar(fees, "currency")
        schedule = FeeSchedule(
            currency=currency.text,
            vat=_vat(parts, parts.mapping(fees, "vat")),
            lines=parts.each(fees, "lines", lambda node: _line(parts, node, currency.text)),
            span=currency.span,
            is_free_otherwise=fees.get("otherwise") is not None,
            exempt=parts.each(fees, "exempt", lambda node: _concession(parts, node)),
            waivers=parts.each(fees, "waivers", lambda node: _concession(parts, node)),
        )
    except Unreadable:
        parts.skipped.add("fees")
        return None
    known = parts.known.currency
    if known is not None and schedule.currency != known:
        message = f"the fees are in {schedule.currency}, and the portal's currency is {known}"
        parts.report("D031", message, schedule.span)
    return schedule


def _vat(parts: Parts, node: Mapping) -> Vat:
    treatment = parts.choice(node, "treatment", VatTreatment)
    is_due = treatment is not VatTreatment.NONE
    for key in ("rate", "round"):
        if is_due and not parts.has(node, key):
            message = f"the tax is {treatment}, and its `{key}` is missing"
            hint = "write its rate in per cent, often the name of a value, and how it is rounded"
            parts.report("E423", message, parts.scalar(node, "treatment").span, hint)
            raise Unreadable
        if not is_due and parts.has(node, key):
            message = f"no tax is due, so it has no `{key}`"
            hint = "write `treatment: included` or `treatment: added`"
            parts.report("E423", message, node.entries[key].key.span, hint)
            raise Unreadable
    return Vat(
        treatment=treatment,
        rate=formula(parts, node, "rate") if is_due else None,
        rounding=_rounding(parts, node) if is_due else None,
        cite=parts.cite(node),
        span=parts.scalar(node, "treatment").span,
    )


def _concession(parts: Parts, node: Mapping) -> Concession:
    id = parts.scalar(node, "id")
    begins, ends = parts.period(node, "effective_from", "effective_to")
    return Concession(
        id=id.text,
        label=parts.words(node, "label"),
        when=condition(parts, node),
        lines=_refs(parts, node, "lines") if parts.has(node, "lines") else None,
        cite=parts.cite(node),
        effective_from=begins,
        effective_to=ends,
        span=id.span,
    )


def _refs(parts: Parts, node: Mapping, key: str) -> tuple[LineRef, ...]:
    items = parts.items(node, key)
    return tuple(LineRef(item.text, item.span) for item in items if isinstance(item, Scalar))


def _line(parts: Parts, node: Mapping, currency: str) -> FeeRule:
    id = parts.scalar(node, "id")
    begins, ends = parts.period(node, "effective_from", "effective_to")
    label = parts.words(node, "label")
    return FeeRule(
        id=id.text,
        label=label,
        stage=parts.choice(node, "stage", Stage),
        when=maybe_condition(parts, node),
        charge=_charge(parts, node, label, currency),
        cite=parts.cite(node),
        effective_from=begins,
        effective_to=ends,
        span=id.span,
        minimum=_maybe_formula(parts, node, "minimum"),
        maximum=_maybe_formula(parts, node, "maximum"),
        not_with=_refs(parts, node, "not_with"),
        read_on=_maybe_formula(parts, node, "read_on"),
    )


def _maybe_formula(parts: Parts, node: Mapping, key: str) -> Formula | None:
    return formula(parts, node, key) if parts.has(node, key) else None


def _rounding(parts: Parts, node: Mapping) -> Rounding:
    mode = parts.choice(node, "round", RoundingMode)
    if not parts.has(node, "round_to"):
        return Rounding(mode)
    scalar = parts.scalar(node, "round_to")
    unit = read_value(parts, scalar, Type(Kind.MONEY, of=parts.known.currency))
    if not isinstance(unit, Money) or unit.amount_minor < 1:
        message = f"`{scalar.text}` is no amount to round to"
        parts.report("D031", message, scalar.span, "write the smallest amount, as in `1.00 SAR`")
        raise Unreadable
    return Rounding(mode, unit.amount_minor)


# The forms of an amount --------------------------------------------------------------------


def _charge(parts: Parts, node: Mapping, label: Text, currency: str) -> Charge:
    """What the one key of `node` says that gives the amount."""
    if parts.has(node, "amount"):
        return Amount(formula(parts, node, "amount"), _maybe_formula(parts, node, "times"))
    for key, read in (("per_cent", _per_cent), ("brackets", _brackets), ("per_day", _per_day)):
        if parts.has(node, key):
            return read(parts, parts.mapping(node, key))
    below = parts.mapping(node, "entered")
    name = parts.scalar(below, "as")
    money = Type(Kind.MONEY, of=currency)
    return Entered(
        Fact(name.text, money, FactSource.REVIEWER, label, name.span),
        formula(parts, below, "from"),
        formula(parts, below, "to"),
    )


def _per_cent(parts: Parts, node: Mapping) -> Charge:
    rounding = _rounding(parts, node)
    return PerCent(formula(parts, node, "rate"), _refs(parts, node, "of"), rounding)


def _per_day(parts: Parts, node: Mapping) -> Charge:
    return PerDay(
        amount=formula(parts, node, "amount"),
        first=formula(parts, node, "from"),
        last=formula(parts, node, "to"),
        grace=_maybe_formula(parts, node, "grace"),
        at_most=_maybe_formula(parts, node, "at_most"),
    )


def _brackets(parts: Parts, node: Mapping) -> Charge:
    of = parts.scalar(node, "of")
    return Brackets(
        of=formula(parts, node, "of"),
        how=parts.choice(node, "how", BracketsHow),
        rows=parts.each(node, "rows", lambda row: _bracket(parts, row)),
        rounding=_rounding(parts, node) if parts.has(node, "round") else None,
        span=of.span,
    )


def _bracket(parts: Parts, node: Mapping) -> Bracket:
    id = parts.scalar(node, "id")
    over, first = (_cell(parts, node, key, None) for key in ("over", "from"))
    money = Type(Kind.MONEY, of=parts.known.currency)
    return Bracket(
        id=id.text,
        bound=over or first,
        is_over=over is not None,
        rate=_cell(parts, node, "rate", NUMBER),
        amount=_cell(parts, node, "amount", money),
        span=id.span,
    )


def _cell(parts: Parts, node: Mapping, key: str, type_: Type | None) -> DatedCell | None:
    """A value or values by date; a bound, whose type is not said, is money where it looks so."""
    below = node.get(key)
    if below is None:
        return None
    name = parts.text(node, "id")
    if isinstance(below, Mapping):
        first: Node = next(iter(below.entries.values())).value
        type_ = type_ or _looks_like(parts, first)
        return DatedCell(by_date(parts, name, below, type_), type_, below.span)
    type_ = type_ or _looks_like(parts, below)
    value = read_value(parts, below, type_)
    return DatedCell(Dated(name, ((date.min, value),)), type_, below.span)


def _looks_like(parts: Parts, node: Node) -> Type:
    is_money = isinstance(node, Scalar) and " " in node.text
    return Type(Kind.MONEY, of=parts.known.currency) if is_money else NUMBER
