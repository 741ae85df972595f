"""Record pages and public look-ups: what they show is there, and every record can be found.

That names of facts exist stands here too, for neither kind has the steps of an application.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.facts import providers_of
from engine.definitions.suggest import did_you_mean, meant_or_listed
from engine.definitions.tree import Mapping, item_with, place_of
from engine.definitions.typed import type_words
from engine.expressions.program import Program
from engine.model.fact import Fact
from engine.model.problem import Problem, Span
from engine.model.public_lookup import Find, PublicLookup
from engine.model.record_page import RecordPage, Section
from engine.model.register import Register
from engine.model.rule import RuleSet
from engine.model.service import Service
from engine.model.types import Kind


def problems(draft: Draft) -> Iterator[Problem]:
    pages: list[RecordPage | PublicLookup] = [*draft.records.values(), *draft.lookups.values()]
    for page in pages:
        yield from _sections(draft, page)
        rules = draft.rule_sets.get(page.service.rules)
        if rules is not None:
            yield from _names(draft, page, rules)
            yield from _supplied(rules)
    for register in draft.registers.values():
        yield from _found_by(draft, register)
    for lookup in draft.lookups.values():
        yield from _finds(draft, lookup)
        yield from _out_of_reach(draft, lookup)


# What is shown --------------------------------------------------------------------------------


def _sections(draft: Draft, page: RecordPage | PublicLookup) -> Iterator[Problem]:
    known = {service.id for service in draft.every_service()}
    for section in page.sections:
        to = section.leads_to
        if to is not None and to not in known and to not in draft.broken:
            hint = meant_or_listed(to, known, "the services are")
            yield Problem("D230", f"there is no service `{to}`", section.span, hint)


def _names(draft: Draft, page: RecordPage | PublicLookup, rules: RuleSet) -> Iterator[Problem]:
    """What a section shows is any name that has a value, and a measure has two of numbers."""
    names = draft.names(page.service, rules).all
    program = draft.programs.get(page.id)
    for section in page.sections:
        entry = item_with(draft.tree(page.service.span.path), "sections", section.step.span)
        measured = tuple(_measured(section, entry))
        for name, at in (*_listed(section, entry), *measured):
            if name not in names and name not in draft.broken:
                yield Problem("D103", f"unknown fact `{name}`", at, did_you_mean(name, names))
        for name, at in measured:
            yield from _number(program, name, at)


def _listed(section: Section, entry: Mapping) -> Iterator[tuple[str, Span]]:
    for position, name in enumerate(section.facts):
        yield name, place_of(entry, "shows", position)


def _measured(section: Section, entry: Mapping) -> Iterator[tuple[str, Span]]:
    if section.measure is not None:
        for key, name in (("has", section.measure.has), ("needs", section.measure.needs)):
            yield name, place_of(entry, "measure", key)


def _number(program: Program | None, name: str, at: Span) -> Iterator[Problem]:
    node = None if program is None else program.shown.get(name)
    if node is not None and node.type.kind is not Kind.NUMBER:
        message = f"`{name}` is {type_words(node.type.required())}, and a measure has numbers"
        yield Problem("D231", message, at)


def _supplied(rules: RuleSet) -> Iterator[Problem]:
    """Whoever only reads supplies no documents and pays no fees."""
    hint = "give the page a rule file of its own"
    for document in rules.documents:
        message = f"nobody supplies `{document.id}`: these rules are read by a page alone"
        yield Problem("D232", message, document.span, hint)
    for line in () if rules.fees is None else rules.fees.lines:
        message = f"nobody pays `{line.id}`: these rules are read by a page alone"
        yield Problem("D232", message, line.span, hint)


# What is found --------------------------------------------------------------------------------


def _found_by(draft: Draft, register: Register) -> Iterator[Problem]:
    """A record is found by what people read off a card: a text."""
    facts = {fact.name: fact for fact in register.attributes}
    for position, name in enumerate(register.found_by):
        if name in draft.broken:
            continue
        at = place_of(draft.tree(register.span.path), "found_by", position)
        id = name.partition(".")[2]
        if name not in facts:
            hint = meant_or_listed(id, [one.partition(".")[2] for one in facts], "it has")
            yield Problem("D233", f"`{register.id}` has no attribute `{id}`", at, hint)
        elif facts[name].type.kind is not Kind.TEXT:
            message = f"`{id}` is {type_words(facts[name].type)}, and a record is found by a text"
            yield Problem("D233", message, at)


def _finds(draft: Draft, lookup: PublicLookup) -> Iterator[Problem]:
    tree = draft.tree(lookup.service.span.path)
    said = _answers(draft, lookup.service)
    for find in lookup.finds:
        register = draft.registers.get(find.register)
        if register is None:
            continue
        entry = item_with(tree, "finds", find.span, "register")
        if register.own is not None:
            message = f"`{register.id}` is our own history, which nobody else may ask for"
            yield Problem("D234", message, find.span)
            continue
        yield from _ways(register, find, entry)
        if lookup.service.rules in draft.rule_sets:  # else what is answered is not known
            yield from _keys(draft, find, said, entry)
        said |= {fact.name: fact for fact in register.attributes}


def _answers(draft: Draft, service: Service) -> dict[str, Fact]:
    rules = draft.rule_sets.get(service.rules)
    if rules is None:
        return {}
    facts = draft.facts(service, rules)
    return {name: facts[name] for name in providers_of(service)}


def _ways(register: Register, find: Find, entry: Mapping) -> Iterator[Problem]:
    ways = [register.key, *(name.partition(".")[2] for name in register.found_by)]
    by = entry.entries["by"].value
    for way in find.by:
        if way not in ways and isinstance(by, Mapping):
            message = f"`{register.id}` finds nothing by `{way}`"
            hint = meant_or_listed(way, ways, "it finds records by")
            yield Problem("D235", message, by.entries[way].key.span, hint)


def _keys(draft: Draft, find: Find, said: dict[str, Fact], entry: Mapping) -> Iterator[Problem]:
    """What is looked for is a text that is known by then."""
    for way, name in find.by.items():
        at = place_of(entry, "by", way)
        if name in draft.broken:
            continue
        if name not in said:
            message = f"`{name}` is not known when `{find.register}` is asked"
            hint = meant_or_listed(name, said, "by then there are")
            yield Problem("D236", message, at, hint)
        elif said[name].type.kind is not Kind.TEXT:
            message = f"`{name}` is {type_words(said[name].type)}, and a text is looked for"
            yield Problem("D236", message, at)


def _out_of_reach(draft: Draft, lookup: PublicLookup) -> Iterator[Problem]:
    """A register that the look-up does not find says nothing, so what it says is never shown."""
    found = {find.register for find in lookup.finds}
    others = [one for one in draft.registers.values() if one.id not in found]
    facts = {fact.name: one for one in others for fact in one.attributes}
    facts |= {f"{one.id}.is_on_record": one for one in others}
    rules = draft.rule_sets.get(lookup.service.rules)
    tree = draft.tree(lookup.service.span.path)
    read = [] if rules is None else [(one.name, one.span) for one in rules.imports]
    for section in lookup.sections:
        entry = item_with(tree, "sections", section.step.span)
        read += (*_listed(section, entry), *_measured(section, entry))
    for name, at in read:
        if name in facts:
            message = f"`{name}` is never known: the look-up does not find `{facts[name].id}`"
            hint = f"write `{facts[name].id}` under `finds`, or leave it out"
            yield Problem("D237", message, at, hint)
