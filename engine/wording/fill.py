"""Closed placeholders: `{name}` or `{dotted.name}` in a pattern, each filled from a given value.

A pattern is never a template: no formats, no conditions, no attribute access. A literal brace is
written twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from engine.model.problem import EngineError

_PIECE = re.compile(
    r"\{\{|\}\}|\{(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}|(?P<stray>[{}])"
)


class WordingError(EngineError):
    """A pattern with a stray brace, or values that are not the ones that it names."""


def found_in(pattern: str) -> Iterator[tuple[str | None, int]]:
    """Each placeholder with its offset, in the order of the text; None for a stray brace.

    >>> list(found_in("{a} of {b"))
    [('a', 0), (None, 7)]
    """
    for match in _PIECE.finditer(pattern):
        if match["stray"] or match["name"]:
            yield match["name"], match.start()


def placeholders(pattern: str) -> frozenset[str]:
    """The names in `pattern`; raises WordingError at a brace that is no placeholder.

    >>> sorted(placeholders("{earned} of {needed} hours"))
    ['earned', 'needed']
    """
    names = set()
    for match in _PIECE.finditer(pattern):
        if match["stray"]:
            raise WordingError(f"stray brace at character {match.start() + 1} of: {pattern}")
        if match["name"]:
            names.add(match["name"])
    return frozenset(names)


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Put `values` in their places. Values are put in as they are and never read as patterns.

    Raises:
        WordingError: if a placeholder has no value, or a brace is no placeholder. Values that
            the pattern does not name are left aside: one language may need fewer than another.

    >>> fill("{{ {day} }}", {"day": "{x}"})
    '{ {x} }'
    """
    if "{" not in pattern and "}" not in pattern:
        return pattern
    missing = placeholders(pattern) - values.keys()
    if missing:
        raise WordingError(f"no value for {', '.join(sorted(missing))} in: {pattern}")
    return _PIECE.sub(
        lambda match: values[match["name"]] if match["name"] else match[0][0], pattern
    )


def replaced(pattern: str, put: Callable[[str], str]) -> str:
    """The pattern with what `put` gives, itself a pattern, in the place of each placeholder.

    >>> replaced("{{ {day} }}", lambda name: f"{{start.{name}}}")
    '{{ {start.day} }}'
    """
    return _PIECE.sub(lambda match: put(match["name"]) if match["name"] else match[0], pattern)


def escaped(text: str) -> str:
    """A pattern that gives `text`, whatever it holds.

    >>> escaped("{day}"), fill(escaped("{day}"), {})
    ('{{day}}', '{day}')
    """
    return text.replace("{", "{{").replace("}", "}}")
