"""The parts of a program in short, as tests write them. See `programs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from engine.model.dated import Dated
from engine.model.lifecycle import Actor
from engine.model.rule import Aggregation, HitPolicy
from engine.model.types import YES_NO, Kind, Type
from engine.model.value import Known
from engine.model.words import Text

FIRST_DAY = date(2020, 1, 1)
PATH = PurePosixPath("rules/test.yaml")
PERSON = "person.is_on_record"
WORDS = Text("نص", "Text")
COLOUR = Type(Kind.CODE, of="colours")
SIZE = Type(Kind.CODE, of="sizes")
WHOLE = Type(Kind.NUMBER)  # without decimals
SAR = Type(Kind.MONEY, of="SAR")
Said: TypeAlias = "str | Mapping[str, Sequence[Said]]"  # FEEL, or `all` / `any` / `none` of them
Plain: TypeAlias = "Known | int"  # an int stands for the decimal
ByDate: TypeAlias = "Plain | Mapping[date, Plain | None]"


def by_date(name: str, value: ByDate) -> Dated[Known]:
    """A plain value is in force from `FIRST_DAY` on."""
    entries: Mapping[Any, Any] = value if isinstance(value, dict) else {FIRST_DAY: value}
    return Dated(name, tuple((day, plain(entry)) for day, entry in sorted(entries.items())))


def plain(value: Plain | None) -> Known | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return Decimal(value) if is_whole else value  # type: ignore[arg-type,return-value]


@dataclass(frozen=True)
class ListOf:
    """A list of codes: what they say under each attribute, and groups of them by date."""

    codes: tuple[str, ...]
    attributes: Mapping[str, tuple[Type, Mapping[str, Plain]]] = field(default_factory=dict)
    groups: Mapping[str, ByDate] = field(default_factory=dict)


LISTS: Mapping[str, ListOf] = {
    "colours": ListOf(
        ("red", "green", "blue"),
        {
            "size": (SIZE, {"red": "small", "green": "large"}),
            "weight": (WHOLE, {"red": 1, "green": 2, "blue": 3}),
            "is_warm": (YES_NO, {"red": True, "green": False, "blue": False}),
        },
        {"loud": {FIRST_DAY: ("red", "green"), date(2026, 2, 1): ("red",)}},
    ),
    "sizes": ListOf(("small", "large"), {"width": (WHOLE, {"small": 1, "large": 2})}),
}


@dataclass(frozen=True)
class OutputOf:
    """A further output of a table; `cells` are by row."""

    type: Type
    cells: Mapping[str, ByDate]
    default: ByDate | None = None


@dataclass(frozen=True)
class TableOf:
    """A table in short. A cell is a plain word, a tuple of them, or `feel:` and FEEL.

    `outputs` are those of the output `result` by row; one that begins with `feel:` is computed.
    """

    inputs: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    outputs: Mapping[str, ByDate]
    type: Type = WHOLE
    default: ByDate | None = None
    policy: HitPolicy = HitPolicy.UNIQUE
    cite: tuple[str, ...] = ("law",)
    row_cite: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: Mapping[str, OutputOf] = field(default_factory=dict)
    order: Mapping[str, Sequence[Plain]] = field(default_factory=dict)
    aggregate: Aggregation | None = None
    is_by_code: bool = False
    read_on: str | None = None


@dataclass(frozen=True)
class AskedOf:
    """A field of a step or of a group."""

    type: Type
    is_required: bool = True
    shown_when: Said | None = None
    required_when: Said | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True)
class DocumentOf:
    when: Said | None = None
    asks: Mapping[str, Type] = field(default_factory=dict)
    first: date = FIRST_DAY
    last: date | None = None
    cite: tuple[str, ...] = ("law",)
    any_of: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    for_each: str | None = None  # called `p` in the condition


@dataclass(frozen=True)
class RuleOf:
    condition: Said
    first: date = FIRST_DAY
    last: date | None = None
    cite: tuple[str, ...] = ("law",)
    applies_on: str | None = None
    read_on: str | None = None


@dataclass(frozen=True)
class MoveOf:
    origin: str = "draft"
    event: str | None = None  # the name of the transition
    target: str = "submitted"
    by: Actor = Actor.APPLICANT
    when: Said | None = None
