"""Reading JSON strictly: what two readers could take differently is refused.

A name that appears twice, NaN and Infinity, a lone surrogate and U+0000 are refused, as is
nesting past `DEEPEST`. A number keeps the digits it was written with: no float ever holds it.

Source: RFC 8259; RFC 7493 (I-JSON), 2.1 and 2.3.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeAlias

from engine.model.words import Text
from engine.phrases import phrase_text

DEEPEST: Final = 8
# A string without its end reaches to the end of the text, so that no part of it is tried again.
_NESTING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_UNREADABLE: Final = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: `text` is what JSON allows, no more."""

    text: str


Json: TypeAlias = "bool | str | Number | list[Json] | dict[str, Json] | None"


class Malformed(Exception):
    """The content is no JSON that we read. `code` is stable; `message` says what is wrong."""

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        self.message: Text = phrase_text(f"problems.error-{code}", **values)
        super().__init__(code)


def parse(content: bytes) -> Json:
    """The value that `content` holds; raises Malformed.

    >>> parse(b'{"hours": 15, "is_current": true}')
    {'hours': Number(text='15'), 'is_current': True}
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not-utf-8") from None
    _check_depth(text)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_not_finite,
        )
    except json.JSONDecodeError as error:
        raise Malformed("not-json", at=str(error.pos + 1)) from None
    _check_texts(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise Malformed("repeated-key", name=_said(name))
        members[name] = value
    return members


def _not_finite(_: str) -> NoReturn:
    raise Malformed("not-finite")


def _check_depth(text: str) -> None:
    """Count brackets outside strings before anything recurses into them."""
    depth = 0
    for found in _NESTING.finditer(text):
        match found[0]:
            case "[" | "{":
                depth += 1
                if depth > DEEPEST:
                    raise Malformed("too-deep")
            case "]" | "}":
                depth -= 1
            case _:
                pass  # a string


def _check_texts(value: Json) -> None:
    """Refuse texts that no store keeps and no page shows."""
    match value:
        case str() if _UNREADABLE.search(value):
            raise Malformed("unreadable-text")
        case list():
            for item in value:
                _check_texts(item)
        case dict():
            for name, item in value.items():
                _check_texts(name)
                _check_texts(item)
        case _:
            pass


def _said(name: str) -> str:
    """A name from outside as a sentence can hold it."""
    return _UNREADABLE.sub("?", name)[:100]
