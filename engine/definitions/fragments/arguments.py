"""The arguments of a use: each parameter given once, and by what it takes.

Whether an argument that is a name is one of the using file, and of the right type, shows when the
fragment's expressions are lowered; so a `Meant` carries its type and its place there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from typing import Final, assert_never

from engine.definitions.fragments.declared import (
    FRAGMENTS,
    Parameter,
    Speech,
    Takes,
    Taking,
    Use,
)
from engine.definitions.parts import Parts, Unreadable
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Mapping, Node, Scalar
from engine.definitions.typed import read_value, type_words
from engine.model.inside import Constant, Given, Inside, Meant, Named
from engine.model.problem import Span
from engine.model.words import Text

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_HINTS: Final = {
    Takes.NAME: "write the name of a fact or value, as in `decision_date`",
    Takes.CONSTANT: None,
    Takes.WORDS: "write `{ar: ..., en: ...}`",
    Takes.ID: "write an id, or `none`",
}
_CALLED: Final = {
    Takes.NAME: "a name",
    Takes.CONSTANT: "a constant",
    Takes.WORDS: "text in two languages",
    Takes.ID: "an id",
}
NONE: Final = "none"


class Arguments:
    """Reads the arguments of one use. `outer` is what names mean around the use, in a fragment."""

    def __init__(
        self,
        parts: Parts,
        outer: Inside | None,
        via: tuple[Span, ...],
        speech: Speech = FRAGMENTS,
    ) -> None:
        self.parts = parts
        self.outer = outer
        self.via = via
        self.speech = speech

    def given(self, taking: Taking, use: Use) -> dict[str, Given]:
        """The arguments by parameter, without those that are missing or wrong, now reported."""
        self._refuse_unknown(taking, use)
        given: dict[str, Given] = {}
        for name, parameter in taking.parameters.items():
            entry = use.given.get(name)
            node = parameter.default if entry is None else entry.value
            if node is None:
                self._report_missing(taking, parameter, use)
                continue
            outer = self.outer if entry is not None else None  # a default stands in the fragment
            try:
                given[name] = self._argument(parameter, node, outer)
            except Unreadable:
                continue
        return given

    def _refuse_unknown(self, taking: Taking, use: Use) -> None:
        for name, entry in use.given.items():
            if name not in taking.parameters and name not in taking.unread:
                hint = meant_or_listed(name, taking.parameters, "it takes")
                message = f"the {self.speech.noun} `{taking.id}` has no parameter `{name}`"
                self.parts.report(self.speech.given, message, entry.key.span, hint)

    def _report_missing(self, taking: Taking, parameter: Parameter, use: Use) -> None:
        noun = self.speech.noun
        message = f"the {noun} `{taking.id}` takes `{parameter.name}`, which is not given"
        hint = f"write `{parameter.name}: ...` under `with`"
        related = (("the parameter", parameter.span),)
        self.parts.report(self.speech.given, message, use.fragment.span, hint, related)

    def _argument(self, parameter: Parameter, node: Node, outer: Inside | None) -> Given:
        passed = _passed(node, outer.given if outer is not None else {})
        match parameter.takes:
            case Takes.WORDS:
                if isinstance(passed, Text):
                    return passed
                if isinstance(node, Mapping):
                    return self.parts.pattern(node)
            case Takes.NAME:
                if isinstance(node, Scalar) and _NAME.fullmatch(node.text):
                    return self._name(parameter, node, outer)
            case Takes.CONSTANT:
                assert parameter.type is not None
                if isinstance(passed, Constant) and passed.type.kind is parameter.type.kind:
                    return Constant(passed.value, parameter.type)
                if not isinstance(node, Mapping):
                    return Constant(read_value(self.parts, node, parameter.type), parameter.type)
            case Takes.ID:
                if isinstance(node, Scalar):
                    at = None if node is parameter.default else node.span
                    return Named(None if node.text == NONE else node.text, at)
            case _:
                assert_never(parameter.takes)
        wanted = _CALLED[parameter.takes]
        if parameter.takes is Takes.CONSTANT and parameter.type is not None:
            wanted = type_words(parameter.type)
        message = f"the parameter `{parameter.name}` takes {wanted}"
        related = (("the parameter", parameter.span),)
        self.parts.report(self.speech.taken, message, node.span, _HINTS[parameter.takes], related)
        raise Unreadable

    def _name(self, parameter: Parameter, node: Scalar, outer: Inside | None) -> Given:
        meant = Meant(node.text) if outer is None else outer.meaning(node.text)
        if isinstance(meant, Constant):
            return meant
        at = Span(node.span.path, node.span.line, node.span.column, node.span.end_column, self.via)
        return Meant(meant.name, parameter.type, at)


def _passed(node: Node, given: Map[str, Given]) -> Given | None:
    """The argument of the outer fragment that an inner use hands on by its parameter's name."""
    return given.get(node.text) if isinstance(node, Scalar) else None
