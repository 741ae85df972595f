"""YAML text to plain values with places: the only module that knows the YAML library.

Reads a strict subset. Refused, each with a problem: anchors, aliases, tags, directives, merge
keys, keys that are not text, duplicate keys, folded text, plain or quoted text over several
lines, several documents, and nesting deeper than `LIMIT_DEPTH`. Every scalar stays text.

Uses the C parser of PyYAML where it was built, the pure one elsewhere; both give equal trees.
The words for what YAML cannot read are in `syntax.py`, what it misreads in `traps.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import yaml

from engine.definitions import traps
from engine.definitions.characters import read_text
from engine.definitions.syntax import Place, Stopped, syntax_problem
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence, Style
from engine.model.problem import Problem, Span

if TYPE_CHECKING:
    from yaml._yaml import Mark

LIMIT_DEPTH = 32
LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)
_STYLES = {"'": Style.SINGLE, '"': Style.DOUBLE, "|": Style.BLOCK}
# What YAML 1.2 reads as something else than text, where editors would show another key.
_OTHER_WORDS = frozenset(
    ["null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"]
)
_NOT_A_TEXT_KEY = re.compile(
    r"~|[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|"
    r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|"
)


class _Stop(Exception):
    """Nothing after this place can be read."""


def parse(
    path: PurePosixPath,
    content: bytes,
    loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = LOADER,
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The values of a file and every problem of its text; no values when there is a problem."""
    text, problems = read_text(path, content)
    if problems:
        return None, problems
    reading = _Reading(path, text, yaml.parse(text, Loader=loader))
    try:
        node = reading.document()
    except yaml.MarkedYAMLError as error:
        reading.stop_at(error)
        node = None
    except _Stop:
        node = None
    return (None if reading.problems else node), tuple(reading.problems)


