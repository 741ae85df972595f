"""What a reason rests on: dated values and table rows, since when, and on what authority."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decide.naming import Naming
from engine.decide.views import BasisView, CitationView
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.citation import is_official
from engine.model.decision import ValueUsed
from engine.model.types import Type
from engine.model.words import Unit
from engine.phrases import phrase, said


def basis_of(
    used: tuple[ValueUsed, ...], evaluation: Evaluation, naming: Naming
) -> tuple[BasisView, ...]:
    """What stands behind an atom; `evaluation` reads the facts that the atom read."""
    return tuple(_views(used, evaluation, naming))


def _views(
    used: tuple[ValueUsed, ...], evaluation: Evaluation, naming: Naming
) -> Iterator[BasisView]:
    for one in used:
        if one.since is None:
            continue
        type_, unit, cite = _declared(one, naming)
        chosen = tuple(dict.fromkeys(_chosen_by(one, evaluation, naming)))
        sentence = phrase(
            "reasons.since-by" if chosen else "reasons.since",
            naming.language,
            name=said(naming.fact(one.name)),
            actual=said(naming.state(one.value, type_, unit)),
            day=one.since,
            **({"row": tuple(map(said, chosen))} if chosen else {}),
        )
        yield BasisView(one.name, one.row, one.since, sentence, cite, citations_of(cite, naming))


def _declared(used: ValueUsed, naming: Naming) -> tuple[Type, Unit | None, tuple[str, ...]]:
    """The type, unit and citations of a value, or of the row of a table."""
    value = naming.program.values.get(used.name)
    if value is not None:
        return value.type, value.unit, value.cite
    table = naming.program.tables[used.name].table
    row = next(one for one in table.rows if one.id == used.row)
    gave = [name for name, dated in row.outputs if used.value in dict(dated.entries).values()]
    type_ = next(type_ for name, type_ in table.outputs if name in gave)
    return type_, table.unit, row.cite or table.cite


def _chosen_by(used: ValueUsed, evaluation: Evaluation, naming: Naming) -> Iterator[str]:
    """The inputs that the row of a table was chosen by, each with its value."""
    table = naming.program.tables.get(used.name)
    for row in () if table is None else table.rows:
        if row.row.id == used.row:
            for subject in _subjects(row.condition):
                state = evaluation.value(subject)
                words = naming.state(state, subject.type, naming.unit(subject))
                yield f"{naming.node(subject)}: {words}"


def _subjects(condition: Node) -> Iterator[Node]:
    """What the cells of a row test."""
    match condition:
        case core.And(items) | core.Or(items):
            for item in items:
                yield from _subjects(item)
        case core.Not(operand) | core.IsAbsent(operand):
            yield from _subjects(operand)
        case core.Compare(_, left) | core.Member(left):
            yield left
        case core.FactRef() | core.DerivedRef():
            yield condition
        case _:
            pass


def citations_of(cite: tuple[str, ...], naming: Naming) -> tuple[CitationView, ...]:
    """The sources by their titles, best as they stand in the definition."""
    sources = [naming.catalogue.sources[id_] for id_ in cite]
    return tuple(
        CitationView(
            naming.text(source.title), source.address, is_official(frozenset({source.rank}))
        )
        for source in sources
    )
