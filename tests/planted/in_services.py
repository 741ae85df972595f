"""Faults of pages, documents, lifecycles, registers and what is issued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.definitions.tree import Mapping
from tests.planted.fault import Edits, File, Kind
from tests.planted.places import NEW, above, entry, indented, instead, items, plain, without_line

_SERVICES: Final = ("services",)
_LIFECYCLES: Final = ("lifecycles", "services")
_NOTIFY: Final = re.compile(r"\{notify: (\w[\w-]*)\}")
_WORDS: Final = "{ar: شيء زائد, en: Something more}"


# Pages ------------------------------------------------------------------------------------------


def _fields(file: File) -> Iterator[Mapping]:
    for step in items(file.root, "steps"):
        yield from items(step, "fields") if "kind" not in step.entries else ()


def unread_question(file: File) -> Iterator[Edits]:
    for field in _fields(file):
        line = f"- {{id: {NEW}.question, type: yes_no, label: {_WORDS}}}"
        yield (above(field.span, indented(field.span, line)),)


def unknown_list(file: File) -> Iterator[Edits]:
    for field in _fields(file):
        type_ = plain(field, "type")
        if type_ is not None and type_.text.startswith("choice of "):
            yield (instead(type_, f"{type_.text[:-2]}"),)


def document_without_a_step(file: File) -> Iterator[Edits]:
    for step in items(file.root, "steps"):
        documents = items(step, "documents")
        if len(documents) > 1 and "\n" not in entry(file, documents[0]):
            yield (without_line(file, documents[0].span),)


# Lifecycles -------------------------------------------------------------------------------------


def _lifecycle(file: File, key: str) -> list[Mapping]:
    return items(file.root, "lifecycle", key) or items(file.root, key)


def state_out_of_reach(file: File) -> Iterator[Edits]:
    for state in _lifecycle(file, "states"):
        line = f"- {{id: {NEW}, label: {_WORDS}}}"
        yield (above(state.span, indented(state.span, line)),)


def unknown_state(file: File) -> Iterator[Edits]:
    for move in _lifecycle(file, "transitions"):
        if to := plain(move, "to"):
            yield (instead(to, f"{to.text}x"),)


def notification_never_sent(file: File) -> Iterator[Edits]:
    notified = [name for line in file.lines for name in _NOTIFY.findall(line)]
    for note in _lifecycle(file, "notifications") or items(file.root, "notifications"):
        id_ = plain(note, "id")
        if id_ is not None and id_.text in notified:
            line = f"- {{id: {NEW}, subject: {_WORDS}, body: {_WORDS}}}"
            yield (above(note.span, indented(note.span, line)),)


def never_issued(file: File) -> Iterator[Edits]:
    for issued in items(file.root, "issues"):
        copied = re.sub(r"id: [\w-]+", f"id: {NEW}", entry(file, issued), count=1)
        yield (above(issued.span, copied),)


# Registers --------------------------------------------------------------------------------------


def unread_attribute(file: File) -> Iterator[Edits]:
    if "own" in file.root.entries:
        return
    for attribute in items(file.root, "attributes"):
        line = f"- {{id: {NEW}, type: yes_no, optional: true, label: {_WORDS}}}"
        yield (above(attribute.span, indented(attribute.span, line)),)


def same_words(file: File) -> Iterator[Edits]:
    codes = items(file.root, "codes")
    if len(codes) > 1 and not any("to" in code.entries for code in codes):
        words = plain(codes[0], "en")
        other = plain(codes[1], "en")
        if words is not None and other is not None:
            yield (instead(other, words.text),)


KINDS: Final = (
    Kind("a question that nobody reads", "D125", _SERVICES, unread_question),
    Kind("a list that is not there", "D105", _SERVICES, unknown_list),
    Kind("a document that no step asks for", "D123", _SERVICES, document_without_a_step),
    Kind("a state that no one reaches", "D131", _LIFECYCLES, state_out_of_reach),
    Kind("a transition to no state", "D130", _LIFECYCLES, unknown_state),
    Kind("a notification that nothing sends", "D137", _LIFECYCLES, notification_never_sent),
    Kind("a document that nothing issues", "D263", _SERVICES, never_issued),
    Kind("a register attribute that nobody reads", "D260", ("registers",), unread_attribute),
    Kind("two codes that read the same", "D266", ("lists",), same_words),
)
