"""String functions. A pattern is written in the definition, and checked when that is read.

Patterns run in linear time (RE2), so they have no references back and do not look around.
Source: OMG DMN 1.5, 10.3.4.3.
"""

from __future__ import annotations

from typing import Final

from engine.expressions import beyond
from engine.expressions.core import Node
from engine.expressions.functions.calling import called, list_of
from engine.expressions.functions.signatures import Arguments, Build, Function, function, text_of
from engine.expressions.operators import Mismatch
from engine.model.types import NUMBER, TEXT, YES_NO, Type


def _with_pattern(name: str, flags: int, gives: Type, *, may_match_nothing: bool) -> Build:
    """`flags` is the place of the flags among the parameters; the pattern is the second one."""

    def build(arguments: Arguments) -> Node:
        pattern = text_of(arguments[1], "the pattern")
        given = arguments.maybe(flags) if flags < len(arguments.nodes) else None
        chosen = None if given is None else text_of(given, "what the flags say")
        _check(pattern, chosen, may_match_nothing=may_match_nothing)
        return beyond.Call(name, arguments.given, gives, arguments.at)

    return build


def _check(pattern: str, flags: str | None, *, may_match_nothing: bool) -> None:
    from engine.expressions.specification.text_functions import compiled_pattern

    found = compiled_pattern(pattern, flags)
    if found is None:
        hint = "patterns are those of RE2: no references back, no looking around"
        raise Mismatch("E211", f"`{pattern}` is no pattern that can be read", hint)
    if not may_match_nothing and found.search("") is not None:
        raise Mismatch(
            "E211", f"`{pattern}` matches an empty text", "write a pattern that does not"
        )


FUNCTIONS: Final[tuple[Function, ...]] = (
    function("string length", ("string: text", called("string length", NUMBER))),
    function(
        "substring",
        (
            "string: text; start position: number; length?: number",
            called("substring", TEXT.optional()),
        ),
    ),
    function("upper case", ("string: text", called("upper case", TEXT))),
    function("lower case", ("string: text", called("lower case", TEXT))),
    function("substring before", ("string: text; match: text", called("substring before", TEXT))),
    function("substring after", ("string: text; match: text", called("substring after", TEXT))),
    function("contains", ("string: text; match: text", called("contains", YES_NO))),
    function("starts with", ("string: text; match: text", called("starts with", YES_NO))),
    function("ends with", ("string: text; match: text", called("ends with", YES_NO))),
    function(
        "matches",
        (
            "input: text; pattern: text; flags?: text",
            _with_pattern("matches", 2, YES_NO, may_match_nothing=True),
        ),
    ),
    function(
        "replace",
        (
            "input: text; pattern: text; replacement: text; flags?: text",
            _with_pattern("replace", 3, TEXT.optional(), may_match_nothing=False),
        ),
    ),
    function(
        "split",
        (
            "string: text; delimiter: text",
            _with_pattern("split", 2, list_of(TEXT), may_match_nothing=False),
        ),
    ),
    function("string join", ("list: list of text; delimiter?: text", called("string join", TEXT))),
)
