"""One's own applications as an answer: the one that is chosen, and what is known of it.

A reference that is not among those that may be chosen is refused in the same words, whether it is
somebody else's, of another service, or nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from engine.answers.errors import FieldError, field_error
from engine.model.own_application import Attributes
from engine.model.register import RegisterAnswer
from engine.model.service import Field
from engine.model.value import ABSENT, State, Unknown, unanswered

Choosable: TypeAlias = Mapping[str, Attributes]
"""What is known of each application that may be chosen, by its reference."""


def choosable(field: Field, snapshot: Mapping[str, RegisterAnswer]) -> Choosable:
    """The applications that a snapshot has for the field, the last submitted first."""
    begin = f"{field.fact}/"
    found = {
        key.removeprefix(begin): said.attributes
        for key, said in snapshot.items()
        if key.startswith(begin)
    }
    name = f"{field.fact}.submitted_date"
    newest = sorted(found, key=lambda one: (str(found[one].get(name)), one), reverse=True)
    return {reference: found[reference] for reference in newest}


def read_application_choice(field: Field, text: str, among: Choosable) -> str | FieldError:
    reference = text.strip().upper()
    return reference if reference in among else field_error(field, "not-offered")


def chosen_facts(field: Field, state: State, among: Choosable) -> Iterator[tuple[str, State]]:
    """The attributes of the chosen application: unknown or absent as long as the answer is."""
    attributes = among.get(state) if isinstance(state, str) else None
    for fact in () if field.own is None else field.own.facts:
        if state is ABSENT:
            yield fact.name, ABSENT
        elif attributes is None:
            yield fact.name, state if isinstance(state, Unknown) else unanswered(field.fact)
        else:
            yield fact.name, attributes.get(fact.name, ABSENT)
