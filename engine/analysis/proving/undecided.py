"""Complete applications that are not decided: nothing is in force on a day, or a sum has no result.

What is absent is guarded wherever it is read, or the definition does not load. So a result can be
open only where something in it can fail (`failing.py`). Only then is anybody looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.analysis.failing import can_fail
from engine.analysis.people import Person
from engine.analysis.proving.asking import Asking
from engine.analysis.proving.finding import Code, Finding
from engine.analysis.proving.left_open import not_proved
from engine.analysis.proving.values import is_absent
from engine.analysis.questions import Verdict
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.problem import Span
from engine.model.value import Fault

_Nodes: TypeAlias = tuple[Node, ...]


def that_stay_open(asking: Asking) -> Iterator[Finding]:
    """Verdicts, documents, lines and determinations that can be open for a complete person."""
    for of, span, node, when in _results(asking):
        if not can_fail(node, asking.world.program, asking.begins):
            continue
        has_none = is_absent(node)  # what fails is not even absent
        settled = asking.answered(asking.question(when, (), (has_none,)))
        if settled.verdict is Verdict.UNDECIDED:
            yield not_proved(Code.NOTHING_IN_FORCE, of, span, {"of": of}, settled)
        elif settled.verdict is Verdict.POSSIBLE:
            yield _shown(asking, of, span, node, when)


def _results(asking: Asking) -> Iterator[tuple[str, Span, Node, _Nodes]]:
    """What is decided, each with its id, its place, and when it is read."""
    program, whole = asking.program, asking.whole
    for entry in program.rules:
        yield entry.rule.id, entry.rule.span, whole.rules[entry.rule.id], ()
    for one in program.documents:
        if one.when is not None:
            yield one.document.id, one.document.span, whole.documents[one.document.id], ()
    for line in program.fees:
        charge = whole.fees[line.fee.id]
        if line.when is not None:
            yield line.fee.id, line.fee.span, charge.is_charged, ()
        yield line.fee.id, line.fee.span, charge.amount, (charge.is_charged,)
    for name in program.determinations:
        body = program.derived[name].body
        yield name, body.at, body, ()
    if program.validity is not None:
        yield "validity", program.validity.starts.at, program.validity.starts, (whole.eligible,)
        yield "validity", program.validity.lasts.at, program.validity.lasts, (whole.eligible,)


def _shown(asking: Asking, of: str, span: Span, node: Node, true: _Nodes) -> Finding:
    example = asking.example(true, (), (is_absent(node),))
    assert example is not None, "there is somebody"
    read = Evaluation(asking.world.program, example.facts, example.decision_date)
    state = read.value(node)
    assert isinstance(state, Fault), "what can be absent is guarded, so nothing waits"
    person = Person.of(asking.service.id, example, asking.question((node,)).names())
    values = {"of": of, "what": f"{state.place}: {state.message}"}
    return Finding(Code.NOTHING_IN_FORCE, of, span, values, person)
