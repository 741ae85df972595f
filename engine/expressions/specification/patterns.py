"""Patterns of XPath, put into those of RE2, which run in linear time.

What XPath does not allow (`\\b`, `(?i)`, `(?=a)`) raises PatternError, and so does what RE2 cannot
say: a back reference, and a class less another one that is not written out in characters.

Sources: XQuery and XPath functions 3.1, 5.6.1; XML Schema 1.1, part 2, annex G.
"""

from __future__ import annotations

import re
from typing import Final

FLAGS: Final = frozenset("smixq")
_Span = tuple[int, int]
_ITSELF: Final = frozenset("\\|.?*+(){}-[]^$")
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t"}
# What a letter after a backslash stands for inside brackets; a capital is its opposite.
_START: Final = ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_START_REST: Final = (
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_NAME: Final = _START + _START_REST
_SETS: Final = {
    "s": r" \t\n\r",
    "S": r"\S",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "W": r"\p{P}\p{Z}\p{C}",
    "i": _NAME,
    "c": _NAME + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040",
}
_OPPOSITES: Final = {"I": "i", "C": "c"}
_CATEGORY = re.compile(r"L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfo]?")
_COUNT = re.compile(r"\{[0-9]{1,4}(?:,[0-9]{0,4})?\}")
_BLOCKS: Final = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F),
    "GreekandCoptic": (0x370, 0x3FF),
    "Greek": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
}


class PatternError(ValueError):
    """A pattern that is none of XPath, or that RE2 cannot say."""


def translated(pattern: str, flags: str) -> str:
    """The pattern as RE2 reads it; raises PatternError, for a flag that is none too."""
    if not set(flags) <= FLAGS:
        raise PatternError("no such flag")
    if "q" in flags:
        made = _literal(pattern)
    else:
        text = _without_space(pattern) if "x" in flags else pattern
        made = _Pattern(text, any_line="s" in flags).whole()
    letters = "".join(letter for letter in "im" if letter in flags)
    return f"(?{letters}:{made})" if letters else made


def _literal(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _ITSELF else letter for letter in text)


def _without_space(pattern: str) -> str:
    """White space counts in brackets only; it goes before anything is read: `\\ s` is `\\s`."""
    kept: list[str] = []
    depth = 0
    for index, letter in enumerate(pattern):
        if letter in " \t\r\n" and not depth:
            continue
        if letter in "[]" and pattern[index - 1 : index] != "\\":
            depth += 1 if letter == "[" else -1
        kept.append(letter)
    return "".join(kept)


class _Pattern:
    def __init__(self, text: str, *, any_line: bool) -> None:
        self._text = text
        self._at = 0
        self._any = "(?s:.)" if any_line else r"[^\n\r]"

    def _take(self, count: int = 1) -> str:
        taken = self._text[self._at : self._at + count]
        if len(taken) < count:
            raise PatternError("the pattern ends too early")
        self._at += count
        return taken

    def _stands(self, text: str) -> bool:
        return self._text.startswith(text, self._at)

    def whole(self) -> str:
        made: list[str] = []
        while self._at < len(self._text):
            made.append(self._piece())
        return "".join(made)

    def _piece(self) -> str:
        letter = self._take()
        match letter:
            case "\\":
                return self._escape()
            case "[":
                return self._class()
            case ".":
                return self._any
            case "(" if self._stands("?") and not self._stands("?:"):
                raise PatternError("no such group")
            case "{":
                count = _COUNT.match(self._text, self._at - 1)
                if count is None:
                    raise PatternError("no such count")
                self._at = count.end()
                return count.group()
            case "]" | "}":
                raise PatternError("a bracket that nothing opens")
            case _:
                return letter

    def _escape(self) -> str:
        """What stands after a backslash outside brackets."""
        letter = self._take()
        if letter in _CONTROLS or letter in _ITSELF:
            return f"\\{letter}"
        if letter in _OPPOSITES:
            return f"[^{_SETS[_OPPOSITES[letter]]}]"
        return f"[{self._set(letter)}]"

    def _set(self, letter: str) -> str:
        """What an escape of several characters stands for, inside brackets."""
        if letter in _SETS:
            return _SETS[letter]
        if letter not in "pP" or not self._stands("{"):
            raise PatternError("no such escape")
        end = self._text.find("}", self._at)
        name = self._text[self._at + 1 : end] if end > 0 else ""
        self._at = end + 1
        if name.startswith("Is") and name[2:] in _BLOCKS:
            low, high = _BLOCKS[name[2:]]
            inside = [(low, high)] if letter == "p" else [(0, low - 1), (high + 1, 0x10FFFF)]
            return _written([span for span in inside if span[0] <= span[1]])
        if _CATEGORY.fullmatch(name) is None:
            raise PatternError("no such category")
        return f"\\{letter}{{{name}}}"

    # Classes -----------------------------------------------------------------------------

    def _class(self) -> str:
        """A class in brackets, whose opening one is taken."""
        is_denied, spans, sets = self._members()
        body = _written(spans) + "".join(sets)
        return f"[{'^' if is_denied else ''}{body}]"

    def _members(self) -> tuple[bool, list[_Span], list[str]]:
        """Whether the class is one of all others, and its characters and sets."""
        is_denied = self._stands("^")
        self._at += is_denied
        spans: list[_Span] = []
        sets: list[str] = []
        while not self._stands("]"):
            if self._stands("-[") and (spans or sets):
                self._at += 2
                without = self._members()
                if is_denied or sets or without[0] or without[2]:
                    raise PatternError("a class less one that is not written out")
                if not self._stands("]"):
                    raise PatternError("something follows the class that is taken away")
                spans = _less(spans, without[1])
                if not spans:
                    raise PatternError("the class is empty")
                break
            low = self._member(sets)
            if low is None:
                continue
            if self._stands("-") and not self._stands("-]") and not self._stands("-["):
                self._take()
                high = self._member([])
                if high is None or high < low:
                    raise PatternError("no such range")
                spans.append((low, high))
            else:
                spans.append((low, low))
        self._take()
        if not spans and not sets:
            raise PatternError("the class is empty")
        return is_denied, spans, sets

    def _member(self, sets: list[str]) -> int | None:
        """One character; None for a set, which is added to `sets`."""
        letter = self._take()
        if letter == "[":
            raise PatternError("a bracket inside brackets")
        if letter != "\\":
            return ord(letter)
        letter = self._take()
        if letter in _CONTROLS:
            return ord(_CONTROLS[letter])
        if letter in _ITSELF:
            return ord(letter)
        sets.append(self._set(letter))
        return None


def _written(spans: list[_Span]) -> str:
    return "".join(
        _character(low) if low == high else f"{_character(low)}-{_character(high)}"
        for low, high in spans
    )


def _character(number: int) -> str:
    return f"\\x{{{number:X}}}"


def _less(spans: list[_Span], without: list[_Span]) -> list[_Span]:
    for low, high in without:
        left = [(start, min(end, low - 1)) for start, end in spans]
        right = [(max(start, high + 1), end) for start, end in spans]
        spans = [span for span in (*left, *right) if span[0] <= span[1]]
    return spans
