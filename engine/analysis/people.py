"""An example as a person who may apply, told in the words of the authors in both languages.

Nobody is named: what an example holds are dates, codes and amounts.

Not here: how an example is found (`formula/search.py`), the rest of the person (`completing.py`),
the same person as a scenario (`scenario_text.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.analysis.questions import Example
from engine.decide.naming import Naming
from engine.definitions.catalogue import Catalogue
from engine.model.types import Kind, Type
from engine.model.value import Items, State
from engine.model.words import Language, Text
from engine.phrases import Sayable, phrase, said

_DAY: Final = "decision_date"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may apply for a service: facts on one day, and the names of those that matter.

    What `about` leaves out is there, and is not told.
    """

    service: str
    facts: Mapping[str, State]
    decision_date: date
    about: tuple[str, ...]

    @classmethod
    def of(cls, service: str, example: Example, about: Iterable[str] = ()) -> Person:
        """`about`: what is read of the person, in order; without it, all that the example holds."""
        names = tuple(name for name in dict.fromkeys(about) if name in example.facts)
        return cls(service, example.facts, example.decision_date, names or tuple(example.facts))

    def lines(self, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
        """What is said of the person: the day first, then a line for each fact that matters."""
        naming = Naming(catalogue.programs[self.service], catalogue, language)
        return tuple(_lines(self, naming))

    def words(self, catalogue: Catalogue) -> Text:
        """The lines as one sentence, in both languages."""
        return Text(
            "؛ ".join(self.lines(catalogue, Language.AR)),
            "; ".join(self.lines(catalogue, Language.EN)),
        )


def _lines(person: Person, naming: Naming) -> Iterator[str]:
    yield _line(naming.fact(_DAY), person.decision_date, naming)
    admitted = {f"{register}.is_on_record" for register in naming.program.open_to}
    for name in person.about:
        state = person.facts[name]
        if isinstance(state, Items):
            yield _line(naming.fact(name), len(state.items), naming)
            yield from _items(name, state.items, naming.program.facts[name].type, naming)
        elif name != _DAY and not (name in admitted and state is True):
            type_, unit = naming.type_and_unit(name)
            yield _line(naming.fact(name), said(naming.state(state, type_, unit)), naming)


def _items(
    group: str, items: Iterable[State], type_: Type, naming: Naming, before: str = ""
) -> Iterator[str]:
    """What is known of each, and how many it holds itself, with what is known of each of those."""
    types = dict(type_.fields)
    for number, item in enumerate(items, start=1):
        place = f"{before}{number}"
        for name, one in item.items() if isinstance(item, Mapping) else ():
            inner, asked = types[name].element, naming.field_of(group, name)
            if isinstance(one, tuple) and inner is not None and inner.kind is Kind.CONTEXT:
                held = f"{group}.{name}"
                yield _line(f"{place}. {naming.fact(held)}", len(one), naming)
                yield from _items(held, one, inner, naming, f"{place}.")
                continue
            label = name if asked is None else naming.text(asked.label)
            unit = None if asked is None else asked.unit
            yield _line(f"{place}. {label}", said(naming.state(one, types[name], unit)), naming)


def _line(name: str, actual: Sayable, naming: Naming) -> str:
    return phrase("people.is", naming.language, name=said(name), actual=actual)
