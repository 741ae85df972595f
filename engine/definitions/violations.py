"""Violations of a schema in our words, with places: one problem for one mistake.

A missing key points at its parent, an unknown key at itself, a bad value at the value. Where a
value has the wrong type nothing is said about what is inside it, and a missing key that the
author misspelt is reported once, as the key that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.definitions.suggest import closest, meant_or_listed
from engine.definitions.tree import Mapping, Node, Step, holder_of, node_at, place_of
from engine.model.problem import Problem, Span

Path = tuple[Step, ...]
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "array": "a list",
    "object": "a mapping",
    "null": "`null`",
}
_SINGLE = frozenset({"string", "number", "boolean"})


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword of a schema that a value does not satisfy.

    `argument` is the keyword's own value and `schema` the object it stands in; `holder` is that
    or the nearest one around it that has a title. `is_key`: the value is a key of the mapping at
    `path`.
    """

    path: Path
    keyword: str
    argument: Any
    value: Any
    schema: dict[str, Any]
    holder: dict[str, Any]
    is_key: bool


def problems_of(root: Node, violations: Iterable[Violation]) -> tuple[Problem, ...]:
    """One problem for each mistake behind the violations, in no particular order."""
    found = list(violations)
    mistyped = {violation.path for violation in found if violation.keyword == "type"}
    problems: list[Problem] = []
    meant: dict[Path, set[str]] = {}
    for violation in found:
        if violation.keyword == "additionalProperties":
            problems += _unknown_keys(root, violation, found, meant)
    for violation in found:
        if violation.keyword == "type" or not _is_inside(violation.path, mistyped):
            problems += _problems(root, violation, meant.get(violation.path, set()))
    return tuple(dict.fromkeys(problems))


def _is_inside(path: Path, others: set[Path]) -> bool:
    return any(path[:length] in others for length in range(len(path) + 1))


def _problems(root: Node, violation: Violation, meant: set[str]) -> Iterator[Problem]:
    path, argument, value = violation.path, violation.argument, violation.value
    name, noun = _name(path), _noun(violation.holder)
    at = _place(root, violation)
    match violation.keyword:
        case "required":
            yield from _missing(root, violation, meant)
        case "anyOf":
            yield from _none_of(root, violation, meant)
        case "additionalProperties":
            return  # reported before
        case "type":
            yield _mistyped(root, violation)
        case "enum" | "const":
            yield _not_a_choice(violation, at)
        case "pattern":
            is_blank = not str(value).strip()
            message = f"{name} is blank" if is_blank else f"`{value}` is not {_an(noun)}"
            yield Problem("D024", message, at, violation.schema.get("patternErrorMessage"))
        case "minimum":
            yield Problem("D025", f"{name} is {value}, and the least is {argument}", at)
        case "maximum":
            yield Problem("D025", f"{name} is {value}, and the most is {argument}", at)
        case "minItems" if violation.value:
            count = len(violation.value)
            yield Problem("D025", f"{name} holds {count}, and the least is {argument}", at)
        case "minItems" | "minProperties":
            yield Problem("D026", f"{name} holds nothing", at, _example(path, violation.schema))
        case "maxProperties":
            message = f"{name} says {len(value)} things in one"
            yield Problem("D024", message, at, "write each as an item of its own")
        case "uniqueItems":
            yield from _repeated(root, violation)
        case "not":
            at = holder_of(root, *path)
            hint = violation.schema.get("errorMessage")
            yield Problem("D028", f"{name} has no place here", at, hint)
        case _:
            yield Problem("D024", f"{name} is not {_an(noun)}", at)


def _unknown_keys(
    root: Node, violation: Violation, found: list[Violation], meant: dict[Path, set[str]]
) -> Iterator[Problem]:
    """A problem for each unknown key; notes in `meant` the missing keys that they stand for."""
    node = node_at(root, *violation.path)
    assert isinstance(node, Mapping)
    known = set(violation.schema.get("properties", ()))
    missing = {
        key
        for other in found
        if other.path == violation.path and other.keyword in ("required", "anyOf")
        for key in _required_by(other)
    } - set(violation.value)
    for key in [key for key in violation.value if key not in known]:
        near = closest(key, missing)
        if near is not None:
            meant.setdefault(violation.path, set()).add(near)
            hint: str | None = f"did you mean `{near}`?"
        else:
            hint = meant_or_listed(key, known, "the keys here are")
        message = f"{_noun(violation.holder)} has no key `{key}`"
        yield Problem("D020", message, node.entries[key].key.span, hint)


