"""Cases of the DMN Technology Compatibility Kit: read, run, and compared with what they expect.

A folder holds a folder a model, with its `.dmn` files (those that it imports among them) and its
`*-test-*.xml` files. Numbers agree when they differ by less than `TOLERANCE`, as the kit's own
runners compare them.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath

from engine.dmn.evaluate import Evaluation
from engine.dmn.model import DecisionService, Model
from engine.dmn.read import read_model
from engine.dmn.xml import Element, XmlError, read_xml
from engine.expressions.names import normal_name
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
OWN = Path(__file__).parent / "own"
TOLERANCE = Decimal("1E-8")
CLOCK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TRUE = frozenset(("true", "1"))
READERS: dict[str, Callable[[str], Value]] = {
    "date": lambda text: read_date(text.strip()),
    "time": lambda text: read_time(text.strip()),
    "dateTime": lambda text: read_moment(text.strip()),
    "duration": lambda text: read_duration(text.strip()),
    "dayTimeDuration": lambda text: read_duration(text.strip()),
    "yearMonthDuration": lambda text: read_duration(text.strip()),
    "boolean": lambda text: text.strip() in TRUE,
    **dict.fromkeys(("string", "anySimpleType", "anyType"), str),
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long", "short"), Decimal),
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
        found = []
        for node in self.element.all("resultNode"):
            name = normal_name(node.attributes["name"])
            actual, expected = self.actual(name), expected_in(node)
            if not agrees(expected, actual):
                found.append(f"{name} is {shown(actual)} and not {shown(expected)}")
        return found

    def actual(self, name: str) -> Value:
        """What the model gives for a result node: by its name, or by what the case invokes."""
        model, others = models_in(self.folder, self.model)
        given = dict(map(input_in, self.element.all("inputNode")))
        evaluation = Evaluation(model, given, CLOCK, others)
        invoked = normal_name(self.element.attributes.get("invocableName", ""))
        if not invoked:
            return evaluation.value(name)
        value = evaluation.value(invoked, given)
        service = model.named(invoked)
        if isinstance(service, DecisionService) and len(service.outputs) > 1 and name != invoked:
            return value.get(name) if isinstance(value, dict) else None
        return value


@cache
def models_in(folder: Path, name: str) -> tuple[Model, list[Model]]:
    """The model that a case names, by its file or by itself, and the others of the folder.

    One that cannot be read leaves the others readable; raises XmlError where it is the one asked.
    """
    read: dict[str, Model | XmlError] = {}
    for path in sorted(folder.glob("*.dmn")):
        try:
            read[path.name] = read_model(path.read_bytes(), PurePosixPath(path.name))
        except XmlError as error:
            read[path.name] = error
    models = [model for model in read.values() if isinstance(model, Model)]
    named = (model for model in models if model.name == normal_name(name))
    asked = read.get(name) or read.get(f"{name}.dmn") or next(named, None)
    if asked is None and len(read) == 1:
        asked = next(iter(read.values()))
    if asked is None:
        raise XmlError(f"there is no model `{name}`")
    if isinstance(asked, XmlError):
        raise asked
    return asked, [model for model in models if model is not asked]


def cases_in(folder: Path) -> Iterator[Case]:
    """Every case under the folder, in order; a file that cannot be read raises."""
    for path in tests_under(folder):
        yield from cases_of(path)


def tests_under(folder: Path) -> list[Path]:
    return sorted(folder.glob("**/*-test-*.xml"))


def cases_of(path: Path) -> list[Case]:
    """The cases of one file; raises XmlError."""
    root = read_xml(path.read_bytes(), PurePosixPath(path.name))
    named = root.first("modelName")
    model = named.text.strip() if named is not None else f"{path.parent.name}.dmn"
    return [
        Case(path.parent, model, element.attributes.get("id", str(index)), element)
        for index, element in enumerate(root.all("testCase"), 1)
    ]


def input_in(node: Element) -> tuple[str, Value]:
    """A value by its name, or by namespace and name where the case says both."""
    name = normal_name(node.attributes["name"])
    namespace = node.attributes.get("namespace")
    return f"{namespace}#{name}" if namespace else name, value_of(node)


def expected_in(node: Element) -> Value:
    return None if node.attributes.get("errorResult") in TRUE else value_of(node.first("expected"))


def value_of(element: Element | None) -> Value:
    """The value inside: a `value`, a `list` of items or `component`s; null for none."""
    if element is None or is_nil(element):
        return None
    if components := list(element.all("component")):
        return {normal_name(part.attributes["name"]): value_of(part) for part in components}
    if (listed := element.first("list")) is not None:
        return None if is_nil(listed) else tuple(value_of(item) for item in listed.all("item"))
    value = element.first("value")
    if value is None or is_nil(value):
        return None
    kind = value.attributes.get("type", "xsd:string").rpartition(":")[2]
    return READERS[kind](value.text)


def is_nil(element: Element) -> bool:
    return element.attributes.get("nil") in TRUE


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
