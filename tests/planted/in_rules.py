"""Faults of rules, values, tables and fees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from engine.definitions.tree import Mapping, Scalar, Sequence, Style
from engine.definitions.upkeep.material import mappings, scalars
from tests.planted.fault import Edits, File, Kind
from tests.planted.places import NEW, above, entry, instead, items, part, plain, without_line

_CODE: Final = re.compile(r'= "([a-z_]{4,})"')
_NAME: Final = re.compile(r"\b[a-z_]{3,}\.[a-z_]{4,}\b")
_RULES: Final = ("rules",)
_TABLES: Final = ("fragments", "rules")


# Conditions -------------------------------------------------------------------------------------


def _conditions(file: File) -> Iterator[Scalar]:
    """The texts of the conditions of rules and documents, none of which runs over lines."""
    for section in ("rules", "documents", "derived"):
        written = file.root.get(section)
        for node in mappings(written) if written is not None else ():
            for key in ("condition", "all", "any", "none"):
                for scalar in scalars(node.get(key)):
                    if scalar.style is Style.PLAIN:
                        yield scalar


def misspelt_code(file: File) -> Iterator[Edits]:
    for scalar in _conditions(file):
        if found := _CODE.search(scalar.text):
            yield (part(scalar, found.start(1), len(found[1]), found[1][:-1]),)


def misspelt_name(file: File) -> Iterator[Edits]:
    for scalar in _conditions(file):
        found = _NAME.search(scalar.text)
        if found and '"' not in scalar.text[: found.start()]:
            yield (part(scalar, found.start(), len(found[0]), found[0][:-2]),)


def read_as_folded(file: File) -> Iterator[Edits]:
    for rule in items(file.root, "rules"):
        if condition := plain(rule, "condition"):
            yield (instead(condition, ">= 18"),)


# Dates ------------------------------------------------------------------------------------------


def _replaced(file: File, days: int) -> Iterator[Edits]:
    """A rule that ends, and the same again under the next year, `days` after its last day."""
    for rule in items(file.root, "rules"):
        begins = plain(rule, "effective_from")
        id_ = plain(rule, "id")
        if begins is None or id_ is None or "effective_to" in rule.entries:
            continue
        last = date(2029, 12, 31)
        copied = entry(file, rule).replace(f"id: {id_.text}", f"id: {id_.text}-2030", 1)
        copied = copied.replace(begins.text, f"{last + timedelta(days=days)}")
        ended = f"{begins.text}\n{' ' * (rule.span.column - 1)}effective_to: {last}"
        yield above(rule.span, copied), instead(begins, ended)


def gap(file: File) -> Iterator[Edits]:
    yield from _replaced(file, 2)


def overlap(file: File) -> Iterator[Edits]:
    yield from _replaced(file, 0)


def ends_before_it_begins(file: File) -> Iterator[Edits]:
    for rule in items(file.root, "rules"):
        if (begins := plain(rule, "effective_from")) and "effective_to" not in rule.entries:
            indent = " " * (rule.span.column - 1)
            yield (instead(begins, f"{begins.text}\n{indent}effective_to: 1999-12-31"),)


def missing_year(file: File) -> Iterator[Edits]:
    """A value that was the same for good, by years, without the last but one."""
    for node in mappings(file.root):
        dated = node.get("by_date")
        if isinstance(dated, Mapping) and len(dated.entries) == 1:
            ((begins, only),) = dated.entries.items()
            if isinstance(only.value, Scalar):
                year, day = int(begins[:4]), begins[4:]
                years = (f"{year + more}{day}" for more in (0, 1, 2))
                before = "".join(f"{one}: {only.value.text}, " for one in years)
                yield (instead(only.key, f"{before}{year + 4}{day}"),)


def key_twice(file: File) -> Iterator[Edits]:
    for rule in items(file.root, "rules"):
        if begins := plain(rule, "effective_from"):
            line = file.lines[begins.span.line - 1]
            if line.strip() == f"effective_from: {begins.text}":
                yield (above(begins.span, line),)


# Tables and fees --------------------------------------------------------------------------------


def _tables(file: File) -> Iterator[Mapping]:
    """Unique tables with rows of one line each."""
    tables = file.root.get("tables")
    for one in tables.entries.values() if isinstance(tables, Mapping) else ():
        policy = one.value.get("hit_policy") if isinstance(one.value, Mapping) else None
        if isinstance(one.value, Mapping) and isinstance(policy, Scalar):
            rows = items(one.value, "rows")
            are_short = all("\n" not in entry(file, row) for row in rows)
            if policy.text == "unique" and len(rows) > 1 and are_short:
                yield one.value


def _copied(file: File, row: Mapping) -> str:
    return re.sub(r"id: [\w-]+", f"id: {NEW}", entry(file, row), count=1)


def overlapping_row(file: File) -> Iterator[Edits]:
    for table in _tables(file):
        row = items(table, "rows")[0]
        yield (above(row.span, _copied(file, row)),)


def dead_row(file: File) -> Iterator[Edits]:
    for table in _tables(file):
        policy = table.entries["hit_policy"].value
        first, *_, last = items(table, "rows")
        assert isinstance(policy, Scalar)
        yield instead(policy, "first"), above(last.span, _copied(file, first))


def missing_row(file: File) -> Iterator[Edits]:
    for table in _tables(file):
        if "default" not in table.entries:
            yield (without_line(file, items(table, "rows")[0].span),)


def charged_twice(file: File) -> Iterator[Edits]:
    """Where rules read what a document says, a proof about fees may be left open (E436)."""
    reads = file.root.get("reads")
    if isinstance(reads, Mapping) and "document" in reads.entries:
        return
    for line in items(file.root, "fees", "lines"):
        if "not_with" not in line.entries:
            yield (above(line.span, _copied(file, line)),)


# Names ------------------------------------------------------------------------------------------


def unknown_source(file: File) -> Iterator[Edits]:
    for rule in items(file.root, "rules"):
        cited = rule.get("cite")
        if isinstance(cited, Sequence) and isinstance(first := cited.items[0], Scalar):
            yield (instead(first, "Z99"),)


def unread_value(file: File) -> Iterator[Edits]:
    values = file.root.get("values")
    if isinstance(values, Mapping) and values.entries:
        first = next(iter(values.entries.values())).key
        lines = (
            f"  {NEW}_limit:",
            "    label: {ar: حد, en: A limit}",
            "    type: number",
            "    cite: [demonstration]",
            "    by_date: {2020-01-01: 3}",
        )
        yield (above(first.span, "\n".join(lines)),)


KINDS: Final = (
    Kind("a dead row", "E431", _TABLES, dead_row),
    Kind("overlapping rows", "E401", _TABLES, overlapping_row),
    Kind("a case that no row covers", "E402", _TABLES, missing_row),
    Kind("a fee that is charged twice", "E435", _RULES, charged_twice),
    Kind("a condition that is never true, by a misspelt code", "E205", _RULES, misspelt_code),
    Kind("a misspelt name", "E201", _RULES, misspelt_name),
    Kind("a condition that YAML folds", "D010", _RULES, read_as_folded),
    Kind("a gap of one day", "D256", _RULES, gap),
    Kind("an overlap of one day", "D257", _RULES, overlap),
    Kind("a year that is missing in a series", "D254", _TABLES, missing_year),
    Kind("a rule that ends before it begins", "D128", _RULES, ends_before_it_begins),
    Kind("a key that is written twice", "D002", _RULES, key_twice),
    Kind("a source that nobody declares", "D109", _RULES, unknown_source),
    Kind("a value that nothing reads", "D262", _RULES, unread_value),
)
