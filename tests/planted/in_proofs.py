"""Faults that no file shows by itself: what a service comes to is wrong, and a proof says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from engine.definitions.tree import Mapping, Scalar, Sequence
from engine.definitions.upkeep.material import mappings, scalars
from engine.model.problem import Edit
from tests.planted.fault import Edits, File, Kind, Sites
from tests.planted.places import NEW, above, entry, indented, instead, items, plain

_LONG_AGO: Final = 'decision_date < date("2000-01-01")'  # before anything is in force
_NOT_COVERED: Final = 'weekday on or after(decision_date, "Sunday") < decision_date'
_CLAUSE: Final = re.compile(r"([\w.]+) (=|<|>|<=|>=) ((?!null)[^ ]+)")
_CONTRARY: Final = {"=": "!=", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
_WORDS: Final = "{ar: شيء زائد, en: Something more}"
_RULES: Final = ("rules",)
_SERVICES: Final = ("services",)
_LIFECYCLES: Final = ("lifecycles", "services")
_UNREAD: Final = frozenset({"text", "long_text", "mobile", "email"})  # by rules


def _never(condition: str) -> str:
    return f"({condition}) and not({condition})"


def _conditions(file: File, *path: str) -> Iterator[tuple[Mapping, Scalar]]:
    """Each entry of the list at `path` that has a condition on one line."""
    for one in items(file.root, *path):
        if condition := plain(one, "condition"):
            yield one, condition


def _in_front(file: File, section: str, *lines: str) -> Iterator[Edits]:
    """Lines of a section of their own, in front of the first one that there is of these."""
    if section not in file.root.entries:
        for key in ("rules", "determinations"):
            if found := file.root.entries.get(key):
                yield (above(found.key.span, "\n".join((f"{section}:", *lines))),)
                return


# Rules and their clauses ------------------------------------------------------------------------


def never_met(file: File) -> Iterator[Edits]:
    for _, condition in _conditions(file, "rules"):
        yield (instead(condition, _never(condition.text)),)


def never_fails(file: File) -> Iterator[Edits]:
    for _, condition in _conditions(file, "rules"):
        yield (instead(condition, f"({condition.text}) or not({condition.text})"),)


def said_twice(file: File) -> Iterator[Edits]:
    """A clause of a list, and the same again in other words."""
    for node in mappings(file.root):
        for key in ("all", "any"):
            listed = node.get(key)
            for clause in listed.items if isinstance(listed, Sequence) else ():
                if isinstance(clause, Scalar) and (found := _CLAUSE.fullmatch(clause.text)):
                    name, sign, value = found.groups()
                    line = f"- not({name} {_CONTRARY[sign]} {value})"
                    yield (above(clause.span, indented(clause.span, line)),)


def read_for_nothing(file: File) -> Iterator[Edits]:
    """The one rule or document that a fact is read for does not depend on it any more."""
    text = "\n".join(file.lines)
    for _, condition in chain(_conditions(file, "rules"), _conditions(file, "documents")):
        name = condition.text
        if f"- {name}\n" in text and len(re.findall(rf"\b{name}\b", text)) == 2:
            yield (instead(condition, f"{name} or {name} = false"),)


def nobody_eligible(file: File) -> Iterator[Edits]:
    for rule in items(file.root, "rules"):
        copied = re.sub(r"id: [\w-]+", f"id: {NEW}", entry(file, rule), count=1)
        condition = plain(rule, "condition")
        if condition is not None and condition.text in copied:
            yield (above(rule.span, copied.replace(condition.text, _LONG_AGO)),)


def contradiction(file: File) -> Iterator[Edits]:
    for rule, condition in _conditions(file, "rules"):
        copied = re.sub(r"id: [\w-]+", f"id: {NEW}", entry(file, rule), count=1)
        if condition.text in copied:
            contrary = copied.replace(condition.text, f"not({condition.text})")
            yield (above(rule.span, contrary),)


# What is asked and charged ----------------------------------------------------------------------


def document_of_nobody(file: File) -> Iterator[Edits]:
    for _, condition in _conditions(file, "documents"):
        yield (instead(condition, _never(condition.text)),)


def fee_of_nobody(file: File) -> Iterator[Edits]:
    for line in items(file.root, "fees", "lines"):
        amount = plain(line, "amount")
        if amount is not None and "condition" not in line.entries:
            yield (_below(line, amount, f"condition: {_LONG_AGO}"),)


def step_of_nobody(file: File) -> Iterator[Edits]:
    for step in items(file.root, "steps"):
        id_ = plain(step, "id")
        fields = items(step, "fields")
        if id_ is not None and fields and all(map(_is_unread, fields)):
            yield (_below(step, id_, f"shown_when: {_LONG_AGO}"),)


def field_of_nobody(file: File) -> Iterator[Edits]:
    for step in items(file.root, "steps"):
        for field in items(step, "fields") if "kind" not in step.entries else ():
            type_ = plain(field, "type")
            if type_ is not None and _is_unread(field) and "shown_when" not in field.entries:
                shown = f"shown_when: {_LONG_AGO}"
                beside = instead(type_, f"{type_.text}, {shown}")
                on_one_line = file.lines[field.span.line - 1][field.span.column - 1] == "{"
                yield (beside if on_one_line else _below(field, type_, shown),)


def _is_unread(field: Mapping) -> bool:
    type_ = plain(field, "type")
    return type_ is not None and type_.text in _UNREAD


def _below(item: Mapping, scalar: Scalar, line: str) -> Edit:
    """A line of its own below a value of an item of a list."""
    return instead(scalar, f"{scalar.text}\n{' ' * (item.span.column - 1)}{line}")


# Days, lifecycles and results -------------------------------------------------------------------


def gap_in_a_value(file: File) -> Iterator[Edits]:
    """A value that was the same for good is not in force on one day."""
    values = file.root.get("values")
    for node in mappings(values) if values is not None else ():
        dated = node.get("by_date")
        if isinstance(dated, Mapping) and len(dated.entries) == 1:
            (only,) = (one.value for one in dated.entries.values())
            if isinstance(only, Scalar):
                again = f"{only.text}, 2024-01-01: null, 2024-01-02: {only.text}"
                yield (instead(only, again),)


def _lifecycle(file: File, key: str) -> tuple[str, ...]:
    return ("lifecycle", key) if file.path.parts[0] == "services" else (key,)


def transition_of_nobody(file: File) -> Iterator[Edits]:
    for _, condition in _conditions(file, *_lifecycle(file, "transitions")):
        yield (instead(condition, f"{condition.text} and {_LONG_AGO}"),)


def no_way_on(file: File) -> Iterator[Edits]:
    """A state of which the only way on is for nobody."""
    states = items(file.root, *_lifecycle(file, "states"))
    moves = items(file.root, *_lifecycle(file, "transitions"))
    if states and moves:
        start, end = (plain(states[at], "id") for at in (0, -1))
        if start is not None and end is not None:
            state = f"- {{id: {NEW}, label: {_WORDS}, next: {_WORDS}}}"
            by = f"by: applicant, title: {_WORDS}"
            into = f"- {{id: into-it, from: {start.text}, to: {NEW}, {by}}}"
            on = f"- {{id: on, from: {NEW}, to: {end.text}, {by}, condition: {_LONG_AGO}}}"
            both = "\n".join(indented(moves[0].span, line) for line in (into, on))
            yield above(states[0].span, indented(states[0].span, state)), above(moves[0].span, both)


def result_that_never_comes(file: File) -> Iterator[Edits]:
    """What a table of results reads is never so any more: a derived fact, or a day."""
    tables = file.root.get("tables") or file.root
    read = {one.text for node in mappings(tables) for one in scalars(node.get("inputs"))}
    derived = file.root.get("derived")
    for name, one in derived.entries.items() if isinstance(derived, Mapping) else ():
        condition = plain(one.value, "condition") if isinstance(one.value, Mapping) else None
        if condition is not None and name in read:
            yield (instead(condition, _never(condition.text)),)
    for cell in scalars(tables):
        if cell.text == "< decision_date":
            yield (instead(cell, "'< date(\"1700-01-01\")'"),)


# What authors say themselves --------------------------------------------------------------------


def _claims(file: File, *lines: str) -> Iterator[Edits]:
    first = (f"  - id: {NEW}", f"    label: {_WORDS}")
    yield from _in_front(file, "claims", *first, *(f"    {line}" for line in lines))


def refuted_claim(file: File) -> Iterator[Edits]:
    yield from _claims(file, 'then: outcome = "ineligible"')


def claim_of_nobody(file: File) -> Iterator[Edits]:
    yield from _claims(file, f"if: {_LONG_AGO}", 'then: outcome = "ineligible"')


def claim_beyond_proof(file: File) -> Iterator[Edits]:
    yield from _claims(file, f"then: not({_NOT_COVERED})")


def rule_beyond_proof(file: File) -> Iterator[Edits]:
    for _, condition in _conditions(file, "rules"):
        yield (instead(condition, f"({condition.text}) and {_NOT_COVERED}"),)


def explained_in_vain(file: File) -> Iterator[Edits]:
    yield from _in_front(file, "intended", f"  - {{finding: P103, of: {NEW}.1, because: {_WORDS}}}")


def _kind(name: str, code: str, folders: tuple[str, ...], sites: Sites) -> Kind:
    return Kind(name, code, folders, sites, places=2)


KINDS: Final = (
    _kind("a rule that nobody meets", "P101", _RULES, never_met),
    _kind("a rule that nobody fails", "P102", _RULES, never_fails),
    _kind("a clause that is said twice", "P103", _RULES, said_twice),
    _kind("a fact that is read for nothing", "P104", _RULES, read_for_nothing),
    _kind("a service for which nobody is eligible", "P105", _RULES, nobody_eligible),
    _kind("two rules of which nobody meets both", "P106", _RULES, contradiction),
    _kind("a document that is asked of nobody", "P107", _RULES, document_of_nobody),
    _kind("a fee line that is charged to nobody", "P108", _RULES, fee_of_nobody),
    _kind("a step that nobody sees", "P109", _SERVICES, step_of_nobody),
    _kind("a field that nobody sees", "P110", _SERVICES, field_of_nobody),
    _kind("a day on which a value is not in force", "P111", _RULES, gap_in_a_value),
    _kind("a transition that is never made", "P113", _LIFECYCLES, transition_of_nobody),
    _kind("a state without a way on", "P114", _LIFECYCLES, no_way_on),
    _kind("a result that never comes", "P115", _RULES, result_that_never_comes),
    _kind("an explanation of nothing", "P120", _RULES, explained_in_vain),
    _kind("a rule beyond what can be proved", "P190", _RULES, rule_beyond_proof),
    _kind("a claim that does not hold", "P201", _RULES, refuted_claim),
    _kind("a claim about nobody", "P202", _RULES, claim_of_nobody),
    _kind("a claim beyond what can be proved", "P203", _RULES, claim_beyond_proof),
)
