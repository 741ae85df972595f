"""The shape of a file: its values against the JSON Schema of its kind, one problem for a mistake.

The same schemas serve editors, whose YAML servers read a plain `5` as a number and a plain `true`
as a boolean. Here a plain scalar is text that a schema may also read as a number or a boolean, so
a schema is true for both; where it asks for text, `NO` and `1.10` stay text.

jsonschema explains what `acceptor.py` does not accept, and is loaded for nothing else.

What a schema cannot say (names that must exist, values of a declared type) is for `build.py` and
`check.py`. The words are in `violations.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from engine.definitions.acceptor import BOOLEANS, INTEGER, NUMBER, Check, acceptor
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style
from engine.definitions.violations import Violation, problems_of
from engine.model.problem import Problem

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_ANNOTATIONS = {"title", "description", "examples"}


class Plain(str):
    """A scalar without quotes: text that may also be read as a number or a boolean."""

    __slots__ = ()


def shape_problems(kind: str, root: Node) -> tuple[Problem, ...]:
    """Every way in which the values of a file of this kind do not have the shape of the kind."""
    return () if is_accepted(kind, root) else problems_of(root, violations_of(kind, root))


def is_accepted(kind: str, root: Node) -> bool:
    """Whether the values have the shape, without a reason when they do not."""
    return _acceptor(kind)(root)


def violations_of(kind: str, root: Node) -> tuple[Violation, ...]:
    """What jsonschema finds wrong with the values, in no particular order."""
    return tuple(_violations(_validator(kind), plain(root)))


def plain(node: Node) -> object:
    """The node as the plain values that JSON Schema knows; `null` and nothing are None."""
    match node:
        case Scalar(text, style):
            if style is not Style.PLAIN:
                return text
            return None if node.is_null else Plain(text)
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key: plain(entry.value) for key, entry in entries.items()}


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of one kind of file, with every reference replaced by what it refers to."""
    return _inlined(kind)


def _violations(validator: Validator, value: Any) -> Iterator[Violation]:
    root: Any = validator.schema
    for error in validator.iter_errors(value):
        route = list(error.absolute_schema_path)
        yield Violation(
            path=tuple(error.absolute_path),
            keyword=str(error.validator),
            argument=error.validator_value,
            value=error.instance,
            schema=error.schema if isinstance(error.schema, dict) else {},
            holder=_holder(root, route),
            is_key="propertyNames" in route[-3:-1],
        )


def _holder(schema: Any, route: list[str | int]) -> dict[str, Any]:
    """The nearest schema with a title on the way to a keyword: what the value is called."""
    holder: dict[str, Any] = schema
    for step in route:
        schema = schema[step]
        if isinstance(schema, dict) and isinstance(schema.get("title"), str):
            holder = schema
    return holder


@cache
def _acceptor(kind: str) -> Check:
    return acceptor(_inlined(kind))


@cache
def _validator(kind: str) -> Validator:
    """A validator whose types and comparisons know plain scalars; made once for each kind."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    types = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "integer": lambda _, value: _is_plain(value, INTEGER),
            "number": lambda _, value: _is_plain(value, NUMBER),
            "boolean": lambda _, value: isinstance(value, Plain) and value in BOOLEANS,
        }
    )
    keywords = {"const": _const, "enum": _enum, "minimum": _minimum, "maximum": _maximum}
    made = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, validators=keywords, type_checker=types
    )
    validator: Validator = made(_inlined(kind))
    return validator


def _is_plain(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, Plain) and form.fullmatch(value) is not None


def _equals(wanted: object, value: object) -> bool:
    """Whether a value is the wanted one, a plain scalar as text or as what it can be read as."""
    if wanted == value and isinstance(wanted, str) is isinstance(value, str):
        return True
    if not isinstance(value, Plain):
        return False
    if isinstance(wanted, bool):
        return BOOLEANS.get(value) is wanted
    return isinstance(wanted, int) and _is_plain(value, INTEGER) and int(value) == wanted


def _const(_: Validator, wanted: object, value: object, __: object) -> Iterator[Exception]:
    if not _equals(wanted, value):
        yield _error("const")


def _enum(_: Validator, wanted: list[object], value: object, __: object) -> Iterator[Exception]:
    if not any(_equals(each, value) for each in wanted):
        yield _error("enum")


def _minimum(_: Validator, least: int, value: object, __: object) -> Iterator[Exception]:
    if isinstance(value, Plain) and _is_plain(value, NUMBER) and Decimal(value) < least:
        yield _error("minimum")


def _maximum(_: Validator, most: int, value: object, __: object) -> Iterator[Exception]:
    if isinstance(value, Plain) and _is_plain(value, NUMBER) and Decimal(value) > most:
        yield _error("maximum")


def _error(message: str) -> Exception:
    from jsonschema import ValidationError

    return ValidationError(message)


@cache
def document(name: str) -> dict[str, Any]:
    text = (files("engine") / "schemas" / name).read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def _inlined(kind: str) -> dict[str, Any]:
    """Inlining once is cheaper than following references for each value of each file."""
    made: dict[tuple[str, str], dict[str, Any]] = {}

    def resolve(name: str, pointer: str) -> dict[str, Any]:
        if (name, pointer) not in made:
            made[name, pointer] = {}  # filled below, so that a definition may hold itself
            target: Any = document(name)
            for part in pointer.split("/")[1:]:
                target = target[part]
            made[name, pointer].update(inline(target, name))
        return made[name, pointer]

    def inline(value: Any, name: str) -> Any:
        if isinstance(value, list):
            return [inline(item, name) for item in value]
        if not isinstance(value, dict):
            return value
        if "$ref" not in value:
            return {key: inline(item, name) for key, item in value.items() if key != "$defs"}
        file, _, pointer = value["$ref"].partition("#")
        target = resolve(file or name, pointer)
        beside = {key: item for key, item in value.items() if key != "$ref"}
        assert set(beside) <= _ANNOTATIONS, f"{value['$ref']} has {set(beside)} beside it"
        # The words of the definition say what a value is; those of the reference what it is for.
        return target if not beside else {**target, **beside, "title": target.get("title", "value")}

    schema: dict[str, Any] = inline(document(f"{kind}.json"), f"{kind}.json")
    return schema
