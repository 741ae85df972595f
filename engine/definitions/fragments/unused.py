"""Fragments that nothing uses, and parameters that nothing reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Map

from engine.definitions.fragments.declared import Fragment, Parameter, Takes, Taking
from engine.definitions.readings import Readings
from engine.definitions.reads import words_in
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.model.problem import Problem


def problems(
    fragments: Map[str, Fragment], used: Collection[str], readings: Readings
) -> Iterator[Problem]:
    """`used` are the fragments that a rule file uses; each of their own uses counts too."""
    inner = {use.fragment.text for fragment in fragments.values() for use in fragment.uses}
    for fragment in fragments.values():
        if fragment.id not in used and fragment.id not in inner:
            message = f"nothing uses the fragment `{fragment.id}`"
            hint = "remove the file, or list it under `uses` of a rule file"
            yield Problem("D154", message, fragment.span, hint)
        for parameter in unread_of(fragment, readings):
            message = f"nothing in the fragment reads the parameter `{parameter.name}`"
            yield Problem("D154", message, parameter.span, "remove it, and its arguments")


def unread_of(file: Taking, readings: Readings) -> tuple[Parameter, ...]:
    """The parameters of a whole file that nothing in it reads."""
    return readings.kept(
        ("unread", file.tree.span.path),
        (file,),
        lambda: tuple(unread(file.tree, file.parameters.values())),
    )


def unread(tree: Mapping, parameters: Iterable[Parameter]) -> Iterator[Parameter]:
    """The parameters of a file that nothing in it reads."""
    texts = tuple(_texts_in(tree))
    for parameter in parameters:
        if not any(_reads(text, parameter) for text in texts):
            yield parameter


def _reads(text: str, parameter: Parameter) -> bool:
    """Whether a text holds `{parameter}`, or an expression its name; or hands it on whole."""
    if parameter.takes is Takes.WORDS:
        return f"{{{parameter.name}}}" in text or text == parameter.name
    return any(word.partition(".")[0] == parameter.name for word in words_in(text))


def _texts_in(node: Node) -> Iterator[str]:
    """Every text outside `parameters`."""
    match node:
        case Scalar(text):
            yield text
        case Sequence(items):
            for item in items:
                yield from _texts_in(item)
        case Mapping(entries):
            for key, entry in entries.items():
                if key != "parameters":
                    yield from _texts_in(entry.value)
