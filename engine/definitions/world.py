"""What is declared of the facts of a service, as conditions that hold for everybody.

A field that is not shown is absent, one that must be answered is not, and its answer is within its
bounds; the details of a document are there when it is due; a service is for persons on record.
Only what every complete application keeps to stands here: a condition too many would prove what
does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from engine.analysis.questions import World
from engine.definitions.facts import is_always_answered, providers_of
from engine.expressions import core
from engine.expressions.compiled import CompiledField
from engine.expressions.core import Comparison, Node, Quantifier
from engine.expressions.program import Program
from engine.model.dated import Dated
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.register import Register
from engine.model.rule import RuleSet
from engine.model.service import Field, Service, Step
from engine.model.types import DATE, YES_NO
from engine.model.value import Known

_ITEM: Final = "item"  # the variable of conditions inside a group, as `compile.py` has it
_EARLIEST: Final = date(2000, 1, 1)  # for a file in which nothing has a first day


def world_of(
    service: Service,
    rules: RuleSet,
    registers: Mapping[str, Register],
    lists: Mapping[str, CodeList],
    program: Program,
) -> World:
    sizes = {
        step.group.fact: (step.group.min_items, step.group.max_items)
        for step in service.pages
        if step.group is not None and step.group.inside is None
    }
    for document in rules.documents:
        if document.for_each is not None and document.for_each.source in sizes:
            sizes[document.name] = 0, sizes[document.for_each.source][1]
    given: dict[str, tuple[Node, ...]] = {}
    for name, node in _given(service, registers, program):
        given[name] = (*given.get(name, ()), node)
    return World(program, lists, sizes, given, _present(rules))


def _present(rules: RuleSet) -> date:
    """The last day on which anything of the rule file begins.

    The definition itself comes no nearer to today, and nothing here reads a clock.
    """
    firsts = [rule.effective_from for rule in rules.rules]
    firsts += [document.effective_from for document in rules.documents]
    firsts += [line.effective_from for line in (rules.fees.lines if rules.fees else ())]
    for value in rules.values:
        firsts += _beginnings(value.by_date)
    for table in rules.tables:
        for _, output in (output for row in table.rows for output in row.outputs):
            firsts += _beginnings(output) if isinstance(output, Dated) else ()
    return max(firsts, default=_EARLIEST)


def _beginnings(dated: Dated[Known]) -> Iterator[date]:
    return (first for first, _ in dated.entries)


def _given(
    service: Service, registers: Mapping[str, Register], program: Program
) -> Iterator[tuple[str, Node]]:
    for entry in service.open_to:
        name = f"{entry.register}.is_on_record"
        yield name, core.FactRef(name, YES_NO, entry.span)
    open_to = {entry.register for entry in service.open_to}
    for register in registers.values():
        if register.id not in open_to:
            on_record = core.FactRef(f"{register.id}.is_on_record", YES_NO, register.span)
            for attribute in register.attributes:
                of = program.facts[attribute.name].type
                asked = core.FactRef(attribute.name, of, attribute.span)
                is_sure = not attribute.type.is_optional
                yield attribute.name, _there(asked, [on_record], is_sure=is_sure)
    for fact, providers in providers_of(service).items():
        yield from _of_answer(fact, providers, program)
    for step in service.pages:
        if step.group is not None and step.group.inside is None:
            yield from _of_items(step, step.group.fact, program)
    groups = {step.group.fact: step for step in service.steps if step.group is not None}
    for made in program.documents:
        document = made.document
        if document.for_each is not None:
            yield from _of_items(groups[document.for_each.source], document.name, program)
            continue
        due = [] if made.when is None else [made.when]
        due += in_force(document.effective_from, document.effective_to, document.span)
        for detail in document.details:
            asked = core.FactRef(detail.name, program.facts[detail.name].type, detail.span)
            is_sure = not detail.type.is_optional and not document.any_of
            yield detail.name, _there(asked, due, is_sure=is_sure)


def _of_answer(
    fact: str, providers: list[tuple[Step, Field]], program: Program
) -> Iterator[tuple[str, Node]]:
    """What is shown and answered outside groups. Of fields with one fact, one is shown at most."""
    asked = core.FactRef(fact, program.facts[fact].type, providers[0][1].span)
    shown = {field.id: is_shown(step, field, program) for step, field in providers}
    is_sure = all(is_always_answered(field) for _, field in providers)
    yield fact, _there(asked, [_any(*shown.values())], is_sure=is_sure)
    for step, field in providers:
        for within in _within(program.fields[step.id, field.id], asked):
            yield fact, _any(core.Not(shown[field.id], YES_NO, asked.at), within)


def _of_items(step: Step, fact: str, program: Program) -> Iterator[tuple[str, Node]]:
    """What is shown and answered in every item of a group, or of some of its items."""
    type_ = program.facts[fact].type
    source = core.FactRef(fact, type_, step.span)
    for field in step.fields:
        made = program.fields[step.id, field.id]
        of = type_.field(field.id)
        assert of is not None, "a group has its fields"
        asked = core.ItemRef(_ITEM, field.id, of, field.span)
        shown = [] if made.shown_when is None else [made.shown_when]
        answered = _there(asked, shown, is_sure=is_always_answered(field))
        for node in (answered, *_within(made, asked)):
            yield fact, _every(source, node)
    for inner in step.groups:
        held = program.held.get(inner.id)
        of = None if inner.group is None else type_.field(inner.group.name)
        if held is not None and inner.group is not None and of is not None:
            items = core.ItemRef(_ITEM, inner.group.name, of, inner.span)
            empty = _every(items, core.Const(False, YES_NO, inner.span), "held")
            yield fact, _every(source, _any(held, empty))
    around = program.steps[step.id]
    if around is not None:
        nothing = _every(source, core.Const(False, YES_NO, step.span))
        yield fact, _any(around, nothing)


def is_shown(step: Step, field: Field, program: Program) -> Node:
    """That a field is shown: its own condition holds, and that of its step."""
    conditions = (program.fields[step.id, field.id].shown_when, program.steps[step.id])
    return core.And(tuple(one for one in conditions if one is not None), YES_NO, field.span)


def _within(made: CompiledField, asked: Node) -> Iterator[Node]:
    """That an answer, if there is one, lies within the bounds of its field."""
    for bound, comparison in ((made.low, Comparison.GE), (made.high, Comparison.LE)):
        if bound is not None:
            within = core.Compare(comparison, asked, bound, YES_NO, asked.at, "")
            yield _any(_absent(asked), within) if asked.type.is_optional else within


def _there(asked: Node, conditions: list[Node], *, is_sure: bool) -> Node:
    """Absent unless all conditions hold; there, if `is_sure`, where they do."""
    if not asked.type.is_optional:
        return core.Const(True, YES_NO, asked.at)
    when = core.And(tuple(conditions), YES_NO, asked.at)
    if not is_sure:
        return _any(when, _absent(asked))
    present = core.Not(_absent(asked), YES_NO, asked.at)
    return core.If(when, present, _absent(asked), YES_NO, asked.at)


def in_force(first: date, last: date | None, at: Span) -> list[Node]:
    """That the decision date lies from `first` to `last`, both inclusive."""
    day = core.FactRef("decision_date", DATE, at)
    bounds = [(Comparison.GE, first)] + ([] if last is None else [(Comparison.LE, last)])
    return [
        core.Compare(comparison, day, core.Const(bound, DATE, at), YES_NO, at, "")
        for comparison, bound in bounds
    ]


def _absent(asked: Node) -> Node:
    return core.IsAbsent(asked, YES_NO, asked.at, "")


def _any(*parts: Node) -> Node:
    return core.Or(parts, YES_NO, parts[0].at)


def _every(source: Node, body: Node, variable: str = _ITEM) -> Node:
    return core.Quantified(Quantifier.EVERY, variable, source, body, YES_NO, body.at, "")
