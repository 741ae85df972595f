"""No line of Python holds an id of config/: of a service, a rule, a document, a code or a fact."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.configuration import configuration

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("engine", "api") for path in (ROOT / folder).rglob("*.py"))
OWN_WORDS = {
    "AL": "the bidirectional class of Arabic letters, and a nationality",
    "SA": "the country whose bank account numbers have 24 characters, and a nationality",
    "account": "an account of the portal, and what an inquiry is about",
    "active": "a release in force, and a state in a register",
    "cancelled": "a state of an invoice, and a state in a register",
    "exempt": "a key of a fee schedule, and a ground for a refund",
    "expired": "a state of an invoice and of a card, and a state in a register",
    "failed": "how the lifecycle ends a decision that faults, and a result of an assessment",
    "hours": "a component of a FEEL time, and what an inquiry is about",
    "identity": "an encoding of HTTP, a register and a document",
    "national_id": "a type of field, and a kind of identifier to look up",
    "other": "a plural form of CLDR, and a choice",
    "overpaid": "how a bill stands, and a ground for a refund",
    "paid_twice": "how a bill stands, and a ground for a refund",
    "payment": "a payment, and what an inquiry is about",
    "photo": "a key of `issues`, and a document",
    "refund": "a kind of record, and what an inquiry is about",
    "route": "a label of a metric, and a table",
}
"""Words that the engine has a meaning of its own for, which config/ uses as an id as well."""


@cache
def ids() -> frozenset[str]:
    """Every id that config/ declares but those of rows and fee lines, which are common words."""
    catalogue = configuration()
    written = [
        one for one in catalogue.lists.values() if "." not in one.id
    ]  # not our built-in ones
    found = {*catalogue.services, *catalogue.registers, *(one.id for one in written)}
    for listed in written:
        found |= {code.id for code in listed.codes} | {group.name for group in listed.groups}
    for program in catalogue.programs.values():
        found |= {*program.facts, *program.derived, *program.values, *program.tables}
    for rules in catalogue.rule_sets.values():
        found |= {rule.id for rule in rules.rules} | {one.id for one in rules.documents}
    return frozenset(found)


def literals(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_string_is_an_id_of_the_configuration() -> None:
    known = ids() - OWN_WORDS.keys()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in SOURCES
        for line, text in literals(path)
        if text in known
    ]
    assert found == []


def test_each_word_of_our_own_is_still_both() -> None:
    """A word that only one side uses goes from the list, so that it hides nothing."""
    written = {text for path in SOURCES for _, text in literals(path)}
    assert [word for word in OWN_WORDS if word not in ids() or word not in written] == []
