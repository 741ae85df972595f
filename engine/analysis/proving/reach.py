"""What nobody reaches: documents, fees, steps, fields, transitions, results that never come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.analysis.proving.asking import Asking
from engine.analysis.proving.finding import Code, Finding
from engine.analysis.proving.left_open import not_proved
from engine.analysis.questions import Verdict
from engine.expressions import core
from engine.expressions.core import Comparison, Node, Quantifier
from engine.expressions.walk import children
from engine.model.dated import Dated
from engine.model.problem import Span
from engine.model.service import Field, Step
from engine.model.types import YES_NO, Kind
from engine.model.value import ABSENT, Known, is_known

_ITEM = "item"  # as `compile.py` has it
_HOLDER = "holder"  # of an item inside an item


def of_nobody(asking: Asking) -> Iterator[Finding]:
    """Everything that is asked of, charged to or shown to nobody."""
    yield from _documents_and_fees(asking)
    for step in asking.service.asking:
        yield from _step(asking, step)
    yield from _values(asking)
    yield from _transitions(asking)


def _documents_and_fees(asking: Asking) -> Iterator[Finding]:
    whole, program = asking.whole, asking.program
    for document in program.documents:
        if document.when is not None:
            id, span = document.document.id, document.document.span
            due = (whole.documents[id],)
            yield from _nobody(asking, Code.DOCUMENT_OF_NOBODY, id, span, due)
    for line in program.fees:
        if line.when is not None:
            charged = (whole.fees[line.fee.id].is_charged,)
            yield from _nobody(asking, Code.FEE_OF_NOBODY, line.fee.id, line.fee.span, charged)


def _step(asking: Asking, step: Step) -> Iterator[Finding]:
    program = asking.program
    shown, held = program.steps.get(step.id), program.held.get(step.id)
    around = () if shown is None else (shown,)
    if held is not None:
        around = (_some_item(asking, step, held),)
    found = tuple(_nobody(asking, Code.STEP_OF_NOBODY, step.id, step.span, around))
    yield from found
    if any(one.code is Code.STEP_OF_NOBODY for one in found):
        return
    for field in step.fields:
        own = program.fields[step.id, field.id].shown_when
        if own is not None:
            seen = (*around, _some(asking, step, field, own))
            yield from _nobody(asking, Code.FIELD_OF_NOBODY, field.id, field.span, seen)


def _some(asking: Asking, step: Step, field: Field, own: Node) -> Node:
    """That a field is shown, in some item where its step holds a group."""
    group = step.group
    if group is None:
        return own
    fact = asking.world.program.facts[group.inside or group.fact]
    source: Node = core.FactRef(fact.name, fact.type, field.span)
    if group.inside is None:
        return core.Quantified(Quantifier.SOME, _ITEM, source, own, YES_NO, field.span, "")
    inner = fact.type.field(group.name)
    assert inner is not None, "an item has the groups that it holds"
    held = core.ItemRef(_HOLDER, group.name, inner, field.span)
    some = core.Quantified(Quantifier.SOME, _ITEM, held, own, YES_NO, field.span, "")
    return core.Quantified(Quantifier.SOME, _HOLDER, source, some, YES_NO, field.span, "")


def _some_item(asking: Asking, step: Step, held: Node) -> Node:
    """That some item holds the group inside it that a step is."""
    assert step.group is not None, "what an item holds is a group"
    assert step.group.inside is not None, "what an item holds is inside it"
    fact = asking.world.program.facts[step.group.inside]
    source = core.FactRef(fact.name, fact.type, step.span)
    return core.Quantified(Quantifier.SOME, _ITEM, source, held, YES_NO, step.span, "")


def _nobody(
    asking: Asking, code: Code, of: str, span: Span, true: Sequence[Node]
) -> Iterator[Finding]:
    if not true:
        return
    settled = asking.settle(true)
    values = {"of": of}
    if settled.verdict is Verdict.IMPOSSIBLE:
        yield Finding(code, of, span, values)
    elif settled.verdict is Verdict.UNDECIDED:
        yield not_proved(code, of, span, values, settled)


# Determinations ------------------------------------------------------------------------------


def _values(asking: Asking) -> Iterator[Finding]:
    """The codes that the definition itself names as a result, and that never come."""
    program = asking.program
    for name in program.determinations:
        body = program.derived[name].body
        if body.type.kind is not Kind.CODE:
            continue
        for code, at in dict(_results(body, asking)).items():
            is_it = core.Const(code, body.type, at)
            comes = core.Compare(Comparison.EQ, body, is_it, YES_NO, at, "")
            settled = asking.settle((comes,))
            values = {"of": name, "value": str(code)}
            if settled.verdict is Verdict.IMPOSSIBLE:
                yield Finding(Code.VALUE_NEVER_COMES, f"{name}.{code}", at, values)
            elif settled.verdict is Verdict.UNDECIDED:
                yield not_proved(Code.VALUE_NEVER_COMES, f"{name}.{code}", at, values, settled)


def _results(node: Node, asking: Asking) -> Iterator[tuple[Known, Span]]:
    """The constants that a node may give, each with where it stands."""
    program = asking.program
    match node:
        case core.Const(value) if value is not ABSENT and is_known(value):
            yield value, node.at
        case core.If(_, then, otherwise):
            yield from _results(then, asking)
            yield from _results(otherwise, asking)
        case core.DerivedRef(name) if name in program.derived:
            yield from _results(program.derived[name].body, asking)
        case core.TableRef(name, output) if name in program.tables:
            made = program.tables[name]
            for row in made.rows:
                cell = row.outputs[output]
                if isinstance(cell, Dated):
                    values = (value for _, value in cell.entries if value is not None)
                    yield from ((value, row.row.span) for value in values)
                else:
                    yield from _results(cell, asking)
        case core.Defined():
            for child in children(node):
                yield from _results(child, asking)
        case _:
            return


# Transitions ---------------------------------------------------------------------------------


def _transitions(asking: Asking) -> Iterator[Finding]:
    """Transitions whose condition never holds, and states that promise a way on and have none.

    What they read of the decision may be anything: an application is decided on more than once.
    """
    lifecycle = asking.service.lifecycle
    asking = replace(asking, world=replace(asking.world, program=asking.program))
    never: set[str] = set()
    for move in lifecycle.transitions:
        guard = asking.world.program.transitions.get(move.id)
        found = tuple(
            _nobody(
                asking,
                Code.TRANSITION_OF_NOBODY,
                move.id,
                move.span,
                () if guard is None else (guard,),
            )
        )
        never |= {one.of for one in found if one.code is Code.TRANSITION_OF_NOBODY}
        yield from found
    for state in lifecycle.states:
        leaving = {one.id for one in lifecycle.leaving(state.id)}
        if leaving and leaving <= never:
            yield Finding(Code.NO_WAY_ON, state.id, state.span, {"of": state.id})
