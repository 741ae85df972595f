"""Which part of the newer configuration is which of the older one: moves and renames recognised.

Parts of one key are one part. What is left is paired where its content is the same but for its
name, then where it has the same words: whoever renames a rule seldom rewrites what it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.analysis.changes.content import Contents
from engine.analysis.changes.parts import identity_of, key_of

Key: TypeAlias = Callable[[object, Contents], Hashable | None]


@dataclass(frozen=True, slots=True)
class Paired:
    """A part before and after; None where there is none. `old_at` is its place before."""

    old: object | None
    new: object | None
    old_at: int
    is_ordered: bool


def _together(_: object) -> str:
    return ""


def paired(
    old: Sequence[object],
    new: Sequence[object],
    before: Contents,
    after: Contents,
    *,
    is_ordered: bool = True,
    beside: Callable[[object], str] = _together,
) -> list[Paired]:
    """Each part of either once, those of `new` in their order and then what is gone.

    `beside`: only parts for which it gives the same can have one key.
    """
    partner: dict[int, int] = {}
    left = dict(enumerate(old))
    keys: tuple[tuple[Key, bool], ...] = (
        (lambda part, contents: (beside(part), contents.of(part)), False),
        (lambda part, _: (beside(part), type(part).__name__, key_of(part)), False),
        (_nameless, True),
        (_words, True),
    )
    for key, is_only in keys:
        known = _grouped(left, before, key)
        wanted = _grouped({at: one for at, one in enumerate(new) if at not in partner}, after, key)
        for said, places in wanted.items():
            found = known.get(said, [])
            if said is None or (is_only and not len(found) == len(places) == 1):
                continue
            for at, was in zip(places, found, strict=False):
                partner[at] = was
                del left[was]
    pairs = [
        Paired(old[partner[at]], part, partner[at], is_ordered)
        if at in partner
        else Paired(None, part, -1, is_ordered)
        for at, part in enumerate(new)
    ]
    return pairs + [Paired(part, None, at, is_ordered) for at, part in left.items()]


def _grouped(
    parts: Mapping[int, object], contents: Contents, key: Key
) -> dict[Hashable | None, list[int]]:
    """The places of parts by what `key` makes of them."""
    found: dict[Hashable | None, list[int]] = {}
    for at, part in parts.items():
        found.setdefault(key(part, contents), []).append(at)
    return found


def _nameless(part: object, contents: Contents) -> Hashable | None:
    identity = identity_of(part)
    return None if identity is None else contents.nameless(part, identity)


def _words(part: object, contents: Contents) -> Hashable | None:
    """What a part is called in words, in both languages."""
    if identity_of(part) is None:
        return None
    label = getattr(part, "label", None) or getattr(part, "title", None)
    return None if label is None else (type(part).__name__, contents.of(label))
