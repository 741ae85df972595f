"""A person as the text of a scenario file, which `mumaris test` then runs.

What registers say, answers and documents are written as an author writes them; documents that are
due are supplied. A record must say everything that it always says, so texts that no rule reads
stand in it as `-`. Reading the text gives the facts that it was made of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from engine.analysis.people import Person
from engine.answers.registers import registers_read
from engine.decide.decision import decide
from engine.decide.summary import plain_number
from engine.definitions.catalogue import Catalogue
from engine.model.decision import DocumentDue
from engine.model.document import Paper, RequiredDocument
from engine.model.partial import Precision
from engine.model.register import Register
from engine.model.service import Field, FieldType, Service, Step
from engine.model.types import Kind
from engine.model.value import ABSENT, Items, State, is_known

_SCHEMA: Final = "# yaml-language-server: $schema=../../../engine/schemas/scenario.json"
_TO_CONFIRM: Final = """\
# Proposed: it expects what the rules say today. Compare that with the law, give it a name that says
# what is shown, and take out this comment and `confirm`.
format: 1
confirm: true
"""
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*|\d+\.\d\d [A-Z]{3}")
_TEXTS: Final = {
    FieldType.NATIONAL_ID: "1000000008",
    FieldType.MOBILE: "0501234567",
    FieldType.EMAIL: "applicant@example.com",
    FieldType.IBAN: "SA0380000000608010167519",
}


def scenario_text(
    catalogue: Catalogue, person: Person, name: str, expected: Mapping[str, object]
) -> str:
    """The file. `expected` is a part of the decision's summary (`engine.decide.summary`)."""
    writer = _Writer(catalogue, person)
    return "\n".join(writer.lines(name, expected)) + "\n"


def proposed_text(
    catalogue: Catalogue, person: Person, name: str, expected: Mapping[str, object]
) -> str:
    """The file as a command proposes it: an author confirms it before it counts (ADR 41)."""
    text = scenario_text(catalogue, person, name, expected)
    return text.replace("format: 1\n", _TO_CONFIRM, 1)


