"""The mutants of a service: its program with one small change, as a mistake could make it.

Conditions and amounts are changed as `node_changes.py` says; a rule, a document and a fee line are
dropped, or their condition; neighbouring rows of a table swap what they give, a row loses a cell;
a dated value is a step more, or begins a day earlier or later.

Only what a decision or a form reads is changed: no scenario says anything of the rest. Cells of a
table in which rows must be disjoint and complete stay, as the check would refuse what comes of it.
The first day of all is no boundary of the law but of the file, so nothing moves it. Lists of codes
are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final, TypeAlias

from engine.analysis.node_changes import Changed, changes_of
from engine.analysis.questions import opened
from engine.expressions import core
from engine.expressions.compiled import CompiledOutput, CompiledRow, CompiledTable
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.expressions.reads import reads_of
from engine.expressions.shape import shape
from engine.expressions.walk import children
from engine.model.dated import Dated
from engine.model.fact import LATER
from engine.model.money import MINOR_DIGITS, Money
from engine.model.period import Days, Months
from engine.model.problem import Span
from engine.model.rule import Value
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import Known

Place: TypeAlias = tuple[str, int, int, str, str]
"""Where something is written, what, and its change: equal in each service that uses a fragment."""
Asked: TypeAlias = tuple[tuple[Node, ...], tuple[Node, ...]]
_DAY: Final = timedelta(days=1)
_LONGEST: Final = 80  # characters that are quoted


@dataclass(frozen=True, slots=True)
class Mutant:
    """`of` is what is changed, as in "the rule `x`"; `text` what was there, `says` the change, and
    `written` the text as it stands in the file, alike in each use of a fragment.

    `program` has the change. `pairs` are the nodes that it replaces and those in their place, read
    alike otherwise; without them `reads` are nodes that the change may give another value. `asks`
    are what must hold and what must fail for somebody whom the change may touch, where known.
    """

    service: str
    span: Span
    of: str
    text: str
    says: str
    program: Program
    written: str = ""
    pairs: tuple[tuple[Node, Node], ...] = ()
    reads: tuple[Node, ...] = ()
    asks: tuple[Asked, ...] = ()

    @property
    def place(self) -> Place:
        return str(self.span.path), self.span.line, self.span.column, self.written, self.says

    def __str__(self) -> str:
        text = self.text if len(self.text) <= _LONGEST else f"{self.text[:_LONGEST]} ..."
        what = f"`{text}` " if text else ""
        return f"{self.span}: {self.of}, {what}{self.says}"

    def may_matter(self, evaluation: Evaluation) -> bool:
        """Whether anything comes out otherwise for these facts; `evaluation` is of the original."""
        for old, new in self.pairs:
            if evaluation.value(old) != evaluation.value(new):
                return True
        if self.pairs or not self.reads:
            return not self.pairs
        other = Evaluation(self.program, evaluation.facts, evaluation.decision_date)
        return any(evaluation.value(node) != other.value(node) for node in self.reads)


def mutants_of(program: Program) -> Iterator[Mutant]:
    """Every mutant, in the order of the program's parts."""
    read = opened(_read_by_scenarios(program), program)
    yield from _of_rules(program)
    yield from _of_documents(program)
    yield from _of_fees(program)
    yield from _of_derived(program, read)
    yield from _of_validity(program)
    for name, made in program.tables.items():
        if name in read:
            yield from _of_table(program, name, made)
    for value in program.values.values():
        if value.name in read:
            yield from _of_value(program, value)


def _read_by_scenarios(program: Program) -> Iterator[Node]:
    """What a decision comes to, and what decides which questions are asked."""
    yield from (entry.condition for entry in program.rules)
    yield from (entry.when for entry in program.documents if entry.when is not None)
    for fee in program.fees:
        yield fee.amount
        if fee.when is not None:
            yield fee.when
    yield from (program.derived[name].body for name in program.determinations)
    if program.validity is not None:
        yield program.validity.starts
        yield program.validity.lasts
    yield from (node for node in program.steps.values() if node is not None)
    for field in program.fields.values():
        yield from (node for node in (field.shown_when, field.required_when) if node is not None)


# Conditions -----------------------------------------------------------------------------------


def _of_rules(program: Program) -> Iterator[Mutant]:
    for number, entry in enumerate(program.rules):
        of = f"the rule `{entry.rule.id}`"

        def with_condition(node: Node, number: int = number) -> Program:
            rules = list(program.rules)
            rules[number] = replace(rules[number], condition=node)
            return replace(program, rules=tuple(rules))

        yield _dropped(program, entry.rule.span, of, entry.condition, True, with_condition)
        yield from _changed(program, of, entry.condition, with_condition)


