"""The uses of one file, each as the parts of its fragment under the name of the use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.fragments.arguments import Arguments
from engine.definitions.fragments.copying import Copying, ids_in
from engine.definitions.fragments.declared import Fragment, Use
from engine.definitions.fragments.merging import merged
from engine.definitions.fragments.placing import Grafted, Placing
from engine.definitions.fragments.shapes import shape_of
from engine.definitions.known import Broken, Known
from engine.definitions.parts import Parts
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping
from engine.model.inside import Inside
from engine.model.problem import Problem, Span

DEEPEST: Final = 4
MOST: Final = 500  # uses of a configuration, for those of a fragment count at each of its own
_DECLARING: Final = frozenset({"format", "id", "parameters", "uses"})
Via = tuple[Span, ...]


@dataclass(slots=True)
class Expanded:
    """The files with every use expanded.

    `partial` are files of which parts may be missing, `broken` names that could not be declared,
    `insides` what names mean in each use, by the places it is used at. `uses_before` counts those
    of files that were expanded apart.
    """

    trees: dict[PurePosixPath, Mapping]
    partial: set[PurePosixPath]
    broken: set[str] = field(default_factory=set)
    insides: dict[Via, Inside] = field(default_factory=dict)
    uses_before: int = 0

    def apart(self, path: PurePosixPath) -> Expanded:
        """The same for one file alone, so that what is made of it can be kept."""
        uses = self.uses_before + len(self.insides)
        return Expanded({path: self.trees[path]}, {*self.partial}, {*self.broken}, {}, uses)

    def read_by(self, path: PurePosixPath) -> tuple[object, ...]:
        """All that expanding one file apart may look at here."""
        uses = self.uses_before + len(self.insides)
        return self.trees[path], frozenset(self.partial), frozenset(self.broken), uses

    def take(self, apart: Expanded) -> None:
        """Take over what was made apart."""
        self.trees |= apart.trees
        self.partial |= apart.partial
        self.broken |= apart.broken
        self.insides |= apart.insides


class Grafting:
    """Expands uses, noting in `expanded` what is missing and what names mean where.

    `kept` are the names that mean the same in every file.
    """

    def __init__(
        self,
        fragments: Map[str, Fragment],
        kept: frozenset[str],
        known: Known,
        problems: list[Problem],
        expanded: Expanded,
    ) -> None:
        self.fragments = fragments
        self.kept = kept
        self.known = known
        self.problems = problems
        self.expanded = expanded

    def grafts(
        self,
        uses: Iterable[Use],
        path: PurePosixPath,
        outer: Inside | None = None,
        via: Via = (),
    ) -> dict[str, Grafted]:
        """The uses of one file that can be expanded, by name; `outer` and `via`: of a fragment."""
        made = {}
        for use in uses:
            name = use.name.text if outer is None else f"{outer.name}.{use.name.text}"
            fragment = self._fragment(use, via)
            if fragment is None:
                self.expanded.broken.add(name)
                self.expanded.partial.add(path)
            else:
                arguments = Arguments(Parts(path, self.known, self.problems), outer, via)
                inside = Inside(name, arguments.given(fragment, use), self.kept)
                made[use.name.text] = self._graft(fragment, use, inside, via)
                if self._lacks(fragment, inside) or fragment.span.path in self.expanded.partial:
                    self.expanded.partial.add(path)
        return made

    def _fragment(self, use: Use, via: Via) -> Fragment | None:
        """What is used, unless there is none or nothing more may be."""
        at = replace(use.fragment.span, via=via)
        fragment = self.fragments.get(use.fragment.text)
        if fragment is None:
            if use.fragment.text not in self.known.broken:
                hint = meant_or_listed(use.fragment.text, self.fragments, "the fragments are")
                message = f"there is no fragment `{use.fragment.text}`"
                self.problems.append(Problem("D150", message, at, hint))
        elif len(via) >= DEEPEST:
            message = f"fragments use one another more than {DEEPEST} deep"
            self.problems.append(Problem("D155", message, at))
            return None
        elif self.expanded.uses_before + len(self.expanded.insides) >= MOST:
            message = f"fragments are used more than {MOST} times"
            self.problems.append(Problem("D155", message, at))
            return None
        return fragment

    def _lacks(self, fragment: Fragment, inside: Inside) -> bool:
        """Whether arguments are missing; nothing is said of names that stand for them."""
        taken = fragment.parameters.keys() | fragment.unread
        missing = {f"{inside.name}.{name}" for name in taken - inside.given.keys()}
        self.expanded.broken |= missing
        return bool(missing)

    def _graft(self, fragment: Fragment, use: Use, inside: Inside, via: Via) -> Grafted:
        at, below = replace(use.name.span, via=via), (use.fragment.span, *via)
        self.expanded.insides[below] = inside
        inner = self.grafts(fragment.uses, fragment.span.path, inside, below)
        entries, shape = fragment.tree.entries, shape_of("fragment")
        kept = {key: entry for key, entry in entries.items() if key not in _DECLARING}
        own = Mapping(kept, fragment.tree.span)
        ids = frozenset((*ids_in(own, shape), *_inner_ids(inner, inside)))
        parts = Copying(inside, below, ids, self.known.lists).copy(own, shape)
        assert isinstance(parts, Mapping)
        missing = {one.name.text for one in fragment.uses} - inner.keys()
        placing = Placing(f"`{fragment.id}`", inner, Broken(frozenset(missing)), self.problems)
        parts = placing.placed_in(parts)
        left_out = placing.left_out(replace(fragment.span, via=below))
        self.problems += (problem for _, problem in left_out)
        for graft in inner.values():
            parts = merged(parts, graft.parts, self.problems)
        return Grafted(fragment.id, use.name.text, parts, at)


def _inner_ids(inner: Map[str, Grafted], inside: Inside) -> Iterator[str]:
    """The ids of a fragment's own uses, as the fragment writes them."""
    for graft in inner.values():
        for id in ids_in(graft.parts, shape_of("fragment")):
            short = id.removeprefix(inside.with_hyphens(""))
            yield short.removeprefix(inside.with_underscores(""))
