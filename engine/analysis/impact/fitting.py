"""Whether past applications can be counted by two versions: the versions, and the table.

Nothing is counted of a table in which something is not as its layout says. What only the new
version reads may be missing, and what nobody knows is not read; both are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.analysis.history.history import Layout, read_by_rules
from engine.definitions.catalogue import Catalogue
from engine.expressions.program import Program
from engine.model.problem import EngineError
from engine.model.types import Kind, Type


class NotCountable(EngineError):
    """Nothing was counted of a service: `lines` say why not, each on its own."""

    def __init__(self, service: str, lines: tuple[str, ...]) -> None:
        super().__init__(f"`{service}` was not counted: " + "; ".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Side:
    """A version: its name as somebody typed it, the hash of its release, and what it says."""

    name: str
    release: str
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Fitting:
    """A table in which everything that is counted is as it should be."""

    table: Any
    layout: Layout
    rows: int
    missing: tuple[str, ...]
    ignored: tuple[str, ...]
    dropped: Mapping[str, tuple[str, ...]]


def programs_of(old: Side, new: Side, service: str) -> tuple[Program, Program]:
    for side in (old, new):
        if service not in side.catalogue.services:
            raise NotCountable(service, (f"{side.name} has no such service",))
    programs = old.catalogue.programs[service], new.catalogue.programs[service]
    currencies = {currency_of(side, service) for side in (old, new)} - {None}
    if len(currencies) > 1:
        raise NotCountable(
            service, (f"its fees are in {' and '.join(sorted(map(str, currencies)))}",)
        )
    return programs


def currency_of(side: Side, service: str) -> str | None:
    fees = side.catalogue.rule_sets[side.catalogue.services[service].rules].fees
    return None if fees is None else fees.currency


def fitting_of(
    table: Any, old: Side, new: Side, service: str, programs: tuple[Program, Program]
) -> Fitting:
    from engine.analysis import tables

    whole, there = Layout.of(*programs), set(table.columns)
    needed = read_by_rules(programs[0])
    missing = tuple(n for n in whole.facts if n not in there and n not in needed)
    layout = whole.only(whole.facts.keys() - set(missing))
    known = {column.name for column in layout.columns}
    ignored = tuple(n for n in table.columns if n not in known and not n.startswith("~"))
    table = table.drop(*ignored) if ignored else table
    misfits = tables.misfits(table, layout)
    misfits += (*_retyped(*programs, layout), *_held_otherwise(old, new, service))
    if misfits:
        raise NotCountable(service, misfits)
    rows = int(tables.fetched(table.aggregate(n=table.count()))[0]["n"])
    if rows == 0:
        raise NotCountable(service, ("its table has no application",))
    broken = tables.broken(table, layout)
    if broken:
        lines = (
            f"`{name}` is not as its state says, in {count} rows" for name, count in broken.items()
        )
        raise NotCountable(service, tuple(lines))
    dropped = _codes_of_old_alone(table, old, new, service, layout)
    return Fitting(table, layout, rows, missing, ignored, dropped)


def _retyped(old: Program, new: Program, layout: Layout) -> Iterator[str]:
    """The fields of items that are of one type in one version, and of another in the other.

    Columns of the table tell it of what is no group.
    """
    for name, fact in layout.facts.items():
        if fact.type.kind is Kind.GROUP and name in old.facts and name in new.facts:
            yield from _retyped_in(old.facts[name].type, new.facts[name].type, name)


def _held_otherwise(old: Side, new: Side, service: str) -> Iterator[str]:
    """The groups inside items that are shown under another condition than before: of what holds
    one now, nobody was asked."""
    from engine.analysis.relation.stored import stored_node

    programs = [one.catalogue.programs[service] for one in (old, new)]
    for step in new.catalogue.declared(service).asking:
        if step.group is None or step.group.inside is None or step.id not in programs[0].steps:
            continue
        shown = [(one, one.held.get(step.id)) for one in programs]
        if len({node and stored_node(one, node).name for one, node in shown}) > 1:
            yield f"`{step.group.fact}` is asked of other items than before"


def _retyped_in(old: Type, new: Type, name: str) -> Iterator[str]:
    if old.kind is not new.kind:
        yield f"`{name}` was {old.required()} and is {new.required()} now"
        return
    if old.item is not None and new.item is not None:
        fields = dict(old.item.fields)
        for field, type_ in new.item.fields:
            if field in fields:
                yield from _retyped_in(fields[field], type_, f"{name}.{field}")


def _codes_of_old_alone(
    table: Any, old: Side, new: Side, service: str, layout: Layout
) -> dict[str, tuple[str, ...]]:
    """The codes in the table that the new version has no more. Raises for one that neither has."""
    from engine.analysis import tables

    dropped: dict[str, tuple[str, ...]] = {}
    strange: list[str] = []
    for name, fact in layout.facts.items():
        if fact.type.kind is not Kind.CODE:
            continue
        was, now = (_ids(side.catalogue, fact.type.of) for side in (old, new))
        other = table.filter(table[name].notnull() & ~table[name].isin(sorted(now)))
        counts = other.group_by(code=other[name]).aggregate(n=other.count())
        found = {row["code"]: int(row["n"]) for row in tables.fetched(counts)}
        strange += [
            f"`{name}` is `{code}` in {found[code]} rows, which is no code of `{fact.type.of}`"
            for code in sorted(found)
            if code not in was
        ]
        if found:
            dropped[name] = tuple(sorted(found))
    if strange:
        raise NotCountable(service, tuple(strange))
    return dropped


def _ids(catalogue: Catalogue, name: str | None) -> set[str]:
    known = catalogue.lists.get(name or "")
    return set() if known is None else {code.id for code in known.codes}


def codes_of(layout: Layout, service: str, by: tuple[str, ...] | None) -> tuple[str, ...]:
    """The facts to count by."""
    there = tuple(n for n, fact in layout.facts.items() if fact.type.kind is Kind.CODE)
    for name in by or ():
        if name not in there:
            raise NotCountable(
                service, (f"`{name}` is no code that its rules read; there are {', '.join(there)}",)
            )
    return there if by is None else by
