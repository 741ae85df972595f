"""Values of the law as model objects: by date alone, or by a code and by date.

A value `by` a code is a table inside: one input, a row for each case, and perhaps a default. So
every reading of tables reads it.
"""

from __future__ import annotations

from engine.definitions.conditions import formula
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping, Scalar
from engine.definitions.typed import by_date, type_of
from engine.model.rule import Cell, Column, HitPolicy, Row, Table, Value
from engine.model.types import Type

_BY = "by"  # the one input column
_OUTPUT = "value"  # the one output column


def build_value(parts: Parts, name: Scalar, node: Mapping) -> Value | Table:
    if parts.has(node, _BY):
        return _by_code(parts, name, node)
    type_ = type_of(parts, node)
    return Value(
        name=name.text,
        label=parts.words(node, "label"),
        type=type_,
        cite=parts.cite(node),
        by_date=by_date(parts, name.text, parts.mapping(node, "by_date"), type_),
        span=name.span,
        unit=parts.maybe_unit(node, "unit"),
    )


def _by_code(parts: Parts, name: Scalar, node: Mapping) -> Table:
    type_ = type_of(parts, node)
    by = formula(parts, node, _BY)
    cite = parts.cite(node)
    rows = parts.each(node, "cases", lambda case: _case(parts, name.text, case, type_, cite))
    if len(rows) < len(parts.items(node, "cases")):
        raise Unreadable  # of a value without some of its cases nothing can be said
    _refuse_second_cases(parts, node)
    default = node.get("default")
    return Table(
        name=name.text,
        label=parts.words(node, "label"),
        hit_policy=HitPolicy.UNIQUE,
        inputs=(Column(_BY, by, by.span),),
        outputs=((_OUTPUT, type_),),
        rows=rows,
        default=(
            ((_OUTPUT, by_date(parts, name.text, default, type_)),)
            if isinstance(default, Mapping)
            else None
        ),
        cite=cite,
        span=name.span,
        unit=parts.maybe_unit(node, "unit"),
        is_by_code=True,
    )


def _case(parts: Parts, name: str, node: Mapping, type_: Type, cite: tuple[str, ...]) -> Row:
    """A case is called after its codes."""
    codes = tuple(item for item in parts.items(node, "codes") if isinstance(item, Scalar))
    if not codes:
        raise Unreadable
    words = tuple(code.text for code in codes)
    dated = by_date(parts, name, parts.mapping(node, "by_date"), type_)
    return Row(
        id=", ".join(words),
        cells=((_BY, Cell(words, None, codes[0].span)),),
        outputs=((_OUTPUT, dated),),
        cite=parts.cite(node) if parts.has(node, "cite") else cite,
        span=codes[0].span,
    )


def _refuse_second_cases(parts: Parts, node: Mapping) -> None:
    """A code that has two cases is a problem at the second; in one case it is reported already."""
    first: dict[str, Scalar] = {}
    for case in parts.items(node, "cases"):
        own = parts.items(case, "codes") if isinstance(case, Mapping) else ()
        codes = {code.text: code for code in reversed(own) if isinstance(code, Scalar)}
        for text, code in reversed(codes.items()):
            if text in first:
                related = (("the other case", first[text].span),)
                message = f"`{text}` has two cases"
                parts.report("D140", message, code.span, "keep one of the two", related)
                raise Unreadable
            first[text] = code
