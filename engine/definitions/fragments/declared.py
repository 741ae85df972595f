"""What a fragment takes, and who uses it: parameters and uses, as they are written.

A lifecycle that services share takes parameters too (`engine/definitions/lifecycles/`).
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from engine.definitions.parts import Parts
from engine.definitions.tree import Entry, Mapping, Node, Scalar
from engine.definitions.typed import type_of
from engine.model.problem import Span
from engine.model.types import Type


class Takes(StrEnum):
    """What a parameter takes."""

    NAME = "name"
    CONSTANT = "constant"
    WORDS = "words"
    ID = "id"  # of a lifecycle alone


@dataclass(frozen=True, slots=True)
class Speech:
    """What a file with parameters is called, and the codes of faults in what a use gives it.

    `given`: missing, or there is no such parameter. `taken`: not what the parameter takes.
    """

    noun: str
    given: str
    taken: str


FRAGMENTS = Speech("fragment", given="D152", taken="D153")


@dataclass(frozen=True, slots=True)
class Parameter:
    """`type` is None for words and ids; `default` is None where each use must give an argument."""

    name: str
    takes: Takes
    type: Type | None
    default: Node | None
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a fragment, by a rule file or by another fragment; `name` is written as `as`."""

    fragment: Scalar
    name: Scalar
    given: Map[str, Entry]


class Taking(Protocol):
    """A file with parameters; `unread` names those that are at fault."""

    @property
    def id(self) -> str: ...
    @property
    def tree(self) -> Mapping: ...
    @property
    def parameters(self) -> Map[str, Parameter]: ...
    @property
    def unread(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Fragment:
    """One file of fragments/. `tree` holds its parts, with `uses` among them.

    `unread` names parameters that are at fault, so that nothing is said of their arguments.
    """

    id: str
    tree: Mapping
    parameters: Map[str, Parameter]
    uses: tuple[Use, ...]
    span: Span
    unread: frozenset[str]

    def without(self, parameters: Collection[str]) -> Fragment:
        """The fragment without parameters that are at fault."""
        left = {name: one for name, one in self.parameters.items() if name not in parameters}
        return replace(self, parameters=left, unread=self.unread | frozenset(parameters))


def read_fragment(parts: Parts, root: Mapping) -> Fragment:
    id = parts.file_id(root)
    parameters, unread = read_parameters(parts, root)
    return Fragment(id.text, root, parameters, read_uses(parts, root), id.span, unread)


def read_parameters(parts: Parts, root: Mapping) -> tuple[dict[str, Parameter], frozenset[str]]:
    """The parameters by name, and the names of those that are at fault."""
    parameters = parts.each_entry(
        root, "parameters", lambda name, node: _parameter(parts, name, node)
    )
    return {parameter.name: parameter for parameter in parameters}, frozenset(parts.skipped)


def read_uses(parts: Parts, root: Mapping) -> tuple[Use, ...]:
    """The uses that a rule file or a fragment writes; none under the name of an earlier one."""
    first: dict[str, Use] = {}
    for use in parts.each(root, "uses", lambda node: _use(parts, node)):
        if use.name.text in first:
            related = (("first used here", first[use.name.text].name.span),)
            message = f"`{use.name.text}` is the name of two uses"
            parts.report("D156", message, use.name.span, "give each use its own name", related)
        first.setdefault(use.name.text, use)
    return tuple(first.values())


def _parameter(parts: Parts, name: Scalar, node: Mapping) -> Parameter:
    takes = parts.choice(node, "takes", Takes)
    type_ = None if takes in {Takes.WORDS, Takes.ID} else type_of(parts, node)
    return Parameter(name.text, takes, type_, node.get("default"), name.span)


def _use(parts: Parts, node: Mapping) -> Use:
    given = node.get("with")
    return Use(
        fragment=parts.scalar(node, "fragment"),
        name=parts.scalar(node, "as"),
        given=given.entries if isinstance(given, Mapping) else {},
    )