def _required_by(violation: Violation) -> list[str]:
    if violation.keyword == "required":
        return list(violation.argument)
    return [key for branch in violation.argument for key in branch.get("required", ())]


def _missing(root: Node, violation: Violation, meant: set[str]) -> Iterator[Problem]:
    noun = _noun(violation.holder)
    at = holder_of(root, *violation.path)
    for key in violation.argument:
        if key not in violation.value and key not in meant:
            hint = _description(key, violation.holder.get("properties", {}).get(key, {}))
            yield Problem("D021", f"`{key}` is missing from this {noun}", at, hint)


def _none_of(root: Node, violation: Violation, meant: set[str]) -> Iterator[Problem]:
    """`anyOf` is only ever written over required keys."""
    keys = _required_by(violation)
    if not meant.intersection(keys):
        words = ", ".join(f"`{key}`" for key in keys[:-1]) + f" or `{keys[-1]}`"
        message = f"{words} is missing from this {_noun(violation.holder)}"
        yield Problem("D027", message, holder_of(root, *violation.path))


def _mistyped(root: Node, violation: Violation) -> Problem:
    wanted = violation.argument
    names = [wanted] if isinstance(wanted, str) else [name for name in wanted if name != "null"]
    words = " or ".join(_type_words(names))
    path = violation.path
    hint = _example(path, violation.schema)
    if violation.value is None:
        message = f"nothing is written for {_name(path)}"
        return Problem("D022", message, holder_of(root, *path), hint)
    message = f"{_name(path)} is {_type_of(violation.value)}, and must be {words}"
    return Problem("D022", message, place_of(root, *path), hint)


def _type_words(names: list[str]) -> Iterator[str]:
    """The types that are wanted, in words; text, number and boolean together are any value."""
    is_any = set(names) >= _SINGLE
    if is_any:
        yield "a single value"
    yield from (_TYPES[name] for name in names if not (is_any and name in _SINGLE))


def _type_of(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"`{value}`"


def _not_a_choice(violation: Violation, at: Span) -> Problem:
    noun = _noun(violation.holder)
    value, choices = violation.value, violation.argument
    if violation.keyword == "const":
        message = f"{_name(violation.path)} is `{value}`, and only {choices} is read"
        return Problem("D023", message, at)
    if isinstance(value, dict | list):
        return Problem("D022", f"{_name(violation.path)} is {_type_of(value)}", at)
    words = ["false" if choice is False else str(choice) for choice in choices]
    known = words + list(violation.schema.get("examples", ()))
    hint = meant_or_listed(str(value), known, "write one of")
    return Problem("D023", f"`{value}` is no {noun}", at, hint)


def _repeated(root: Node, violation: Violation) -> Iterator[Problem]:
    first: dict[object, int] = {}
    for position, value in enumerate(violation.value):
        if not isinstance(value, str):
            continue
        if value in first:
            related = ("first written here", place_of(root, *violation.path, first[value]))
            at = place_of(root, *violation.path, position)
            yield Problem("D029", f"`{value}` appears twice in the list", at, None, (related,))
        first.setdefault(value, position)


def _place(root: Node, violation: Violation) -> Span:
    node = node_at(root, *violation.path)
    if violation.is_key and isinstance(node, Mapping):
        return node.entries[str(violation.value)].key.span
    return place_of(root, *violation.path)


def _name(path: Path) -> str:
    """What to call the value at `path`: its key, or its position in a list, counted from 1."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    key = next((step for step in reversed(path) if isinstance(step, str)), "the list")
    return f"item {last + 1} of `{key}`"


def _noun(schema: dict[str, Any]) -> str:
    title = str(schema.get("title", "value"))
    return title if title.isupper() else title[:1].lower() + title[1:]


def _an(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def _example(path: Path, schema: dict[str, Any]) -> str | None:
    examples = schema.get("examples")
    if not examples or not path:
        return None
    key = f"{path[-1]}: " if isinstance(path[-1], str) else ""
    return f"write `{key}{examples[0]}`"


def _description(key: str, schema: dict[str, Any]) -> str | None:
    """The first sentence that the schema says about a key, as a hint."""
    sentence = str(schema.get("description", "")).split(". ")[0].rstrip(".")
    return f"`{key}`: {sentence[:1].lower()}{sentence[1:]}" if sentence else None