def _of_documents(program: Program) -> Iterator[Mutant]:
    for number, entry in enumerate(program.documents):
        of, at = f"the document `{entry.document.id}`", entry.document.span
        when = entry.when or core.Const(True, YES_NO, at)

        def with_when(node: Node, number: int = number) -> Program:
            documents = list(program.documents)
            documents[number] = replace(documents[number], when=node)
            return replace(program, documents=tuple(documents))

        if isinstance(when, core.Quantified) and entry.document.for_each is not None:
            yield from _of_items(program, of, when, with_when)
            continue
        yield _dropped(program, at, of, when, False, with_when)
        if entry.when is not None:
            yield _dropped(program, at, of, when, True, with_when, "without its condition")
            yield from _changed(program, of, when, with_when)


def _of_items(
    program: Program, of: str, when: core.Quantified, made: Callable[[Node], Program]
) -> Iterator[Mutant]:
    """Of a document that is due for some items: what is asked of each is changed, and no more."""

    def with_body(node: Node) -> Program:
        return made(replace(when, body=node))

    yield _dropped(program, when.at, of, when.body, False, with_body, around=when)
    for one in changes_of(when.body):
        pairs = ((when, replace(when, body=one.node)),)
        changed, asks = with_body(one.node), _asked(*pairs[0])
        yield Mutant(
            program.service, one.at, of, one.text, one.says, changed, one.written, pairs, asks=asks
        )


def _of_fees(program: Program) -> Iterator[Mutant]:
    for number, entry in enumerate(program.fees):
        of, at = f"the fee line `{entry.fee.id}`", entry.fee.span
        when = entry.when or core.Const(True, YES_NO, at)

        def with_when(node: Node, number: int = number) -> Program:
            fees = list(program.fees)
            fees[number] = replace(fees[number], when=node)
            return replace(program, fees=tuple(fees))

        def with_amount(node: Node, number: int = number) -> Program:
            fees = list(program.fees)
            fees[number] = replace(fees[number], amount=node)
            return replace(program, fees=tuple(fees))

        yield _dropped(program, at, of, when, False, with_when)
        if entry.when is not None:
            yield _dropped(program, at, of, when, True, with_when, "without its condition")
            yield from _changed(program, of, when, with_when)
        given = reads_of((entry.amount,), program.derived, program.tables).facts
        if not any(_is_later(program, fact.name) for fact in given):
            yield from _changed(program, of, entry.amount, with_amount)


def _is_later(program: Program, name: str) -> bool:
    """Whether it is said only after the decision, where no scenario reaches."""
    return name in program.facts and program.facts[name].source in LATER


def _of_derived(program: Program, read: Mapping[str, None]) -> Iterator[Mutant]:
    for name, entry in program.derived.items():
        if name not in read:
            continue

        def with_body(node: Node, name: str = name) -> Program:
            body = replace(program.derived[name], body=node)
            return replace(program, derived={**program.derived, name: body})

        yield from _changed(program, f"`{name}`", entry.body, with_body)


def _of_validity(program: Program) -> Iterator[Mutant]:
    held = program.validity
    if held is None:
        return

    def with_starts(node: Node) -> Program:
        return replace(program, validity=replace(held, starts=node))

    def with_lasts(node: Node) -> Program:
        return replace(program, validity=replace(held, lasts=node))

    yield from _changed(program, "the validity", held.starts, with_starts)
    yield from _changed(program, "the validity", held.lasts, with_lasts)


def _changed(
    program: Program, of: str, node: Node, made: Callable[[Node], Program]
) -> Iterator[Mutant]:
    seen = {shape(node)}
    for one in changes_of(node):
        key = shape(one.node)
        if key not in seen:
            seen.add(key)
            yield _mutant(program, of, one, node, made)


def _mutant(
    program: Program, of: str, one: Changed, node: Node, made: Callable[[Node], Program]
) -> Mutant:
    pairs = ((node, one.node),)
    asks = _asked(node, one.node)
    changed = made(one.node)
    return Mutant(
        program.service, one.at, of, one.text, one.says, changed, one.written, pairs, asks=asks
    )


def _asked(old: Node, new: Node, before: tuple[Node, ...] = ()) -> tuple[Asked, ...]:
    """That one holds where the other fails, and all `before` too; or that they are no equals."""
    if old.type.kind is Kind.YES_NO:
        return ((old,), (new, *before)), ((new,), (old, *before))
    return (((core.Compare(core.Comparison.NE, old, new, YES_NO, old.at, ""),), ()),)


def _dropped(
    program: Program,
    at: Span,
    of: str,
    node: Node,
    truth: bool,
    made: Callable[[Node], Program],
    says: str = "left out",
    around: core.Quantified | None = None,
) -> Mutant:
    always: Node = core.Const(truth, YES_NO, at)
    program_made = made(always)
    if around is not None:
        node, always = around, replace(around, body=always)
    pairs, asks = ((node, always),), _asked(node, always)
    return Mutant(program.service, at, of, "", says, program_made, "", pairs, asks=asks)


