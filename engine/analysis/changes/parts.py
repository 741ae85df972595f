"""What the parts of a configuration are called, what tells one from another, and what is not told.

A part is told by an id of its own; everything else is said of the part that holds it. Whatever is
not named here is compared attribute by attribute, so a new key is told without being listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, Final

from engine.model import record_page
from engine.model.actor import InvitedActor
from engine.model.charge import Bracket
from engine.model.check import AnswerCheck
from engine.model.citation import Source
from engine.model.claim import Claim, Intended
from engine.model.document import Alternative, DocumentRequest, RequiredDocument
from engine.model.fact import Fact
from engine.model.fee import Concession, FeeRule
from engine.model.issued import IssuedDocument, IssuedLine
from engine.model.lifecycle import Effect, Flag, LifecycleState, Transition
from engine.model.listing import Attribute, Code, CodeList
from engine.model.notification import Notification
from engine.model.own_application import OwnApplication
from engine.model.portal import Holiday, Section
from engine.model.privacy import Holding
from engine.model.public_lookup import Find, PublicLookup
from engine.model.register import DemonstrationPerson, Register
from engine.model.rule import (
    Column,
    Derived,
    Exceptional,
    Import,
    OwnFunction,
    Row,
    Rule,
    RuleSet,
    Table,
    Value,
)
from engine.model.scenario import Scenario
from engine.model.service import Field, OpenTo, Service, Step
from engine.model.staff import DemonstrationStaff
from engine.model.topic import Topic

_BY_ID: Final = (
    InvitedActor,
    AnswerCheck,
    Claim,
    Source,
    Alternative,
    RequiredDocument,
    Concession,
    FeeRule,
    Bracket,
    IssuedDocument,
    LifecycleState,
    Transition,
    Flag,
    Code,
    CodeList,
    Notification,
    PublicLookup,
    record_page.RecordPage,
    record_page.Section,
    Register,
    DemonstrationPerson,
    DemonstrationStaff,
    Exceptional,
    Row,
    Rule,
    RuleSet,
    Service,
    Step,
    Topic,
    Field,
)
_BY_NAME: Final = (Fact, Attribute, Column, Derived, Import, OwnFunction, Table, Value)
_BY: Final[dict[type, Callable[..., str]]] = {
    **{one: (lambda part: part.id) for one in _BY_ID},
    **{one: (lambda part: part.name) for one in _BY_NAME},
    Scenario: lambda one: f"{one.service}/{one.id}",
    OpenTo: lambda one: one.register,
    Find: lambda one: one.register,
    DocumentRequest: lambda one: one.document,
    Effect: lambda one: f"{one.kind} {one.name}".strip(),
    Intended: lambda one: f"{one.code} {one.of}",
    Holding: lambda one: " ".join((one.kind, *one.only)),
    Holiday: lambda one: f"{one.label.en} {one.first_date.year}",
    Section: lambda one: one.heading.en,
    IssuedLine: lambda one: one.fact.said(),
}

UNTOLD: Final = {
    (Scenario, "places"),
    (OwnApplication, "facts"),  # made from the services that can be chosen
    (record_page.Section, "step"),  # a step of its page's service
    (record_page.RecordPage, "service"),  # told among the services, as the next one is
    (PublicLookup, "service"),
}
"""What says nothing of its own. Places are left out wherever they are."""

IN_NO_ORDER: Final = {
    (CodeList, "attributes"),
    (CodeList, "groups"),
    (Code, "attributes"),
    (Register, "attributes"),
    (RuleSet, "imports"),
    (RuleSet, "values"),
    (RuleSet, "derived"),
    (RuleSet, "tables"),
    (RuleSet, "functions"),
    (Table, "inputs"),
    (Table, "outputs"),
    (Row, "cells"),
    (Row, "outputs"),
}
"""What is written as the keys of a mapping, whose order says nothing."""


def attributes_of(part: object) -> tuple[tuple[str, bool], ...]:
    """What is compared of an object of the model, and whether its order says something."""
    found: Any = type(part)
    return _attributes(found)


@cache
def _attributes(part: type[Any]) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (one.name, (part, one.name) not in IN_NO_ORDER)
        for one in fields(part)
        if one.name != "span" and (part, one.name) not in UNTOLD
    )


def key_of(part: object) -> str | None:
    """What tells a part from others of its kind beside it; None where only its place does."""
    found = _BY.get(type(part))
    return None if found is None else found(part)


def identity_of(part: object) -> str | None:
    """The attribute that `key_of` reads, where it is no more than a name."""
    if isinstance(part, _BY_ID):
        return "id"
    return "name" if isinstance(part, _BY_NAME) else None


def noun_of(part: object | type) -> str:
    """The kind of a part, as phrases and JSON name it.

    >>> noun_of(FeeRule), noun_of(record_page.Section)
    ('fee-rule', 'record-section')
    """
    found = part if isinstance(part, type) else type(part)
    if found is record_page.Section:
        return "record-section"
    letters = (f"-{one.lower()}" if one.isupper() else one for one in found.__name__)
    return "".join(letters).removeprefix("-")
