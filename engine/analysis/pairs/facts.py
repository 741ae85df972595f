"""Facts of two versions as facts of one world: a type that holds both domains, and what each keeps.

A value outside one version's domain is somebody who cannot apply under that version. A fact that
is asked of other people than before is two facts, which are the same answer where both are asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from engine.expressions import core
from engine.expressions.core import Comparison, Node, Quantifier
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.types import YES_NO, Kind, Type

_ITEM: Final = "item"
_COMPARED: Final = {
    Kind.NUMBER, Kind.MONEY, Kind.TEXT, Kind.YES_NO, Kind.DATE, Kind.TIME, Kind.DATE_TIME,
    Kind.PERIOD, Kind.DAYS, Kind.SECONDS, Kind.CODE,
}  # fmt: skip


def joined_type(old: Type, new: Type) -> Type | None:
    """The type that holds the values of both, or None where they are of two kinds."""
    is_optional = old.is_optional or new.is_optional
    if old.required() == new.required():
        return replace(new, is_optional=is_optional, most=max(old.most, new.most))
    if (old.kind, old.of, old.decimals) != (new.kind, new.of, new.decimals):
        return None
    element = None
    if old.element is not None and new.element is not None:
        element = joined_type(old.element, new.element)
        if element is None:
            return None
    fields = _joined_fields(dict(old.fields), dict(new.fields))
    if fields is None:
        return None
    return replace(
        new,
        low=None if old.low is None or new.low is None else min(old.low, new.low),
        high=None if old.high is None or new.high is None else max(old.high, new.high),
        element=element,
        fields=fields,
        is_optional=is_optional,
        most=max(old.most, new.most),
    )


def _joined_fields(
    old: Mapping[str, Type], new: Mapping[str, Type]
) -> tuple[tuple[str, Type], ...] | None:
    joined: list[tuple[str, Type]] = []
    for name in dict.fromkeys((*new, *old)):
        if name in old and name in new:
            both = joined_type(old[name], new[name])
            if both is None:
                return None
            joined.append((name, both))
        else:
            joined.append((name, new.get(name) or old[name]))
    return tuple(joined)


def joined_lists(old: Mapping[str, CodeList], new: Mapping[str, CodeList]) -> dict[str, CodeList]:
    """Every list with the codes of both versions, the new ones last."""
    joined = {**old, **new}
    for id_ in old.keys() & new.keys():
        known = {code.id for code in old[id_].codes}
        added = (code for code in new[id_].codes if code.id not in known)
        joined[id_] = replace(new[id_], codes=(*old[id_].codes, *added))
    return joined


class Domain:
    """What one version takes for an answer, as conditions on facts whose types hold more."""

    def __init__(self, lists: Mapping[str, CodeList], joined: Mapping[str, CodeList]) -> None:
        self._short = {
            id_: tuple(code.id for code in list_.codes)
            for id_, list_ in lists.items()
            if len(joined[id_].codes) > len(list_.codes)
        }

    def of(self, asked: Node, own: Type) -> Iterator[Node]:
        """That `asked`, whose type holds more, is of the type `own`."""
        wide = asked.type
        if wide.is_optional and not own.is_optional:
            yield core.Not(_absent(asked), YES_NO, asked.at)
        within = tuple(self._within(asked, own))
        if within:
            both = core.And(within, YES_NO, asked.at)
            yield _any(_absent(asked), both) if own.is_optional else both

    def _within(self, asked: Node, own: Type) -> Iterator[Node]:
        for bound, comparison in ((own.low, Comparison.GE), (own.high, Comparison.LE)):
            if bound is not None and own.required() != asked.type.required():
                yield _compared(comparison, asked, _number(bound, asked.at))
        if own.kind is Kind.CODE and own.of in self._short:
            codes = Type(Kind.LIST, element=own.required())
            among = core.Const(self._short[own.of], codes, asked.at)
            yield core.Member(asked, among, YES_NO, asked.at, "")
        if own.kind is Kind.LIST and own.element is not None:
            element = core.ItemRef(_ITEM, None, asked.type.element or own.element, asked.at)
            yield from (_every(asked, node) for node in self.of(element, own.element))
        if own.kind is Kind.GROUP:
            for name, type_ in own.fields:
                wide = asked.type.field(name) or type_
                field = core.ItemRef(_ITEM, name, wide, asked.at)
                yield from (_every(asked, node) for node in self.of(field, type_))


def same_answer(old: Node, new: Node) -> Node | None:
    """That two facts are one answer where both are given; None for what is not compared."""
    if old.type.kind not in _COMPARED or joined_type(old.type, new.type) is None:
        return None
    equal = _compared(Comparison.EQ, old, new)
    absent = tuple(_absent(one) for one in (old, new) if one.type.is_optional)
    return _any(*absent, equal) if absent else equal


def _number(bound: Decimal, at: Span) -> Node:
    return core.Const(bound, Type(Kind.NUMBER, decimals=34), at)


def _compared(comparison: Comparison, left: Node, right: Node) -> Node:
    return core.Compare(comparison, left, right, YES_NO, left.at, "")


def _absent(asked: Node) -> Node:
    return core.IsAbsent(asked, YES_NO, asked.at, "")


def _any(*parts: Node) -> Node:
    return core.Or(parts, YES_NO, parts[0].at)


def _every(source: Node, body: Node) -> Node:
    return core.Quantified(Quantifier.EVERY, _ITEM, source, body, YES_NO, body.at, "")
