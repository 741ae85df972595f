"""Context functions. Source: OMG DMN 1.5, 10.3.4.11."""

from __future__ import annotations

from typing import Final

from engine.expressions.specification.signatures import BuiltIn, Run, built_in
from engine.expressions.specification.values import Value

_Context = dict[str, Value]


def _get_value(_: Run, context: _Context, key: str) -> Value:
    return context.get(key)


def _get_path(_: Run, context: _Context, keys: tuple[Value, ...]) -> Value:
    found: Value = context
    for key in keys:
        found = found.get(key) if isinstance(found, dict) and isinstance(key, str) else None
    return found if keys else None


def _get_entries(run: Run, context: _Context) -> Value:
    run.budget.items(len(context))
    return tuple({"key": key, "value": value} for key, value in context.items())


def _context(run: Run, entries: tuple[Value, ...]) -> Value:
    run.budget.items(len(entries))
    made: _Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


def _put(run: Run, context: _Context, key: str, value: Value) -> Value:
    run.budget.items(len(context) + 1)
    return {**context, key: value}


def _put_path(run: Run, context: _Context, keys: tuple[Value, ...], value: Value) -> Value:
    key, *rest = keys or (None,)
    if not isinstance(key, str):
        return None
    if not rest:
        return _put(run, context, key, value)
    inner = context.get(key)
    if inner is None:
        inner = {}
    if not isinstance(inner, dict):
        return None
    run.budget.descend()
    made = _put_path(run, inner, tuple(rest), value)
    run.budget.ascend()
    return None if made is None else _put(run, context, key, made)


def _merge(run: Run, contexts: tuple[Value, ...]) -> Value:
    made: _Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        run.budget.items(len(made) + len(context))
        made |= context
    return made


FUNCTIONS: Final[tuple[BuiltIn, ...]] = (
    built_in(
        "get value",
        ("m: context; key: string", _get_value),
        ("context: context; key: string", _get_value),
        ("context: context; keys: list", _get_path),
    ),
    built_in("get entries", ("m: context", _get_entries), ("context: context", _get_entries)),
    built_in("context", ("entries: list", _context)),
    built_in(
        "context put",
        ("context: context; key: string; value: any", _put),
        ("context: context; keys: list; value: any", _put_path),
    ),
    built_in("context merge", ("contexts: list", _merge)),
)
