"""Codes that nobody can choose any more where something begins to ask for them, and codes of one
list that nobody can tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.definitions.upkeep.material import Material
from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.program import Program
from engine.expressions.walk import children
from engine.model.fact import FactSource
from engine.model.listing import Code
from engine.model.problem import Problem, Span
from engine.model.types import Kind
from engine.model.words import Language


def problems(material: Material) -> Iterator[Problem]:
    """What applicants choose; a register may hold a code for as long as it likes."""
    for program in material.draft.programs.values():
        for node, first in _dated(program):
            for name, list_id, code_id, at in _compared(node):
                fact = program.facts.get(name)
                code = _code(material, list_id, code_id)
                if code is None or code.last_date is None or code.last_date >= first:
                    continue
                if fact is not None and fact.source is FactSource.APPLICANT:
                    message = (
                        f"`{code_id}` can be chosen until {code.last_date}, and this is read from "
                        f"{first} on"
                    )
                    hint = "leave it out, or look at the dates of the code"
                    related = (("the code", code.span),)
                    yield Problem("D258", message, at, hint, related)


def alike(material: Material) -> Iterator[Problem]:
    """Two codes with the same words, both of which can be chosen on some day."""
    for listing in material.draft.lists.values():
        if listing.span.path not in material.written or listing.span.path.parts[0] != "lists":
            continue
        for language in Language:
            first: dict[str, Code] = {}
            for code in listing.codes:
                words = code.label.in_(language)
                other = first.setdefault(words, code)
                if other is not code and _are_together(other, code):
                    message = f"`{other.id}` and `{code.id}` both read `{words}`"
                    hint = "say in words what tells them apart, or end the one that was replaced"
                    related = (("the other code", other.span),)
                    yield Problem("D266", message, code.span, hint, related)


def _are_together(one: Code, other: Code) -> bool:
    begins = max(one.first_date or date.min, other.first_date or date.min)
    return begins <= min(one.last_date or date.max, other.last_date or date.max)


def _dated(program: Program) -> Iterator[tuple[Node, date]]:
    """Each condition with the day from which it is read."""
    for rule in program.rules:
        yield rule.condition, rule.rule.effective_from
    for document in program.documents:
        if document.when is not None:
            yield document.when, document.document.effective_from
    for fee in program.fees:
        if fee.own is not None:
            yield fee.own, fee.fee.effective_from


def _compared(node: Node) -> Iterator[tuple[str, str, str, Span]]:
    """The name of a fact, its list, and a code it is compared with."""
    match node:
        case core.Compare(_, core.FactRef(name, type_), core.Const(str() as code)):
            if type_.kind is Kind.CODE and type_.of is not None:
                yield name, type_.of, code, node.at
        case core.Member(core.FactRef(name, type_), core.Const(tuple() as codes)):
            if type_.kind is Kind.CODE and type_.of is not None:
                yield from ((name, type_.of, str(code), node.at) for code in codes)
        case _:
            for child in children(node):
                yield from _compared(child)


def _code(material: Material, list_id: str, code_id: str) -> Code | None:
    listing = material.draft.lists.get(list_id)
    return None if listing is None else listing.code(code_id)
