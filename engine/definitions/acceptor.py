"""Whether values have the shape of a schema, yes or no, as fast as plain Python can say it.

Nearly every file of nearly every load is right, and for those nothing has to be explained: so a
schema is compiled once to nested functions, and jsonschema is only loaded to explain what they
do not accept. Knows the keywords that our schemas use, and refuses to compile any other.

A property test holds the two to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from decimal import Decimal
from typing import Any

from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style

Check = Callable[[Node], bool]
INTEGER = re.compile(r"-?\d{1,18}")
NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?")
BOOLEANS: Map[str, bool] = {"true": True, "false": False}
_SAID_ELSEWHERE = frozenset(
    {"title", "description", "examples", "patternErrorMessage", "errorMessage", "$schema", "$defs"}
)
_BESIDE_IF = frozenset({"then", "else"})


def acceptor(schema: dict[str, Any]) -> Check:
    """A function that says whether a node satisfies `schema`, whose references are inlined.

    Raises:
        ValueError: for a keyword that is not known here.
    """
    return _Compiler().check(schema)


class _Compiler:
    def __init__(self) -> None:
        # By identity, since a schema may hold itself; the schema is kept so that its id is.
        self._made: dict[int, tuple[dict[str, Any], Check]] = {}

    def check(self, schema: dict[str, Any]) -> Check:
        if id(schema) in self._made:
            return self._made[id(schema)][1]
        checks: list[Check] = []

        def check(node: Node) -> bool:
            return all(each(node) for each in checks)

        self._made[id(schema)] = (schema, check)
        for keyword, argument in schema.items():
            if keyword not in _SAID_ELSEWHERE and keyword not in _BESIDE_IF:
                checks.append(self.keyword(keyword, argument, schema))
        return checks[0] if len(checks) == 1 else check

    def keyword(self, keyword: str, argument: Any, schema: dict[str, Any]) -> Check:
        match keyword:
            case "type":
                return _type([argument] if isinstance(argument, str) else argument)
            case "enum" | "const":
                return _enum(argument if keyword == "enum" else [argument])
            case "pattern":
                return _pattern(argument)
            case "minimum" | "maximum":
                return _bound(Decimal(argument), is_least=keyword == "minimum")
            case "minItems" | "minProperties":
                return _size(argument, Sequence if keyword == "minItems" else Mapping)
            case "maxProperties":
                return _at_most(argument)
            case "uniqueItems":
                return _are_unique
            case "required":
                wanted = frozenset(argument)
                return lambda node: not isinstance(node, Mapping) or wanted <= node.entries.keys()
            case "properties":
                return self._properties(argument)
            case "additionalProperties":
                return self._additional(argument, frozenset(schema.get("properties", ())))
            case "propertyNames":
                return self._names(self.check(argument))
            case "items":
                return self._items(self.check(argument))
            case "not":
                refused = self.check(argument)
                return lambda node: not refused(node)
            case "allOf" | "anyOf":
                several = [self.check(branch) for branch in argument]
                together = all if keyword == "allOf" else any
                return lambda node: together(check(node) for check in several)
            case "if":
                return self._conditional(schema)
            case "dependentSchemas":
                return self._dependent(argument)
            case _:
                raise ValueError(f"the keyword {keyword} is not known here")

    def _properties(self, properties: dict[str, dict[str, Any]]) -> Check:
        checks = {key: self.check(schema) for key, schema in properties.items()}

        def check(node: Node) -> bool:
            if not isinstance(node, Mapping):
                return True
            return all(
                known(entry.value)
                for key, entry in node.entries.items()
                if (known := checks.get(key)) is not None
            )

        return check

    def _additional(self, argument: Any, known: frozenset[str]) -> Check:
        if argument is False:
            return lambda node: not isinstance(node, Mapping) or node.entries.keys() <= known
        below = self.check(argument)
        return lambda node: (
            not isinstance(node, Mapping)
            or all(below(entry.value) for key, entry in node.entries.items() if key not in known)
        )

    def _names(self, check: Check) -> Check:
        def names(node: Node) -> bool:
            return not isinstance(node, Mapping) or all(
                check(entry.key) for entry in node.entries.values()
            )

        return names

    def _items(self, check: Check) -> Check:
        return lambda node: not isinstance(node, Sequence) or all(map(check, node.items))

    def _conditional(self, schema: dict[str, Any]) -> Check:
        condition = self.check(schema["if"])
        then = self.check(schema.get("then", {}))
        otherwise = self.check(schema.get("else", {}))
        return lambda node: then(node) if condition(node) else otherwise(node)

    def _dependent(self, argument: dict[str, dict[str, Any]]) -> Check:
        checks = {key: self.check(schema) for key, schema in argument.items()}
        return lambda node: (
            not isinstance(node, Mapping)
            or all(check(node) for key, check in checks.items() if key in node.entries)
        )


def _type(names: list[str]) -> Check:
    wanted = frozenset(names)
    forms = [form for name, form in (("integer", INTEGER), ("number", NUMBER)) if name in wanted]

    def check(node: Node) -> bool:
        if isinstance(node, Mapping):
            return "object" in wanted
        if isinstance(node, Sequence):
            return "array" in wanted
        if node.is_null:
            return "null" in wanted
        if "string" in wanted:
            return True
        if node.style is not Style.PLAIN:
            return False
        return ("boolean" in wanted and node.text in BOOLEANS) or any(
            form.fullmatch(node.text) for form in forms
        )

    return check


def _enum(choices: list[Any]) -> Check:
    texts = frozenset(choice for choice in choices if isinstance(choice, str))
    booleans = frozenset(choice for choice in choices if isinstance(choice, bool))
    numbers = frozenset(c for c in choices if isinstance(c, int) and not isinstance(c, bool))

    def check(node: Node) -> bool:
        if not isinstance(node, Scalar) or node.is_null:
            return False
        if node.text in texts:
            return True
        if node.style is not Style.PLAIN:
            return False
        if node.text in BOOLEANS:
            return BOOLEANS[node.text] in booleans
        return INTEGER.fullmatch(node.text) is not None and int(node.text) in numbers

    return check


def _pattern(pattern: str) -> Check:
    search = re.compile(pattern).search
    return lambda node: (
        not isinstance(node, Scalar) or node.is_null or search(node.text) is not None
    )


def _bound(bound: Decimal, *, is_least: bool) -> Check:
    def check(node: Node) -> bool:
        if not isinstance(node, Scalar) or node.style is not Style.PLAIN:
            return True
        if NUMBER.fullmatch(node.text) is None:
            return True
        return Decimal(node.text) >= bound if is_least else Decimal(node.text) <= bound

    return check


def _size(least: int, kind: type[Sequence] | type[Mapping]) -> Check:
    def check(node: Node) -> bool:
        if not isinstance(node, kind):
            return True
        return len(node.items if isinstance(node, Sequence) else node.entries) >= least

    return check


def _at_most(most: int) -> Check:
    return lambda node: not isinstance(node, Mapping) or len(node.entries) <= most


def _are_unique(node: Node) -> bool:
    """Lists of texts alone are ever asked to hold nothing twice."""
    items = node.items if isinstance(node, Sequence) else ()
    texts = [item.text for item in items if isinstance(item, Scalar) and not item.is_null]
    return len(set(texts)) == len(texts)
