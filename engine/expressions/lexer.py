"""FEEL text to tokens. Names are dotted identifiers; white space and comments are dropped.

Source: OMG DMN 1.5, 10.3.1, with the closed names of our mode (no spaces inside a name).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from engine.expressions.syntax import FeelSyntaxError

_WORDS = """and or not if then else for in return some every satisfies between instance of
    true false null function"""
KEYWORDS = frozenset(_WORDS.split())
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
  | (?P<symbol>\.\.|\*\*|!=|<=|>=|/(?!\*)|[-+*=<>()\[\],.:{}@?])
    """,
    re.VERBOSE | re.DOTALL,
)
_FOREIGN = {  # what people type from other languages, and what FEEL says
    "==": ("`==` is not FEEL", "write `=`"),
    "&&": ("`&&` is not FEEL", "write `and`"),
    "||": ("`||` is not FEEL", "write `or`"),
    "<>": ("`<>` is not FEEL", "write `!=`"),
    "'": ("text stands in double quotes in FEEL", 'write `"..."`'),
    "“": ("a curly quotation mark is not FEEL", 'write `"..."`'),
    "”": ("a curly quotation mark is not FEEL", 'write `"..."`'),
    "≥": ("`≥` is not FEEL", "write `>=`"),
    "≤": ("`≤` is not FEEL", "write `<=`"),
    "≠": ("`≠` is not FEEL", "write `!=`"),
    "!": ("`!` is not FEEL", "write `not(...)`"),
    "%": ("`%` is not FEEL", "remainders are not part of this language"),
    "−": ("a typographic minus is not FEEL", "write `-`"),
    "–": ("a dash is not FEEL", "write `-`"),
    "،": ("an Arabic comma is not FEEL", "write `,`"),
}
_FOREIGN_TOKEN = re.compile("(?!!=)(?:" + "|".join(map(re.escape, _FOREIGN)) + ")")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
_UNICODE = re.compile(r"u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}")


class TokenKind(StrEnum):
    NUMBER = "number"
    STRING = "string"
    NAME = "name"
    KEYWORD = "keyword"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is what was written, or the value of a string; offsets are half open."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Every token and an END; raises FeelSyntaxError at the first character outside FEEL."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if foreign := _FOREIGN_TOKEN.match(text, at):
            message, hint = _FOREIGN[foreign.group()]
            raise FeelSyntaxError("E103", message, at, hint)
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            tokens.append(_token(match, at))
        at = match.end()
    tokens.append(Token(TokenKind.END, "", len(text), len(text)))
    return tokens


def _token(match: re.Match[str], at: int) -> Token:
    text, end = match.group(), match.end()
    match match.lastgroup:
        case "number":
            return Token(TokenKind.NUMBER, text, at, end)
        case "string":
            return Token(TokenKind.STRING, _unescaped(text[1:-1], at + 1), at, end)
        case "name":
            kind = TokenKind.KEYWORD if text in KEYWORDS else TokenKind.NAME
            return Token(kind, text, at, end)
        case _:
            return Token(TokenKind.SYMBOL, text, at, end)


def _unescaped(body: str, start: int) -> str:
    parts: list[str] = []
    at = 0
    while at < len(body):
        if body[at] != "\\":
            parts.append(body[at])
            at += 1
        elif body[at + 1] in _ESCAPES:
            parts.append(_ESCAPES[body[at + 1]])
            at += 2
        elif match := _UNICODE.match(body, at + 1):
            number = int(match.group()[1:], 16)
            if number > 0x10FFFF or 0xD800 <= number < 0xE000:
                raise FeelSyntaxError("E102", "no such character", start + at)
            parts.append(chr(number))
            at = match.end()
        else:
            raise FeelSyntaxError(
                "E102",
                f"`\\{body[at + 1]}` is not an escape",
                start + at,
                "write `\\\\` for one `\\`",
            )
    return "".join(parts)


def _unreadable(text: str, at: int) -> FeelSyntaxError:
    if text[at] == '"':
        return FeelSyntaxError(
            "E102", "the text has no closing quotation mark", at, 'end it with `"`'
        )
    if text.startswith("/*", at):
        return FeelSyntaxError("E101", "the comment has no end", at, "end it with `*/`")
    if text[at].isdecimal():
        hint = f"write `{unicodedata.decimal(text[at])}`"
        return FeelSyntaxError("E103", f"`{text[at]}` is not a digit of FEEL", at, hint)
    return FeelSyntaxError("E101", f"`{text[at]}` does not belong here", at)
