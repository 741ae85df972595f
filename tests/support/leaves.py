"""Every leaf of a catalogue, and the same catalogue with that one leaf changed.

Walks the objects by themselves, without a word of what counts as a change: only places are no
leaves, and what is made of something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from engine.definitions.catalogue import Catalogue
from engine.model.condition import Combinator, Formula
from engine.model.dated import Dated
from engine.model.money import Money
from engine.model.own_application import OwnApplication
from engine.model.problem import Span
from engine.model.rule import RuleSet
from engine.model.scenario import Scenario
from engine.model.service import Service
from engine.model.value import ABSENT
from engine.model.words import Language

_MADE = {
    (Catalogue, "programs"),  # lowered from everything else
    (Scenario, "places"),
    (OwnApplication, "facts"),
    (Dated, "name"),
    (Formula, "names"),  # of a fragment: what they mean is changed where it is declared
    (Formula, "lines"),
    (Service, "id"),  # programs are known by these, so a catalogue holds them in two places
    (Service, "rules"),
    (RuleSet, "id"),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """`where` has the class and the attribute; `changed` the catalogue in which it differs."""

    where: tuple[str, str]
    path: str
    changed: object


def leaves(value: object, path: str = "") -> Iterator[Leaf]:
    """The leaves of an object, each with a copy of the object in which it alone is another."""
    if is_dataclass(value) and not isinstance(value, type | Money):
        for one in fields(value):
            held = getattr(value, one.name)
            if (type(value), one.name) in _MADE or isinstance(held, Span):
                continue
            where = (type(value).__name__, one.name)
            for leaf in _within(held, where, f"{path}/{one.name}"):
                yield Leaf(leaf.where, leaf.path, replace(value, **{one.name: leaf.changed}))


def _within(value: object, where: tuple[str, str], path: str) -> Iterator[Leaf]:
    match value:
        case Span():
            return
        case Mapping():
            for key, one in value.items():
                for leaf in _within(one, where, f"{path}/{key}"):
                    yield Leaf(leaf.where, leaf.path, {**value, key: leaf.changed})
            if value:
                yield Leaf(where, f"{path} but one", dict(list(value.items())[1:]))
        case (Language() as language, str(form), str(text)):  # of a language and a plural form
            yield Leaf(where, f"{path}/{form}", (language, form, f"{text}x"))
        case tuple():
            for at, one in enumerate(value):
                for leaf in _within(one, where, f"{path}/{at}"):
                    yield Leaf(leaf.where, leaf.path, (*value[:at], leaf.changed, *value[at + 1 :]))
            is_of_parts = len(value) > 1 and is_dataclass(value[0])
            if is_of_parts and not isinstance(value[0], Span):
                yield Leaf(where, f"{path} but one", value[1:])
        case _ if is_dataclass(value) and not isinstance(value, Money):
            yield from leaves(value, path)
        case _:
            changed = other(value)
            if changed is not None:
                yield Leaf(where, path, changed)


def other(value: object) -> object | None:
    """A value of the same type that is another; None where there is none to be made."""
    match value:
        case bool():
            return not value
        case Combinator():  # a single clause under `all` or `any` says what it says alone
            return Combinator.ALL if value is Combinator.NONE else Combinator.NONE
        case Language():  # a text is held by language, so that one would be there twice
            return None
        case Enum() if value is not ABSENT:
            every = list(type(value))
            found = every[(every.index(value) + 1) % len(every)]
            return None if found is value else found
        case str():
            return f"{value}x"
        case int() | Decimal():
            return value + 1
        case Money(currency, amount):
            return Money(currency, amount + 1)
        case timedelta():
            return value + timedelta(seconds=1)
        case date():
            return value + timedelta(days=1)
        case _:
            return None
