"""How names are read: closed dotted names (ours), or names with spaces (the specification's).

In the specification a name may hold spaces and some operators (`Approved/Declined`), so only what
is in scope says where a name ends: the longest name in scope that matches wins. Words must be
parted as the name parts them: of `a-b` in scope, `a - b` is a difference.

Source: OMG DMN 1.5, 10.3.1.3 and 10.3.1.4; ADR 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.expressions.cursor import reads
from engine.expressions.lexer import Token, TokenKind, tokens_of
from engine.expressions.syntax import FeelSyntaxError

_Piece = tuple[str, bool]  # a word, and whether white space stands before it
_BEGINNINGS = {"not", "if", "for", "some", "every", "true", "false", "null", "function"}
_NO_NAME = {TokenKind.STRING, TokenKind.END}


def normal_name(text: str) -> str:
    """A name with its white space made one space each, as scopes hold names.

    >>> normal_name("  Employment\\n  Status ")
    'Employment Status'
    """
    return " ".join(text.split())


def heads(name: str) -> Iterator[str]:
    """A dotted name and what is left as its last parts are taken off: any can be the declared one.

    >>> list(heads("person.born.year"))
    ['person.born.year', 'person.born', 'person']
    """
    while name:
        yield name
        name = name.rpartition(".")[0]


def written_name(tokens: Sequence[Token]) -> str:
    """The name that these tokens write."""
    pieces = _pieces(tokens)
    return "".join((" " if is_spaced else "") + text for text, is_spaced in pieces)


def _pieces(tokens: Sequence[Token]) -> tuple[_Piece, ...]:
    before = (None, *tokens)
    return tuple(
        (token.text, previous is not None and token.start > previous.end)
        for previous, token in zip(before, tokens, strict=False)
    )


class KnownNames:
    """A set of names that finds the longest of them at a place. Names can be added twice."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_word: dict[str, dict[tuple[_Piece, ...], tuple[str, int]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Add a name; one that no text can write is left out."""
        if pieces := _name_pieces(name):
            found = self._by_word.setdefault(pieces[0][0], {})
            found[pieces] = name, found.get(pieces, (name, 0))[1] + 1

    def remove(self, name: str) -> None:
        """Take back one `add`."""
        if pieces := _name_pieces(name):
            found = self._by_word[pieces[0][0]]
            _, times = found.pop(pieces)
            if times > 1:
                found[pieces] = name, times - 1

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int]:
        """The longest name that stands at `at`, and its number of tokens; ("", 0) for none."""
        best = ("", 0)
        for pieces, (name, _) in self._by_word.get(tokens[at].text, {}).items():
            if len(pieces) > best[1] and _stands(pieces, tokens, at):
                best = name, len(pieces)
        return best


def _name_pieces(name: str) -> tuple[_Piece, ...]:
    try:
        tokens = tokens_of(name, as_words=True)[:-1]
    except FeelSyntaxError:
        return ()
    if len(tokens) == 1 and tokens[0].text in _BEGINNINGS:
        return ()
    if any(token.kind in _NO_NAME for token in tokens):
        return ()
    return _pieces(tokens)


def _stands(pieces: tuple[_Piece, ...], tokens: Sequence[Token], at: int) -> bool:
    if at + len(pieces) >= len(tokens):
        return False  # the last token is the END
    for index, (text, is_spaced) in enumerate(pieces):
        token = tokens[at + index]
        if token.text != text or token.kind in _NO_NAME:
            return False
        if index and is_spaced is not (token.start > tokens[at + index - 1].end):
            return False
    return True


class ClosedNames:
    """Our mode: a name is one token, whatever is in scope; `calls` are functions of several words,
    which stand before a `(`."""

    as_words = False

    def __init__(self, calls: KnownNames) -> None:
        self._calls = calls

    def head(self, tokens: Sequence[Token], at: int, *, in_filter: bool) -> tuple[str, int]:  # noqa: ARG002
        name, count = self._calls.longest(tokens, at)
        if count and reads(tokens[at + count], "("):
            return name, count
        return self.field(tokens, at)

    def field(self, tokens: Sequence[Token], at: int) -> tuple[str, int]:
        return (tokens[at].text, 1) if tokens[at].kind is TokenKind.NAME else ("", 0)

    def enter(self, name: str) -> None:
        pass

    def leave(self, name: str) -> None:
        pass

    def note_field(self, name: str) -> None:
        pass


class ScopedNames:
    """The specification's mode: names in scope, of functions, and of fields after a dot.

    `calls` are names of functions; one with a keyword inside (`date and time`) is read only before
    a `(`. `fields` are names of components, wherever they may stand: types are not known here. It
    takes the keys of context literals that are read, so that a later text can name them.
    """

    as_words = True

    def __init__(self, variables: Iterable[str], calls: KnownNames, fields: KnownNames) -> None:
        self._variables = KnownNames(variables)
        self._calls = calls
        self._fields = fields

    def head(self, tokens: Sequence[Token], at: int, *, in_filter: bool) -> tuple[str, int]:
        found = [self._variables.longest(tokens, at), self._call(tokens, at), _word(tokens, at)]
        if in_filter:
            found.append(self.field(tokens, at))
        return max(found, key=lambda name: name[1])

    def _call(self, tokens: Sequence[Token], at: int) -> tuple[str, int]:
        name, count = self._calls.longest(tokens, at)
        return (name, count) if tokens[at + count].text == "(" else ("", 0)

    def field(self, tokens: Sequence[Token], at: int) -> tuple[str, int]:
        found = self._fields.longest(tokens, at)
        return max(found, _word(tokens, at), key=lambda name: name[1])

    def enter(self, name: str) -> None:
        """Bring a variable into scope, until `leave`."""
        self._variables.add(name)

    def leave(self, name: str) -> None:
        self._variables.remove(name)

    def note_field(self, name: str) -> None:
        """Take the key of a context literal for a field from here on."""
        self._fields.add(name)


def _word(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    return (tokens[at].text, 1) if tokens[at].kind is TokenKind.NAME else ("", 0)


Names = ClosedNames | ScopedNames
