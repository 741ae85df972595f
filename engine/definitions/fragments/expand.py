"""The stage that expands fragments: afterwards each file holds all of its parts itself.

A rule file lists its `uses`; the rule parts of each fragment follow the file's own, in the order of
`uses`. A service says in `steps`, and in the `fields` of a step, where those of a use stand. Every
value that was copied keeps its place in the fragment's file, and says with `via` where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Map
from pathlib import PurePosixPath

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
from engine.definitions.tree import Entry, Mapping, Scalar, holder_of
from engine.model.problem import Problem

Paths = Map[Kind, Iterable[PurePosixPath]]


def expand(
    trees: Map[PurePosixPath, Mapping],
    paths: Paths,
    partial: Iterable[PurePosixPath],
    known: Known,
    problems: list[Problem],
) -> Expanded:
    """Expand every use in rule files and services; `partial` are files that are so already."""
    expanded = Expanded(dict(trees), set(partial))
    if any(paths[Kind.FRAGMENT]) or any(
        "uses" in trees[path].entries for path in paths[Kind.RULES]
    ):
        _Expanding(expanded, paths, known, problems).all()
    return expanded


class _Expanding:
    def __init__(
        self, expanded: Expanded, paths: Paths, known: Known, problems: list[Problem]
    ) -> None:
        self.expanded = expanded
        self.paths = paths
        self.known = known
        self.problems = problems
        self.uses: dict[PurePosixPath, dict[str, Grafted]] = {}

    def all(self) -> None:
        written = {one.id: one for one in map(self._fragment, self.paths[Kind.FRAGMENT])}
        fragments, circles = without_circles(written)
        self.problems += circles
        registers = (path.stem for path in self.paths[Kind.REGISTER])
        groups = [group.name for one in self.known.lists.values() for group in one.groups]
        kept = frozenset((*BUILT_INS, *registers, *groups, "item"))
        grafting = Grafting(fragments, kept, self.known, self.problems, self.expanded)
        used: set[str] = set()
        for path in self.paths[Kind.RULES]:
            self._rules(path, grafting, used)
        for path in self.paths[Kind.SERVICE]:
            self._service(path)
        if not self.expanded.partial & {*self.paths[Kind.RULES], *self.paths[Kind.FRAGMENT]}:
            self.problems += unused.problems(written, used)

    def _fragment(self, path: PurePosixPath) -> Fragment:
        fragment = read_fragment(self._parts(path), self.expanded.trees[path])
        found = tuple(clashes(fragment))
        self.problems += (problem for _, problem in found)
        return fragment.without([name for name, _ in found])

    def _parts(self, path: PurePosixPath) -> Parts:
        return Parts(path, self.known, self.problems)

    def _rules(self, path: PurePosixPath, grafting: Grafting, used: set[str]) -> None:
        tree = self.expanded.trees[path]
        grafts = grafting.grafts(read_uses(self._parts(path), tree), path)
        self.uses[path] = grafts
        adding = [graft for graft in grafts.values() if "fees" in graft.parts.entries]
        has_fees = tree.get("fees") is not None
        if adding and not has_fees:
            message = f"key `fees` is missing: the fragment `{adding[0].fragment}` adds lines to it"
            hint = "write `fees` with its `currency` and `vat`, and `lines: []`"
            self.problems.append(Problem("D021", message, adding[0].at, hint))
        for graft in grafts.values():
            used.add(graft.fragment)
            parts = _without(graft.parts, "reviewer_sees")  # a rule file has none
            tree = merged(tree, parts if has_fees else _without(parts, "fees"), self.problems)
        self.expanded.trees[path] = tree

    def _service(self, path: PurePosixPath) -> None:
        """Put steps and fields in their places; what the reviewer sees of them goes with them."""
        tree = self.expanded.trees[path]
        rules = tree.get("rules")
        where = PurePosixPath("rules") / f"{rules.text if isinstance(rules, Scalar) else ''}.yaml"
        is_partial = path in self.expanded.partial
        uses = self.uses.get(where)
        if uses is None or where in self.expanded.partial:
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


def _without(parts: Mapping, key: str) -> Mapping:
    left: dict[str, Entry] = {name: entry for name, entry in parts.entries.items() if name != key}
    return Mapping(left, parts.span)
