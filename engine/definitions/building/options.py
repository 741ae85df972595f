"""What a choice offers, and how many may be chosen, as model objects."""

from __future__ import annotations

from engine.definitions.conditions import condition_of, condition_under
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping
from engine.definitions.typed import read_value
from engine.model.condition import Condition
from engine.model.options import ANY_NUMBER, Options, Several
from engine.model.types import Kind, Type


def build_options(parts: Parts, node: Mapping, fact_type: Type) -> Options | None:
    """The conditions under `options`; None where every code is offered."""
    below = node.get("options")
    if not isinstance(below, Mapping):
        return None
    code = fact_type.element or fact_type
    if code.kind is not Kind.CODE:
        raise Unreadable
    when: list[tuple[str, Condition]] = []
    for entry in parts.entries(below, "when"):
        with parts.skipping():
            read_value(parts, entry.key, code)
            when.append((entry.key.text, condition_of(parts, entry.value)))
    return Options(condition_under(parts, below, "where"), tuple(when), below.span)


def build_several(parts: Parts, node: Mapping, fact_type: Type) -> Several:
    """The bounds of `choices of LIST`, and the codes that are chosen alone."""
    if fact_type.kind is not Kind.LIST:
        return ANY_NUMBER
    least, most = parts.number(node, "min_choices", 0), parts.number(node, "max_choices", 0)
    if most and most < least:
        message = f"there are to be {least} choices at least and {most} at most"
        parts.report("D034", message, parts.scalar(node, "max_choices").span)
    alone = node.get("excludes_others")
    codes = () if alone is None else read_value(parts, alone, fact_type)
    assert isinstance(codes, tuple), "a list was read"
    return Several(least or None, most or None, tuple(map(str, codes)))
