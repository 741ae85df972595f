"""Texts of YAML that may say values, and the braces of those that may not.

Here stands what a text can be said wrong by itself; that its names are there and can be said is
checked when the service is compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.definitions.parts import Parts, Unreadable
from engine.definitions.tree import Mapping, Scalar
from engine.model.problem import Span
from engine.model.wording import OTHER, ItemTexts, Named, Wording, Words
from engine.model.words import Language, Text
from engine.wording import fill, found_in

_LINES: Final = "items"  # the name under which a text that is a list alone has its items


def wording(parts: Parts, node: Mapping, key: str) -> Words:
    """The words under `key`, which may say values."""
    return wording_of(parts, parts.mapping(node, key))


def maybe_wording(parts: Parts, node: Mapping, key: str) -> Words | None:
    return wording(parts, node, key) if parts.has(node, key) else None


def wording_of(parts: Parts, node: Mapping) -> Words:
    if parts.has(node, "each"):
        lines = _items(parts, node, are_lines=True)
        patterns = tuple((language, OTHER, f"{{{_LINES}}}") for language in Language)
        return Wording(patterns, (), None, ((_LINES, lines),), None)
    counts = _name(parts, node, "counts")
    patterns = tuple(
        (language, form, scalar.text)
        for language in Language
        for form, scalar in _forms(parts, node, language)
    )
    found = {language: _names(parts, node, language) for language in Language}
    lists = tuple(
        (entry.key.text, _items(parts, entry.value, are_lines=False))
        for entry in parts.entries(node, "lists")
        if isinstance(entry.value, Mapping)
    )
    _refuse_difference(parts, found)
    _refuse_forms(parts, node, counts, has_forms=len(patterns) > len(Language))
    _refuse_unsaid(parts, node, found)
    listed = {name for name, _ in lists}
    names = tuple(one for one in _once(found) if one[0] not in listed)
    otherwise = parts.maybe_words(node, "otherwise")
    if not names and counts is None and not lists:
        texts = {language: fill(pattern, {}) for language, _, pattern in patterns}
        return Text(texts[Language.AR], texts[Language.EN])
    return Wording(patterns, names, counts, lists, otherwise)


def _forms(parts: Parts, node: Mapping, language: Language) -> Iterator[tuple[str, Scalar]]:
    """The text of one language by plural form; `other` is there."""
    written = node.get(language)
    if not isinstance(written, Mapping):
        yield OTHER, parts.scalar(node, language)
        return
    parts.scalar(written, OTHER)
    for form in written.entries:
        yield form, parts.scalar(written, form)


def _names(parts: Parts, node: Mapping, language: Language) -> tuple[Named, ...]:
    """The placeholders of one language; a brace that is none is reported, as Unreadable."""
    return tuple(
        one for _, scalar in _forms(parts, node, language) for one in names_in(parts, scalar)
    )


def names_in(parts: Parts, scalar: Scalar) -> tuple[Named, ...]:
    """The placeholders of one text, with their places."""
    made = []
    for name, offset in found_in(scalar.text):
        at = scalar.place(offset)
        if name is None:
            message = "a brace stands alone"
            hint = "write `{{` for a brace, or the name of a value, as in `{decision_date}`"
            parts.report("D157", message, at, hint)
            raise Unreadable
        made.append((name, at.at(at.line, at.column, at.column + len(name) + 2)))
    return tuple(made)


def _items(parts: Parts, node: Mapping, *, are_lines: bool) -> ItemTexts:
    group = _name(parts, node, "each")
    if group is None:
        raise Unreadable
    item = parts.mapping(node, "item")
    found = {language: _names(parts, item, language) for language in Language}
    _refuse_difference(parts, found)
    return ItemTexts(
        group=group,
        item=parts.pattern(item),
        none=parts.maybe_words(node, "none"),
        names=_once(found),
        are_lines=are_lines,
    )


def _once(found: dict[Language, tuple[Named, ...]]) -> tuple[Named, ...]:
    """Each name once, where it is said first: the other language says the same ones."""
    first: dict[str, Span] = {}
    for each in found.values():
        for name, at in each:
            first.setdefault(name, at)
    return tuple(first.items())


def _name(parts: Parts, node: Mapping, key: str) -> Named | None:
    if not parts.has(node, key):
        return None
    scalar = parts.scalar(node, key)
    return scalar.text, scalar.span


def _refuse_difference(parts: Parts, found: dict[Language, tuple[Named, ...]]) -> None:
    """Both languages say the same; where one says more, it points there."""
    for language in Language:
        others = {name for name, _ in found[language.other]}
        for name, at in found[language]:
            if name not in others:
                message = f"`{language.other}` does not say `{name}`, which `{language}` says"
                parts.report("D158", message, at, "say the same values in both languages")
                raise Unreadable


def _refuse_forms(parts: Parts, node: Mapping, counts: Named | None, *, has_forms: bool) -> None:
    """Forms need a number that chooses, and a number forms to choose from."""
    if counts is not None and not has_forms:
        message = f"`{counts[0]}` has no forms to choose from"
        hint = "write `{one: ..., other: ...}` for a language"
        parts.report("D159", message, counts[1], hint)
    elif counts is None and has_forms:
        at = next(node.entries[one].value.span for one in Language if _is_formed(node, one))
        hint = "write `counts:` with the name of a number"
        parts.report("D159", "nothing says which number chooses the form", at, hint)


def _is_formed(node: Mapping, language: Language) -> bool:
    return isinstance(node.get(language), Mapping)


def _refuse_unsaid(parts: Parts, node: Mapping, found: dict[Language, tuple[Named, ...]]) -> None:
    said = {name for each in found.values() for name, _ in each}
    for entry in parts.entries(node, "lists"):
        if entry.key.text not in said:
            message = f"the text does not say the list `{entry.key.text}`"
            hint = f"write `{{{entry.key.text}}}` where it stands"
            parts.report("D159", message, entry.key.span, hint)
