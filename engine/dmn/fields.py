"""Names of fields that expressions of a model make: outputs of tables, keys, columns."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dmn.model import (
    Call,
    ConditionalBox,
    ContextBox,
    Decision,
    DecisionTable,
    Expression,
    FilterBox,
    FunctionBox,
    ItemDefinition,
    IteratorBox,
    Knowledge,
    ListBox,
    Model,
    Relation,
)


def parts_of(box: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside; cells of tables are not among them."""
    match box:
        case Call(function, bindings):
            return function, *(value for _, value in bindings)
        case ContextBox(entries):
            return tuple(value for _, value in entries)
        case Relation(_, rows):
            return tuple(cell for row in rows for cell in row)
        case ListBox(items):
            return items
        case FunctionBox(_, body):
            return (body,)
        case ConditionalBox(condition, then, otherwise):
            return condition, then, otherwise
        case FilterBox(source, condition):
            return source, condition
        case IteratorBox(source=source, body=body):
            return source, body
        case _:
            return ()


def boxes_in(model: Model) -> Iterator[Expression]:
    """The expression of every decision and of all business knowledge."""
    for node in model.nodes.values():
        match node:
            case Decision(expression=box) if box is not None:
                yield box
            case Knowledge(function=function) if function is not None:
                yield function
            case _:
                pass


def tables_in(model: Model) -> Iterator[DecisionTable]:
    waiting = list(boxes_in(model))
    while waiting:
        at = waiting.pop()
        waiting += parts_of(at)
        if isinstance(at, DecisionTable):
            yield at


def names_of(model: Model) -> list[str]:
    """Every name that may follow a dot in this model."""
    names = [node.variable.name for node in model.nodes.values()]
    waiting: list[ItemDefinition] = list(model.items)
    while waiting:
        item = waiting.pop()
        names += [inner.name for inner in item.components]
        waiting += item.components
    for box in boxes_in(model):
        names += fields_of(box)
    return names


def fields_of(box: Expression) -> list[str]:
    names: list[str] = []
    waiting = [box]
    while waiting:
        at = waiting.pop()
        waiting += parts_of(at)
        match at:
            case DecisionTable(outputs=outputs):
                names += [column.name for column in outputs if column.name]
            case ContextBox(entries):
                names += [variable.name for variable, _ in entries if variable is not None]
            case Relation(columns):
                names += [column.name for column in columns]
            case _:
                pass
    return names
