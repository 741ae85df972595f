"""Generated syntax trees of FEEL, and trees without their places, for properties."""

import dataclasses
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from engine.expressions import syntax as ast
from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.syntax import Syntax, TypeReference

NAMES = ("a", "b", "full name", "Approved/Declined", "rate-5", "item")
names = st.sampled_from(NAMES)
new_names = st.sampled_from(("x", "y z", "long name"))
numbers = st.one_of(
    st.decimals(min_value=0, max_value=1000, places=2),
    st.integers(0, 10).map(Decimal),
    st.sampled_from([Decimal("1E+30"), Decimal("0.0001"), Decimal(10) ** 33]),
)
ats = st.sampled_from(
    ["2026-01-31", "P1Y", "P2DT3H", "10:00:00Z", "2026-01-31T10:00:00@Asia/Riyadh", "no"]
)
leaves: st.SearchStrategy[Syntax] = st.one_of(
    numbers.map(lambda value: ast.NumberLiteral(value, 0, 0)),
    st.text(max_size=4).map(lambda value: ast.StringLiteral(value, 0, 0)),
    st.booleans().map(lambda value: ast.BooleanLiteral(value, 0, 0)),
    st.just(ast.NullLiteral(0, 0)),
    ats.map(lambda value: ast.AtLiteral(value, 0, 0)),
    names.map(lambda value: ast.Name(value, 0, 0)),
)
_simple = st.sampled_from(["number", "string", "date and time", "Any"]).map(
    lambda name: TypeReference(name, (), None, 0, 0)
)
types: st.SearchStrategy[TypeReference] = st.one_of(
    _simple,
    _simple.map(lambda inner: TypeReference("list", (("", inner),), None, 0, 0)),
    _simple.map(lambda inner: TypeReference("context", (("a", inner),), None, 0, 0)),
    st.builds(lambda a, b: TypeReference("function", (("", a),), b, 0, 0), _simple, _simple),
)
_operators = st.sampled_from(
    ["+", "-", "*", "/", "**", "and", "or", "=", "!=", "<", "<=", ">", ">="]
)


def _grown(inner: st.SearchStrategy[Syntax]) -> st.SearchStrategy[Syntax]:
    few = st.lists(inner, max_size=3).map(tuple)
    some = st.lists(inner, min_size=1, max_size=2).map(tuple)
    place = st.just(0)
    iterators = st.lists(st.tuples(new_names, inner), min_size=1, max_size=2).map(tuple)
    functions = st.sampled_from(sorted(BUILT_INS))
    called = inner.filter(
        lambda tree: (
            not isinstance(
                tree,
                ast.NumberLiteral
                | ast.StringLiteral
                | ast.BooleanLiteral
                | ast.NullLiteral
                | ast.AtLiteral,
            )
        )
    )
    keys = st.sampled_from(["k", "two words", "if", 'q"'])
    return st.one_of(
        st.builds(ast.Negation, inner, place, place),
        st.builds(ast.Binary, _operators, inner, inner, place, place),
        st.builds(ast.Between, inner, inner, inner, place, place),
        st.builds(ast.Range, inner, inner, st.booleans(), st.booleans(), place, place),
        st.builds(ast.In, inner, some, place, place),
        st.builds(ast.Conditional, inner, inner, inner, place, place),
        st.builds(
            ast.Quantification, st.sampled_from(["some", "every"]), iterators, inner, place, place
        ),
        st.builds(ast.Iteration, iterators, inner, place, place),
        st.builds(ast.ListLiteral, few, place, place),
        st.builds(ast.Filter, inner, inner, place, place),
        st.builds(ast.Path, inner, st.sampled_from(["k", "time offset", "year"]), place, place),
        st.builds(ast.Invocation, functions, few, st.just(()), place, place),
        st.builds(ast.Application, called, few, st.just(()), place, place),
        st.builds(
            lambda entries: ast.ContextLiteral(tuple(entries.items()), 0, 0),
            st.dictionaries(keys, inner, max_size=3),
        ),
        st.builds(ast.InstanceOf, inner, types, place, place),
        st.builds(
            ast.FunctionDefinition,
            st.lists(
                st.tuples(new_names, st.none() | types), max_size=2, unique_by=lambda pair: pair[0]
            ).map(tuple),
            inner,
            st.just(False),
            place,
            place,
        ),
    )


trees: st.SearchStrategy[Syntax] = st.recursive(leaves, _grown, max_leaves=12)


def without_places(tree: Any) -> Any:
    """The tree with every place made 0."""
    if isinstance(tree, tuple):
        return tuple(without_places(part) for part in tree)
    if not dataclasses.is_dataclass(tree) or isinstance(tree, type):
        return tree
    fields = {
        field.name: 0
        if field.name in {"start", "end"}
        else without_places(getattr(tree, field.name))
        for field in dataclasses.fields(tree)
    }
    return type(tree)(**fields)
