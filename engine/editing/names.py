"""What a name in a definition file means: where it is declared, and what people call it.

A word is looked up where it stands: in the service whose file it is, in every service that uses a
fragment, then among what all files share. Words are found in the text alone, so this works while
the file cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.catalogue import Catalogue
from engine.definitions.facts import BUILT_INS
from engine.expressions.functions import FUNCTIONS
from engine.expressions.functions.signatures import Parameter
from engine.expressions.program import Program
from engine.model.dated import Dated
from engine.model.problem import Span
from engine.model.service import Service, Step
from engine.model.types import Kind
from engine.model.value import Known
from engine.model.wording import Words
from engine.model.words import Language, Text, Unit

_WORD: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.]*")


class Sort(StrEnum):
    """What a word names, as an author calls it."""

    FACT = "fact"
    VALUE = "value"
    DERIVED = "derived fact"
    TABLE = "table"
    RULE = "rule"
    DOCUMENT = "required document"
    FEE = "fee line"
    STATE = "state"
    BUILT_IN = "built-in"
    FUNCTION = "function"
    OWN_FUNCTION = "own function"
    CODE = "code"
    LIST = "list"
    SOURCE = "source"
    REGISTER = "register"
    SERVICE = "service"
    FRAGMENT = "fragment"
    PERSON = "demonstration person"
    KEY = "key"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word means. `type` is as authors write it; `dated` holds what a value is from when."""

    name: str
    sort: Sort
    span: Span | None
    label: Words | None = None
    type: str = ""
    cite: tuple[str, ...] = ()
    dated: Dated[Known] | None = None
    unit: Unit | None = None
    service: str | None = None
    note: str = ""


def word_at(line: str, column: int) -> tuple[str, int] | None:
    """The word of a line around `column`, which counts from 0, and where it begins."""
    for pattern in (_WORD, _NAME):
        for found in pattern.finditer(line):
            if found.start() <= column <= found.end():
                return found.group(), found.start()
    return None


def meanings(catalogue: Catalogue, path: PurePosixPath, word: str) -> tuple[Meant, ...]:
    """Everything that a word of a file may mean, the nearest first."""
    found: dict[tuple[Sort, str], Meant] = {}
    for meant in _all(catalogue, path, word.rstrip(".-")):
        found.setdefault((meant.sort, meant.name), meant)
    return tuple(found.values())


def services_of(catalogue: Catalogue, path: PurePosixPath) -> Iterator[Service]:
    """The services that a file says something of; for a file of a fragment, those that use it."""
    folder = path.parts[0]
    for service in catalogue.listed:
        spans = (service.span.path, catalogue.rule_sets[service.rules].span.path)
        is_own = path in spans or (folder == "scenarios" and path.parts[1] == service.id)
        if is_own or (folder == "fragments" and _uses(catalogue.programs[service.id], path)):
            yield service


def _uses(program: Program, path: PurePosixPath) -> bool:
    return any(meant.span is not None and meant.span.path == path for meant in named_in(program))


def named_in(program: Program) -> Iterator[Meant]:
    """What conditions of a service can name, as it is declared."""
    of = program.service
    for name, fact in program.facts.items():
        meant = Meant(name, Sort.FACT, fact.span, fact.label, str(fact.type), unit=fact.unit)
        yield replace(meant, service=of, note=f"from: {fact.source.replace('_', ' ')}")
    for name, value in program.values.items():
        meant = Meant(name, Sort.VALUE, value.span, value.label, str(value.type), value.cite)
        yield replace(meant, service=of, dated=value.by_date, unit=value.unit)
    for name, entry in program.derived.items():
        one, is_a = entry.derived, str(entry.body.type)
        meant = Meant(name, Sort.DERIVED, one.span, one.label, is_a, one.cite, unit=one.unit)
        yield replace(meant, service=of)
    for name, made in program.tables.items():
        for output, type_ in made.types.items():
            called = name if len(made.types) == 1 else f"{name}.{output}"
            table = made.table
            meant = Meant(called, Sort.TABLE, table.span, table.label, str(type_), table.cite)
            yield replace(
                meant, service=of, unit=table.unit, note=f"hit policy: {table.hit_policy}"
            )
    for name, function in program.functions.items():
        parameters = ", ".join(f"{one}: {type_}" for one, type_ in function.parameters)
        how = f"{name}({parameters})"
        meant = Meant(name, Sort.OWN_FUNCTION, function.span, function.label, how, function.cite)
        yield replace(meant, service=of)


