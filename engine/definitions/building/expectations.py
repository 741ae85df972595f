"""What a scenario expects, as lines of a decision's summary with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from engine.decide.summary import plain_number
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.model.money import Money
from engine.model.problem import Span
from engine.model.rule import RuleSet

_UNKNOWN = "unknown"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Expectation:
    """Lines with what they say and where; `lists` are the sections written as lists."""

    lines: dict[str, tuple[str, Span]]
    lists: frozenset[str]
    is_whole: bool


def expectation(parts: Parts, root: Mapping, rules: RuleSet, is_partial: bool) -> Expectation:
    """The lines under `expect` or `expect_some`; what they name must be in the rules."""
    is_whole = parts.has(root, "expect")
    node = parts.mapping(root, "expect" if is_whole else "expect_some")
    reading = _Reading(parts, rules, is_partial)
    for entry in node.entries.values():
        reading.section(entry.key.text, entry.value)
    return Expectation(reading.lines, frozenset(reading.lists), is_whole)


class _Reading:
    def __init__(self, parts: Parts, rules: RuleSet, is_partial: bool) -> None:
        self.parts = parts
        self.is_partial = is_partial
        self.rules = {rule.id for rule in rules.rules}
        self.fees = set(rules.fees.ids) if rules.fees else set()
        self.determinations = set(rules.determinations)
        self.documents = {document.id for document in rules.documents}
        self.lines: dict[str, tuple[str, Span]] = {}
        self.lists: set[str] = set()

    def section(self, name: str, node: Node) -> None:
        match name:
            case "verdicts":
                self._each(name, node, self.rules, "D113", "rule")
            case "determinations":
                self._each(name, node, self.determinations, "D113", "determination")
            case "fees":
                self._each(name, node, self.fees, "D113", "fee line")
            case "documents":
                self._list(name, node, "due", self.documents)
            case "documents_of_items" if isinstance(node, Mapping):
                for entry in node.entries.values():
                    self._check(entry.key, self.documents, "D108", "document")
                    if isinstance(entry.value, Sequence):
                        self._numbers(f"{name}.{entry.key.text}", entry.value)
            case "documents_unknown":
                self._list(name, node, _UNKNOWN, self.documents)
            case "questions":
                self._list(name, node, "asked", None)
            case "validity" if isinstance(node, Mapping):
                for entry in node.entries.values():
                    if isinstance(entry.value, Scalar):
                        self.parts.date_of(entry.value)
                        self._line(f"{name}.{entry.key.text}", entry.value)
            case _ if isinstance(node, Scalar):
                self._line(name, node)
            case _:
                raise Unreadable

    def _line(self, name: str, node: Scalar) -> None:
        word = node.text
        if name == "total" or name.startswith("fees."):
            word = _amount(word)
        if name.startswith("determinations.") and _NUMBER.fullmatch(word):
            word = plain_number(Decimal(word))
        self.lines[name] = (word, node.span)

    def _each(self, name: str, node: Node, known: set[str], code: str, what: str) -> None:
        if not isinstance(node, Mapping):
            raise Unreadable
        for entry in node.entries.values():
            self._check(entry.key, known, code, what)
            if isinstance(entry.value, Scalar):
                self._line(f"{name}.{entry.key.text}", entry.value)
            elif name == "determinations" and isinstance(entry.value, Sequence):
                words = [item.text for item in entry.value.items if isinstance(item, Scalar)]
                self.lines[f"{name}.{entry.key.text}"] = (", ".join(words), entry.value.span)

    def _numbers(self, name: str, node: Sequence) -> None:
        words = (item.text for item in node.items if isinstance(item, Scalar))
        self.lines[name] = (", ".join(words), node.span)

    def _list(self, name: str, node: Node, word: str, known: set[str] | None) -> None:
        if not isinstance(node, Sequence):
            raise Unreadable
        self.lists.add(name)
        for item in node.items:
            if isinstance(item, Scalar):
                if known is not None:
                    self._check(item, known, "D108", "document")
                self.lines[f"{name}.{item.text}"] = (word, item.span)

    def _check(self, scalar: Scalar, known: Iterable[str], code: str, what: str) -> None:
        if scalar.text not in known and not self.is_partial:
            hint = meant_or_listed(scalar.text, known, "they are")
            self.parts.report(code, f"the rules have no {what} `{scalar.text}`", scalar.span, hint)


def _amount(word: str) -> str:
    try:
        return word if word == _UNKNOWN else str(Money.parse(word))
    except ValueError:
        raise Unreadable from None
