"""A fee schedule compiled: when each line is charged, what it comes to, and how that is explained.

Whatever a line does becomes one condition and one amount, trees of the core, so that every reading
evaluates it. A line that names others is made after them; a circle is a problem. How one line
comes to its amount stands in `charges.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from engine.definitions.charged import (
    HUNDRED,
    Charged,
    Lowering,
    all_true,
    any_true,
    explained_by,
    in_force,
    sum_of,
)
from engine.definitions.charges import charge_of, limited
from engine.definitions.suggest import meant_or_listed
from engine.expressions import core
from engine.expressions.compiled import CompiledFee, CompiledPart, CompiledVat
from engine.expressions.core import Node
from engine.model.charge import LineRef, PerCent, ValueAddedTax
from engine.model.fact import FactSource
from engine.model.fee import Concession, FeeRule, FeeSchedule, Stage, VatTreatment, vat_id
from engine.model.fee_part import PartKind
from engine.model.money import Money
from engine.model.problem import Problem
from engine.model.rule import Value
from engine.model.types import NUMBER, YES_NO, Kind, Type
from engine.phrases import phrase_text


@dataclass(frozen=True, slots=True)
class CompiledSchedule:
    """`values` hold what the brackets say by date."""

    lines: tuple[CompiledFee, ...] = ()
    contained_vat: tuple[CompiledVat, ...] = ()
    values: dict[str, Value] = field(default_factory=dict)


def compile_schedule(schedule: FeeSchedule, lowering: Lowering) -> CompiledSchedule:
    """Every line that could be made, in the order of the file; tax that is added comes last."""
    return _Schedule(schedule, lowering).compiled()


class _Schedule:
    def __init__(self, schedule: FeeSchedule, lowering: Lowering) -> None:
        self.schedule = schedule
        self.lowering = lowering
        self.money = Type(Kind.MONEY, of=schedule.currency)
        self.rules = {line.id: line for line in schedule.lines}
        self.made: dict[str, CompiledFee] = {}
        self.exempt = self._concessions(schedule.exempt)
        self.waivers = self._concessions(schedule.waivers)

    def compiled(self) -> CompiledSchedule:
        for id_ in self._order():
            made = self._line(self.rules[id_])
            if made is not None:
                self.made[id_] = made
        lines = [self.made[id_] for id_ in self.rules if id_ in self.made]
        contained: tuple[CompiledVat, ...] = ()
        vat = self.schedule.vat
        rate = None if vat.rate is None else self.lowering.typed(vat.rate, NUMBER)
        if rate is not None and vat.treatment is VatTreatment.ADDED:
            lines += [self._added(stage, rate) for stage in self._stages()]
        elif rate is not None:
            contained = tuple(self._contained(stage, rate) for stage in self._stages())
        for line in lines:
            self.lowering.problems.extend(self._entered_too_late(line))
        return CompiledSchedule(tuple(lines), contained, self.lowering.values)

    # The order of lines --------------------------------------------------------------------

    def _order(self) -> tuple[str, ...]:
        """The ids of the lines, each after those that it names; none of a circle."""
        left = {id_: tuple(self._named(line)) for id_, line in self.rules.items()}
        for concession in (*self.schedule.exempt, *self.schedule.waivers):
            tuple(self._known(concession.lines or ()))
        while True:
            try:
                order = tuple(TopologicalSorter(left).static_order())
            except CycleError as error:
                circle = tuple(reversed(error.args[1]))
                names = " -> ".join(circle)
                at = self.rules[circle[0]].span
                message = f"the fee line `{circle[0]}` depends on itself: {names}"
                self.lowering.problems.append(Problem("E421", message, at))
                for id_ in circle[1:]:
                    del left[id_]
                left = {id_: tuple(n for n in named if n in left) for id_, named in left.items()}
            else:
                return order

    def _named(self, line: FeeRule) -> Iterator[str]:
        of = line.charge.of if isinstance(line.charge, PerCent) else ()
        return self._known((*of, *line.not_with))

    def _known(self, refs: Iterable[LineRef]) -> Iterator[str]:
        for ref in refs:
            if ref.id in self.rules:
                yield ref.id
            else:
                hint = meant_or_listed(ref.id, self.rules, "they are")
                message = f"the schedule has no fee line `{ref.id}`"
                self.lowering.problems.append(Problem("E420", message, ref.span, hint))

    # When a line is charged ----------------------------------------------------------------

    def _concessions(self, all_: tuple[Concession, ...]) -> list[tuple[Concession, Node]]:
        made = ((one, self.lowering.condition(one.when)) for one in all_)
        return [(one, node) for one, node in made if node is not None]

    def _holding(
        self, concessions: list[tuple[Concession, Node]], line: FeeRule
    ) -> list[tuple[Concession, Node]]:
        """What could apply to a line, each with when it does."""
        return [
            (one, all_true((*in_force(one, line, line.span), node), one.span))
            for one, node in concessions
            if one.is_of(line.id)
        ]

    def charged(self, id_: str, reader: FeeRule) -> Node | None:
        """When a line is charged, read while `reader` is in force; None: always."""
        made = self.made[id_]
        when = () if made.when is None else (made.when,)
        parts = (*in_force(made.fee, reader, reader.span), *when)
        return all_true(parts, reader.span) if parts else None

    def _owed(self, line: FeeRule, own: Node | None, counts: Node | None) -> Node | None:
        others = [(ref, self.charged(ref.id, line)) for ref in line.not_with if ref.id in self.made]
        for ref, charged in others:
            if charged is None:
                message = f"`{line.id}` is never charged, as `{ref.id}` always is"
                self.lowering.problems.append(Problem("E422", message, ref.span))
        parts = [node for node in (own, counts) if node is not None]
        parts += [core.Not(node, YES_NO, line.span) for _, node in others if node is not None]
        return all_true(parts, line.span) if parts else None

    def _unless_exempt(self, line: FeeRule, owed: Node | None) -> Node | None:
        exempt = self._holding(self.exempt, line)
        parts = [] if owed is None else [owed]
        parts += [core.Not(node, YES_NO, line.span) for _, node in exempt]
        return all_true(parts, line.span) if parts else None

    # What a line comes to ------------------------------------------------------------------

    def _line(self, line: FeeRule) -> CompiledFee | None:
        lowering = self.lowering.reading_on(line.read_on)
        own = lowering.condition(line.when)
        of = line.charge.of if isinstance(line.charge, PerCent) else ()
        if any(ref.id not in self.made for ref in (*of, *line.not_with)):
            return None
        if line.when is not None and own is None:
            return None
        terms = tuple(self._term(self.made[ref.id], line) for ref in of)
        charge = charge_of(line, self.money, lowering, terms)
        if charge is None:
            return None
        charge = limited(charge, line, self.money, lowering)
        lowering.refuse_idle(charge.amount, own)
        amount, parts = self._waived(line, charge)
        owed = self._owed(line, own, charge.counts)
        when = self._unless_exempt(line, owed)
        rests_on = (one for ref in of for one in self._cites(ref.id))
        made = self._compiled(line, when, amount, parts, tuple(dict.fromkeys(rests_on)))
        return replace(made, own=own, owed=owed)

    def _waived(self, line: FeeRule, charge: Charged) -> tuple[Node, tuple[CompiledPart, ...]]:
        waivers = self._holding(self.waivers, line)
        if not waivers:
            return charge.amount, charge.parts
        nothing = core.Const(Money(self.schedule.currency, 0), self.money, line.span)
        is_waived = any_true([node for _, node in waivers], line.span)
        amount = core.If(is_waived, nothing, charge.amount, self.money, line.span)
        parts = charge.parts or (CompiledPart(PartKind.AMOUNT, amount=charge.amount),)
        waived = (
            CompiledPart(
                PartKind.WAIVED,
                amount=charge.amount,
                names=((one.id, None),),
                cite=one.cite,
                applies=node,
            )
            for one, node in waivers
        )
        return amount, (*parts, *waived)

    def _term(self, made: CompiledFee, reader: FeeRule) -> tuple[str, Node, Node | None]:
        """The id of a line, what it adds to a sum, and when it is charged."""
        charged = self.charged(made.fee.id, reader)
        if charged is None:
            return made.fee.id, made.amount, None
        nothing = core.Const(Money(self.schedule.currency, 0), self.money, reader.span)
        taken = core.If(charged, made.amount, nothing, self.money, reader.span)
        return made.fee.id, taken, charged

    def _cites(self, id_: str) -> tuple[tuple[str, ...], ...]:
        made = self.made[id_]
        return made.fee.cite, *made.rests_on

    def _compiled(
        self,
        line: FeeRule,
        when: Node | None,
        amount: Node,
        parts: tuple[CompiledPart, ...],
        rests_on: tuple[tuple[str, ...], ...],
    ) -> CompiledFee:
        self.lowering.measure(amount, line.span)
        reads = self.lowering.reads
        return CompiledFee(
            fee=line,
            when=when,
            amount=amount,
            reads=reads(amount, when),
            amount_reads=reads(amount),
            owed=when,
            parts=tuple(replace(part, reads=reads(*explained_by(part))) for part in parts),
            rests_on=rests_on,
        )

    def _entered_too_late(self, made: CompiledFee) -> Iterator[Problem]:
        """What binds at submission reads nothing that is given after it."""
        if made.fee.stage is not Stage.ON_SUBMISSION or isinstance(made.fee.charge, ValueAddedTax):
            return
        given = (self.lowering.facts.get(one.name) for one in made.reads.facts)
        for fact in given:
            if fact is None or fact.source is not FactSource.REVIEWER:
                continue
            message = f"`{made.fee.id}` falls due on submission, and `{fact.name}` is entered later"
            hint = "write `stage: after_approval`"
            yield Problem("E425", message, made.fee.span, hint)

    # VAT -----------------------------------------------------------------------------------

    def _stages(self) -> tuple[Stage, ...]:
        stages = {made.fee.stage for made in self.made.values()}
        return tuple(stage for stage in Stage if stage in stages)

    def _of_stage(self, stage: Stage) -> list[CompiledFee]:
        made = (self.made[id_] for id_ in self.rules if id_ in self.made)
        return [one for one in made if one.fee.stage is stage]

    def _tax_line(self, stage: Stage) -> FeeRule:
        """The line of added tax: in force while any line of its stage is."""
        lines = [made.fee for made in self._of_stage(stage)]
        ends = [line.effective_to for line in lines]
        return FeeRule(
            id=vat_id(stage),
            label=phrase_text("fees.vat"),
            stage=stage,
            when=None,
            charge=ValueAddedTax(),
            cite=self.schedule.vat.cite,
            effective_from=min(line.effective_from for line in lines),
            effective_to=max((end for end in ends if end is not None), default=None)
            if None not in ends
            else None,
            span=self.schedule.vat.span,
        )

    def _added(self, stage: Stage, rate: Node) -> CompiledFee:
        line = self._tax_line(stage)
        taxed = self._of_stage(stage)
        terms = [self._term(made, line) for made in taxed]
        charged = [node for _, _, node in terms if node is not None]
        when = any_true(charged, line.span) if len(charged) == len(terms) else None
        at, rounding = line.span, self.schedule.vat.rounding
        parts = tuple((node, rate) for _, node, _ in terms)
        amount = core.Shares(parts, core.Const(HUNDRED, NUMBER, at), rounding, self.money, at)
        account = CompiledPart(
            PartKind.VAT,
            amount=amount,
            base=sum_of([node for _, node, _ in terms], self.money, at),
            factor=rate,
            rounding=rounding,
        )
        cites = (cite for made in taxed for cite in self._cites(made.fee.id))
        return self._compiled(line, when, amount, (account,), tuple(dict.fromkeys(cites)))

    def _contained(self, stage: Stage, rate: Node) -> CompiledVat:
        line, vat = self._tax_line(stage), self.schedule.vat
        at = line.span
        terms = [self._term(made, line) for made in self._of_stage(stage)]
        hundred = core.Const(HUNDRED, NUMBER, at)
        gross = core.Add(hundred, rate, 1, NUMBER, at)
        parts = tuple((node, rate) for _, node, _ in terms)
        amount = core.Shares(parts, gross, vat.rounding, self.money, at)
        self.lowering.measure(amount, at)
        return CompiledVat(stage, vat, rate, amount, self.lowering.reads(rate))
