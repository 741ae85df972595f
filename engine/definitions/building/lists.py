"""Files of lists/ and demonstration/ as model objects."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import replace
from datetime import date

from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Entry, Mapping, Node, Scalar
from engine.definitions.typed import by_date, named_type, read_value, type_of
from engine.model.account import Role
from engine.model.listing import Attribute, Code, CodeList
from engine.model.register import Answer, DemonstrationPerson, Register, RegisterAnswer
from engine.model.rule import Value
from engine.model.staff import DemonstrationStaff
from engine.model.types import Kind, Type
from engine.model.value import ABSENT, Absent, Known

_RESERVED = frozenset({"absent", "unknown", "true", "false", "null"})


def build_list(parts: Parts, root: Mapping) -> CodeList:
    """A list of codes; the codes of its groups must be its own."""
    declared = _attributes(parts, root)
    types = {attribute.name: attribute.type for attribute in declared}
    codes = parts.each(root, "codes", lambda node: _code(parts, node, types))
    id = parts.file_id(root)
    attributes = tuple(_as_said(attribute, codes) for attribute in declared)
    listing = CodeList(id.text, parts.title(root, "title"), codes, (), id.span, attributes)
    own = parts.within(listing)
    groups = own.each_entry(root, "groups", lambda name, node: _group(own, id.text, name, node))
    return replace(listing, groups=groups)


def _attributes(parts: Parts, root: Mapping) -> list[Attribute]:
    made = []
    for entry in parts.entries(root, "attributes"):
        with parts.skipping(entry.key.text):
            made.append(_declared(parts, entry))
    return made


def _declared(parts: Parts, entry: Entry) -> Attribute:
    """An attribute by its type alone, or with the words for it."""
    name, span = entry.key.text, entry.key.span
    match entry.value:
        case Scalar() as type_:
            return Attribute(name, named_type(parts, type_), None, None, span)
        case Mapping() as node:
            label, unit = parts.words(node, "label"), parts.maybe_unit(node, "unit")
            return Attribute(name, type_of(parts, node), label, unit, span)
        case _:
            raise Unreadable


def _as_said(attribute: Attribute, codes: tuple[Code, ...]) -> Attribute:
    """The attribute, optional where a code does not say it."""
    if all(attribute.name in dict(code.attributes) for code in codes):
        return attribute
    return replace(attribute, type=attribute.type.optional())


def _code(parts: Parts, node: Mapping, attributes: Map[str, Type]) -> Code:
    id = parts.scalar(node, "id")
    first: date | None
    if id.text in _RESERVED:
        message = f"`{id.text}` is a word of its own in tables and conditions, and no code"
        parts.report("D102", message, id.span, "choose another code")
    if parts.has(node, "from"):
        first, last = parts.period(node, "from", "to")
    else:
        first, last = None, parts.maybe_date(node, "to")
    values = tuple(
        (entry.key.text, _attribute(parts, entry, attributes))
        for entry in parts.entries(node, "attributes")
    )
    return Code(id.text, parts.words_of(node), first, last, values, id.span)


def _attribute(parts: Parts, entry: Entry, attributes: Map[str, Type]) -> Known:
    type_ = attributes.get(entry.key.text)
    if type_ is None:
        if entry.key.text not in parts.skipped:  # its type could not be read
            hint = meant_or_listed(entry.key.text, attributes, "the attributes are")
            message = f"the list declares no attribute `{entry.key.text}`"
            parts.report("D103", message, entry.key.span, hint)
        raise Unreadable
    return read_value(parts, entry.value, type_)


def _group(parts: Parts, listing: str, name: Scalar, node: Mapping) -> Value:
    """A group of the list's own codes by date; `null` ends it."""
    of_codes = Type(Kind.LIST, element=Type(Kind.CODE, of=listing))
    full = f"{listing}.{name.text}"
    return Value(
        name=full,
        label=parts.words(node, "label"),
        type=of_codes,
        cite=parts.cite(node),
        by_date=by_date(parts, full, parts.mapping(node, "by_date"), of_codes),
        span=name.span,
    )


