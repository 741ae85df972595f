"""What an issued document says: its lines in both languages, and the days between which it holds.

Made of a definition and facts alone, so that what is previewed is what is issued.

Not here: issuing it (`issuing.py`), and setting it as a PDF (`documents.py`).
"""

from __future__ import annotations

from datetime import date

from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.expressions.compiled import CompiledIssued, CompiledLine
from engine.expressions.core import Node
from engine.expressions.evaluate import Evaluation
from engine.model.decision import Decision, ValidityPeriod
from engine.model.issued import Photo, Printed, PrintedLine
from engine.model.problem import EngineError
from engine.model.value import ABSENT, Fault, State, Unknown
from engine.model.words import Language, Text


class NotIssuable(EngineError):
    """What the document must say is not known: nothing is issued, and the caller undoes the rest.

    A lifecycle that issues after a binding decision never meets it.
    """


def printed_of(
    catalogue: Catalogue, compiled: CompiledIssued, facts: Evaluation, photo: Photo | None
) -> Printed:
    """Everything that is printed, in the words of this release. Raises NotIssuable."""
    portal, declared = catalogue.portal, compiled.issued
    lines = (_line(catalogue, line, facts) for line in compiled.lines)
    return Printed(
        title=declared.title,
        template=declared.template,
        owner=portal.owner,
        notice=portal.notice,
        lines=tuple(line for line in lines if line is not None),
        photo=photo,
    )


def validity_of(
    compiled: CompiledIssued, facts: Evaluation, decision: Decision, issued_on: date
) -> tuple[date, date | None]:
    """The first and the last day; no last day means for good. Raises NotIssuable."""
    if compiled.issued.is_valid_as_decided:
        if not isinstance(decision.validity, ValidityPeriod):
            raise NotIssuable(f"the decision does not say how long {compiled.issued.id} is valid")
        return decision.validity.starts, decision.validity.ends
    first = _day(facts, compiled.valid_from)
    return first or issued_on, _day(facts, compiled.valid_until)


def _line(catalogue: Catalogue, compiled: CompiledLine, facts: Evaluation) -> PrintedLine | None:
    """The line in both languages; None when there is nothing that it could say."""
    line, node = compiled.line, compiled.node
    state = _settled(facts.value(node), line.fact.text)
    if state is ABSENT:
        return None
    ar, en = (Naming(facts.program, catalogue, language) for language in Language)
    label = line.label or Text(ar.node(node), en.node(node))
    value = Text(*(one.state(state, node.type, one.unit(node)) for one in (ar, en)))
    return PrintedLine(line.fact.text, label, value, line.is_public)


def _day(facts: Evaluation, node: Node | None) -> date | None:
    state = ABSENT if node is None else _settled(facts.value(node), str(node.at))
    return state if isinstance(state, date) else None


def _settled(state: State, name: str) -> State:
    if isinstance(state, Unknown | Fault):
        raise NotIssuable(f"{name} is not known")
    return state
