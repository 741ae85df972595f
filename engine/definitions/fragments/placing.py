"""Where the steps and fields of a fragment stand: in the place of each `{use: ..., as: ...}`."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass

from engine.definitions.known import Broken
from engine.definitions.suggest import closest, meant_or_listed
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence
from engine.model.problem import Problem, Span

PLACED = ("steps", "fields")


@dataclass(frozen=True, slots=True)
class Grafted:
    """The parts of a fragment, copied for one use. `at` is where the use is declared."""

    fragment: str
    name: str
    parts: Mapping
    at: Span


class Placing:
    """Puts the steps and fields of uses into one journey; notes which were put there, and where.

    `holder` says in words whose journey it is; `broken` names uses of which nothing is known.
    """

    def __init__(
        self, holder: str, uses: Map[str, Grafted], broken: Broken, problems: list[Problem]
    ) -> None:
        self.holder = holder
        self.uses = uses
        self.broken = broken
        self.problems = problems
        self.placed: dict[tuple[str, str], Span] = {}

    def placed_in(self, node: Mapping) -> Mapping:
        """A service, a fragment or a step, with every use in its `steps` and `fields` put there."""
        entries = dict(node.entries)
        for key in PLACED:
            below = node.get(key)
            if isinstance(below, Sequence):
                items = tuple(self._items(below, key))
                entries[key] = Entry(node.entries[key].key, Sequence(items, below.span))
        return Mapping(entries, node.span)

    def left_out(self, at: Span) -> Iterator[tuple[str, Problem]]:
        """Each use with steps or fields that the journey does not hold, with the problem of it."""
        for use in self.uses.values():
            for key in PLACED:
                if use.parts.get(key) is not None and (use.name, key) not in self.placed:
                    message = f"{self.holder} does not say where the {key} of `{use.name}` stand"
                    hint = f"add `- {{use: {use.fragment}, as: {use.name}}}` to `{key}`"
                    yield use.name, Problem("D151", message, at, hint, (("used here", use.at),))

    def _items(self, listed: Sequence, key: str) -> Iterator[Node]:
        for item in listed.items:
            if not isinstance(item, Mapping):
                yield item
            elif "use" not in item.entries:
                yield self.placed_in(item) if key == "steps" else item
            else:
                found = self._found(item, key)
                if isinstance(found, Sequence):
                    yield from found.items

    def _found(self, item: Mapping, key: str) -> Node | None:
        fragment, name = item.get("use"), item.get("as")
        if not isinstance(fragment, Scalar) or not isinstance(name, Scalar):
            return None
        if name.text in self.broken and name.text not in self.uses:
            return None
        if name.text not in self.uses:
            self.problems.append(self._unknown(fragment, name))
        use = self.uses.get(name.text) or self.uses.get(closest(name.text, self.uses) or "")
        if use is None:
            return None
        below = use.parts.get(key)
        if use.fragment != fragment.text:
            message = f"`{use.name}` is a use of `{use.fragment}`, not of `{fragment.text}`"
            related = (("used here", use.at),)
            self.problems.append(Problem("D150", message, fragment.span, None, related))
        elif below is None:
            message = f"the fragment `{use.fragment}` has no `{key}`"
            self.problems.append(Problem("D151", message, fragment.span))
        elif (use.name, key) in self.placed:
            related = (("first written here", self.placed[use.name, key]),)
            message = f"the {key} of `{use.name}` stand here a second time"
            self.problems.append(Problem("D151", message, name.span, None, related))
            return None
        self.placed[use.name, key] = name.span
        return below

    def _unknown(self, fragment: Scalar, name: Scalar) -> Problem:
        hint = meant_or_listed(name.text, self.uses, "the uses are")
        hint = hint or f"add `- {{fragment: {fragment.text}, as: {name.text}}}` to `uses`"
        return Problem("D150", f"there is no use named `{name.text}`", name.span, hint)