def build_people(
    parts: Parts, root: Mapping, registers: Map[str, Register]
) -> tuple[DemonstrationPerson, ...]:
    """Invented people with what each register answers about them."""
    return parts.each(root, "people", lambda node: _person(parts, node, registers))


def _person(parts: Parts, node: Mapping, registers: Map[str, Register]) -> DemonstrationPerson:
    id = parts.scalar(node, "id")
    answers = {}
    for entry in parts.entries(node, "registers"):
        register = registers.get(entry.key.text)
        if register is not None:  # an unknown one is reported by the cross-checks
            answers[register.id] = _answer(parts, entry, register)
    return DemonstrationPerson(
        id=id.text,
        key=parts.maybe_text(node, "key"),
        login=parts.text(node, "login"),
        purpose=parts.words(node, "purpose"),
        answers=answers,
        span=id.span,
    )


def build_staff(parts: Parts, root: Mapping) -> tuple[DemonstrationStaff, ...]:
    """Invented staff; who of them is a person of the demonstration is checked across files."""
    return parts.each(root, "staff", lambda node: _member(parts, node))


def _member(parts: Parts, node: Mapping) -> DemonstrationStaff:
    id = parts.scalar(node, "id")
    return DemonstrationStaff(
        id=id.text,
        login=parts.text(node, "login"),
        role=parts.choice(node, "role", Role),
        person=parts.maybe_text(node, "person"),
        purpose=parts.words(node, "purpose"),
        span=id.span,
    )


def _answer(parts: Parts, entry: Entry, register: Register) -> RegisterAnswer:
    if isinstance(entry.value, Scalar):
        if entry.value.text not in (Answer.NO_RECORD, Answer.SILENT):
            raise Unreadable
        return RegisterAnswer(Answer(entry.value.text), {})
    if not isinstance(entry.value, Mapping):
        raise Unreadable
    given = {
        f"{register.id}.{one.key.text}": (one.key, one.value)
        for one in entry.value.entries.values()
    }
    return record(parts, register, given, entry.key)


def record(
    parts: Parts,
    register: Register,
    given: Map[str, tuple[Scalar, Node]],
    at: Scalar,
    base: Map[str, Known | Absent] | None = None,
) -> RegisterAnswer:
    """A record of `register` with the values `given` by the names of its facts, over `base`.

    A record must say everything that is not optional; `null` says that it lacks what is.
    """
    facts = {fact.name: fact for fact in register.attributes}
    values: dict[str, Known | Absent] = dict(base or {})
    for name, (key, node) in given.items():
        fact = facts.get(name)
        if fact is None:
            if name not in parts.known.broken:
                _no_such_attribute(parts, register, name, key)
            continue
        if isinstance(node, Scalar) and node.is_null:
            values[name] = ABSENT
            continue
        with parts.skipping(name):
            values[name] = read_value(parts, node, fact.type)
    for name, fact in facts.items():
        is_said = base is None or name in given  # what the base lacks is reported there
        is_lacking = name not in values if name not in given else values.get(name) is ABSENT
        if is_said and is_lacking and not fact.type.is_optional:
            hint = f"write it, or `optional: true` where `{name}` is declared"
            parts.report("D142", f"the record lacks `{name}`", at.span, hint)
        if name not in given:
            values.setdefault(name, ABSENT)
    return RegisterAnswer(Answer.RECORD, values)


def _no_such_attribute(parts: Parts, register: Register, name: str, key: Scalar) -> None:
    own = [fact.name.removeprefix(f"{register.id}.") for fact in register.attributes]
    word = name.removeprefix(f"{register.id}.")
    hint = meant_or_listed(word, own, "its attributes are")
    parts.report("D103", f"the register `{register.id}` has no `{word}`", key.span, hint)