class _Reading:
    """Builds the tree of one file from the parser's events, collecting problems on the way."""

    def __init__(self, path: PurePosixPath, text: str, events: Iterator[yaml.Event]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.has_tight_comment = traps.TIGHT_COMMENT.search(text) is not None
        self.events = events
        self.problems: list[Problem] = []

    def document(self) -> Node | None:
        """The one document of the file."""
        next(self.events)  # the start of the stream
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            self.report("D012", "the file holds no definition", Span(self.path, 1, 1, 1))
            return None
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            hint = "remove the line that begins with `%`"
            self.report("D006", "a YAML directive is not read here", Span(self.path, 1, 1, 1), hint)
        node = self.node(next(self.events), 1)
        next(self.events)  # the end of the document
        if not isinstance(event := next(self.events), yaml.StreamEndEvent):
            message = "a second document begins in the same file"
            self.report("D012", message, self.span(event), "keep one definition in each file")
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > LIMIT_DEPTH:
            message = f"values are nested more than {LIMIT_DEPTH} deep"
            self.report("D009", message, self.span(event))
            raise _Stop
        self.refuse_node_properties(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        return Scalar("", Style.PLAIN, self.span(event))  # an alias, reported above

    def refuse_node_properties(self, event: yaml.Event) -> None:
        """Anchors, aliases and tags: what is written stands where it holds, in full."""
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor is None and getattr(event, "tag", None) is None:
            return
        if isinstance(event, yaml.AliasEvent):
            message = f"alias `*{event.anchor}` is not read here"
            self.report("D006", message, self.span(event), traps.ALIAS_HINT)
        elif event.anchor:
            message = f"anchor `&{event.anchor}` is not read here"
            self.report("D006", message, self.span(event), traps.ANCHOR_HINT)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = "put a text that begins with `!` in quotes"
            self.report("D006", f"tag `{tag}` is not read here", self.span(event), hint)

    def sequence(self, event: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items = []
        while not isinstance(next_event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(next_event, depth + 1))
        node = Sequence(tuple(items), self.span(event, next_event if event.flow_style else None))
        if event.flow_style:
            self.problems.extend(traps.flow_sequence(node, self.lines))
        return node

    def mapping(self, event: yaml.MappingStartEvent, depth: int) -> Mapping:
        before = len(self.problems)
        entries: dict[str, Entry] = {}
        written: list[Node] = []
        while not isinstance(next_event := next(self.events), yaml.MappingEndEvent):
            key = self.node(next_event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            written += (key, value)
            if isinstance(key, Scalar) and self.is_good_key(key, entries):
                entries[key.text] = Entry(key, value)
            elif not isinstance(key, Scalar):
                hint = "a key is one word; put text with brackets in quotes"
                self.report("D007", "a key is a list or a mapping", key.span, hint)
        if event.flow_style and (cut := traps.flow_mapping(tuple(written))):
            self.problems[before:] = cut  # what the pieces look like to YAML says nothing
        return Mapping(entries, self.span(event, next_event if event.flow_style else None))

    def is_good_key(self, key: Scalar, entries: dict[str, Entry]) -> bool:
        if key.style is Style.PLAIN and key.text == "<<":
            hint = "write the keys in full wherever they are used"
            self.report("D006", "merge key `<<` is not read here", key.span, hint)
            return False
        if key.style is Style.PLAIN and not _is_text(key.text):
            hint = f'write `"{key.text}"` for the text; a date is written `2026-01-31`'
            self.report("D007", f"key `{key.text}` is not a text", key.span, hint)
            return False
        first = entries.get(key.text)
        if first is not None:
            message = f"key `{key.text}` appears twice"
            related = (("first written here", first.key.span),)
            self.problems.append(Problem("D002", message, key.span, None, related))
            return False
        return True

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        style = _STYLES.get(event.style or "", Style.PLAIN)
        start, end = event.start_mark, event.end_mark
        assert start is not None, "an event that was parsed has its place"
        assert end is not None
        line, column = start.line, start.column
        last = end.column if end.line == line else len(self.lines[line])
        span = Span(self.path, line + 1, column + 1, last + 1)
        if event.style == ">":
            self.report("D008", "text after `>` is folded", span, traps.FOLDED_HINT)
        elif style is Style.BLOCK:
            return self.block(event)
        elif line != end.line:
            how = "" if style is Style.PLAIN else f" {style.value}"
            message = f"text{how} runs over several lines"
            self.report("D008", message, span, traps.SEVERAL_LINES_HINT)
        elif style is Style.PLAIN and self.has_tight_comment and end.line < len(self.lines):
            problem = traps.cut_by_comment(self.path, self.lines[line], event.value, _place(end))
            self.problems.extend([problem] if problem else [])
        width = end.column - column - (0 if style is Style.PLAIN else 2)
        return Scalar(event.value, style, span, width == len(event.value))

    def block(self, event: yaml.ScalarEvent) -> Scalar:
        """Text after `|`; the width of its margin is that of its first line with a character."""
        line, column = _start(event)
        header = self.lines[line][column:].split(" ", 1)[0]
        if header not in ("|", "|-", "|+"):
            message = f"`{header}` gives a margin of its own"
            self.report("D008", message, self.span(event), "begin the text with `|` alone")
        first = next((text for text in self.lines[line + 1 :] if text.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        place = Span(self.path, line + 1, column + 1, column + 1 + len(header))
        return Scalar(event.value.rstrip("\n"), Style.BLOCK, place, indent=indent)

    def span(self, event: yaml.Event, until: yaml.Event | None = None) -> Span:
        """The place of an event; up to the end of `until`, a closing bracket, on the same line."""
        start = _start(event)
        end = _end(until or event)
        end_column = end.column if end.line == start.line else start.column
        return Span(self.path, start.line + 1, start.column + 1, end_column + 1)

    def stop_at(self, error: yaml.MarkedYAMLError) -> None:
        """Report what cannot be read, without a text that only seemed to run on to that line."""
        at = self.in_text(_place(error.problem_mark or error.context_mark))
        opened = at if error.context_mark is None else self.in_text(_place(error.context_mark))
        stopped = Stopped(error.problem or "", error.context or "", at, opened)
        problem = syntax_problem(self.path, self.lines, stopped)
        last = self.problems[-1] if self.problems else None
        if last is not None and last.code == "D008" and last.span.line >= problem.span.line - 1:
            self.problems.pop()
        self.problems.append(problem)

    def in_text(self, place: Place) -> Place:
        """The place, or the end of the text for one that a parser counts beyond it."""
        last = len(self.lines) - 1
        return place if place.line <= last else Place(last, len(self.lines[last]))

    def report(self, code: str, message: str, span: Span, hint: str | None = None) -> None:
        self.problems.append(Problem(code, message, span, hint))


def _is_text(key: str) -> bool:
    """Whether YAML 1.2 reads a plain key as text."""
    if key[:1].isalpha():
        return key not in _OTHER_WORDS
    return _NOT_A_TEXT_KEY.fullmatch(key) is None


def _place(mark: Mark | yaml.Mark | None) -> Place:
    return Place(0, 0) if mark is None else Place(mark.line, mark.column)


def _start(event: yaml.Event) -> Place:
    return _place(event.start_mark)


def _end(event: yaml.Event) -> Place:
    return _place(event.end_mark)
