"""Numeric functions. Rounding says how many decimals are left, and which way; of money too.

Source: OMG DMN 1.5, 10.3.4.5.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.expressions import beyond, core
from engine.expressions.beyond import Rounding
from engine.expressions.core import Node
from engine.expressions.functions.calling import called
from engine.expressions.functions.signatures import Arguments, Build, Function, function
from engine.expressions.operators import Mismatch
from engine.model.money import MINOR_DIGITS
from engine.model.types import NUMBER, TEXT, YES_NO, Kind, Type

_MOST_PLACES: Final = 34
_MODES: Final = {
    "decimal": Rounding.HALF_EVEN,
    "round up": Rounding.UP,
    "round down": Rounding.DOWN,
    "round half up": Rounding.HALF_UP,
    "round half down": Rounding.HALF_DOWN,
}


def _rounded(mode: Rounding) -> Build:
    def build(arguments: Arguments) -> Node:
        value, places = arguments[0], _places(arguments)
        if value.type.kind is Kind.MONEY:
            if places > MINOR_DIGITS:
                raise Mismatch(
                    "E301", f"`{arguments.text}`: an amount has {MINOR_DIGITS} decimals at most"
                )
            type_ = Type(Kind.MONEY, of=value.type.of)
        else:
            type_ = Type(Kind.NUMBER, decimals=max(0, min(value.type.decimals, places)))
        if value.type.is_optional and isinstance(value, beyond.Divide):
            type_ = type_.optional()
        return beyond.Round(value, places, mode, type_, arguments.at)

    return build


def _places(arguments: Arguments) -> int:
    scale = arguments.maybe(1) if len(arguments.nodes) > 1 else None
    if scale is None:
        return 0
    places = scale.value if isinstance(scale, core.Const) else None
    if not isinstance(places, Decimal) or places != places.to_integral_value():
        raise Mismatch("E301", f"`{arguments.text}`: the scale is a whole number that is written")
    if abs(places) > _MOST_PLACES:
        raise Mismatch("E301", f"`{arguments.text}`: the scale is {_MOST_PLACES} at most")
    return int(places)


def _modulo(arguments: Arguments) -> Node:
    divisor = arguments[1]
    is_safe = isinstance(divisor, core.Const) and divisor.value != Decimal(0)
    type_ = NUMBER if is_safe else NUMBER.optional()
    return beyond.Call("modulo", arguments.given, type_, arguments.at)


FUNCTIONS: Final[tuple[Function, ...]] = (
    *(
        function(name, ("n: number|money; scale: number", _rounded(mode)))
        for name, mode in _MODES.items()
    ),
    function("floor", ("n: number|money; scale?: number", _rounded(Rounding.FLOOR))),
    function("ceiling", ("n: number|money; scale?: number", _rounded(Rounding.CEILING))),
    function("modulo", ("dividend: number; divisor: number", _modulo)),
    function("sqrt", ("number: number", called("sqrt", NUMBER.optional()))),
    function("log", ("number: number", called("log", NUMBER.optional()))),
    function("exp", ("number: number", called("exp", NUMBER.optional()))),
    function("odd", ("number: number", called("odd", YES_NO))),
    function("even", ("number: number", called("even", YES_NO))),
    function(
        "number",
        ("from: text", called("number", NUMBER.optional())),
        (
            "from: text; grouping separator: text; decimal separator: text",
            called("number", NUMBER.optional()),
        ),
    ),
    function("string", ("from: any", called("string", TEXT))),
)
