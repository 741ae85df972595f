"""Walking two configurations side by side: every difference, with the parts that hold it.

The walk goes through the attributes of every object, whatever they are called, so what differs is
found even where nobody thought of telling it. Its words are `telling.py`'s. It is one walk, and one
class: whatever an attribute holds can hold the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from engine.analysis.changes.change import ChangeKind
from engine.analysis.changes.clause_differences import of_clauses
from engine.analysis.changes.clauses import branch_of, compared
from engine.analysis.changes.content import Contents
from engine.analysis.changes.difference import Difference, Owner, Trail
from engine.analysis.changes.pairing import Paired, paired
from engine.analysis.changes.parts import attributes_of, identity_of, key_of
from engine.analysis.changes.timeline import idle_entries, segments
from engine.model.condition import Condition, Formula
from engine.model.dated import Dated
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.rule import Table, Value
from engine.model.service import Service, Step
from engine.model.types import Type
from engine.model.wording import Wording
from engine.model.words import Text, Unit

_PAIRS: Final = {
    ("Row", "cells"),
    ("Row", "outputs"),
    ("Table", "outputs"),
    ("Table", "default"),
    ("Table", "order"),
    ("Code", "attributes"),
    ("Options", "when"),
    ("Transition", "called"),
    ("OwnFunction", "parameters"),
    ("Type", "fields"),
}
"""Tuples of pairs: a name, and what is said under it."""

_PLACED: Final = ("fields", "documents", "checks")
"""What stands on a step and can move to another."""

Differences: TypeAlias = Iterator[Difference]


class Walk:
    """Finds the differences between two objects of one kind. `renamed` hears of renamed parts."""

    def __init__(
        self,
        before: Contents,
        after: Contents,
        renamed: Callable[[Trail, object, object], None],
    ) -> None:
        self._before = before
        self._after = after
        self._renamed = renamed

    def parts(
        self, old: Sequence[object], new: Sequence[object], trail: Trail, *, is_ordered: bool
    ) -> Differences:
        """Parts that are told by a key: those of `old` and those of `new`."""
        pairs = paired(old, new, self._before, self._after, is_ordered=is_ordered)
        for pair in pairs:
            yield from self._pair(pair, trail)
        yield from self._order(pairs, trail)

    def whole(self, old: object, new: object, name: str) -> Differences:
        """A thing of which there is one, or none."""
        if old is None or new is None:
            if old is not new:
                kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
                trail = Trail("", (Owner(name, old, new),))
                yield self._difference(kind, trail, old, new)
            return
        yield from self._attributes(old, new, Trail("", (Owner(name, old, new),)))

    def names(self, old: tuple[str, ...], new: tuple[str, ...], attribute: str) -> Differences:
        """Ids of files whose content is told where they are used."""
        if set(old) != set(new):
            trail = Trail("", (), (("Catalogue", attribute),))
            yield from self._items(old, new, trail)

    def _pair(self, pair: Paired, trail: Trail) -> Differences:
        old, new = pair.old, pair.new
        part = old if new is None else new
        inner = trail.within(Owner(key_of(part) or "", old, new))
        if old is None or new is None:
            kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
            yield self._difference(kind, inner, old, new)
            return
        if key_of(old) != key_of(new):
            self._renamed(trail, old, new)
            yield self._difference(ChangeKind.RENAMED, inner, key_of(old), key_of(new))
        yield from self._attributes(old, new, inner)

    def _order(self, pairs: Sequence[Paired], trail: Trail) -> Differences:
        """Which parts stand elsewhere among those that stayed, as few as say it."""
        both = [pair for pair in pairs if pair.old is not None and pair.new is not None]
        if not both or not pairs[0].is_ordered:
            return
        was = sorted(range(len(both)), key=lambda at: both[at].old_at)
        stayed = {
            at
            for block in SequenceMatcher(None, was, range(len(both)), False).get_matching_blocks()
            for at in range(block.b, block.b + block.size)
        }
        for at, pair in enumerate(both):
            if at not in stayed:
                inner = trail.within(Owner(key_of(pair.new) or "", pair.old, pair.new))
                before = both[at - 1].new if at else None
                yield self._difference(ChangeKind.MOVED, inner, None, before)

    def _attributes(self, old: object, new: object, trail: Trail) -> Differences:
        """What differs in the attributes of two objects of one class."""
        if isinstance(old, Service) and isinstance(new, Service):
            yield from self._placed(old, new, trail)
        identity = identity_of(new)
        holder = type(new).__name__
        for name, is_ordered in attributes_of(new):
            is_told_elsewhere = holder == "Step" and name in _PLACED and _is_in_service(trail)
            if name != identity and not is_told_elsewhere:
                before, after = getattr(old, name), getattr(new, name)
                yield from self._values(before, after, trail.at(holder, name), is_ordered)

    def _values(
        self, old: object, new: object, trail: Trail, is_ordered: bool = True
    ) -> Differences:
        """What differs between two values of an attribute."""
        if self._is_same(old, new, is_ordered):
            return
        match old, new:
            case (Text() | Wording(), Text() | Wording()):
                yield self._difference(ChangeKind.WORDS, trail, old, new)
            case Formula(), Formula():
                yield self._difference(ChangeKind.CHANGED, trail, old, new)
            case Condition(), Condition():
                yield from self._conditions(old, new, trail)
            case Dated(), Dated():
                yield from self._dated(old, new, trail)
            case Mapping(), Mapping():
                yield from self._named(old, new, trail)
            case tuple(), tuple():
                yield from self._tuples(old, new, trail, is_ordered)
            case _ if old is None or new is None:
                kind = ChangeKind.GIVEN if old is None else ChangeKind.WITHDRAWN
                yield self._difference(kind, trail, old, new)
            case Type(kind, of), Type(other, other_of) if (kind, of) != (other, other_of):
                yield self._difference(ChangeKind.CHANGED, trail, old, new)
            case _ if _is_compound(old) and type(old) is type(new):
                yield from self._attributes(old, new, trail)
            case _:
                yield self._difference(ChangeKind.CHANGED, trail, old, new)

    def _is_same(self, old: object, new: object, is_ordered: bool) -> bool:
        before, after = self._before.of(old), self._after.of(new)
        if not is_ordered and isinstance(before, tuple) and isinstance(after, tuple):
            return frozenset(before) == frozenset(after)
        return before == after

    # Collections -------------------------------------------------------------------------

    def _tuples(
        self, old: tuple[object, ...], new: tuple[object, ...], trail: Trail, is_ordered: bool
    ) -> Differences:
        if trail.attributes[-1] in _PAIRS:
            yield from self._named(dict(_pairs(old)), dict(_pairs(new)), trail)
            if is_ordered and [one for one, _ in _pairs(old)] != [one for one, _ in _pairs(new)]:
                names = tuple(one for one, _ in _pairs(old)), tuple(one for one, _ in _pairs(new))
                if set(names[0]) == set(names[1]):
                    yield self._difference(ChangeKind.MOVED, trail, *names)
        elif all(key_of(one) is not None for one in (*old, *new)):
            yield from self.parts(old, new, trail, is_ordered=is_ordered)
        elif any(is_dataclass(one) for one in (*old, *new)):
            yield from self._sequence(old, new, trail)
        else:
            yield from self._items(old, new, trail)

    def _named(
        self, old: Mapping[object, object], new: Mapping[object, object], trail: Trail
    ) -> Differences:
        """What is said by name. Keys are ids, or values of a closed set."""
        before = {self._before.renamed(str(key)): one for key, one in old.items()}
        after = {str(key): one for key, one in new.items()}
        for name in dict.fromkeys((*after, *before)):
            yield from self._values(before.get(name), after.get(name), trail.at("", name))

    def _sequence(
        self, old: tuple[object, ...], new: tuple[object, ...], trail: Trail
    ) -> Differences:
        """Things without a key, such as paragraphs: those that are the same stay together."""
        contents = [self._before.of(one) for one in old], [self._after.of(one) for one in new]
        matcher = SequenceMatcher(None, *contents, autojunk=False)
        for _, low, high, first, last in matcher.get_opcodes():
            if contents[0][low:high] == contents[1][first:last]:
                continue
            width = max(high - low, last - first)
            for at in range(width):
                was = old[low + at] if low + at < high else None
                is_ = new[first + at] if first + at < last else None
                number = str((first if is_ is not None else low) + at + 1)
                yield from self._values(was, is_, trail.at("", number))

    def _items(self, old: tuple[object, ...], new: tuple[object, ...], trail: Trail) -> Differences:
        """Plain values: which were put in and taken out, or that they stand in another order."""
        before, after = [self._before.of(one) for one in old], [self._after.of(one) for one in new]
        gone = tuple(one for one, said in zip(old, before, strict=True) if said not in after)
        come = tuple(one for one, said in zip(new, after, strict=True) if said not in before)
        kind = ChangeKind.CHANGED if gone or come else ChangeKind.MOVED
        if kind is ChangeKind.MOVED or not old or not new:
            yield self._difference(kind, trail, old or None, new or None)
        else:
            span = _span(trail, is_new=False), _span(trail, is_new=True)
            yield Difference(kind, trail, gone, come, *span, is_of_items=True)

    def _placed(self, old: Service, new: Service, trail: Trail) -> Differences:
        """Fields, requests for documents and checks, wherever among the steps they stand."""
        for name in _PLACED:
            before, after = _standing(old, name), _standing(new, name)
            steps = {id(one): step for one, step in (*before, *after)}
            pairs = paired(
                [one for one, _ in before],
                [one for one, _ in after],
                self._before,
                self._after,
                beside=lambda one, steps=steps: _group_of(steps[id(one)]),  # type: ignore[misc]
            )
            for pair in pairs:
                yield from self._on_steps(pair, steps, trail)
            yield from self._order_on_steps(pairs, steps, trail)

    def _on_steps(self, pair: Paired, steps: Mapping[int, Step], trail: Trail) -> Differences:
        """What differs in something that stands on a step, and that it moved to another."""
        was, is_ = steps.get(id(pair.old)), steps.get(id(pair.new))
        step = is_ or was
        assert step is not None, "a part of a service stands on a step"
        at = trail.within(Owner(step.id, was, is_))
        yield from self._pair(pair, at)
        if was and is_ and self._before.of(was.id) != self._after.of(is_.id):
            inner = at.within(Owner(key_of(pair.new) or "", pair.old, pair.new))
            yield self._difference(ChangeKind.MOVED, inner, was, is_)

    def _order_on_steps(
        self, pairs: Sequence[Paired], steps: Mapping[int, Step], trail: Trail
    ) -> Differences:
        """What stands elsewhere on the same step."""
        by_step: dict[str, list[Paired]] = {}
        for pair in pairs:
            was, is_ = steps.get(id(pair.old)), steps.get(id(pair.new))
            if was and is_ and self._before.of(was.id) == self._after.of(is_.id):
                by_step.setdefault(is_.id, []).append(pair)
        for held in by_step.values():
            step = steps[id(held[0].new)]
            yield from self._order(held, trail.within(Owner(step.id, step, step)))

    # Values ------------------------------------------------------------------------------

    def _dated(self, old: Dated[object], new: Dated[object], trail: Trail) -> Differences:
        type_, unit = _type_of(trail)
        given = (old, new, type_, unit, (self._before, self._after))
        for segment in segments(*given):  # type: ignore[arg-type]
            yield self._difference(ChangeKind.VALUE, trail, segment, segment)
        for entry in idle_entries(*given):  # type: ignore[arg-type]
            yield self._difference(ChangeKind.ENTRY, trail, entry, entry)

    def _conditions(self, old: Condition, new: Condition, trail: Trail) -> Differences:
        told = compared(branch_of(old), branch_of(new), self._before, self._after)
        for one in told:
            yield of_clauses(one, trail)

    def _difference(
        self, kind: ChangeKind, trail: Trail, old: object | None, new: object | None
    ) -> Difference:
        was = _own_span(old) or _span(trail, is_new=False)
        is_ = _own_span(new) or _span(trail, is_new=True)
        return Difference(kind, trail, old, new, was, is_)


def _is_compound(value: object) -> bool:
    """Whether an object is told by its attributes, and not said as a whole."""
    return is_dataclass(value) and type(value).__module__ not in {
        "engine.model.money",
        "engine.model.period",
        "engine.model.clock",
        "engine.model.value",
        "engine.model.inside",
        "engine.model.fact",
    }


def _pairs(pairs: tuple[object, ...]) -> list[tuple[str, object]]:
    return [(str(one[0]), one[1]) for one in pairs if isinstance(one, tuple)]


def _is_in_service(trail: Trail) -> bool:
    return any(isinstance(owner.part, Service) for owner in trail.owners)


def _standing(service: Service, name: str) -> list[tuple[object, Step]]:
    """What stands on the steps of a service under an attribute, each with its step."""
    return [(one, step) for step in service.pages for one in getattr(step, name)]


def _group_of(step: Step) -> str:
    """Two groups may each have a field of the same id."""
    return "" if step.group is None else step.group.fact


def _own_span(value: object) -> Span | None:
    found = getattr(value, "span", None)
    return found if isinstance(found, Span) else None


def _span(trail: Trail, *, is_new: bool) -> Span | None:
    """The place of the innermost part that has one."""
    for owner in reversed(trail.owners):
        found = _own_span(owner.new if is_new else owner.old)
        if found is not None:
            return found
    return None


def _type_of(trail: Trail) -> tuple[Type | None, Unit | None]:
    """What a dated value is of, from the part that holds it."""
    for owner in reversed(trail.owners):
        match owner.part:
            case Value(type=type_, unit=unit):
                return type_, unit
            case Table(outputs=outputs, unit=unit):
                named = dict(outputs).get(trail.attributes[-1][1])
                return named, unit
            case CodeList():
                return None, None
            case _:
                pass
    return None, None
