"""Cases of the DMN Technology Compatibility Kit: read, run, and compared with what they expect.

A folder holds a folder a model, with its `.dmn` file and `*-test-*.xml` files. Numbers agree when
they differ by less than `TOLERANCE`, as the kit's own runners compare them.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath

from engine.dmn.evaluate import Evaluation
from engine.dmn.model import Model
from engine.dmn.read import read_model
from engine.dmn.xml import Element, read_xml
from engine.expressions.specification.comparison import equal
from engine.expressions.specification.limits import Budget
from engine.expressions.specification.texts import (
    read_date,
    read_duration,
    read_moment,
    read_time,
    text_of,
)
from engine.expressions.specification.values import Value

BESIDE = Path(__file__).parents[2] / "../shared/conformance/dmn-tck"
TOLERANCE = Decimal("1E-8")
CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
READERS: dict[str, Callable[[str], Value]] = {
    "date": read_date,
    "time": read_time,
    "dateTime": read_moment,
    "duration": read_duration,
    "dayTimeDuration": read_duration,
    "yearMonthDuration": read_duration,
    "string": str,
    "boolean": lambda text: text.strip() in {"true", "1"},
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long"), Decimal),
}


def folder_beside() -> Path:
    """The folder of cases beside the checkout, or the one that MUMARIS_CONFORMANCE names."""
    return Path(os.environ.get("MUMARIS_CONFORMANCE") or BESIDE)


@dataclass(frozen=True)
class Case:
    """One `testCase`; it passes when every result node is as expected."""

    folder: Path
    model: str
    id: str
    element: Element

    @property
    def name(self) -> str:
        return f"{self.folder.name}/{self.id}"

    def differences(self) -> list[str]:
        """What is not as expected; empty when the case passes."""
        model = self._model()
        given = {node.attributes["name"]: value_of(node) for node in self.element.all("inputNode")}
        invoked = self.element.attributes.get("invocableName")
        found = []
        for node in self.element.all("resultNode"):
            name = node.attributes["name"]
            evaluation = Evaluation(model, given, CLOCK)
            actual = evaluation.value(invoked or name, given if invoked else None)
            if invoked and isinstance(actual, dict) and name in actual:
                actual = actual[name]
            expected = value_of(expected_in(node))
            if not agrees(expected, actual):
                found.append(f"{name} is {shown(actual)} and not {shown(expected)}")
        return found

    def _model(self) -> Model:
        path = self.folder / self.model
        return read_model(path.read_bytes(), PurePosixPath(self.model))


def cases_in(folder: Path) -> Iterator[Case]:
    """Every case under the folder, in order; a file that cannot be read raises."""
    for path in sorted(folder.glob("**/*-test-*.xml")):
        root = read_xml(path.read_bytes(), PurePosixPath(path.name))
        named = root.first("modelName")
        model = named.text.strip() if named is not None else ""
        for index, element in enumerate(root.all("testCase"), 1):
            id = element.attributes.get("id", str(index))
            yield Case(path.parent, model or f"{path.parent.name}.dmn", id, element)


def expected_in(node: Element) -> Element | None:
    return node.first("expected")


def value_of(element: Element | None) -> Value:
    """The value inside: a `value`, a `list` of items or `component`s; null for none."""
    if element is None:
        return None
    if components := list(element.all("component")):
        return {part.attributes["name"]: value_of(part) for part in components}
    if (listed := element.first("list")) is not None:
        return tuple(value_of(item) for item in listed.all("item"))
    value = element.first("value")
    if value is None or value.attributes.get("nil") in {"true", "1"}:
        return None
    kind = value.attributes.get("type", "xsd:string").rpartition(":")[2]
    return READERS[kind](value.text)


def agrees(expected: Value, actual: Value) -> bool:
    match expected, actual:
        case Decimal(), Decimal():
            return abs(expected - actual) < TOLERANCE
        case tuple(), tuple():
            return len(expected) == len(actual) and all(map(agrees, expected, actual))
        case dict(), dict():
            return expected.keys() == actual.keys() and all(
                agrees(expected[key], actual[key]) for key in expected
            )
        case _:
            return equal(expected, actual, Budget()) is True


def shown(value: Value) -> str:
    return text_of(value, Budget(), is_inside=True)
