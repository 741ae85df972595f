"""The stage that puts a shared lifecycle into each service that uses one.

Afterwards the service holds states, transitions, flags, review and notifications itself. Every
value that was copied keeps its place in the lifecycle's file, and says with `via` where it is used.
Conditions and texts there read built-in names, the lifecycle's own flags and review, and its
parameters; any other name is one that the lifecycle does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as Map
from pathlib import PurePosixPath
from typing import Final, TypeVar

from engine.definitions.facts import BUILT_INS
from engine.definitions.fragments.arguments import Arguments
from engine.definitions.fragments.copying import Copying
from engine.definitions.fragments.grafting import Expanded
from engine.definitions.fragments.shapes import shape_of
from engine.definitions.fragments.unused import unread
from engine.definitions.known import Known
from engine.definitions.lifecycles import unused
from engine.definitions.lifecycles.declared import (
    LIFECYCLES,
    LifecycleUse,
    SharedLifecycle,
    clashes,
    declared_in,
    faults,
    read_lifecycle,
    read_use,
)
from engine.definitions.lifecycles.leaving_out import left_of
from engine.definitions.parts import Parts
from engine.definitions.places import Kind
from engine.definitions.readings import Readings
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence, node_at
from engine.model.inside import Inside
from engine.model.lifecycle import flag_fact
from engine.model.problem import Problem

T = TypeVar("T")
_LIFECYCLE: Final[tuple[str, ...]] = ("start", "flags", "states", "transitions")


def expand_lifecycles(
    expanded: Expanded,
    paths: Map[Kind, Collection[PurePosixPath]],
    known: Known,
    problems: list[Problem],
    readings: Readings,
) -> None:
    """Expand every use, noting in `expanded` what is missing and what names mean where."""
    expanding = _Expanding(expanded, known, problems)
    expanding.all(paths[Kind.LIFECYCLE], paths[Kind.SERVICE], readings)


class _Expanding:
    def __init__(self, expanded: Expanded, known: Known, problems: list[Problem]) -> None:
        self.expanded = expanded
        self.known = known
        self.problems = problems
        self.lifecycles: dict[str, SharedLifecycle] = {}

    def all(
        self,
        paths: Collection[PurePosixPath],
        services: Collection[PurePosixPath],
        readings: Readings,
    ) -> None:
        for path in paths:
            lifecycle = self._apart("lifecycle", path, readings, _Expanding._lifecycle)
            self.lifecycles[lifecycle.id] = lifecycle
        used = {self._apart("states", path, readings, _Expanding._used_by) for path in services}
        if not self.expanded.partial & {*paths, *services}:
            ids = {id for id in used if id is not None}
            self.problems += unused.problems(self.lifecycles.values(), ids, readings)

    def _apart(
        self,
        what: str,
        path: PurePosixPath,
        readings: Readings,
        do: Callable[[_Expanding, PurePosixPath], T],
    ) -> T:
        """Read one file apart from the others, unless all that is read for it is as before."""

        def make() -> tuple[T, Expanded, list[Problem]]:
            expanded, problems = self.expanded.apart(path), list[Problem]()
            one = _Expanding(expanded, self.known, problems)
            one.lifecycles = self.lifecycles
            return do(one, path), expanded, problems

        read = (*self.expanded.read_by(path), *self.known.parts(), *self.lifecycles.values())
        made, expanded, problems = readings.kept(("expanded", what, path), read, make)
        self.expanded.take(expanded)
        self.problems += problems
        return made

    def _lifecycle(self, path: PurePosixPath) -> SharedLifecycle:
        lifecycle = read_lifecycle(self._parts(path), self.expanded.trees[path])
        self.problems += faults(lifecycle)
        found = tuple(clashes(lifecycle))
        self.problems += (problem for _, problem in found)
        return lifecycle.without([name for name, _ in found])

    def _used_by(self, path: PurePosixPath) -> str | None:
        """The id of the lifecycle that a service uses, after it was put there."""
        use = read_use(self._parts(path), self.expanded.trees[path])
        if use is None:
            return None
        self.expanded.trees[path] = self._service(path, use)
        return use.fragment.text

    def _parts(self, path: PurePosixPath) -> Parts:
        return Parts(path, self.known, self.problems)

    def _service(self, path: PurePosixPath, use: LifecycleUse) -> Mapping:
        """The service with what it uses; without a lifecycle where there is none of that id."""
        tree = self.expanded.trees[path]
        lifecycle = self.lifecycles.get(use.fragment.text)
        if lifecycle is None:
            self.expanded.partial.add(path)
            self._report_unknown(use)
            left = {key: entry for key, entry in tree.entries.items() if key != "lifecycle"}
            return Mapping(left, tree.span)
        if lifecycle.span.path in self.expanded.partial:
            self.expanded.partial.add(path)
        parts = self._having(lifecycle, use)
        inside = self._inside(path, lifecycle, use, parts)
        via = (use.fragment.span,)
        self.expanded.insides[via] = inside
        own = left_of(lifecycle, parts, inside.given)
        copying = Copying(inside, via, frozenset(), self.known.lists)
        copied = copying.copy(own, shape_of("lifecycle"))
        assert isinstance(copied, Mapping)
        return _put(tree, copied)

    def _report_unknown(self, use: LifecycleUse) -> None:
        id = use.fragment.text
        if id not in self.known.broken:
            hint = meant_or_listed(id, self.lifecycles, "the lifecycles are")
            message = f"there is no lifecycle `{id}`"
            self.problems.append(Problem("D202", message, use.fragment.span, hint))

    def _having(self, lifecycle: SharedLifecycle, use: LifecycleUse) -> frozenset[str]:
        """The parts that the service has; one that the lifecycle does not have is reported."""
        for part in use.parts:
            if part.text not in lifecycle.parts:
                hint = meant_or_listed(part.text, lifecycle.parts, "its parts are")
                message = f"the lifecycle `{lifecycle.id}` has no part `{part.text}`"
                self.problems.append(Problem("D202", message, part.span, hint))
        return frozenset(part.text for part in use.parts)

    def _inside(
        self,
        path: PurePosixPath,
        lifecycle: SharedLifecycle,
        use: LifecycleUse,
        parts: frozenset[str],
    ) -> Inside:
        """What names of the lifecycle mean in the service; nothing is said of missing ones.

        What only parts read that the service does not have need not be given.
        """
        left = left_of(lifecycle, parts, {})
        needless = [one.name for one in unread(left, lifecycle.parameters.values())]
        taking = lifecycle.without(needless)
        given = Arguments(self._parts(path), None, (), LIFECYCLES).given(taking, use)
        missing = (taking.parameters.keys() | lifecycle.unread) - given.keys()
        if missing:
            self.expanded.partial.add(path)
            self.expanded.broken |= missing | {f"{lifecycle.id}.{name}" for name in missing}
        return Inside(lifecycle.id, given, frozenset(_kept(lifecycle)))


def _kept(lifecycle: SharedLifecycle) -> Iterable[str]:
    """The names that mean the same in the lifecycle and in the service."""
    yield from (*BUILT_INS, "item")
    for kind, id in declared_in(lifecycle):
        if kind == "flags":
            yield flag_fact(id.text)
        elif kind == "review":
            yield id.text


def _put(service: Mapping, copied: Mapping) -> Mapping:
    """The service with a lifecycle; its own review and notifications stand with those of that."""
    entries = dict(service.entries)
    own = {key: copied.entries[key] for key in _LIFECYCLE if key in copied.entries}
    entries["lifecycle"] = Entry(entries["lifecycle"].key, Mapping(own, copied.span))
    notices = _joined(copied.get("notifications"), service.get("notifications"))
    if notices is not None:
        key = (entries.get("notifications") or copied.entries["notifications"]).key
        entries["notifications"] = Entry(key, notices)
    fields = _joined(node_at(copied, "review", "fields"), node_at(service, "review", "fields"))
    if fields is not None:
        review = entries.get("review") or copied.entries["review"]
        holder = review.value
        key = holder.entries["fields"].key if isinstance(holder, Mapping) else review.key
        entries["review"] = Entry(review.key, Mapping({"fields": Entry(key, fields)}, fields.span))
    return Mapping(entries, service.span)


def _joined(shared: Node | None, own: Node | None) -> Node | None:
    """Both lists in one; an entry of the service stands in the place of a shared one of its id."""
    if not isinstance(shared, Sequence) or not isinstance(own, Sequence):
        return own if shared is None else shared
    replacing = {_id(item): item for item in own.items}
    kept = tuple(replacing.pop(_id(item), item) for item in shared.items)
    return Sequence((*kept, *replacing.values()), own.span)


def _id(item: Node) -> str:
    id = node_at(item, "id")
    return id.text if isinstance(id, Scalar) else ""
