"""Reading the parts that every kind of file is made of: words, dates, citations, entries.

The shape was checked before, and everything wrong with it reported. So a part that is missing or
has another shape is skipped here without a word (`Unreadable`), and what is reported here is
only what a schema cannot say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from pathlib import PurePosixPath
from typing import TypeVar

from engine.definitions.known import Known
from engine.definitions.suggest import meant_or_listed
from engine.definitions.tree import Entry, Mapping, Node, Scalar, Sequence, Style
from engine.model.lead import Lead
from engine.model.listing import CodeList
from engine.model.problem import Problem, Span
from engine.model.words import Language, Text, Unit
from engine.wording import fill, found_in

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


class Unreadable(Exception):
    """What was to be read is not there or not readable; the problem is reported already."""


NO_WORDS = Text(ar="", en="")
_ID_KEYS = ("id", "fact", "document", "gives")


def _ids_in(node: Node) -> Iterator[str]:
    """Every id that is declared somewhere in `node`."""
    match node:
        case Mapping(entries):
            for key, entry in entries.items():
                if key in _ID_KEYS and isinstance(entry.value, Scalar):
                    yield entry.value.text
                yield from _ids_in(entry.value)
        case Sequence(items):
            for item in items:
                yield from _ids_in(item)
        case Scalar():
            pass


class Parts:
    """Reads parts of one file, collecting problems in `problems`.

    `skipped` holds the ids of the entries that could not be read and were left out.
    """

    def __init__(self, path: PurePosixPath, known: Known, problems: list[Problem]) -> None:
        self.path = path
        self.known = known
        self.problems = problems
        self.skipped: set[str] = set()

    def within(self, listing: CodeList) -> Parts:
        """A reader of the same file that knows one list more, and what could not be read of it."""
        known = self.known.with_list(listing)
        broken = known.broken | self.skipped
        inner = Parts(self.path, replace(known, broken=broken), self.problems)
        inner.skipped = self.skipped
        return inner

    # Entries -----------------------------------------------------------------------------

    def each(self, node: Mapping, key: str, read: Callable[[Mapping], T]) -> tuple[T, ...]:
        """Every mapping of the list under `key` that can be read; empty when there is none."""
        made = []
        for item in self.items(node, key):
            if isinstance(item, Mapping):
                with self.skipping(*_ids_in(item)):
                    made.append(read(item))
        return tuple(made)

    def each_entry(
        self, node: Mapping, key: str, read: Callable[[Scalar, Mapping], T]
    ) -> tuple[T, ...]:
        """Every named mapping under `key` that can be read; empty when there is none."""
        made = []
        for entry in self.entries(node, key):
            if isinstance(entry.value, Mapping):
                with self.skipping(entry.key.text):
                    made.append(read(entry.key, entry.value))
        return tuple(made)

    def attempt(self, read: Callable[[], T], otherwise: T) -> T:
        """What `read` gives; `otherwise` in place of what cannot be read.

        For what stands alone in its file, so that a fault in it hides nothing else. As the fault
        is a problem, `otherwise` is never served.
        """
        try:
            return read()
        except Unreadable:
            return otherwise

    @contextmanager
    def skipping(self, *ids: str) -> Iterator[None]:
        """Leave out what cannot be read, and remember its ids."""
        try:
            yield
        except Unreadable:
            self.skipped.update(ids or ("",))

    def file_id(self, root: Mapping) -> Scalar:
        """The id of the file; the name of the file where it is not written."""
        start = Scalar(self.path.stem, Style.PLAIN, root.span)
        return self.attempt(lambda: self.scalar(root, "id"), start)

    # Nodes -------------------------------------------------------------------------------

    def items(self, node: Mapping, key: str) -> tuple[Node, ...]:
        below = node.get(key)
        return below.items if isinstance(below, Sequence) else ()

    def entries(self, node: Mapping, key: str) -> tuple[Entry, ...]:
        below = node.get(key)
        return tuple(below.entries.values()) if isinstance(below, Mapping) else ()

    def mapping(self, node: Mapping, key: str) -> Mapping:
        below = node.get(key)
        if not isinstance(below, Mapping):
            raise Unreadable
        return below

    def scalar(self, node: Mapping, key: str) -> Scalar:
        below = node.get(key)
        if not isinstance(below, Scalar):
            raise Unreadable
        return below

    def has(self, node: Mapping, key: str) -> bool:
        return node.get(key) is not None

    # Single values -----------------------------------------------------------------------

    def text(self, node: Mapping, key: str) -> str:
        return self.scalar(node, key).text

    def maybe_text(self, node: Mapping, key: str) -> str | None:
        return self.text(node, key) if self.has(node, key) else None

    def texts(self, node: Mapping, key: str) -> tuple[str, ...]:
        return tuple(item.text for item in self.items(node, key) if isinstance(item, Scalar))

    def choice(self, node: Mapping, key: str, choices: type[E]) -> E:
        try:
            return choices(self.text(node, key))
        except ValueError:
            raise Unreadable from None

    def words(self, node: Mapping, key: str) -> Text:
        return self.words_of(self.mapping(node, key))

    def title(self, node: Mapping, key: str) -> Text:
        """The words under `key`; blank when they cannot be read."""
        return self.attempt(lambda: self.words(node, key), NO_WORDS)

    def words_of(self, node: Mapping) -> Text:
        """Words that say no values, for none is at hand where they are shown."""
        return Text(ar=self._plain(node, Language.AR), en=self._plain(node, Language.EN))

    def pattern(self, node: Mapping) -> Text:
        """Words whose placeholders the caller knows and checks."""
        return Text(ar=self.text(node, Language.AR), en=self.text(node, Language.EN))

    def _plain(self, node: Mapping, language: Language) -> str:
        scalar = self.scalar(node, language)
        found = next(found_in(scalar.text), None)
        if found is None:
            return fill(scalar.text, {})
        name, offset = found
        at = scalar.place(offset)
        if name is not None and name in self.known.broken:
            raise Unreadable
        if name is None:
            hint = "write `{{` for a brace"
            self.report("D157", "a brace stands alone", at, hint)
        else:
            message = f"no values are at hand here, so `{{{name}}}` cannot be said"
            self.report("D157", message, at, "write `{{` for a brace")
        raise Unreadable

    def maybe_words(self, node: Mapping, key: str) -> Text | None:
        return self.words(node, key) if self.has(node, key) else None

    def maybe_unit(self, node: Mapping, key: str) -> Unit | None:
        """A unit: in each language one word, or a word for each plural form that differs."""
        if not self.has(node, key):
            return None
        inner = self.mapping(node, key)
        forms: list[tuple[Language, str, str]] = []
        words: dict[Language, str] = {}
        for language in Language:
            written = inner.get(language)
            if isinstance(written, Mapping):
                forms += [(language, form, self.text(written, form)) for form in written.entries]
                words[language] = self.text(written, "other")
            else:
                words[language] = self.text(inner, language)
        return Unit(Text(words[Language.AR], words[Language.EN]), tuple(forms))

    def maybe_lead(self, node: Mapping) -> Lead | None:
        """The service that `leads_to` names."""
        if not self.has(node, "leads_to"):
            return None
        written = self.scalar(node, "leads_to")
        return Lead(written.text, written.span)

    def number(self, node: Mapping, key: str, otherwise: int) -> int:
        if not self.has(node, key):
            return otherwise
        try:
            return int(self.text(node, key))
        except ValueError:
            raise Unreadable from None

    def flag(self, node: Mapping, key: str, otherwise: bool) -> bool:
        return self.text(node, key) == "true" if self.has(node, key) else otherwise

    def date(self, node: Mapping, key: str) -> dt.date:
        return self.date_of(self.scalar(node, key))

    def maybe_date(self, node: Mapping, key: str) -> dt.date | None:
        return self.date(node, key) if self.has(node, key) else None

    def date_of(self, scalar: Scalar) -> dt.date:
        try:
            return dt.date.fromisoformat(scalar.text)
        except ValueError:
            if len(scalar.text) == len("2026-01-31") and scalar.text.count("-") == 2:
                self.report("D030", f"`{scalar.text}` is no day of the calendar", scalar.span)
            raise Unreadable from None

    def period(self, node: Mapping, first: str, last: str) -> tuple[dt.date, dt.date | None]:
        """The first and the last day, both inclusive; the last may be left out."""
        begins, ends = self.date(node, first), self.maybe_date(node, last)
        if ends is not None and ends < begins:
            message = f"`{last}` is before `{first}`, so this is never in force"
            related = ((f"`{first}` is written here", self.scalar(node, first).span),)
            self.report("D128", message, self.scalar(node, last).span, related=related)
        return begins, ends

    def cite(self, node: Mapping, key: str = "cite") -> tuple[str, ...]:
        """Ids of sources; each must be one of sources.yaml."""
        cited = [item for item in self.items(node, key) if isinstance(item, Scalar)]
        for item in cited:
            known = self.known.sources
            if known is None or item.text in known or item.text in self.known.broken:
                continue
            hint = meant_or_listed(item.text, known, "the sources are")
            self.report("D109", f"sources.yaml has no `{item.text}`", item.span, hint)
        return tuple(item.text for item in cited)

    # Problems ----------------------------------------------------------------------------

    def report(
        self,
        code: str,
        message: str,
        span: Span,
        hint: str | None = None,
        related: tuple[tuple[str, Span], ...] = (),
    ) -> None:
        self.problems.append(Problem(code, message, span, hint, related))
