"""What a page says of a name: what it comes to, what that rests on, and why it is not known."""

from __future__ import annotations

from dataclasses import dataclass

from engine.decide.basis import basis_of, citations_of
from engine.decide.naming import Naming
from engine.decide.trace import Tracer
from engine.decide.views import BasisView, CitationView
from engine.expressions.evaluate import Evaluation
from engine.expressions.official import Official
from engine.expressions.reads import reads_of
from engine.model.value import CauseKind, State, Unknown, is_known
from engine.phrases import phrase


@dataclass(frozen=True, slots=True)
class StatementView:
    """`value` says that it is not known, or why, while it is not. `basis` are the dated values and
    the rows of tables behind it, `citations` those of the name itself: none of a register's."""

    name: str
    label: str
    state: State
    value: str
    is_known: bool
    is_official: bool
    basis: tuple[BasisView, ...]
    cite: tuple[str, ...]
    citations: tuple[CitationView, ...]


def statement(name: str, evaluation: Evaluation, naming: Naming) -> StatementView:
    """What `name`, which a step of the program shows, comes to."""
    program = naming.program
    node = program.shown[name]
    state = evaluation.value(node)
    reads = reads_of((node,), program.derived, program.tables)
    cite = _cited(name, naming)
    # What a register says is official by itself, and cites nothing.
    is_official = not cite or Official(program, cite, reads).holds(evaluation.rows)
    return StatementView(
        name=name,
        label=naming.fact(name),
        state=state,
        value=_value(state, name, naming),
        is_known=is_known(state),
        is_official=is_official,
        basis=basis_of(Tracer(evaluation).used(reads), evaluation, naming),
        cite=cite,
        citations=citations_of(cite, naming),
    )


def is_silent(state: State) -> bool:
    """Whether a register that did not answer is why a value is not known."""
    causes = state.causes if isinstance(state, Unknown) else frozenset()
    return any(cause.kind is CauseKind.REGISTER_SILENT for cause in causes)


def _value(state: State, name: str, naming: Naming) -> str:
    if is_silent(state):
        return phrase("record-page.silent-value", naming.language)
    type_, unit = naming.type_and_unit(name)
    return naming.state(state, type_, unit)


def _cited(name: str, naming: Naming) -> tuple[str, ...]:
    """The citations of a value, a derived fact or a table."""
    program = naming.program
    if name in program.derived:
        return program.derived[name].derived.cite
    if name in program.values:
        return program.values[name].cite
    for table in (name, name.rpartition(".")[0]):
        if table in program.tables:
            return program.tables[table].table.cite
    return ()
