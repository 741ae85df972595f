"""What an author wrote of a clause, in one line, and what is the same of it in each use."""

from __future__ import annotations

from engine.expressions import core
from engine.expressions.core import Node


def clause_text(node: Node) -> str:
    """The text of a comparison, or the name that is read; `this` of what has neither."""
    match node:
        case core.Compare() | core.IsAbsent() | core.Member() | core.Quantified():
            return " ".join(node.text.split())
        case core.FactRef(name) | core.DerivedRef(name) | core.ValueRef(name):
            return name
        case core.TableRef(name, output):
            return f"{name}.{output}"
        case core.ItemRef(variable, field):
            return field or variable
        case core.Not(operand):
            return f"not({clause_text(operand)})"
        case core.And(items):
            return " and ".join(map(clause_text, items))
        case core.Or(items):
            return " or ".join(dict.fromkeys(map(clause_text, items)))
        case core.AttributeOf(operand, attribute):
            return f"{clause_text(operand)}.{attribute}"
        case _:
            return "this"


def as_written(node: Node) -> str:
    """The text as it stands in the file; of a name, which a fragment may be given, nothing.

    With its place it says which clause of a fragment this is, in every use alike.
    """
    match node:
        case core.Compare() | core.IsAbsent() | core.Member() | core.Quantified():
            return clause_text(node)
        case core.Not(operand):
            return f"not({as_written(operand)})"
        case core.And(items):
            return " and ".join(map(as_written, items))
        case core.Or(items):
            return " or ".join(dict.fromkeys(map(as_written, items)))
        case _:
            return ""
