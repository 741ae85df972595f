"""A DMN file of version 1.1 to 1.5 to a model. What cannot be read becomes a note, with its place.

Raises XmlError for what is no XML, no DMN, or refused. Imports are not followed (`library.py`).
Source: OMG DMN 1.5, chapter 6 and annex C.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from engine.dmn.model import (
    Decision,
    DecisionService,
    FunctionBox,
    Import,
    InputData,
    ItemDefinition,
    Knowledge,
    Model,
    Node,
    Note,
    Variable,
)
from engine.dmn.read_expressions import ExpressionReader, text_in, type_in
from engine.dmn.xml import Element, XmlError, read_xml
from engine.expressions.names import normal_name

NAMESPACES: Final = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
# Later versions and drafts have the same elements, or leave what is new unread.
_NAMESPACE: Final = re.compile(r"https?://www\.omg\.org/spec/DMN/[0-9]{8}/(?:MODEL/?|dmn\.xsd)")
_REQUIREMENTS: Final = {
    "informationRequirement": ("requiredInput", "requiredDecision"),
    "knowledgeRequirement": ("requiredKnowledge",),
}


def read_model(content: bytes, path: PurePosixPath) -> Model:
    root = read_xml(content, path)
    if root.name != "definitions" or _NAMESPACE.fullmatch(root.namespace) is None:
        raise XmlError(f"{root.at}: this is no DMN model of version 1.1 to 1.5")
    return _ModelReader(root).model()


class _ModelReader:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._namespace = root.attributes.get("namespace", "")
        self._notes: list[Note] = []
        language = root.attributes.get("expressionLanguage", "")
        self._expressions = ExpressionReader(self._notes, language)

    def model(self) -> Model:
        root = self._root
        nodes: dict[str, Node] = {}
        for element in root.children:
            if element.namespace != root.namespace:
                continue
            node = self._node(element)
            if node is None:
                continue
            if node.id in nodes:
                self._notes.append(Note(f"the id `{node.id}` stands twice", element.at))
            nodes[node.id] = node
        items = tuple(self._item(element) for element in root.all("itemDefinition"))
        imports = tuple(_import(element) for element in root.all("import"))
        name = normal_name(root.attributes.get("name", ""))
        return Model(name, self._namespace, imports, items, nodes, tuple(self._notes))

    def _node(self, element: Element) -> Node | None:
        match element.name:
            case "inputData":
                label = element.attributes.get("label", "")
                return InputData(_id(element), _variable(element), label, element.at)
            case "decision":
                expression = self._expressions.inside(element)
                return Decision(
                    _id(element),
                    _variable(element),
                    element.attributes.get("label", ""),
                    self._requires(element),
                    expression,
                    element.at,
                )
            case "businessKnowledgeModel":
                return self._knowledge(element)
            case "decisionService":
                return DecisionService(
                    _id(element),
                    _variable(element),
                    self._hrefs(element, "outputDecision"),
                    self._hrefs(element, "encapsulatedDecision"),
                    self._hrefs(element, "inputDecision"),
                    self._hrefs(element, "inputData"),
                    element.at,
                )
            case _:
                return None

    def _knowledge(self, element: Element) -> Knowledge:
        logic = element.first("encapsulatedLogic")
        function = self._expressions.function(logic) if logic is not None else None
        made = function if isinstance(function, FunctionBox) else None
        requires = self._requires(element)
        return Knowledge(_id(element), _variable(element), requires, made, element.at)

    def _requires(self, element: Element) -> tuple[str, ...]:
        return tuple(
            href
            for requirement, names in _REQUIREMENTS.items()
            for inner in element.all(requirement)
            for name in names
            for href in self._hrefs(inner, name)
        )

    def _hrefs(self, element: Element, name: str) -> tuple[str, ...]:
        found = []
        for inner in element.all(name):
            namespace, _, id = inner.attributes.get("href", "").rpartition("#")
            is_own = namespace in ("", self._namespace)
            found.append(id if is_own else f"{namespace}#{id}")
        return tuple(found)

    def _item(self, element: Element) -> ItemDefinition:
        function = element.first("functionItem")
        parameters = tuple(function.all("parameters")) if function is not None else ()
        return ItemDefinition(
            normal_name(element.attributes.get("name", "")),
            type_in(element),
            element.attributes.get("isCollection") in {"true", "1"},
            tuple(self._item(inner) for inner in element.all("itemComponent")),
            tuple(_parameter(inner) for inner in parameters),
            function.attributes.get("outputTypeRef", "") if function is not None else "",
            function is not None,
            text_in(element.first("allowedValues")),
            text_in(element.first("typeConstraint")),
            element.at,
        )


def _id(element: Element) -> str:
    return element.attributes.get("id") or element.attributes.get("name", "")


def _variable(element: Element) -> Variable:
    """The variable inside; its name is that of the element where it has none."""
    inner = element.first("variable")
    name = (inner.attributes.get("name") if inner is not None else None) or ""
    type_ = type_in(inner) if inner is not None else ""
    return Variable(normal_name(name or element.attributes.get("name", "")), type_)


def _import(element: Element) -> Import:
    name = normal_name(element.attributes.get("name", ""))
    return Import(name, element.attributes.get("namespace", ""), element.at)


def _parameter(element: Element) -> Variable:
    return Variable(normal_name(element.attributes.get("name", "")), type_in(element))
