"""What the names of a model are called with us, of which type, and the lists of codes it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.dmn.carry.ids import Codes, Names, snake
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import KEYWORDS
from engine.expressions.scope import Scope, Symbol, SymbolKind
from engine.expressions.syntax import Invocation, Syntax
from engine.expressions.trees import parts
from engine.model.listing import Code, CodeList
from engine.model.problem import Span
from engine.model.rule import OwnFunction
from engine.model.types import DATE, DAYS, NUMBER, PERIOD, TEXT, YES_NO, Kind, Type
from engine.model.words import Text

Path = tuple[str, ...]
_TAKEN = frozenset(("decision_date", "outcome", "application", "item", *KEYWORDS, *FUNCTIONS))
_TYPES: Mapping[str, Type] = {
    "number": NUMBER,
    "string": TEXT,
    "boolean": YES_NO,
    "date": DATE,
    "years and months duration": PERIOD,
    "yearMonthDuration": PERIOD,
    "days and time duration": DAYS,
    "dayTimeDuration": DAYS,
}


class NotCarried(Exception):
    """What cannot be said with us; never leaves this package."""


def plain_type(name: str) -> Type | None:
    """Our type for a built-in one, or None where we have none."""
    return _TYPES.get(name)


@dataclass(slots=True)
class Vocabulary:
    """`facts` are our names and types by the path of names in the model; `given` are inputs."""

    at: Span
    codes: Codes = field(default_factory=Codes)
    names: Names = field(default_factory=lambda: Names(_TAKEN))
    facts: dict[Path, tuple[str, Type]] = field(default_factory=dict)
    given: dict[str, Type] = field(default_factory=dict)
    lists: dict[str, dict[str, str]] = field(default_factory=dict)  # text by code, by list
    functions: dict[str, OwnFunction] = field(default_factory=dict)  # by the name in the model
    called: set[str] = field(default_factory=set)  # functions that something written calls

    def add(self, path: Path, name: str, type_: Type) -> None:
        self.facts[path] = name, type_

    def code_type(self, name: str, texts: Iterable[str]) -> Type:
        """A type of codes for these texts: of a list that holds just them, or of a new one."""
        codes = {self.codes.code(text): text for text in dict.fromkeys(texts)}
        for id, known in self.lists.items():
            if known.keys() >= codes.keys():
                return Type(Kind.CODE, of=id)
        id = Names(self.lists).unique(snake(name, "list") + "_values")
        self.lists[id] = codes
        return Type(Kind.CODE, of=id)

    def scope(self) -> Scope:
        """What our lowering knows of the names that are carried over so far."""
        symbols = {
            name: Symbol(SymbolKind.FACT, name, type_) for name, type_ in self.facts.values()
        }
        lists = {
            id: CodeList(id, Text(id, id), tuple(map(self._code, codes)), (), self.at)
            for id, codes in self.lists.items()
        }
        functions = {function.name: function for function in self.functions.values()}
        return Scope(symbols.get, lambda _: None, frozenset(symbols), lists, functions=functions)

    def use(self, tree: Syntax) -> None:
        """Note the functions that a tree calls."""
        waiting = [tree]
        while waiting:
            at = waiting.pop()
            waiting += parts(at)
            if isinstance(at, Invocation):
                self.called.add(at.function)

    def _code(self, id: str) -> Code:
        return Code(id, Text(id, id), None, None, (), self.at)


def words_of(type_: Type) -> str:
    """The type as `type:` and `output:` write it."""
    return str(type_.required())
