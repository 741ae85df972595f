"""What a decision holds, as columns of a table: what `engine/decide/brief.py` says of one.

Not here: what nodes mean (`nodes.py`), where columns come from (`columns.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import ibis

from engine.analysis.history.history import Held, state_of
from engine.analysis.relation.calculations import added
from engine.analysis.relation.days import months_added
from engine.analysis.relation.logic import compared
from engine.analysis.relation.nodes import DECISION_DATE, Nodes
from engine.analysis.relation.terms import NotCovered, Term, constant, truth_term
from engine.analysis.relation.truths import (
    DAY,
    FLAG,
    TEXT,
    WHOLE,
    Flag,
    Truth,
    all_of,
    any_of,
    chosen,
    column,
    denied,
    is_null,
    is_true,
    wide,
)
from engine.expressions.core import Comparison, Node
from engine.expressions.program import Program
from engine.model.decision import Outcome, Verdict
from engine.model.fee import Stage
from engine.model.period import Days
from engine.model.types import Kind

_STATE: Final = "int8"
_CERTAIN: Final = truth_term(value=True)


class Decided:
    """The columns of one program's decisions. `fact` gives the term of a fact, `in_words` that of
    the stored text of a value that no column holds."""

    def __init__(
        self,
        program: Program,
        nodes: Nodes,
        fact: Callable[[str], Term],
        in_words: Callable[[Node], Term],
    ) -> None:
        self.program = program
        self._nodes = nodes
        self._fact = fact
        self._in_words = in_words
        on_record = [fact(f"{register}.is_on_record") for register in program.open_to]
        self._is_open = all_of(is_true(term.value) for term in on_record)

    def columns(self) -> Iterator[tuple[str, Any]]:
        """Each with its name."""
        yield from self._verdicts()
        yield from self._fees()
        yield from self._documents()
        yield from self._determinations()
        yield from self._validity()

    def _verdicts(self) -> Iterator[tuple[str, Any]]:
        truths: list[Truth] = []
        faults: list[Flag] = []
        for entry in self.program.rules:
            rule, truth = entry.rule, self._nodes.truth(entry.condition)
            counts: Flag = True
            if rule.applies_on is None:
                counts = self._is_in_force(rule.effective_from, rule.effective_to)
            truths.append(any_of((denied(counts), truth.value)))
            faults.append(all_of((counts, truth.is_fault)))
            verdict = (
                (denied(all_of((self._is_open, counts))), None),
                (truth.value, Verdict.MET.value),
                (denied(truth.value), Verdict.NOT_MET.value),
                (truth.is_fault, Verdict.FAULT.value),
            )
            yield f"verdicts.{rule.id}", column(chosen(verdict, Verdict.UNKNOWN.value, TEXT), TEXT)
        is_met = all_of(truths)
        outcome = (
            (denied(self._is_open), Outcome.UNDECIDED.value),
            (is_met, Outcome.ELIGIBLE.value),
            (denied(is_met), Outcome.INELIGIBLE.value),
            (any_of(faults), Outcome.FAULT.value),
        )
        yield "outcome", column(chosen(outcome, Outcome.UNDECIDED.value, TEXT), TEXT)

    def _is_in_force(self, first: date, last: date | None) -> Flag:
        day = self._fact(DECISION_DATE)
        begun = compared(Comparison.GE, day, constant(first)).value
        if last is None:
            return begun
        return all_of((begun, compared(Comparison.LE, day, constant(last)).value))

    def _fees(self) -> Iterator[tuple[str, Any]]:
        lines: list[tuple[Stage, Term]] = []
        for entry in self.program.fees:
            fee = entry.fee
            is_due = all_of(
                (self._is_open, self._is_in_force(fee.effective_from, fee.effective_to))
            )
            when = _CERTAIN if entry.when is None else self._nodes.truth(entry.when)
            line = _charged(is_due, when, self._nodes.term(entry.amount))
            lines.append((fee.stage, line))
            yield from _with_state(f"fees.{fee.id}", line)
        stages = list(dict.fromkeys(stage for stage, _ in lines))
        yield from _with_state("total", _total([line for _, line in lines]))
        for stage in stages:
            of_stage = [line for one, line in lines if one is stage]
            yield from _with_state(f"total.{stage}", _total(of_stage))

    def _documents(self) -> Iterator[tuple[str, Any]]:
        for entry in self.program.documents:
            paper = entry.document
            counts = self._is_in_force(paper.effective_from, paper.effective_to)
            when = _CERTAIN if entry.when is None else self._nodes.truth(entry.when)
            left_out = denied(all_of((self._is_open, counts)))
            value = chosen(((left_out, False),), when.value, FLAG)
            is_fault = all_of((denied(left_out), when.is_fault))
            yield from _with_state(f"documents.{paper.id}", truth_term(value, is_fault))

    def _determinations(self) -> Iterator[tuple[str, Any]]:
        for name in self.program.determinations:
            node = self.program.derived[name].body
            term = self._determined(node)
            yield from _with_state(f"determinations.{name}", self._where_open(term))

    def _determined(self, node: Node) -> Term:
        """A determination as it is, or in words where no column holds it."""
        try:
            term = self._nodes.term(node)
            if term.kind is not None or term.value is None:
                return term
        except NotCovered:
            pass
        return self._in_words(node)

    def _where_open(self, term: Term) -> Term:
        """Where the service is not open to the applicant there is none."""
        if self._is_open is True:
            return term
        return replace(
            term,
            value=chosen(((self._is_open, term.value),), None, term.kind or WHOLE),
            is_absent=any_of((denied(self._is_open), term.is_absent)),
            is_fault=all_of((self._is_open, term.is_fault)),
            is_sure=False,
        )

    def _validity(self) -> Iterator[tuple[str, Any]]:
        if self.program.validity is None:
            absent = Term(None, self._is_open)
            starts = ends = replace(absent, kind=DAY)
        else:
            starts, ends = self._period(self.program.validity.starts, self.program.validity.lasts)
        yield "validity.starts", column(starts.value, DAY)
        yield "validity.ends", column(ends.value, DAY)
        yield "validity?", _held(ends)

    def _period(self, first: Node, length: Node) -> tuple[Term, Term]:
        """The first and the last day, both known or neither; an absent one counts as unknown."""
        starts, lasts = self._nodes.term(first), self._nodes.term(length)
        is_months = length.type.kind is Kind.PERIOD
        after = months_added(starts, lasts, 1) if is_months else added(starts, lasts, 1)
        ends = added(after, constant(Days(1)), -1)
        is_known = all_of((self._is_open, denied(is_null(ends.value))))
        day = chosen(((is_known, starts.value),), None, DAY)
        is_fault = all_of((self._is_open, ends.is_fault))
        value = chosen(((is_known, ends.value),), None, DAY)
        return replace(starts, value=day, is_sure=False), Term(value, False, is_fault, DAY)


def _charged(is_due: Flag, when: Term, amount: Term) -> Term:
    """A line of the quote: absent where it is not charged, else its amount or why there is none."""
    left_out = any_of((denied(is_due), is_true(denied(when.value))))
    is_charged = all_of((is_due, is_true(when.value)))
    return Term(
        chosen(((is_charged, amount.value),), None, WHOLE),
        left_out,
        all_of((is_due, any_of((when.is_fault, all_of((is_charged, amount.is_fault)))))),
        WHOLE,
        0,
        amount.low,
        amount.high,
        is_sure=is_charged is True and amount.is_sure,
    )


def _total(lines: Sequence[Term]) -> Term:
    """The sum of the lines that are charged; absent where there is none."""
    total: Any = 0
    for line in lines:
        value = chosen(((line.is_absent, 0),), line.value, WHOLE)
        total = None if total is None or value is None else wide(value) + total
    is_absent = all_of(line.is_absent for line in lines)
    value = chosen(((is_absent, None),), total, WHOLE)
    return Term(value, is_absent, any_of(line.is_fault for line in lines), WHOLE, 0, 0, 0)


def _with_state(name: str, term: Term) -> Iterator[tuple[str, Any]]:
    kind = term.kind or WHOLE
    value = column(term.value, kind)
    if kind == WHOLE:
        value = value.cast(WHOLE)
    if term.decimals:
        unit, decimal = Decimal(f"0.{1:0{term.decimals}}"), f"decimal(38,{term.decimals})"
        value = value.cast("decimal(38,0)") * ibis.literal(unit, type=decimal)
    yield name, value
    yield state_of(name), _held(term)


def _held(term: Term) -> Any:
    """The state of a term, as a column."""
    choices = (
        (term.is_absent, int(Held.ABSENT)),
        (term.is_known, int(Held.KNOWN)),
        (term.is_fault, int(Held.FAULT)),
    )
    return column(chosen(choices, int(Held.UNKNOWN), WHOLE), WHOLE).cast(_STATE)
