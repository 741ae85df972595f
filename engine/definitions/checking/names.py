"""One namespace for what conditions name: a second thing of the same name is a problem."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.draft import Draft
from engine.definitions.facts import BUILT_INS, providers_of
from engine.expressions.compiled import OPTION
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import KEYWORDS
from engine.model.listing import CodeList
from engine.model.problem import Problem, Span
from engine.model.register import Register
from engine.model.rule import RuleSet
from engine.model.service import Service
from engine.model.types import Kind

_OWN = frozenset({"item", OPTION})
"""What an item of a group, and a code that may be offered, are called in their own conditions."""
_UNIQUE = ("value", "derived fact", "function", "group", "entered amount")
Named = tuple[str, str, Span]  # the name, what has it, and where it is declared


def problems(draft: Draft) -> Iterator[Problem]:
    for service, rules in draft.every_decided():
        named = _all(draft, service, rules)
        yield from _clashes(named)
        yield from _under_codes(draft, service, rules, named)
        for name, what, span in named:
            yield from _reserved(name, what, span)
        yield from _under_groups(service, named)


def clashing(draft: Draft) -> frozenset[str]:
    """Names of which nothing more can be said: two things have them, or two rows one id."""
    found: set[str] = set()
    for service, rules in draft.every_decided():
        for table in rules.tables:
            if len({row.id for row in table.rows}) < len(table.rows):
                found.add(table.name)
        first: dict[str, Span] = {}
        for name, _, span in _all(draft, service, rules):
            if first.setdefault(name, span) != span or name in BUILT_INS:
                found.add(name)
    return frozenset(found)


def _all(draft: Draft, service: Service, rules: RuleSet) -> list[Named]:
    of_registers = (one for register in draft.registers.values() for one in _of_register(register))
    of_lists = (one for listing in draft.lists.values() for one in _of_list(listing))
    return [*of_lists, *of_registers, *_of_service(service), *_of_rules(rules)]


def _of_list(listing: CodeList) -> Iterator[Named]:
    for group in listing.groups:
        yield group.name, "group of codes", group.span


def _of_register(register: Register) -> Iterator[Named]:
    yield f"{register.id}.is_on_record", "built-in fact", register.span
    for fact in register.attributes:
        yield fact.name, "attribute", fact.span


def _of_service(service: Service) -> Iterator[Named]:
    for name, providers in providers_of(service).items():
        ids = {field.id for _, field in providers}
        for _, field in providers if len(ids) < len(providers) else providers[:1]:
            yield name, "field", field.span
    for step in service.pages:
        if step.group is not None and step.group.inside is None:
            yield step.group.fact, "group", step.span


def _of_rules(rules: RuleSet) -> Iterator[Named]:
    for value in rules.values:
        yield value.name, "value", value.span
    for derived in rules.derived:
        yield derived.name, "derived fact", derived.span
    for function in rules.functions:
        yield function.name, "function", function.span
    for document in rules.documents:
        if document.for_each is not None:
            yield document.name, "group of documents", document.span
            continue
        for detail in document.details:
            yield detail.name, "detail", detail.span
    for entered in rules.fees.entered() if rules.fees else ():
        yield entered.name, "entered amount", entered.span
    for table in rules.tables:
        yield table.name, "value" if table.is_by_code else "table", table.span
        if len(table.outputs) > 1:
            for output, _ in table.outputs:
                yield f"{table.name}.{output}", "output", table.span


def _clashes(named: list[Named]) -> Iterator[Problem]:
    """Two different kinds of thing with one name; the same kind twice is a repeated id."""
    first: dict[str, tuple[str, Span]] = {}
    for name, what, span in named:
        kind, place = first.setdefault(name, (what, span))
        if place != span and kind != what:
            related = ((f"the {kind}", place),)
            yield Problem("D102", f"{what} `{name}` has the name of a {kind}", span, None, related)
        elif place != span and kind in _UNIQUE:
            related = (("first written here", place),)
            yield Problem("D101", f"{what} `{name}` appears twice", span, None, related)


def _reserved(name: str, what: str, span: Span) -> Iterator[Problem]:
    if name in BUILT_INS or name.partition(".")[0] in {"application", "flag"}:
        yield Problem("D102", f"{what} `{name}` has the name of a built-in fact", span)
    if what == "function" and name in FUNCTIONS:
        yield Problem("D102", f"function `{name}` has the name of a built-in one", span)
    word = next((part for part in name.split(".") if part in KEYWORDS or part in _OWN), None)
    if word is not None:
        message = f"`{word}` is a word of the language of conditions"
        yield Problem("D102", message, span, "choose another name")


def _under_groups(service: Service, named: list[Named]) -> Iterator[Problem]:
    """`experience.employer` would be read as a field of the group `experience`."""
    groups = {name: span for name, what, span in _of_service(service) if what == "group"}
    for name, what, span in named:
        head = name.rpartition(".")[0]
        if head in groups:
            related = (("the group", groups[head]),)
            message = f"{what} `{name}` has the name of a field of the group `{head}`"
            yield Problem("D102", message, span, None, related)


def _under_codes(
    draft: Draft, service: Service, rules: RuleSet, named: list[Named]
) -> Iterator[Problem]:
    """`practitioner.rank.category` would no longer be read as what the list says of the rank."""
    facts = draft.facts(service, rules)
    types = {name: fact.type for name, fact in facts.items()}
    types |= {value.name: value.type for value in rules.values}
    for name, what, span in named:
        head, _, last = name.rpartition(".")
        listing = draft.lists.get(types[head].of or "") if head in types else None
        if listing is None or types[head].kind is not Kind.CODE:
            continue
        attribute = listing.attribute(last)
        if attribute is not None:
            message = f"{what} `{name}` has the name of an attribute of `{head}`"
            yield Problem("D102", message, span, None, (("the attribute", attribute.span),))
