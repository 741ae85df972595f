"""Attributes of codes: `practitioner.rank.category`, the category of whatever rank it is.

Source: design, section 4, construct 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from engine.expressions import core
from engine.expressions.core import Node
from engine.expressions.operators import Mismatch
from engine.model.listing import CodeList
from engine.model.problem import Span


def attribute_of(
    operand: Node, written: str, lists: Mapping[str, CodeList], at: Span
) -> core.AttributeOf:
    """What the code `operand` says under the last word of `written`."""
    before, _, name = written.rpartition(".")
    listing = lists.get(operand.type.of or "")
    found = None if listing is None else listing.attribute(name)
    if listing is None or found is None:
        declared = () if listing is None else tuple(one.name for one in listing.attributes)
        close = get_close_matches(name, declared, 1)
        hint = f"did you mean `{before}.{close[0]}`?" if close else None
        message = f"the list `{operand.type.of}` has no attribute `{name}`"
        raise Mismatch("E221", message, hint)
    type_ = found.type.optional() if operand.type.is_optional else found.type
    return core.AttributeOf(operand, name, listing.values_of(name), type_, at)
