"""The constructs of the language, as docs/language/ has them: words, facts, rules and examples.

A file is documentation and test in one. Its keys are those of `_KEYS`; docs/language/README.md
says what each is for. Nothing is evaluated here; `fixture.py` makes a configuration of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence, Style

FOLDER: Final = Path(__file__).parents[1] / "language"
DAY: Final = date(2026, 11, 23)
_KEYS: Final = frozenset(
    {"title", "chapter", "order", "meaning", "facts", "lists", "rules", "service", "files"}
    | {"given", "examples", "scenarios"}
)
_EXAMPLE_KEYS: Final = frozenset({"feel", "rules", "given", "on", "gives", "problem"})


class ConstructError(Exception):
    """A file of docs/language/ that does not have its shape. The message begins with the place."""


@dataclass(frozen=True, slots=True)
class Example:
    """A FEEL text, or rules in place of the construct's own, and what becomes of it.

    `gives` is a value as the page writes it, `unknown`, `absent` or `fault`; `problem` the code
    with which the text is refused. One of the two is None. What `given` leaves out is unknown.
    """

    name: str
    feel: str | None
    rules: str | None
    given: Mapping
    on: date
    gives: str | None
    problem: str | None


@dataclass(frozen=True, eq=False)
class Construct:
    """`id` is the name of the file without .yaml. `given` holds for every example."""

    id: str
    title: str
    chapter: str
    order: int
    meaning: str
    facts: Mapping
    lists: Mapping
    rules: str
    service: str
    files: tuple[tuple[PurePosixPath, str], ...]
    given: Mapping
    examples: tuple[Example, ...]
    scenarios: tuple[Mapping, ...]

    @property
    def given_texts(self) -> tuple[Example, ...]:
        """The examples in FEEL that give something."""
        return tuple(one for one in self.examples if one.feel is not None and one.gives is not None)


@cache
def constructs() -> tuple[Construct, ...]:
    """Every construct, in the order of the page."""
    found = [read(path.stem, path.read_bytes()) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))


def read(id_: str, content: bytes) -> Construct:
    """The construct that a file holds.

    Raises:
        ConstructError: for the first thing in it that has another shape.
    """
    path = PurePosixPath(f"docs/language/{id_}.yaml")
    root, problems = parse(path, content)
    if problems or not isinstance(root, Mapping):
        raise ConstructError("\n".join(problem.render() for problem in problems) or f"{path}: ?")
    _check_keys(root, _KEYS)
    given = _mapping(root, "given")
    return Construct(
        id=id_,
        title=_text(root, "title"),
        chapter=_text(root, "chapter"),
        order=int(_text(root, "order")),
        meaning=_text(root, "meaning"),
        facts=_mapping(root, "facts"),
        lists=_mapping(root, "lists"),
        rules=_text(root, "rules", ""),
        service=_text(root, "service", ""),
        files=tuple(
            (PurePosixPath(name), _text(_mapping(root, "files"), name))
            for name in _mapping(root, "files").entries
        ),
        given=given,
        examples=tuple(
            _example(f"example.no_{number}", node, given)
            for number, node in enumerate(_items(root, "examples"), start=1)
        ),
        scenarios=tuple(_items(root, "scenarios")),
    )


def _example(name: str, node: Mapping, given: Mapping) -> Example:
    _check_keys(node, _EXAMPLE_KEYS)
    feel, rules = _text(node, "feel", ""), _text(node, "rules", "")
    gives, problem = node.get("gives"), _text(node, "problem", "")
    if bool(feel) is bool(rules) or (gives is None) is (not problem) or (rules and not problem):
        raise ConstructError(f"{node.span}: `feel` gives or has a problem, `rules` has a problem")
    own = _mapping(node, "given")
    return Example(
        name=name,
        feel=feel or None,
        rules=rules or None,
        given=replace(own, entries={**given.entries, **own.entries}),
        on=date.fromisoformat(_text(node, "on", str(DAY))),
        gives=None if gives is None else said(gives),
        problem=problem or None,
    )


def said(node: Node) -> str:
    """A value as the page writes it, which is how YAML writes it on one line, without quotes."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return f"[{', '.join(map(said, items))}]"
        case Mapping(entries):
            return f"{{{', '.join(f'{k}: {said(one.value)}' for k, one in entries.items())}}}"


def flow(node: Node) -> str:
    """The node as YAML on one line, in quotes where it has them in the file."""
    match node:
        case Scalar(text, style):
            quoted = text.replace("'", "''")
            return text if style is Style.PLAIN else f"'{quoted}'"
        case Sequence(items):
            return f"[{', '.join(map(flow, items))}]"
        case Mapping(entries):
            return f"{{{', '.join(pairs(Mapping(entries, node.span)))}}}"


def pairs(node: Mapping) -> Iterator[str]:
    """Each entry of a mapping as YAML on one line."""
    return (f"{key}: {flow(entry.value)}" for key, entry in node.entries.items())


# Parts of a file ---------------------------------------------------------------------------


def _check_keys(node: Mapping, known: frozenset[str]) -> None:
    for key, entry in node.entries.items():
        if key not in known:
            raise ConstructError(f"{entry.key.span}: `{key}` is none of {', '.join(sorted(known))}")


def _text(node: Mapping, key: str, otherwise: str | None = None) -> str:
    value = node.get(key)
    if isinstance(value, Scalar):
        return value.text
    if value is None and otherwise is not None:
        return otherwise
    raise ConstructError(f"{node.span}: `{key}` is a text, and is needed")


def _mapping(node: Mapping, key: str) -> Mapping:
    """The mapping under `key`; an empty one when there is none."""
    value = node.get(key)
    if isinstance(value, Mapping):
        return value
    if value is None:
        return Mapping({}, node.span)
    raise ConstructError(f"{value.span}: `{key}` holds names with their values")


def _items(node: Mapping, key: str) -> Iterator[Mapping]:
    value = node.get(key)
    for item in value.items if isinstance(value, Sequence) else ():
        if not isinstance(item, Mapping):
            raise ConstructError(f"{item.span}: each of `{key}` has keys")
        yield item
