"""What a table says of several rows that hold: which goes before, and what all of them come to."""

from __future__ import annotations

from collections.abc import Mapping as Map
from typing import Final

from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, Node, Scalar
from engine.definitions.typed import read_value, type_words
from engine.model.dated import Dated
from engine.model.rule import Aggregation, HitPolicy, Output
from engine.model.types import Kind, Type
from engine.model.value import Known

_SUMMED: Final = {Kind.NUMBER, Kind.MONEY, Kind.PERIOD, Kind.DAYS}
Order = dict[str, tuple[Known, ...]]


def order_of(
    parts: Parts, name: Scalar, node: Mapping, policy: HitPolicy, outputs: Map[str, Type]
) -> Order:
    """The values of outputs that rank rows, the highest first."""
    order: Order = {}
    for entry in parts.entries(node, "order"):
        if not policy.ranks_outputs:
            message = f"the hit policy `{policy}` reads no order of values"
            advice = "write `hit_policy: priority` or `output_order`, or remove `order`"
            parts.report("E412", message, node.entries["order"].key.span, advice)
            return {}
        if entry.key.text not in outputs:
            meant = meant_or_listed(entry.key.text, outputs, "the outputs are")
            message = f"the table has no output `{entry.key.text}`"
            parts.report("D020", message, entry.key.span, meant)
            raise Unreadable
        type_ = outputs[entry.key.text]
        values = read_value(parts, entry.value, Type(Kind.LIST, element=type_))
        assert isinstance(values, tuple), "a list is read as one"
        order[entry.key.text] = values
    if policy.ranks_outputs and not order:
        message = f"nothing says which outputs of `{name.text}` go before others"
        first = next(iter(outputs), "output")
        hint = f"write `order: {{{first}: [...]}}`, the highest value first"
        parts.report("E412", message, name.span, hint)
        raise Unreadable
    return order


def check_rank(
    parts: Parts, name: str, output: Output, node: Node, values: tuple[Known, ...]
) -> None:
    """An output that ranks rows is one of the values of the order, and the same on all dates."""
    found: set[Known] = set()
    if isinstance(output, Dated):
        found = {value for _, value in output.entries if value is not None}
    if len(found) == 1 and found <= set(values):
        return
    message = f"`{name}` ranks the rows, and this is not one value of its `order` on all dates"
    hint = "write a value that stands under `order`, and another row for another value"
    parts.report("E413", message, node.span, hint)
    raise Unreadable


def aggregate_of(
    parts: Parts, node: Mapping, policy: HitPolicy, outputs: Map[str, Type]
) -> Aggregation | None:
    """What the table makes of all outputs, where that can be."""
    if not parts.has(node, "aggregate"):
        return None
    aggregate = parts.choice(node, "aggregate", Aggregation)
    kinds = {type_.kind for type_ in outputs.values()}
    message: str | None = None
    hint: str | None = None
    if policy is not HitPolicy.COLLECT:
        message = f"the hit policy `{policy}` has no aggregate"
        hint = "write `hit_policy: collect`, or remove `aggregate`"
    elif len(outputs) != 1:
        message = "an aggregate is made of one output, and this table has several"
        hint = "split the table, or remove `aggregate`"
    elif aggregate is Aggregation.COUNT and parts.has(node, "default"):
        message = "a count is 0 where no row holds, so `default` says nothing"
        hint = "remove `default`"
    elif aggregate is Aggregation.SUM and not kinds <= _SUMMED:
        message = f"there is no sum of {type_words(*outputs.values())}"
    elif aggregate in (Aggregation.MIN, Aggregation.MAX) and not kinds <= {*_SUMMED, Kind.DATE}:
        message = f"{type_words(*outputs.values())} has no order, so there is no `{aggregate}`"
    if message is not None:
        parts.report("E414", message, parts.scalar(node, "aggregate").span, hint)
        raise Unreadable
    return aggregate
