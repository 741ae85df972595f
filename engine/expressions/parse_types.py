"""Types as FEEL writes them, after `instance of` and beside the parameters of a function.

Source: OMG DMN 1.5, 10.3.1.2, rules 52 and 54.
"""

from __future__ import annotations

from engine.expressions.cursor import Cursor, reads, too_deep
from engine.expressions.lexer import TokenKind
from engine.expressions.names import KnownNames
from engine.expressions.syntax import TypeReference

BUILT_IN_TYPES = (
    "Any",
    "Null",
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
)
MAX_TYPE_DEPTH = 20


def read_type(cursor: Cursor, types: KnownNames, depth: int = 0) -> TypeReference:
    """Read one type; raises FeelSyntaxError. `types` are the names of types that hold spaces."""
    start = cursor.token.start
    if depth > MAX_TYPE_DEPTH:
        raise too_deep(f"more than {MAX_TYPE_DEPTH} levels", start)
    if reads(cursor.token, "function"):
        name = cursor.take().text
    else:
        name = _type_name(cursor, types)
    of: list[tuple[str, TypeReference]] = []
    if name in {"list", "range", "context", "function"} and cursor.stands("<"):
        cursor.take()
        while not cursor.stands(">"):
            if of:
                cursor.expect(",", "between two types")
            key = _key(cursor) if name == "context" else ""
            of.append((key, read_type(cursor, types, depth + 1)))
        cursor.take()
    gives = None
    if name == "function" and cursor.stands("-"):
        cursor.take()
        cursor.expect(">", "after `-` of `->`")
        gives = read_type(cursor, types, depth + 1)
    return TypeReference(name, tuple(of), gives, start, cursor.end)


def _type_name(cursor: Cursor, types: KnownNames) -> str:
    name, count = types.longest(cursor.tokens, cursor.at)
    if count:
        cursor.at += count
        return name
    if cursor.token.kind is not TokenKind.NAME:
        raise cursor.unexpected("a type")
    name = cursor.take().text
    while cursor.stands("."):
        cursor.take()
        name += "." + cursor.take().text
    return name


def _key(cursor: Cursor) -> str:
    words: list[str] = []
    while not cursor.stands(":"):
        if cursor.token.kind is TokenKind.END:
            raise cursor.unexpected("`:` and a type")
        words.append(cursor.take().text)
    cursor.take()
    return " ".join(words)
