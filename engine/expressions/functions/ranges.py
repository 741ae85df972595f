"""Relations of points and ranges. Source: OMG DMN 1.5, 10.3.4.9, table 78."""

from __future__ import annotations

from typing import Final

from engine.expressions import beyond
from engine.expressions.core import Node
from engine.expressions.functions.signatures import Arguments, Build, Function, function
from engine.expressions.operators import Mismatch, alike, is_same
from engine.model.types import YES_NO, Kind, Type

_BOTH: Final = "range1: range; range2: range"
_INSIDE: Final = "point: ordered; range: range"
_HOLDING: Final = "range: range; point: ordered"
_POINTS: Final = "point1: ordered; point2: ordered"
_WAYS: Final = {
    **dict.fromkeys(("before", "after", "coincides"), (_BOTH, _INSIDE, _HOLDING, _POINTS)),
    **dict.fromkeys(("meets", "met by", "overlaps", "overlaps before", "overlaps after"), (_BOTH,)),
    **dict.fromkeys(("finishes", "starts", "during"), (_BOTH, _INSIDE)),
    **dict.fromkeys(("finished by", "started by", "includes"), (_BOTH, _HOLDING)),
}


def _related(name: str) -> Build:
    def build(arguments: Arguments) -> Node:
        left, right = arguments.given
        if left.type.kind is not Kind.RANGE and right.type.kind is not Kind.RANGE:
            left, right = alike(left, right, arguments.lists)
        a, b = _point(left.type), _point(right.type)
        if not is_same(a, b):
            raise Mismatch("E301", f"`{arguments.text}` relates {a.required()} to {b.required()}")
        return beyond.Call(name, (left, right), YES_NO, arguments.at)

    return build


def _point(type_: Type) -> Type:
    return type_.element if type_.element is not None else type_


FUNCTIONS: Final[tuple[Function, ...]] = tuple(
    function(name, *((way, _related(name)) for way in ways)) for name, ways in _WAYS.items()
)
