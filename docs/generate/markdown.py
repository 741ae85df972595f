"""The few shapes of Markdown that generated pages use."""

import re
from collections.abc import Iterable

WARNING = "<!-- Written by `make docs`. Change the program, not this page. -->"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; a `|` inside a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def codes(words: Iterable[object], conjunction: str = "or") -> str:
    """`a`, `b` or `c`.

    >>> codes(["a", "b", "c"])
    '`a`, `b` or `c`'
    """
    *first, last = (f"`{word}`" for word in words)
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def anchor(title: str) -> str:
    """The anchor that GitHub and GitLab give to a heading.

    >>> anchor("Tables: first")
    'tables-first'
    """
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def page(*parts: str) -> str:
    """The parts with a blank line between each two."""
    return "\n\n".join((WARNING, *filter(None, parts))) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
