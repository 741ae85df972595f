"""Files of registers/ as model objects: an authority's records, or our own history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping
from engine.definitions.typed import type_of
from engine.model.fact import Fact, FactSource
from engine.model.past import DECIDED_DATE, SUBMITTED_DATE, Gives, HistoryAsk, OwnHistory
from engine.model.period import Days, Months, parse_period
from engine.model.register import Lookup, Register
from engine.model.types import Kind, Type

_BY = {"submitted_date": SUBMITTED_DATE, "decided_date": DECIDED_DATE}


def build_register(parts: Parts, root: Mapping) -> Register:
    """A register; each attribute is a fact named after it."""
    id = parts.file_id(root)
    own = _own(parts, root, id.text) if parts.has(root, "own") else None
    attributes = parts.each(root, "attributes", lambda node: _fact(parts, node, id.text))
    if own is not None:
        attributes = tuple(one for one in attributes if one.name in own.asks)
        attributes = tuple(
            replace(one, type=_type(one.type, own.asks[one.name])) for one in attributes
        )
    return Register(
        id=id.text,
        title=parts.title(root, "title"),
        key=parts.attempt(lambda: parts.text(root, "key"), ""),
        attributes=attributes,
        span=id.span,
        lookup=_lookup(parts, root) if parts.has(root, "lookup") else None,
        own=own,
        found_by=tuple(f"{id.text}.{one}" for one in parts.texts(root, "found_by")),
    )


def _fact(parts: Parts, node: Mapping, register: str) -> Fact:
    id = parts.scalar(node, "id")
    type_ = type_of(parts, node)
    if parts.flag(node, "optional", False):
        type_ = type_.optional()
    label, unit = parts.words(node, "label"), parts.maybe_unit(node, "unit")
    return Fact(f"{register}.{id.text}", type_, FactSource.REGISTER, label, id.span, unit)


def _type(declared: Type, ask: HistoryAsk) -> Type:
    """The type, absent where nothing may be there; a number of applications is never negative."""
    if ask.gives is Gives.COUNT and declared.kind is Kind.NUMBER:
        return replace(declared, low=Decimal(0))
    return declared if ask.is_always_there else declared.optional()


def _own(parts: Parts, root: Mapping, register: str) -> OwnHistory:
    node = parts.mapping(root, "own")
    asks = parts.each(root, "attributes", lambda one: (parts.text(one, "id"), _ask(parts, one)))
    return OwnHistory(
        services=parts.texts(node, "services"),
        states=parts.texts(node, "states"),
        asks={f"{register}.{id}": ask for id, ask in reversed(asks)},
    )


def _ask(parts: Parts, node: Mapping) -> HistoryAsk:
    return HistoryAsk(
        gives=parts.choice(node, "gives", Gives),
        of=parts.maybe_text(node, "of"),
        states=parts.texts(node, "states"),
        within=_length(parts, node) if parts.has(node, "within") else None,
        by=_BY[parts.maybe_text(node, "by") or "submitted_date"],
        span=parts.scalar(node, "id").span,
    )


def _length(parts: Parts, node: Mapping) -> Months | Days:
    try:
        return parse_period(parts.text(node, "within"))
    except ValueError:
        raise Unreadable from None


def _lookup(parts: Parts, root: Mapping) -> Lookup | None:
    node = parts.mapping(root, "lookup")
    try:
        seconds = parts.number(node, "timeout_seconds", 0)
        return Lookup(seconds, timedelta(minutes=parts.number(node, "keep_minutes", 0)))
    except Unreadable:
        return None