def _all(catalogue: Catalogue, path: PurePosixPath, word: str) -> Iterator[Meant]:
    for service in services_of(catalogue, path):
        program = catalogue.programs[service.id]
        for meant in named_in(program):
            is_here = meant.span is not None and meant.span.path == path
            if meant.name == word or (is_here and meant.name.endswith(f".{word}")):
                yield meant
        yield from (meant for meant in _ids(program, service) if meant.name == word)
        yield from _of_items(service, path, word)
    if word in BUILT_INS:
        yield Meant(word, Sort.BUILT_IN, None, None, str(BUILT_INS[word]))
    if word in FUNCTIONS:
        yield Meant(word, Sort.FUNCTION, None, None, signature(word))
    yield from (meant for meant in shared(catalogue) if meant.name == word)


def _of_items(service: Service, path: PurePosixPath, word: str) -> Iterator[Meant]:
    """What an item holds, read as `item.field`, whatever the item is called there. The file that
    asks for it can say its name alone."""
    holder, _, name = word.rpartition(".")
    for step in service.asking:
        if holder or step.span.path == path:
            yield from (replace(one, name=word) for one in held_in(service, step, name))


def held_in(service: Service, step: Step, name: str | None = None) -> Iterator[Meant]:
    """The fields of an item of the group that a step asks for, and the groups inside it; of all, or
    of that with this name."""
    if step.group is None:
        return
    held = [
        Meant(one.id, Sort.FACT, one.span, one.label, str(one.fact_type), unit=one.unit)
        for one in step.fields
    ]
    held += [
        Meant(one.group.name, Sort.FACT, one.span, one.title, Kind.GROUP)
        for one in step.groups
        if one.group is not None
    ]
    for meant in held:
        if name in (None, meant.name):
            yield replace(meant, service=service.id, note=f"of each of: {step.group.fact}")


def _ids(program: Program, service: Service) -> Iterator[Meant]:
    """What only people and addresses name: rules, documents, fee lines, states."""
    of = service.id
    for entry in program.rules:
        rule = entry.rule
        yield Meant(rule.id, Sort.RULE, rule.span, rule.label, "", rule.cite, service=of)
    for paper in program.documents:
        one = paper.document
        yield Meant(one.id, Sort.DOCUMENT, one.span, one.label, "", one.cite, service=of)
    for charge in program.fees:
        fee = charge.fee
        yield Meant(fee.id, Sort.FEE, fee.span, fee.label, "", fee.cite, service=of)
    for state in service.lifecycle.states:
        yield Meant(state.id, Sort.STATE, state.span, state.label, service=of)


def shared(catalogue: Catalogue) -> Iterator[Meant]:
    """What every file may name."""
    for id, listing in catalogue.lists.items():
        yield Meant(id, Sort.LIST, listing.span, listing.title)
        for code in listing.codes:
            yield Meant(code.id, Sort.CODE, code.span, code.label, f"code of {id}")
    for id, source in catalogue.sources.items():
        yield Meant(
            id, Sort.SOURCE, source.span, source.title, "", note=source.rank.replace("_", " ")
        )
    for id, register in catalogue.registers.items():
        yield Meant(id, Sort.REGISTER, register.span, register.title)
    for service in catalogue.listed:
        yield Meant(service.id, Sort.SERVICE, service.span, service.title)
    for id, person in catalogue.people.items():
        yield Meant(id, Sort.PERSON, person.span, None)
    for id in catalogue.fragments:
        at = Span(PurePosixPath("fragments", f"{id}.yaml"), 1, 1)
        yield Meant(id, Sort.FRAGMENT, at)


def signature(function: str) -> str:
    """How a built-in function is called: `date(from: text)`, each way in a line."""
    ways = FUNCTIONS[function].signatures
    return "\n".join(
        f"{function}({', '.join(_parameter(one) for one in way.parameters)})" for way in ways
    )


def _parameter(one: Parameter) -> str:
    mark = "?" if one.is_optional else "*" if one.is_open else ""
    return f"{one.name}{mark}: {one.wants}"


def text_of(words: Words | None) -> Text | None:
    """A text without the values that it may say: their names stand in their places."""
    if words is None or isinstance(words, Text):
        return words
    ar, en = (words.pattern(language, "other") for language in Language)
    return Text(ar, en)
