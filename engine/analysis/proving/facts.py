"""Facts that never matter: whatever a person says, nothing that is decided or asked changes.

Each fact of a witness is given other values that it may have, until something comes out otherwise.
Where nothing does, two copies of one person that differ in the fact are put to the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from engine.analysis.proofs import Settled
from engine.analysis.proving.asking import Asking
from engine.analysis.proving.copies import Copies
from engine.analysis.proving.finding import Code, Finding
from engine.analysis.proving.left_open import not_proved
from engine.analysis.proving.values import are_apart, is_absent
from engine.analysis.questions import Question, Verdict, opened
from engine.analysis.whole import deciding
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.expressions.program import Program
from engine.model.fact import LATER, Fact
from engine.model.problem import Span
from engine.model.service import Service
from engine.model.types import Kind
from engine.model.value import State, Unknown


def that_never_matter(asking: Asking) -> Iterator[Finding]:
    """Facts that something reads, and nothing depends on. Texts are read by their length alone."""
    program = asking.program
    decided = tuple(_decided(program, asking.service))
    reads = [(node, opened((node,), program)) for node in decided]
    told = set(opened(_told(program), program))
    for name, fact in program.facts.items():
        reading = [node for node, names in reads if name in names]
        if not reading or name in told or fact.source in LATER or fact.type.kind is Kind.TEXT:
            continue
        if _is_admission(name, asking):
            continue
        settled = _matters(asking, fact, reading)
        values = {"of": name}
        if settled.verdict is Verdict.IMPOSSIBLE:
            yield Finding(Code.FACT_NEVER_MATTERS, name, fact.span, values)
        elif settled.verdict is Verdict.UNDECIDED:
            yield not_proved(Code.FACT_NEVER_MATTERS, name, fact.span, values, settled)


def _is_admission(name: str, asking: Asking) -> bool:
    """Whether it is known of everybody to whom the service is open."""
    return name in {f"{register}.is_on_record" for register in asking.world.program.open_to}


def _decided(program: Program, service: Service) -> Iterator[Node]:
    """Verdicts, documents, fees, determinations, validity, and what is asked."""
    yield from deciding(program)
    groups = {step.id for step in service.asking if step.group is not None}
    for (step, _), field in program.fields.items():
        if step not in groups:
            nodes = (field.shown_when, field.required_when, field.low, field.high)
            yield from (one for one in nodes if one is not None)


def _told(program: Program) -> Iterator[Node]:
    """What is shown, said, printed or checked: there a fact matters by being there."""
    yield from program.told.values()
    yield from program.shown.values()
    yield from program.granted.values()
    yield from program.checks.values()
    yield from program.held.values()
    yield from (one for one in program.transitions.values() if one is not None)
    yield from (one for said in program.paragraphs.values() for one in said if one is not None)
    yield from (line.node for one in program.issues.values() for line in one.lines)
    if program.opens is not None:
        yield program.opens
    for field in program.fields.values():
        if field.options is not None:
            yield from field.options.when.values()
            yield from () if field.options.where is None else (field.options.where,)


# Whether it matters --------------------------------------------------------------------------


def _matters(asking: Asking, fact: Fact, reading: Sequence[Node]) -> Settled:
    if _is_shown(asking, fact, reading):
        return Settled(Verdict.POSSIBLE)
    copies = Copies.of(asking.world, fact.name)
    places: set[Span] = set()
    verdict = Verdict.IMPOSSIBLE
    for node in reading:
        for question in _ways(asking, copies, node):
            settled = asking.solved(question)
            if settled.verdict is Verdict.POSSIBLE:
                return settled
            if settled.verdict is Verdict.UNDECIDED:
                verdict = Verdict.UNDECIDED
                places |= set(settled.places)
    return Settled(verdict, tuple(sorted(places)))


def _ways(asking: Asking, copies: Copies, node: Node) -> Iterator[Question]:
    """How what two copies come to can differ: a condition, or another value."""
    other = copies.other(node)
    if node.type.kind is not Kind.YES_NO:
        yield Question(copies.world, (*asking.days, are_apart(node, other)))
        node, other = is_absent(node), is_absent(other)
    for first, second in permutations(range(3), 2):
        asked: list[tuple[Node, ...]] = [asking.days, (), ()]
        asked[first] += (node,)
        asked[second] += (other,)
        yield Question(copies.world, *asked)


def _is_shown(asking: Asking, fact: Fact, reading: Sequence[Node]) -> bool:
    return any(
        _is_seen(node, (before, *asking.varied(before, fact)))
        for before in asking.witnesses
        for node in reading
    )


def _is_seen(node: Node, alike: Sequence[Evaluation]) -> bool:
    """Whether people who differ in one fact come to different states. What waits for an answer,
    which a scenario need not give, may come to any."""
    first: State | None = None
    for one in alike:
        state = one.value(node)
        if isinstance(state, Unknown) and state.causes:
            continue
        if first is not None and state != first:
            return True
        first = state
    return False
