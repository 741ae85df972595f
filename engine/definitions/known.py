"""What the files read so far declare, for whatever refers to it; and what could not be read.

A reference to something that a broken file or entry was to declare is not a second mistake, so
what is known to be broken is never reported as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.model.listing import CodeList


@dataclass(frozen=True, slots=True)
class Broken:
    """Ids and names whose declaration could not be read; each stands for all names under it.

    >>> "cpd.hours" in Broken(frozenset({"cpd"})), "cpd" in Broken(frozenset({"cpd.hours"}))
    (True, False)
    """

    names: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        if not self.names:
            return False
        parts = name.split(".")
        return any(".".join(parts[:count]) in self.names for count in range(1, len(parts) + 1))

    def __or__(self, names: set[str] | frozenset[str]) -> Broken:
        return Broken(self.names | names)


@dataclass(frozen=True, slots=True)
class Known:
    """`sources` None: sources.yaml could not be read, so any citation may be right.

    `currency` is the portal's, and None when portal.yaml could not be read. `lost` are the ids of
    lists and registers whose files could not be read.
    """

    sources: frozenset[str] | None = None
    lists: Mapping[str, CodeList] = field(default_factory=dict)
    currency: str | None = None
    broken: Broken = Broken()
    lost: frozenset[str] = frozenset()

    def parts(self) -> tuple[object, ...]:
        """All that is known, one after the other; a list is itself."""
        return self.sources, self.currency, self.broken, self.lost, *self.lists.values()

    def with_list(self, listing: CodeList) -> Known:
        return replace(self, lists={**self.lists, listing.id: listing})
