"""What was carried over as text of our YAML files, in the shape of config/.

Labels are the model's own words in both languages, and citations the source `inference`, until
somebody writes better ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from engine.dmn.carry.carry import Carried
from engine.dmn.carry.tables import FEEL, Cell, OurTable, output_words
from engine.dmn.carry.vocabulary import words_of
from engine.model.rule import OwnFunction

_PLAIN = re.compile(r"[^\W\d_][\w ()/.%-]*(?<! )", re.UNICODE)
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"))
_WORD = re.compile(r"[A-Za-z0-9.-][A-Za-z0-9_.-]*")
_CITE = "[inference]"


def files_of(carried: Carried) -> Mapping[PurePosixPath, str]:
    """Every file by its path under the folder of definitions."""
    files = {PurePosixPath(f"rules/{carried.id}.yaml"): _rules(carried)}
    for id, codes in carried.vocabulary.lists.items():
        files[PurePosixPath(f"lists/{id}.yaml")] = _list(id, codes)
    return files


def _rules(carried: Carried) -> str:
    lines = ["# yaml-language-server: $schema=../../engine/schemas/rules.json", "format: 1"]
    lines += [f"id: {carried.id}", ""]
    if carried.vocabulary.given:
        lines += ["reads:", "  answer:"]
        lines += [f"    - {name}" for name in carried.vocabulary.given]
        lines.append("")
    called = carried.vocabulary.called
    functions = [one for one in carried.vocabulary.functions.values() if one.name in called]
    if functions:
        lines.append("functions:")
        for function in functions:
            lines += _function(function)
        lines.append("")
    if carried.derived:
        lines.append("derived:")
        for name, text in carried.derived.items():
            lines += [f"  {name}:", f"    label: {_words(carried.labels.get(name, name))}"]
            lines.append(f"    value: {_quoted(text)}")
        lines.append("")
    if carried.tables:
        lines.append("tables:")
        for name, table in carried.tables.items():
            lines += _table(name, carried.labels.get(name, name), table)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _function(function: OwnFunction) -> list[str]:
    parameters = ", ".join(f"{name}: {words_of(type_)}" for name, type_ in function.parameters)
    return [
        f"  {function.name}:",
        f"    label: {_words(function.label.en)}",
        f"    parameters: {{{parameters}}}",
        f"    value: {_quoted(function.body.text)}",
    ]


def _table(name: str, label: str, table: OurTable) -> list[str]:
    inputs = ", ".join(f"{key}: {_quoted(text)}" for key, text in table.inputs.items())
    outputs = ", ".join(f"{key}: {words}" for key, words in output_words(table).items())
    lines = [
        f"  {name}:",
        f"    label: {_words(label)}",
        f"    hit_policy: {table.hit_policy}",
        *_of_several_rows(table),
        f"    inputs: {{{inputs}}}",
        f"    output: {{{outputs}}}",
        f"    cite: {_CITE}",
        "    rows:",
    ]
    for number, row in enumerate(table.rows, 1):
        lines.append(f"      - {{id: row-{number}, {_cells(table, row)}}}")
    if table.default:
        lines.append(f"    default: {{{_cells(table, table.default)}}}")
    return lines


def _of_several_rows(table: OurTable) -> Iterator[str]:
    if table.order:
        pairs = (f"{key}: {_cell(values)}" for key, values in table.order.items())
        yield f"    order: {{{', '.join(pairs)}}}"
    if table.aggregate:
        yield f"    aggregate: {table.aggregate}"


def _cells(table: OurTable, row: Mapping[str, Cell]) -> str:
    """Input cells as they are; an output cell in FEEL stands under `value`."""

    def written(key: str, cell: Cell) -> str:
        is_computed = key in table.outputs and isinstance(cell, str) and cell.startswith(FEEL)
        return f"{{value: {_cell(cell)}}}" if is_computed else _cell(cell)

    return ", ".join(f"{key}: {written(key, cell)}" for key, cell in row.items())


def _list(id: str, codes: Mapping[str, str]) -> str:
    title = id.replace("_", " ").capitalize()
    lines = ["# yaml-language-server: $schema=../../engine/schemas/list.json", "format: 1"]
    lines += [f"id: {id}", f"title: {_words(title)}", "codes:"]
    lines += [
        f"  - {{id: {_word(code)}, ar: {_text(text)}, en: {_text(text)}}}"
        for code, text in codes.items()
    ]
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    return f"{{ar: {_text(text)}, en: {_text(text)}}}"


def _text(text: str) -> str:
    """A text as one plain or quoted scalar inside `{}`."""
    text = " ".join(text.split()) or "-"
    is_plain = _PLAIN.fullmatch(text) is not None and text.lower() not in _RESERVED
    return text if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _word(word: str) -> str:
    return word if _WORD.fullmatch(word) else _quoted(word)


def _cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return f"[{', '.join(map(_word, cell))}]"
    return _quoted(cell.removeprefix(FEEL)) if cell.startswith(FEEL) else _word(cell)