# Tables ---------------------------------------------------------------------------------------


def _of_table(program: Program, name: str, made: CompiledTable) -> Iterator[Mutant]:
    reads = tuple(
        core.TableRef(name, output, type_, made.table.span) for output, type_ in made.types.items()
    )

    def mutant(
        row: CompiledRow,
        text: tuple[str, str],
        says: str,
        rows: dict[str, CompiledRow],
        asks: tuple[Asked, ...] = (),
    ) -> Mutant:
        changed = tuple(rows.get(one.row.id, one) for one in made.rows)
        tables = {**program.tables, name: replace(made, rows=changed)}
        return Mutant(
            program.service,
            row.row.span,
            f"the row `{row.row.id}` of `{name}`",
            text[0],
            says,
            replace(program, tables=tables),
            text[1],
            reads=reads,
            asks=asks,
        )

    for row, following in pairwise(made.rows):
        for output, given in row.outputs.items():
            other = following.outputs[output]
            if not _is_same(given, other):
                swapped = {
                    row.row.id: _giving(row, output, other),
                    following.row.id: _giving(following, output, given),
                }
                says = f"with its `{output}` and that of `{following.row.id}` swapped"
                yield mutant(row, ("", ""), says, swapped)
    is_tight = made.default is None and not made.table.hit_policy.reads_downwards
    for number, row in enumerate(() if is_tight else made.rows):
        before = tuple(one.condition for one in made.rows[:number])
        for one in changes_of(row.condition):
            changed = {row.row.id: replace(row, condition=one.node)}
            asks = _asked(row.condition, one.node, before)
            yield mutant(row, (one.text, one.written), one.says, changed, asks)


def _giving(row: CompiledRow, output: str, given: CompiledOutput) -> CompiledRow:
    return replace(row, outputs={**row.outputs, output: given})


def _is_same(one: CompiledOutput, other: CompiledOutput) -> bool:
    if isinstance(one, Dated) and isinstance(other, Dated):
        return one.entries == other.entries
    return (
        not isinstance(one, Dated) and not isinstance(other, Dated) and shape(one) == shape(other)
    )


# Values ---------------------------------------------------------------------------------------


def _of_value(program: Program, value: Value) -> Iterator[Mutant]:
    entries = value.by_date.entries
    reads = (core.ValueRef(value.name, value.type, value.span),)

    def mutant(says: str, changed: tuple[tuple[date, Known | None], ...]) -> Mutant:
        by_date = replace(value.by_date, entries=changed)
        values: Mapping[str, Value] = {
            **program.values,
            value.name: replace(value, by_date=by_date),
        }
        of, mutated = f"the value `{value.name}`", replace(program, values=values)
        nodes = () if _is_read_on_a_day(program, value.name) else reads
        return Mutant(program.service, value.span, of, "", says, mutated, reads=nodes)

    for number, (first, known) in enumerate(entries):
        more = None if known is None else _more(known, value.type)
        if more is not None:
            changed = (*entries[:number], (first, more), *entries[number + 1 :])
            yield mutant(f"with {more} for {known} from {first}", changed)
        if number:
            for days, word in ((-_DAY, "earlier"), (_DAY, "later")):
                moved = (*entries[:number], (first + days, known), *entries[number + 1 :])
                yield mutant(f"with {first} a day {word}", moved)


def _more(known: Known, type_: Type) -> Known | None:
    """The value a step more: of money a whole unit, as nobody sets amounts by their halalas."""
    match known:
        case bool():
            return None
        case Decimal():
            return known + Decimal(1).scaleb(-type_.decimals if type_.decimals < 10 else 0)
        case Money(currency, minor):
            return Money(currency, minor + 10**MINOR_DIGITS)
        case Months(count):
            return Months(count + 1)
        case Days(count):
            return Days(count + 1)
        case date():
            return known + _DAY
        case _:
            return None


def _nodes(program: Program) -> Iterator[Node]:
    yield from _read_by_scenarios(program)
    yield from (entry.body for entry in program.derived.values())
    for made in program.tables.values():
        yield from (row.condition for row in made.rows)
        for output in made.types:
            yield from made.computed(output)


def _is_read_on_a_day(program: Program, name: str) -> bool:
    """Whether anything reads the value on another day than that of the decision."""
    return any(ref.name == name and ref.on is not None for ref in _references(program))


def _references(program: Program) -> Iterator[core.ValueRef]:
    waiting = list(_nodes(program))
    while waiting:
        node = waiting.pop()
        if isinstance(node, core.ValueRef):
            yield node
        waiting += children(node)
