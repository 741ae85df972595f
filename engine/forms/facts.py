"""Facts shown read-only: the label, the value in words, and whether its owner disputes it."""

from __future__ import annotations

from engine.forms.views import FactView
from engine.forms.writer import Writer, html_id
from engine.model.fact import FactSource
from engine.model.value import is_known


def fact_view(writer: Writer, name: str) -> FactView:
    """A fact, value, derived fact or table that a step shows.

    Only what a register says can be disputed: what we compute follows from it, and what the
    applicant says is theirs to change.
    """
    state = writer.evaluation.fact(name)
    fact_type, unit = writer.naming.type_and_unit(name)
    fact = writer.program.facts.get(name)
    return FactView(
        id=html_id(name),
        name=name,
        label=writer.naming.fact(name),
        text=writer.state(state, fact_type, unit),
        is_known=is_known(state),
        can_dispute=fact is not None and fact.source is FactSource.REGISTER and is_known(state),
        dispute=writer.reading.application.disputes.get(name) or None,
    )
