"""What bodies of requests hold: read, and described in OpenAPI, from one declaration.

Names that are not declared are refused with the nearest one that is. All faults come together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from litestar.openapi.spec import OpenAPIType, Schema

from api.json.errors import ErrorBody, escaped, fault_at
from api.json.strict import Json, Number
from api.problems import Case, Declined
from engine.definitions.suggest import closest

_WHOLE: Final = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_MOST_ANSWERS: Final = 400

Scalar = bool | str | Number | None
Answer = Scalar | tuple[str, ...]
Answers = dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a group: its answers, and the items of the groups that it holds."""

    answers: Answers
    held: dict[str, tuple[Answers, ...]]


class Takes(StrEnum):
    """What a member may hold."""

    TEXT = "text"
    WHOLE = "whole"  # a whole number from 0
    ANSWERS = "answers"  # texts, numbers, true, false, null and lists of codes, by field
    GROUPS = "groups"  # lists of answers, by group


@dataclass(frozen=True, slots=True)
class Member:
    """`longest` counts the characters of a text."""

    name: str
    takes: Takes
    about: str
    example: Any
    is_required: bool = True
    longest: int = 1_000


@dataclass(frozen=True, slots=True)
class Body:
    """A body that was read: only members that were declared, each of its kind."""

    values: Mapping[str, Json] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values[name]
        assert isinstance(value, str), f"{name} was read as a text"
        return value

    def whole(self, name: str) -> int | None:
        """None when an optional member was left out."""
        value = self.values.get(name)
        if not isinstance(value, Number):
            return None
        return int(value.text.partition(".")[0])

    def answers(self, name: str) -> dict[str, Answer]:
        """Empty when an optional member was left out."""
        return _as_answers(self.values.get(name, {}))

    def groups(self, name: str) -> dict[str, tuple[Item, ...]]:
        """Empty when an optional member was left out."""
        value = self.values.get(name, {})
        assert isinstance(value, dict), f"{name} was read as groups"
        return {
            group: tuple(map(_as_item, items))
            for group, items in value.items()
            if isinstance(items, list)
        }


@dataclass(frozen=True, slots=True)
class Shape:
    """A body. `about` is its description in OpenAPI."""

    about: str
    members: tuple[Member, ...]

    @property
    def is_optional(self) -> bool:
        """Whether the request may come without a body."""
        return not any(member.is_required for member in self.members)

    def read(self, json: Json) -> Body:
        """The members of `json`; raises Declined with every fault."""
        if not isinstance(json, dict):
            raise Declined(Case.WRONG_BODY, errors=[fault_at("", "not-an-object")])
        known = {member.name: member for member in self.members}
        errors = [unknown(name, known, "") for name in json if name not in known]
        for member in self.members:
            if member.name in json:
                errors += _faults(member, json[member.name])
            elif member.is_required:
                errors.append(fault_at("", "missing", name=member.name))
        if errors:
            raise Declined(Case.WRONG_BODY, errors=errors)
        return Body(json)

    def schema(self) -> Schema:
        return Schema(
            type=OpenAPIType.OBJECT,
            description=self.about,
            properties={member.name: _schema(member) for member in self.members},
            required=[member.name for member in self.members if member.is_required],
            additional_properties=False,
            examples=[{member.name: member.example for member in self.members}],
        )


def unknown(name: str, known: Mapping[str, object], at: str) -> ErrorBody:
    """The fault of a name that is none of `known`, with the one that may have been meant."""
    short = name[:100]
    near = closest(short, known)
    pointer = f"{at}/{escaped(short)}"
    if near is None:
        return fault_at(pointer, "unknown-field", name=short)
    return fault_at(pointer, "unknown-field", "unknown-field-meant", name=short, near=near)


def _faults(member: Member, value: Json) -> list[ErrorBody]:
    at = f"/{member.name}"
    match member.takes, value:
        case Takes.TEXT, str():
            if len(value) > member.longest:
                return [fault_at(at, "too-long")]
            return [] if value.strip() or not member.is_required else [fault_at(at, "blank")]
        case Takes.TEXT, _:
            return [fault_at(at, "not-a-text")]
        case Takes.WHOLE, Number(text) if _WHOLE.fullmatch(text):
            return []
        case Takes.WHOLE, _:
            return [fault_at(at, "not-whole")]
        case Takes.ANSWERS, dict():
            if len(value) > _MOST_ANSWERS:
                return [fault_at(at, "too-many")]
            return [
                fault_at(f"{at}/{escaped(name[:100])}", "not-an-answer")
                for name, answer in value.items()
                if not _is_answer(answer)
            ]
        case Takes.GROUPS, dict():
            return [
                fault_at(f"{at}/{escaped(name[:100])}", "not-a-list-of-answers")
                for name, items in value.items()
                if not _are_items(items)
            ]
        case _:
            return [fault_at(at, "not-an-object")]


def _as_answers(value: Json) -> dict[str, Answer]:
    assert isinstance(value, dict), "it was read as answers"
    return {
        key: tuple(map(str, one)) if isinstance(one, list) else one
        for key, one in value.items()
        if not isinstance(one, dict)
    }


def _as_item(value: Json) -> Item:
    assert isinstance(value, dict), "it was read as an item"
    held = {name: one for name, one in value.items() if isinstance(one, list) and _holds(one)}
    answers = _as_answers({name: one for name, one in value.items() if name not in held})
    return Item(answers, {name: tuple(map(_as_answers, one)) for name, one in held.items()})


def _holds(value: list[Json]) -> bool:
    """Whether a list is of items: an empty one holds nothing, as either."""
    return any(isinstance(one, dict) for one in value)


def _are_items(value: Json, *, may_hold: bool = True) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= _MOST_ANSWERS
        and all(
            isinstance(one, dict)
            and len(one) <= _MOST_ANSWERS
            and all(
                _is_answer(answer) or (may_hold and _are_items(answer, may_hold=False))
                for answer in one.values()
            )
            for one in value
        )
    )


def _is_answer(value: Json) -> bool:
    if isinstance(value, list):
        return len(value) <= _MOST_ANSWERS and all(isinstance(one, str) for one in value)
    return not isinstance(value, dict)


def _schema(member: Member) -> Schema:
    match member.takes:
        case Takes.TEXT:
            return Schema(
                type=OpenAPIType.STRING,
                description=member.about,
                min_length=1 if member.is_required else None,
                max_length=member.longest,
            )
        case Takes.WHOLE:
            return Schema(
                type=OpenAPIType.INTEGER, description=member.about, minimum=0, maximum=999_999_999
            )
        case Takes.GROUPS:
            held = Schema(type=[OpenAPIType.STRING, OpenAPIType.OBJECT])
            items = _answers("The answers of one item, and what it holds.", held)
            of_items = Schema(type=OpenAPIType.ARRAY, items=items, max_items=_MOST_ANSWERS)
            return Schema(
                type=OpenAPIType.OBJECT, description=member.about, additional_properties=of_items
            )
        case Takes.ANSWERS:
            return _answers(member.about, Schema(type=OpenAPIType.STRING))


def _answers(about: str, listed: Schema) -> Schema:
    """Answers by field; `listed` is what a list among them holds."""
    kinds = [
        OpenAPIType.STRING,
        OpenAPIType.NUMBER,
        OpenAPIType.BOOLEAN,
        OpenAPIType.ARRAY,
        OpenAPIType.NULL,
    ]
    return Schema(
        type=OpenAPIType.OBJECT,
        description=about,
        additional_properties=Schema(type=kinds, items=listed, max_items=_MOST_ANSWERS),
        max_properties=_MOST_ANSWERS,
    )