class _Writer:
    def __init__(self, catalogue: Catalogue, person: Person) -> None:
        self.catalogue = catalogue
        self.person = person
        self.facts = person.facts
        self.service: Service = catalogue.declared(person.service)
        program = catalogue.programs[person.service]
        self.decision = decide(program, person.facts, person.decision_date, "")

    def lines(self, name: str, expected: Mapping[str, object]) -> Iterator[str]:
        yield _SCHEMA
        yield "format: 1"
        yield f"name: {_quoted(name)}"
        yield f"decision_date: {self.person.decision_date.isoformat()}"
        yield from _block("register", dict(self._registers()))
        yield from _block("answers", dict(self._answers()))
        yield from _block("documents", dict(self._documents()))
        yield from _block("expect_some", {key: _plain(part) for key, part in expected.items()})

    # Registers ---------------------------------------------------------------------------

    def _registers(self) -> Iterator[tuple[str, str]]:
        for id in registers_read(self.catalogue, self.service):
            register = self.catalogue.registers[id]
            names = [f"{id}.is_on_record", *(one.name for one in register.attributes)]
            if any(name in self.facts for name in names):
                yield from self._record(register)

    def _record(self, register: Register) -> Iterator[tuple[str, str]]:
        if self.facts.get(f"{register.id}.is_on_record") is False:
            yield register.id, "no_record"
            return
        for fact in register.attributes:
            state = self.facts.get(fact.name, "-" if fact.type.kind is Kind.TEXT else ABSENT)
            if is_known(state) or fact.type.is_optional:
                yield fact.name, _plain(state)

    # Answers -----------------------------------------------------------------------------

    def _answers(self) -> Iterator[tuple[str, str]]:
        for step in self.service.steps:
            if step.group is not None:
                state = self.facts.get(step.group.fact)
                if isinstance(state, Items):
                    yield step.group.fact, self._items(step, state.items)
                continue
            for field in step.fields:
                answer = self._answer(field)
                if answer is not None:
                    yield field.id, answer

    def _answer(self, field: Field) -> str | None:
        state = self.facts.get(field.fact)
        if state is None or field.type is FieldType.FILE:
            return None
        if field.own is not None:
            return self._chosen(field)
        return _answered(field, state)

    def _chosen(self, field: Field) -> str:
        """What is known of the application of the person's own that is chosen."""
        assert field.own is not None
        known = {
            fact.name.removeprefix(f"{field.fact}."): _plain(self.facts[fact.name])
            for fact in field.own.facts
            if is_known(self.facts.get(fact.name, ABSENT))
        }
        return f"{{chosen: {_flow(known)}}}" if known else "null"

    def _items(self, step: Step, items: Iterable[Mapping[str, State]]) -> str:
        return f"[{', '.join(_flow(self._item(step, item)) for item in items)}]"

    def _item(self, step: Step, item: Mapping[str, State]) -> dict[str, str]:
        """The answers about an item, and the groups that it holds."""
        answers = {
            field.id: _answered(field, item.get(field.id, ABSENT))
            for field in step.fields
            if field.type is not FieldType.FILE
        }
        for inner in step.groups:
            held = item.get(inner.group.name) if inner.group is not None else None
            if inner.group is not None and isinstance(held, tuple):
                items = (one for one in held if isinstance(one, Mapping))
                answers[inner.group.name] = self._items(inner, items)
        return answers

    # Documents ---------------------------------------------------------------------------

    def _documents(self) -> Iterator[tuple[str, str]]:
        """Everything that is due; of several that serve, the one that something is known of."""
        declared = {
            one.document.id: one.document
            for one in self.catalogue.programs[self.person.service].documents
        }
        for due in self.decision.documents:
            document = declared[due.id]
            if due.is_due is not True or document.is_later:
                continue
            if document.for_each is not None:
                yield document.id, self._of_items(document, due)
            else:
                paper = self._supplied(document)
                yield paper.id, _flow(self._details(paper))

    def _supplied(self, document: RequiredDocument) -> Paper:
        told = (paper for paper in document.papers if self._details(paper))
        return next(told, document.papers[0])

    def _details(self, paper: Paper) -> dict[str, str]:
        return {
            fact.name.rpartition(".")[2]: _plain(self.facts[fact.name])
            for fact in paper.asks
            if is_known(self.facts.get(fact.name, ABSENT))
        }

    def _of_items(self, document: RequiredDocument, due: DocumentDue) -> str:
        numbers = [one.number for one in due.items if one.is_due is True]
        state = self.facts.get(document.name)
        held = state.items if isinstance(state, Items) else ()
        asks = [fact.name.rpartition(".")[2] for fact in document.asks]
        written = []
        for place, number in enumerate(numbers):
            item = held[place] if place < len(held) else {}
            details = {
                name: _plain(item[name]) for name in asks if is_known(item.get(name, ABSENT))
            }
            written.append(_flow({"item": str(number), **details}))
        return f"[{', '.join(written)}]"


# Values --------------------------------------------------------------------------------------


def _answered(field: Field, state: State) -> str:
    if field.partial is not None and isinstance(state, date):
        year = f"{state:%Y-%m-%d}".partition("-")[0]
        return f"{state:%Y-%m}" if field.partial.precision is Precision.MONTH else f'"{year}"'
    if state == "-" and field.type in _TEXTS:
        return _quoted(_TEXTS[field.type])
    return _plain(state)


def _plain(value: object) -> str:
    """A value as an author writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()
        case str():
            return value if _PLAIN.fullmatch(value) else _quoted(value)
        case tuple() | list():
            return f"[{', '.join(map(_plain, value))}]"
        case Mapping():
            return _flow({str(key): _plain(one) for key, one in value.items()})
        case _ if value is ABSENT:
            return "null"
        case _:
            return str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _flow(entries: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in entries.items())}}}"


def _block(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    if entries:
        yield f"{key}:"
        yield from (f"  {name}: {value}" for name, value in entries.items())
