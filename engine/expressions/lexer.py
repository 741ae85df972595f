"""FEEL text to tokens; white space and comments are dropped.

In our mode a name is one token, a dotted identifier. In the specification's a token is one word of
a name, dots and apostrophes are symbols, and `names.py` puts words together; a backslash that
begins no escape stands for itself there.

Source: OMG DMN 1.5, 10.3.1.
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
_GRAMMAR = r"""
    (?P<space>[\s%(space)s]+|//[^\n]*|/\*.*?\*/)
  | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<name>%(name)s)
  | (?P<symbol>\.\.|\*\*|!=|<=|>=|/(?!\*)|[-+*=<>()\[\],.:{}@?%(symbols)s])
    """


def _grammar(name: str, space: str = "", symbols: str = "") -> re.Pattern[str]:
    text = _GRAMMAR % {"name": name, "space": space, "symbols": symbols}
    return re.compile(text, re.VERBOSE | re.DOTALL)


_TOKEN = _grammar(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
# Rules 27 to 30, and white space of rule 61 that Python does not take for space.
_WORD = _grammar(
    "(?:[^\\W\\d]|[\U00010000-\U000effff])(?:\\w|[\u00b7\u0300-\u036f\U00010000-\U000effff])*",
    "\u180e\u200b\ufeff",
    "'",
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
_PAIR = re.compile(r"u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


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


def tokens_of(text: str, *, as_words: bool = False) -> list[Token]:
    """Every token and an END; raises FeelSyntaxError at the first character outside FEEL.

    `as_words` reads names as the specification does, a word a token.
    """
    grammar = _WORD if as_words else _TOKEN
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        foreign = _FOREIGN_TOKEN.match(text, at)
        if foreign and not (as_words and foreign.group() == "'"):
            message, hint = _FOREIGN[foreign.group()]
            raise FeelSyntaxError("E103", message, at, hint)
        match = grammar.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            tokens.append(_token(match, at, keeps_backslash=as_words))
        at = match.end()
    tokens.append(Token(TokenKind.END, "", len(text), len(text)))
    return tokens


def _token(match: re.Match[str], at: int, *, keeps_backslash: bool) -> Token:
    text, end = match.group(), match.end()
    match match.lastgroup:
        case "number":
            return Token(TokenKind.NUMBER, text, at, end)
        case "string":
            body = _unescaped(text[1:-1], at + 1, keeps_backslash=keeps_backslash)
            return Token(TokenKind.STRING, body, at, end)
        case "name":
            kind = TokenKind.KEYWORD if text in KEYWORDS else TokenKind.NAME
            return Token(kind, text, at, end)
        case _:
            return Token(TokenKind.SYMBOL, text, at, end)


def _unescaped(body: str, start: int, *, keeps_backslash: bool) -> str:
    parts: list[str] = []
    at = 0
    while at < len(body):
        if body[at] != "\\":
            parts.append(body[at])
            at += 1
        elif body[at + 1] in _ESCAPES:
            parts.append(_ESCAPES[body[at + 1]])
            at += 2
        elif match := _PAIR.match(body, at + 1):
            high, low = int(match[1], 16), int(match[2], 16)
            parts.append(chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00))
            at = match.end()
        elif match := _UNICODE.match(body, at + 1):
            number = int(match.group()[1:], 16)
            if number > 0x10FFFF or 0xD800 <= number < 0xE000:
                raise FeelSyntaxError("E102", "no such character", start + at)
            parts.append(chr(number))
            at = match.end()
        elif keeps_backslash:
            parts.append("\\")
            at += 1
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
