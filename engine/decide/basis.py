"""What a reason rests on: dated values and table rows, since when, and on what authority."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.decide.naming import Naming
from engine.decide.views import BasisView, CitationView
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.citation import is_official
from engine.model.fee_part import ValueUsed
from engine.model.types import Type
from engine.model.value import is_known
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
        if not is_known(one.value):
            continue
        since = None if one.since == date.min else one.since  # of a cell that holds on every date
        type_, unit, cite = _declared(one, naming)
        chosen = tuple(dict.fromkeys(_chosen_by(one, evaluation, naming)))
        kind = ("given" if since is None else "since") + ("-by" if chosen else "")
        name = naming.fact(one.name)
        if one.on is not None:
            name = phrase("reasons.read-on", naming.language, name=said(name), day=one.on)
        sentence = phrase(
            f"reasons.{kind}",
            naming.language,
            name=said(name),
            actual=said(naming.state(one.value, type_, unit)),
            **({} if since is None else {"day": since}),
            **({"row": tuple(map(said, chosen))} if chosen else {}),
        )
        yield BasisView(one.name, one.rows, since, sentence, cite, citations_of(cite, naming))


def _declared(used: ValueUsed, naming: Naming) -> tuple[Type, Unit | None, tuple[str, ...]]:
    """The type, unit and citations of a value, or of the rows of a table that gave it."""
    value = naming.program.values.get(used.name)
    if value is not None:
        return value.type, value.unit, value.cite
    compiled, output = naming.table(used.name)
    cites = [row.cite for row in compiled.table.rows if row.id in used.rows and row.cite]
    cite = dict.fromkeys(id_ for one in cites or [compiled.table.cite] for id_ in one)
    return compiled.types[output], compiled.table.unit, tuple(cite)


def _chosen_by(used: ValueUsed, evaluation: Evaluation, naming: Naming) -> Iterator[str]:
    """The inputs that the rows of a table were chosen by, each with its value."""
    if used.name in naming.program.values:
        return
    for row in naming.table(used.name)[0].rows:
        if row.row.id in used.rows:
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
