"""Scenarios, and the situations in them, as model objects.

A situation has the same shape wherever it is written: what registers say, answers by field and
by group, documents supplied. Values are read by the types that the service, its rules and the
registers declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from engine.definitions.building.expectations import expectation
from engine.definitions.building.lists import record
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import did_you_mean, meant_or_listed
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence
from engine.definitions.typed import read_value
from engine.model.document import Paper, RequiredDocument
from engine.model.money import Money
from engine.model.own_application import choice_key
from engine.model.partial import PartialDate, Precision, ReadsAs
from engine.model.period import add_months
from engine.model.register import Answer, DemonstrationPerson, Register, RegisterAnswer
from engine.model.rule import RuleSet
from engine.model.scenario import GroupAnswers, ItemAnswers, Scenario, Situation
from engine.model.service import Field, Service, Step
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Known

_ITEM = "item"  # the number of the item that a document is supplied for
_CHOSEN: Final = "CHOSEN"  # the reference of the application that a scenario tells of


@dataclass(frozen=True, slots=True)
class Setting:
    """What a situation is about: a service, its rules, and who there is to ask.

    `is_partial`: parts of the service or its rules could not be read, so that what seems unknown
    may well be declared. `knows_people`: demonstration/people.yaml could be read in full.
    """

    service: Service
    rules: RuleSet
    registers: Map[str, Register]
    people: Map[str, DemonstrationPerson]
    is_partial: bool = False
    knows_people: bool = True


def build_scenario(parts: Parts, root: Mapping, setting: Setting) -> Scenario:
    expected = expectation(parts, root, setting.rules, setting.is_partial)
    name = parts.scalar(root, "name")
    return Scenario(
        id=parts.path.stem,
        service=setting.service.id,
        name=name.text,
        decision_date=parts.date(root, "decision_date"),
        situation=build_situation(parts, root, setting),
        expected={line: word for line, (word, _) in expected.lines.items()},
        lists=expected.lists,
        is_whole=expected.is_whole,
        places={line: place for line, (_, place) in expected.lines.items()},
        span=name.span,
        awaits_confirmation=parts.flag(root, "confirm", False),
    )


def build_situation(parts: Parts, root: Mapping, setting: Setting) -> Situation:
    """What `person`, `register`, `answers` and `documents` of `root` give."""
    answers, groups, chosen = _answers(parts, root, setting)
    return Situation(
        registers={**_registers(parts, root, setting), **chosen},
        answers=answers,
        groups=groups,
        documents=_documents(parts, root, setting),
    )


# Registers -------------------------------------------------------------------------------


def _registers(parts: Parts, root: Mapping, setting: Setting) -> dict[str, RegisterAnswer]:
    answers = dict(_person(parts, root, setting))
    given: dict[str, list[Entry]] = {}
    for entry in parts.entries(root, "register"):
        id = entry.key.text.partition(".")[0]
        if id in setting.registers:
            given.setdefault(id, []).append(entry)
        elif id not in parts.known.broken:
            hint = meant_or_listed(id, setting.registers, "the registers are")
            parts.report("D107", f"there is no register `{id}`", entry.key.span, hint)
    for id, entries in given.items():
        with parts.skipping(id):
            answers[id] = _answer(parts, setting.registers[id], entries, answers.get(id))
    return answers


def _person(parts: Parts, root: Mapping, setting: Setting) -> Map[str, RegisterAnswer]:
    """What registers say of the person, where one is named: of a register left out, no record."""
    if not parts.has(root, "person"):
        return {}
    id = parts.scalar(root, "person")
    person = setting.people.get(id.text)
    if person is None:
        if setting.knows_people and id.text not in parts.known.broken:
            hint = (
                did_you_mean(id.text, setting.people) or "people are in demonstration/people.yaml"
            )
            parts.report("D111", f"there is no person `{id.text}`", id.span, hint)
        raise Unreadable
    return {id: person.answers.get(id, one.no_record()) for id, one in setting.registers.items()}


def _answer(
    parts: Parts, register: Register, entries: list[Entry], base: RegisterAnswer | None
) -> RegisterAnswer:
    whole = next((entry for entry in entries if entry.key.text == register.id), None)
    if whole is None:
        values = {entry.key.text: (entry.key, entry.value) for entry in entries}
        return record(parts, register, values, entries[0].key, base.attributes if base else None)
    for entry in entries:
        if entry is not whole:
            message = f"`{register.id}` is written as a whole already"
            parts.report("D143", message, entry.key.span)
    if not isinstance(whole.value, Scalar):
        raise Unreadable
    word = whole.value.text
    if word == Answer.NO_RECORD:
        return register.no_record()
    if word == Answer.SILENT:
        return RegisterAnswer(Answer.SILENT, {})
    hint = f"write `no_record`, `silent`, or single facts, as in `{_example(register)}: ...`"
    message = f"`{register.id}` is a register, and this is no answer of one"
    parts.report("D143", message, whole.value.span, hint)
    raise Unreadable


def _example(register: Register) -> str:
    return register.attributes[0].name if register.attributes else f"{register.id}.attribute"


# Answers ---------------------------------------------------------------------------------


def _answers(
    parts: Parts, root: Mapping, setting: Setting
) -> tuple[dict[str, Known | Absent], dict[str, GroupAnswers], dict[str, RegisterAnswer]]:
    """Answers by field, items by group, and what is known of applications that are chosen."""
    steps = setting.service.steps
    fields = {field.id: field for step in steps if step.group is None for field in step.fields}
    asked = {step.group.fact: step for step in steps if step.group is not None}
    answers: dict[str, Known | Absent] = {}
    groups: dict[str, GroupAnswers] = {}
    chosen: dict[str, RegisterAnswer] = {}
    for entry in parts.entries(root, "answers"):
        name = entry.key.text
        with parts.skipping(name):
            if name in fields and fields[name].own is not None and _is_written(entry.value):
                answers[name] = _CHOSEN
                chosen[choice_key(fields[name].fact, _CHOSEN)] = _application(
                    parts, entry.value, fields[name]
                )
            elif name in fields:
                answers[name] = _value(parts, entry.value, fields[name])
            elif name in asked:
                groups[name] = _group(parts, entry.value, asked[name], setting)
            elif not setting.is_partial:
                hint = did_you_mean(name, [*fields, *asked])
                message = f"the service asks no `{name}`"
                parts.report("D103", message, entry.key.span, hint)
    return answers, groups, chosen


def _is_written(node: Node) -> bool:
    return not (isinstance(node, Scalar) and node.is_null)


def _application(parts: Parts, node: Node, field: Field) -> RegisterAnswer:
    """What is known of the chosen application: nothing paid and nothing true, unless it is said."""
    written = node.get("chosen") if isinstance(node, Mapping) else None
    if not isinstance(written, Mapping):
        hint = "write what is known of it, as in `{chosen: {service: ..., state: ...}}`"
        parts.report("D143", "this is an application of the person's own", node.span, hint)
        raise Unreadable
    own = () if field.own is None else field.own.facts
    facts = {fact.name.removeprefix(f"{field.fact}."): fact for fact in own}
    known: dict[str, Known | Absent] = {}
    for entry in written.entries.values():
        fact = facts.get(entry.key.text)
        if fact is None:
            if f"{field.fact}.{entry.key.text}" not in parts.known.broken:
                meant = meant_or_listed(entry.key.text, facts, "there are")
                message = f"nothing is known as `{entry.key.text}` of an application"
                parts.report("D103", message, entry.key.span, meant)
            continue
        known[fact.name] = read_value(parts, entry.value, fact.type)
    for one in own:
        if one.name not in known:
            last = one.name.removeprefix(f"{field.fact}.")
            known[one.name] = _unsaid(parts, last, one.type, written)
    return RegisterAnswer(Answer.RECORD, known)


def _unsaid(parts: Parts, name: str, type_: Type, written: Mapping) -> Known | Absent:
    match type_.kind:
        case Kind.MONEY:
            return Money(type_.of or "", 0)
        case Kind.YES_NO:
            return False
        case _ if type_.is_optional:
            return ABSENT
        case _:
            parts.report("D021", f"key `{name}` is missing", written.span)
            raise Unreadable


def _value(parts: Parts, node: Node, field: Field) -> Known | Absent:
    if isinstance(node, Scalar) and node.is_null:
        return ABSENT
    if field.partial is not None:
        return _partial_date(parts, node, field.partial)
    if field.fact_type.kind is not Kind.FILE:
        return read_value(parts, node, field.fact_type)
    if isinstance(node, Scalar) and node.text in ("true", "false"):
        return node.text == "true" or ABSENT
    hint = "write `true` for a file that is supplied, and `false` for one that is not"
    parts.report("D030", "a file is not written here", node.span, hint)
    raise Unreadable


def _partial_date(parts: Parts, node: Node, partial: PartialDate) -> Known:
    """The day that a month or a year, written as in `2019-03` or `2019`, is read as."""
    is_month = partial.precision is Precision.MONTH
    text = node.text if isinstance(node, Scalar) else ""
    try:
        first = date.fromisoformat(f"{text}-01" if is_month else f"{text}-01-01")
    except ValueError:
        hint = "write it as in `2019-03`" if is_month else "write it as in `2019`"
        message = f"a {partial.precision} of the calendar is wanted here"
        parts.report("D030", message, node.span, hint)
        raise Unreadable from None
    if partial.reads_as is ReadsAs.FIRST_DAY:
        return first
    return add_months(first, 1 if is_month else 12) - timedelta(days=1)


def _group(parts: Parts, node: Node, step: Step, setting: Setting) -> GroupAnswers:
    """The items of a group: as a list it is complete."""
    is_complete = True
    if isinstance(node, Mapping):
        is_complete = parts.flag(node, "complete", True)
        node = node.get("items") or node
    if not isinstance(node, Sequence):
        hint = "write the items as a list, each with its fields; `[]` when there is none"
        parts.report("D143", "this is a group of items", node.span, hint)
        raise Unreadable
    for item in node.items:
        if not isinstance(item, Mapping):
            parts.report("D143", "an item of a group is written with its fields", item.span)
    items = tuple(
        _item(parts, item, step, setting) for item in node.items if isinstance(item, Mapping)
    )
    return GroupAnswers(items, is_complete)


def _item(parts: Parts, node: Mapping, step: Step, setting: Setting) -> ItemAnswers:
    """The fields of an item, and the groups that it holds."""
    fields = {field.id: field for field in step.fields}
    made: dict[str, Known | Absent | GroupAnswers] = {}
    for entry in node.entries.values():
        name = entry.key.text
        with parts.skipping(name):
            if (inner := step.inner(name)) is not None:
                made[name] = _group(parts, entry.value, inner, setting)
            elif name in fields:
                made[name] = _value(parts, entry.value, fields[name])
            elif not setting.is_partial:
                held = (one.group.name for one in step.groups if one.group is not None)
                hint = meant_or_listed(name, (*fields, *held), "its fields are")
                parts.report("D103", f"an item has no field `{name}`", entry.key.span, hint)
    return made


# Documents -------------------------------------------------------------------------------


def _documents(parts: Parts, root: Mapping, setting: Setting) -> dict[str, dict[str, Known]]:
    declared: dict[str, Paper] = {
        paper.id: paper for one in setting.rules.documents for paper in one.papers
    }
    choices = {
        one.id: [each.id for each in one.any_of] for one in setting.rules.documents if one.any_of
    }
    supplied: dict[str, dict[str, Known]] = {}
    for entry in parts.entries(root, "documents"):
        document = declared.get(entry.key.text)
        if document is None and entry.key.text in choices:
            which = ", ".join(f"`{one}`" for one in choices[entry.key.text])
            message = f"of `{entry.key.text}` one of several documents is supplied"
            parts.report("D215", message, entry.key.span, f"write which: {which}")
            continue
        if document is None:
            if not setting.is_partial:
                hint = meant_or_listed(entry.key.text, declared, "they are")
                message = f"the rules have no document `{entry.key.text}`"
                parts.report("D108", message, entry.key.span, hint)
            continue
        if isinstance(document, RequiredDocument) and document.for_each is not None:
            for number, node in _of_items(parts, document, entry):
                supplied[f"{document.id}.{number}"] = _details(parts, document, node)
        elif isinstance(entry.value, Sequence):
            message = f"`{document.id}` is due once, and not for each item of a group"
            parts.report("D218", message, entry.value.span, f"write `{document.id}: {{}}`")
        else:
            supplied[document.id] = _details(parts, document, entry.value)
    return supplied


def _of_items(parts: Parts, document: Paper, entry: Entry) -> Iterator[tuple[str, Mapping]]:
    """What is supplied of a document that is due for each item, by the number of the item."""
    if not isinstance(entry.value, Sequence):
        message = f"`{document.id}` is supplied for each item that it is due for"
        hint = f"write `{document.id}: [{{item: 1}}]`, with the details of each beside its number"
        parts.report("D218", message, entry.value.span, hint)
        return
    for node in entry.value.items:
        number = node.get(_ITEM) if isinstance(node, Mapping) else None
        if isinstance(node, Mapping) and isinstance(number, Scalar) and number.text.isdigit():
            yield number.text, node
        else:
            hint = "the number of the item in its group, from 1, as in `{item: 1}`"
            parts.report("D218", "`item` is missing here, or is no number", node.span, hint)


def _details(parts: Parts, document: Paper, node: Node) -> dict[str, Known]:
    """What is said of a document that is supplied, or of one that is for an item."""
    is_of_item = isinstance(document, RequiredDocument) and document.for_each is not None
    details = {fact.name.rpartition(".")[2]: fact for fact in document.asks}
    made: dict[str, Known] = {}
    for one in node.entries.values() if isinstance(node, Mapping) else ():
        fact = details.get(one.key.text)
        if fact is None and not (is_of_item and one.key.text == _ITEM):
            hint = meant_or_listed(one.key.text, details, "it asks")
            message = f"the document `{document.id}` asks no `{one.key.text}`"
            parts.report("D103", message, one.key.span, hint)
        if fact is not None:
            with parts.skipping(fact.name):
                made[one.key.text] = read_value(parts, one.value, fact.type)
    return made
