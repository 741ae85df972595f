"""Kleene's three-valued logic over truths: true, false, unknown, and faults.

A fault counts as unknown while another operand can settle the result; when none does, the result
is the fault. Causes of unknown operands are joined.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from engine.model.value import Cause, Fault, Unknown

Truth: TypeAlias = bool | Unknown | Fault


def all_of(truths: Iterable[Truth]) -> Truth:
    """False when any is false; true when all are true."""
    return _settled(truths, by=False)


def any_of(truths: Iterable[Truth]) -> Truth:
    """True when any is true; false when all are false."""
    return _settled(truths, by=True)


def negated(truth: Truth) -> Truth:
    return not truth if isinstance(truth, bool) else truth


def _settled(truths: Iterable[Truth], *, by: bool) -> Truth:
    fault: Fault | None = None
    causes: set[Cause] = set()
    is_unknown = False
    for truth in truths:
        match truth:
            case bool():
                if truth is by:
                    return by
            case Unknown():
                is_unknown = True
                causes |= truth.causes
            case Fault():
                fault = fault or truth
    if fault is not None:
        return fault
    return Unknown(frozenset(causes)) if is_unknown else not by
