"""The stage that expands fragments: afterwards each file holds all of its parts itself.

A rule file lists its `uses`; the rule parts of each fragment follow the file's own, in the order of
`uses`. A service says in `steps`, and in the `fields` of a step, where those of a use stand. Every
value that was copied keeps its place in the fragment's file, and says with `via` where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Map
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from engine.definitions.facts import BUILT_INS
from engine.definitions.fragments import unused
from engine.definitions.fragments.circles import without_circles
from engine.definitions.fragments.clashes import clashes
from engine.definitions.fragments.declared import Fragment, read_fragment, read_uses
from engine.definitions.fragments.grafting import Expanded, Grafting
from engine.definitions.fragments.merging import merged
from engine.definitions.fragments.placing import Grafted, Placing
from engine.definitions.known import Broken, Known
from engine.definitions.parts import Parts
from engine.definitions.places import Kind
from engine.definitions.readings import Readings
from engine.definitions.tree import Entry, Mapping, Scalar, holder_of
from engine.model.problem import Problem

Paths = Map[Kind, Iterable[PurePosixPath]]
T = TypeVar("T")


def expand(
    trees: Map[PurePosixPath, Mapping],
    paths: Paths,
    partly_read: Iterable[PurePosixPath],
    known: Known,
    problems: list[Problem],
    readings: Readings,
) -> Expanded:
    """Expand every use in rule files and services; `partly_read` are partial already."""
    expanded = Expanded(dict(trees), set(partly_read))
    if any(paths[Kind.FRAGMENT]) or any(
        "uses" in trees[path].entries for path in paths[Kind.RULES]
    ):
        _Expanding(expanded, paths, known, problems, readings).all()
    return expanded


class _Expanding:
    def __init__(
        self,
        expanded: Expanded,
        paths: Paths,
        known: Known,
        problems: list[Problem],
        readings: Readings,
    ) -> None:
        self.expanded = expanded
        self.paths = paths
        self.known = known
        self.problems = problems
        self.readings = readings
        self.fragments: dict[str, Fragment] = {}
        self.kept: frozenset[str] = frozenset()  # names that mean the same in every file
        self.uses: dict[PurePosixPath, dict[str, Grafted]] = {}

    def all(self) -> None:
        written = {one.id: one for one in map(self._fragment, self.paths[Kind.FRAGMENT])}
        self.fragments, circles = without_circles(written)
        self.problems += circles
        registers = (path.stem for path in self.paths[Kind.REGISTER])
        groups = [group.name for one in self.known.lists.values() for group in one.groups]
        self.kept = frozenset((*BUILT_INS, *registers, *groups, *self.known.lost, "item"))
        for path in self.paths[Kind.RULES]:
            beside = (self.kept, *self.fragments.values())
            self.uses[path] = self._apart("rules", path, beside, _Expanding._rules)
        for path in self.paths[Kind.SERVICE]:
            self._apart("service", path, (self._uses_of(path),), _Expanding._service)
        if not self.expanded.partial & {*self.paths[Kind.RULES], *self.paths[Kind.FRAGMENT]}:
            used = {graft.fragment for grafts in self.uses.values() for graft in grafts.values()}
            self.problems += unused.problems(written, used, self.readings)

    def _apart(
        self,
        what: str,
        path: PurePosixPath,
        beside: tuple[object, ...],
        do: Callable[[_Expanding, PurePosixPath], T],
    ) -> T:
        """Expand one file apart from the others, unless all that is read for it is as before."""

        def make() -> tuple[T, Expanded, list[Problem]]:
            expanded, problems = self.expanded.apart(path), list[Problem]()
            one = _Expanding(expanded, self.paths, self.known, problems, self.readings)
            one.fragments, one.kept, one.uses = self.fragments, self.kept, self.uses
            return do(one, path), expanded, problems

        read = (*self.expanded.read_by(path), *self.known.parts(), *beside)
        made, expanded, problems = self.readings.kept(("expanded", what, path), read, make)
        self.expanded.take(expanded)
        self.problems += problems
        return made

    def _fragment(self, path: PurePosixPath) -> Fragment:
        tree = self.expanded.trees[path]
        make = partial(_fragment, path, tree, self.known)
        read = (tree, *self.known.parts())
        fragment, problems = self.readings.kept(("fragment", path), read, make)
        self.problems += problems
        return fragment

    def _rules(self, path: PurePosixPath) -> dict[str, Grafted]:
        tree = self.expanded.trees[path]
        grafting = Grafting(self.fragments, self.kept, self.known, self.problems, self.expanded)
        uses = read_uses(Parts(path, self.known, self.problems), tree)
        grafts = grafting.grafts(uses, path)
        adding = [graft for graft in grafts.values() if "fees" in graft.parts.entries]
        has_fees = tree.get("fees") is not None
        if adding and not has_fees:
            message = f"key `fees` is missing: the fragment `{adding[0].fragment}` adds lines to it"
            hint = "write `fees` with its `currency` and `vat`, and `lines: []`"
            self.problems.append(Problem("D021", message, adding[0].at, hint))
        for graft in grafts.values():
            parts = _without(graft.parts, "reviewer_sees")  # a rule file has none
            tree = merged(tree, parts if has_fees else _without(parts, "fees"), self.problems)
        self.expanded.trees[path] = tree
        return grafts

    def _rules_of(self, path: PurePosixPath) -> PurePosixPath:
        rules = self.expanded.trees[path].get("rules")
        return PurePosixPath("rules") / f"{rules.text if isinstance(rules, Scalar) else ''}.yaml"

    def _uses_of(self, path: PurePosixPath) -> dict[str, Grafted] | None:
        """What the rule file of a service uses; None where there is no such file."""
        return self.uses.get(self._rules_of(path))

    def _service(self, path: PurePosixPath) -> None:
        """Put steps and fields in their places; what the reviewer sees of them goes with them."""
        tree, uses = self.expanded.trees[path], self._uses_of(path)
        is_partial = path in self.expanded.partial
        if uses is None or self._rules_of(path) in self.expanded.partial:
            self.expanded.partial.add(path)
        broken = Broken(frozenset(self.expanded.broken))
        problems = self.problems if uses is not None else []
        placing = Placing(f"`{path.stem}`", uses or {}, broken, problems)
        made = placing.placed_in(tree)
        if not is_partial:
            for name, problem in placing.left_out(holder_of(tree, "steps")):
                self.problems.append(problem)
                self.expanded.broken.add(name)
        placed = {name for name, _ in placing.placed}
        for graft in (uses or {}).values():
            sees = graft.parts.entries.get("reviewer_sees")
            if graft.name in placed and sees is not None:
                made = merged(made, Mapping({"reviewer_sees": sees}, graft.parts.span), problems)
        self.expanded.trees[path] = made


def _fragment(
    path: PurePosixPath, tree: Mapping, known: Known
) -> tuple[Fragment, tuple[Problem, ...]]:
    problems: list[Problem] = []
    fragment = read_fragment(Parts(path, known, problems), tree)
    found = tuple(clashes(fragment))
    problems += (problem for _, problem in found)
    return fragment.without([name for name, _ in found]), tuple(problems)


def _without(parts: Mapping, key: str) -> Mapping:
    left: dict[str, Entry] = {name: entry for name, entry in parts.entries.items() if name != key}
    return Mapping(left, parts.span)
