"""One file of definitions alone, where the rest of the configuration is not there or does not read.

The file as lines, each a place in the author's words and what is said there; and what differs
between two of them. No more is understood of it, so nothing is weighed and nothing renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from engine.definitions.source import parse
from engine.definitions.tree import Mapping, Node, Scalar, Sequence
from engine.model.words import Text
from engine.phrases import phrase_text

_BEHIND: Final = " › "
_NAMES: Final = ("label", "title", "name", "heading")
_IDS: Final = ("id", "document", "register", "fact", "fragment", "date")


def lines_of(content: bytes) -> dict[str, str]:
    """What the file says by its place, in the order of the file.

    Nothing of a file that is no YAML of ours.
    """
    root, _ = parse(PurePosixPath("file.yaml"), content)
    found: dict[str, str] = {}
    for place, said in _lines(root, ()) if root is not None else ():
        key, number = place, 1
        while key in found:
            number += 1
            key = f"{place} ({number})"
        found[key] = said
    return found


def changes_alone(old: bytes, new: bytes) -> tuple[Text, ...]:
    """What differs between two contents of a file; nothing where they say the same."""
    before, after = lines_of(old), lines_of(new)
    told: list[Text] = []
    for path in dict.fromkeys((*after, *before)):
        was, is_ = before.get(path), after.get(path)
        if was == is_:
            continue
        given = {"path": path, "old": _quoted(was), "new": _quoted(is_)}
        name = "added" if was is None else "removed" if is_ is None else "was"
        kept = {key: one for key, one in given.items() if one}
        told.append(phrase_text(f"diff.alone-{name}", **kept))
    return tuple(told)


def _quoted(text: str | None) -> str:
    return "" if text is None else f"`{text}`"


def _lines(node: Node, place: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    match node:
        case Scalar():
            yield _BEHIND.join(place), " ".join(node.text.split())
        case Sequence(items):
            if items and all(isinstance(one, Scalar) for one in items):
                listed = (one.text for one in items if isinstance(one, Scalar))
                yield _BEHIND.join(place), ", ".join(" ".join(one.split()) for one in listed)
                return
            for number, one in enumerate(items, start=1):
                yield from _lines(one, (*place, _named(one) or str(number)))
        case Mapping():
            texts = _both(node)
            if texts is not None:
                yield _BEHIND.join(place), texts
                return
            for entry in node.entries.values():
                yield from _lines(entry.value, (*place, entry.key.text.replace("_", " ")))


def _both(node: Mapping) -> str | None:
    """A text in both languages, on one line."""
    ar, en = node.get("ar"), node.get("en")
    if len(node.entries) != 2 or not isinstance(ar, Scalar) or not isinstance(en, Scalar):
        return None
    return f"{en.text} | {ar.text}"


def _named(node: Node) -> str | None:
    """What an item of a list is called: its words, and its id."""
    if not isinstance(node, Mapping):
        return None
    id_ = next((found.text for key in _IDS if isinstance(found := node.get(key), Scalar)), None)
    for key in _NAMES:
        words = node.get(key)
        text = words.get("en") if isinstance(words, Mapping) else words
        if isinstance(text, Scalar):
            return f"“{text.text}”" if id_ is None else f"“{text.text}” ({id_})"
    return id_
