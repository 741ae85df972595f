"""Choices between terms: what is in force on a day, what a code says, which row of a table holds.

Rows that are neither true nor false come before what stands behind them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.analysis.relation.logic import compared
from engine.analysis.relation.terms import (
    FAULTY,
    OPEN,
    Case,
    Elements,
    NotCovered,
    Term,
    constant,
    merged,
)
from engine.analysis.relation.truths import (
    DAY,
    FLAG,
    Flag,
    all_of,
    any_of,
    chosen,
    denied,
    is_null,
    is_plain,
)
from engine.expressions.core import Comparison
from engine.model.dated import Dated
from engine.model.value import Absent, Known


def in_force(dated: Dated[Known], day: Term) -> Term:
    """The value in force on a day: the latest that has begun, or a fault."""
    if day.value is None:
        return Term(is_fault=day.is_fault)
    if day.kind != DAY:
        raise NotCovered
    cases: list[Case] = []
    for first, value in reversed(dated.entries):
        began = compared(Comparison.GE, day, constant(first)).value
        cases.append((began, FAULTY if value is None else constant(value)))
    return _where_known(day, Term(is_fault=day.is_fault), cases)


def attribute(code: Term, values: Mapping[str, Known | Absent]) -> Term:
    """What the code says: nothing where it is absent, a fault where it is none of the list."""
    open_ = Term(None, code.is_absent, code.is_fault)
    if code.value is None:
        return open_
    if is_plain(code.value):
        return constant(values[code.value]) if code.value in values else FAULTY
    groups: dict[object, tuple[Term, list[str]]] = {}
    for id_, value in values.items():
        groups.setdefault((type(value), value), (constant(value), []))[1].append(id_)
    cases = [(_is_any(code.value, ids), term) for term, ids in groups.values()]
    return _where_known(code, open_, cases)


def _where_known(asked: Term, open_: Term, cases: Sequence[Case]) -> Term:
    """The term of the first case of a value that is known, else a fault; `open_` where it is not.

    A comparison with NULL is none that holds, so the value need not ask whether there is one.
    """
    value = merged(cases, OPEN)
    if asked.is_sure:
        return merged(cases, FAULTY)
    flags = merged(((is_null(asked.value), open_), *cases), FAULTY)
    return replace(value, is_absent=flags.is_absent, is_fault=flags.is_fault, is_sure=False)


def _is_any(code: Any, ids: Sequence[str]) -> Any:
    return code == ids[0] if len(ids) == 1 else code.isin(ids)


def listed(parts: Sequence[Term]) -> Term:
    """A list written out: known when every element is."""
    if any(isinstance(part.value, Elements) for part in parts):
        raise NotCovered
    is_known = all_of(part.is_known for part in parts)
    is_fault = any_of(part.is_fault for part in parts)
    return Term(Elements(tuple((part, True) for part in parts), is_known), False, is_fault)


def one_that_holds(rows: Sequence[Term], outputs: Sequence[Term], default: Term) -> Term:
    """Any row that is true; the default where all are false; else open."""
    is_none = all_of(denied(row.value) for row in rows)
    open_ = Term(is_fault=any_of(row.is_fault for row in rows))
    cases = [(row.value, output) for row, output in zip(rows, outputs, strict=True)]
    if all(row.is_sure for row in rows):
        return merged(cases, default)
    return merged((*cases, (is_none, default)), open_)


def downwards(rows: Sequence[Term], outputs: Sequence[Term], default: Term) -> Term:
    """The first row that is true, where every one above it is false."""
    open_ = Term(is_fault=_is_waiting_for_fault(rows))
    cases: list[Case] = []
    for row, output in zip(rows, outputs, strict=True):
        if not row.is_sure:
            cases.append((is_null(row.value), open_))
        cases.append((row.value, output))
    return merged(cases, default)


def _is_waiting_for_fault(rows: Sequence[Term]) -> Flag:
    """Whether one of the rows down to the first that is true is a fault."""
    cases = [case for row in rows for case in ((row.is_fault, True), (row.value, False))]
    return chosen(cases, False, FLAG)
