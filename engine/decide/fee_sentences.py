"""How a fee line comes to its amount, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from engine.decide.basis import basis_of, citations_of
from engine.decide.naming import Naming
from engine.decide.views import FeeStepView
from engine.expressions.evaluate import Evaluation
from engine.model.decision import ContainedVat, FeeLine
from engine.model.fee_part import FeePart, PartKind
from engine.model.money import Money
from engine.model.types import NUMBER
from engine.model.value import State
from engine.model.words import Text
from engine.numbers import format_number
from engine.phrases import phrase, said
from engine.wording import join


def fee_steps(line: FeeLine, naming: Naming, day: date) -> tuple[FeeStepView, ...]:
    """A step for each part of a line whose amount is known."""
    parts = line.parts if isinstance(line.amount, Money) else ()
    return tuple(
        FeeStepView(
            _rounded(_sentence(part, naming), part, naming),
            basis_of(tuple(part.used), Evaluation(naming.program, dict(part.reads), day), naming),
            part.cite,
            citations_of(part.cite, naming),
        )
        for part in parts
    )


def contained_vat(one: ContainedVat, naming: Naming) -> str | None:
    """The tax that the amounts of a stage hold; None while it is not known."""
    if not isinstance(one.amount, Money):
        return None
    stage = phrase(f"reasons.{one.stage.replace('_', '-')}", naming.language)
    rate, amount = _per_cent(one.rate), one.amount
    return phrase("fees.contained", naming.language, rate=rate, stage=said(stage), amount=amount)


def _sentence(part: FeePart, naming: Naming) -> str:
    say, base, factor = _Said(naming), part.base, part.factor
    amount = say.value(part.amount)
    match part.kind:
        case PartKind.AMOUNT | PartKind.SUM | PartKind.MINIMUM | PartKind.MAXIMUM:
            return say(part.kind, amount=amount)
        case PartKind.TIMES:
            count = say.count(factor, part.names)
            return say(part.kind, base=say.value(base), count=count, amount=amount)
        case PartKind.DAYS:
            count = say.value(factor)
            return say(PartKind.TIMES, base=say.value(base), count=count, amount=amount)
        case PartKind.PER_CENT:
            lines = say.lines(part.names)
            rate = said(_per_cent(factor))
            return say(part.kind, rate=rate, lines=lines, base=say.value(base), amount=amount)
        case PartKind.RATE if part.amount is None:
            return say(part.kind, rate=said(_per_cent(factor)), base=say.value(base))
        case PartKind.RATE | PartKind.VAT:
            rate = said(_per_cent(factor))
            return phrase(
                "fees.share", naming.language, rate=rate, base=say.value(base), amount=amount
            )
        case PartKind.EACH:
            count = say.count(factor, part.names[1:])
            return say(part.kind, base=say.value(base), count=count)
        case PartKind.BRACKET:
            return say(part.kind, base=say.value(base), amount=amount)
        case PartKind.BETWEEN:
            return say(part.kind, first=say.value(base), last=say.value(factor))
        case PartKind.GRACE | PartKind.AT_MOST:
            return say(part.kind, days=say.value(factor))
        case PartKind.ENTERED:
            return say(part.kind, low=say.value(base), high=say.value(factor))
        case PartKind.WAIVED:
            return say(part.kind, amount=amount, who=say.waivers(part.names))
        case _:
            assert_never(part.kind)


class _Said:
    """Says what a part holds."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming

    def __call__(self, kind: PartKind, **values: Text) -> str:
        return phrase(f"fees.{kind.replace('_', '-')}", self.naming.language, **values)

    def value(self, state: State | None) -> Text:
        return said("" if state is None else self.naming.state(state, NUMBER))

    def count(self, state: State | None, names: tuple[str, ...]) -> Text:
        """A number with the word behind what is counted, where it has one."""
        unit = self.naming.unit_of(names[0]) if names else None
        return said("" if state is None else self.naming.state(state, NUMBER, unit))

    def lines(self, ids: tuple[str, ...]) -> Text:
        labels = {one.fee.id: one.fee.label for one in self.naming.program.fees}
        return self._listed(labels[id_] for id_ in ids)

    def waivers(self, ids: tuple[str, ...]) -> Text:
        service = self.naming.catalogue.declared(self.naming.program.service)
        fees = self.naming.catalogue.rule_sets[service.rules].fees
        labels = {one.id: one.label for one in fees.waivers} if fees else {}
        return self._listed(labels[id_] for id_ in ids)

    def _listed(self, labels: Iterable[Text]) -> Text:
        return said(join([self.naming.text(label) for label in labels], self.naming.language))


def _per_cent(rate: State | None) -> str:
    return f"{format_number(rate)}%" if isinstance(rate, Decimal) else ""


def _rounded(words: str, part: FeePart, naming: Naming) -> str:
    rounding = part.rounding
    if rounding is None:
        return words
    mode = rounding.mode.replace("_", "-")
    how = said(phrase(f"fees.{mode}", naming.language))
    if rounding.unit_minor == 1 or not isinstance(part.amount, Money):
        return phrase("fees.rounded", naming.language, what=said(words), how=how)
    unit = Money(part.amount.currency, rounding.unit_minor)
    return phrase("fees.rounded-to", naming.language, what=said(words), how=how, unit=unit)
