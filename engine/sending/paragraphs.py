"""A text of two languages as HTML: each paragraph in the direction that it begins in."""

from __future__ import annotations

import re
import unicodedata
from html import escape

_HEAD = '<!doctype html>\n<html><head><meta charset="utf-8"></head><body>'
_LINK = re.compile(r"https?://\S+")
_OPENS, _CLOSES = {"LRI", "RLI", "FSI"}, "PDI"


def as_html(text: str) -> str:
    """Paragraphs are apart by an empty line. What is an address and nothing else is a link."""
    paragraphs = "\n".join(_paragraph(one) for one in text.strip().split("\n\n"))
    return f"{_HEAD}\n{paragraphs}\n</body></html>\n"


def is_right_to_left(text: str) -> bool:
    """By its first letter that has a direction, outside any isolate; without one, no.

    >>> is_right_to_left("12: نص with words"), is_right_to_left("with نص")
    (True, False)

    Source: Unicode Standard Annex 9, rules P2 and P3.
    """
    depth = 0
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _OPENS:
            depth += 1
        elif direction == _CLOSES:
            depth = max(0, depth - 1)
        elif not depth and direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _paragraph(text: str) -> str:
    attributes = 'dir="rtl" lang="ar"' if is_right_to_left(text) else 'dir="ltr" lang="en"'
    return f"<p {attributes}>{'<br>'.join(_line(line) for line in text.splitlines())}</p>"


def _line(line: str) -> str:
    shown = escape(line)
    return f'<a href="{shown}">{shown}</a>' if _LINK.fullmatch(line) else shown
