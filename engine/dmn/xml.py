"""XML to a tree of elements with their places, safely.

A document type declaration is refused, so there are no entities to expand or to fetch; size,
depth and number of elements are bounded. Comments and instructions are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from engine.model.problem import EngineError, Span

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 200_000


class XmlError(EngineError):
    """A file that is no XML, or XML that is refused. The message begins with the place."""


@dataclass(slots=True)
class Element:
    """`name` is without the `namespace`; `text` is what stands before the children."""

    name: str
    namespace: str
    attributes: Mapping[str, str]
    at: Span
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *names: str) -> Iterator[Element]:
        """The children with one of the names, of this element's own namespace."""
        return (
            child
            for child in self.children
            if child.name in names and child.namespace == self.namespace
        )

    def first(self, *names: str) -> Element | None:
        return next(self.all(*names), None)


def read_xml(content: bytes, path: PurePosixPath) -> Element:
    """The root element; raises XmlError."""
    if len(content) > MAX_BYTES:
        raise XmlError(f"{path}: the file is larger than {MAX_BYTES // 1024 // 1024} MiB")
    reader = _Reader(path)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        place = Span(path, error.lineno, error.offset + 1)
        raise XmlError(f"{place}: this is no XML: {expat.ErrorString(error.code)}") from None
    except (LookupError, ValueError) as error:
        raise XmlError(f"{path}: this is no XML: {error}") from None
    assert reader.root is not None
    return reader.root


class _Reader:
    def __init__(self, path: PurePosixPath) -> None:
        self._path = path
        self._open: list[Element] = []
        self._count = 0
        self.root: Element | None = None
        self.parser = expat.ParserCreate(namespace_separator="\n")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _at(self) -> Span:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        return Span(self._path, line, column + 1)

    def _doctype(self, *_declaration: object) -> None:
        raise XmlError(f"{self._at()}: a document type declaration is refused")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise XmlError(f"{self._at()}: the file is nested too deep or has too many elements")
        namespace, _, name = tag.rpartition("\n")
        own = {key: value for key, value in attributes.items() if "\n" not in key}
        plain = {key.rpartition("\n")[2]: value for key, value in attributes.items()} | own
        element = Element(name, namespace, plain, self._at())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open and not self._open[-1].children:
            self._open[-1].text += text
