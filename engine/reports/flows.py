"""Pictures of flows: boxes in layers from top to bottom, and the lines between them.

Positions are whole units of the picture. A box stands in the layer after the nearest one from which
something leads to it; lines that lead back, or past a layer, are led round at the side. Every
picture has a table beside it that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BOX_WIDTH: Final = 176
BOX_HEIGHT: Final = 64
_GAP: Final = 32  # between boxes of a layer
_STEP: Final = 120  # from one layer to the next
_MARGIN: Final = 24
_LANE: Final = 14  # between lines that are led round
_LETTERS: Final = 22  # that a line of a box has room for
_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Box:
    id: str
    lines: tuple[str, ...]
    x: int
    y: int
    is_final: bool

    @property
    def middle(self) -> int:
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True, slots=True)
class Flow:
    """`paths` are SVG paths, each ending in an arrow."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]


def flow_of(
    labels: Sequence[tuple[str, str]], edges: Sequence[tuple[str, str]], finals: Sequence[str] = ()
) -> Flow:
    """A picture of the things `labels` (id, label), the first of which the flow starts at.

    Edges to what is not among them, and from a thing to itself, are left out.
    """
    ids = [id for id, _ in labels]
    joined = list(dict.fromkeys((a, b) for a, b in edges if a != b and {a, b} <= set(ids)))
    layers = _layers(ids, joined)
    widest = max(map(len, layers), default=1)
    span = widest * BOX_WIDTH + (widest - 1) * _GAP
    words = dict(labels)
    boxes: dict[str, Box] = {}
    for level, layer in enumerate(layers):
        across = len(layer) * BOX_WIDTH + (len(layer) - 1) * _GAP
        left = _MARGIN + (span - across) // 2
        for at, id in enumerate(layer):
            x, y = left + at * (BOX_WIDTH + _GAP), _MARGIN + level * _STEP
            boxes[id] = Box(id, _wrapped(words[id]), x, y, id in finals)
    levels = {id: level for level, layer in enumerate(layers) for id in layer}
    paths: list[str] = []
    lanes = 0
    for a, b in joined:
        if levels[b] == levels[a] + 1:
            paths.append(_down(boxes[a], boxes[b]))
        else:
            lanes += 1
            paths.append(_round(boxes[a], boxes[b], _MARGIN + span + lanes * _LANE))
    width = 2 * _MARGIN + span + (lanes + 1) * _LANE
    return Flow(
        width,
        2 * _MARGIN + (len(layers) - 1) * _STEP + BOX_HEIGHT,
        tuple(boxes.values()),
        tuple(paths),
    )


def _layers(ids: list[str], edges: list[tuple[str, str]]) -> list[list[str]]:
    """The things by how far they are from the first; what nothing leads to stands at the top."""
    if not ids:
        return []
    reached = {id: 0 for id in ids if id == ids[0] or all(b != id for _, b in edges)}
    waiting = list(reached)
    while waiting:
        here = waiting.pop(0)
        for a, b in edges:
            if a == here and b not in reached:
                reached[b] = reached[here] + 1
                waiting.append(b)
    for id in ids:
        reached.setdefault(id, 0)
    return [
        [id for id in ids if reached[id] == level] for level in range(max(reached.values()) + 1)
    ]


def _down(a: Box, b: Box) -> str:
    start, end = a.y + BOX_HEIGHT, b.y - 6
    bend = (start + end) // 2
    return f"M {a.middle} {start} C {a.middle} {bend} {b.middle} {bend} {b.middle} {end}"


def _round(a: Box, b: Box, lane: int) -> str:
    """Out of the side of a box, along a lane, and into the side of another."""
    out, into = a.y + BOX_HEIGHT // 2 + 8, b.y + BOX_HEIGHT // 2 - 8
    right, left = a.x + BOX_WIDTH, b.x + BOX_WIDTH + 6
    return f"M {right} {out} H {lane} V {into} H {left}"


def _wrapped(text: str) -> tuple[str, ...]:
    """The words in lines of a box; what has no room ends in an ellipsis, the table says it all."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1][: _LETTERS - 1]}…"]
    return tuple(lines)
