"""Expressions of a model as FEEL of ours: names changed, knowledge put in place of its calls.

`ours` gives text that our lowering takes, and its type; everything else raises NotCarried.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.dmn import model as dmn
from engine.dmn.carry.boxed import BoxReader
from engine.dmn.carry.ids import field_name
from engine.dmn.carry.vocabulary import NotCarried, Vocabulary
from engine.expressions import syntax as ast
from engine.expressions.core import Node
from engine.expressions.lower import lower_formula
from engine.expressions.presence import unguarded
from engine.expressions.rendering import rendered
from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.syntax import Syntax
from engine.expressions.trees import parts
from engine.model.condition import Formula
from engine.model.rule import OwnFunction

MAX_NESTED = 12  # calls of knowledge inside knowledge
MAX_CALLS = 1000  # calls that one expression may stand for
MAX_PARTS = 4000  # of one expression, with the bodies of what it calls
Local = Mapping[str, Syntax]  # names of parameters and entries, by what stands for them with us


class Translator:
    """Of one model. `knowledge` are its business knowledge models by name."""

    def __init__(self, boxes: BoxReader, vocabulary: Vocabulary, model: dmn.Model) -> None:
        self._boxes = boxes
        self._vocabulary = vocabulary
        self._calls = 0
        self._is_measuring = False
        self.knowledge = {
            node.variable.name: node
            for node in model.nodes.values()
            if isinstance(node, dmn.Knowledge)
        }

    def ours(self, box: dmn.Expression, local: Local) -> tuple[str, Node]:
        """Our text for an expression, and what our lowering makes of it."""
        self._calls = 0
        return self.checked(self.translated(self.tree(box, local), local), box)

    def checked(
        self, tree: Syntax, box: dmn.Expression, bound: Mapping[str, Node] | None = None
    ) -> tuple[str, Node]:
        """The text of a tree that our lowering takes; `bound` are parameters of a function."""
        text = rendered(tree)
        scope = self._vocabulary.scope()
        if bound is not None:
            scope = scope.of_function(bound)
        node, problems = lower_formula(Formula(text, (box.at,)), scope)
        if node is None:
            raise NotCarried(problems[0].message)
        _, unread = unguarded(node, scope, frozenset())
        if unread:
            raise NotCarried(unread[0].message)
        self._vocabulary.use(tree)
        return text, node

    def tree(self, box: dmn.Expression, local: Local) -> Syntax:
        """The tree of a boxed expression that one text can say, with the names of the model."""
        return self._boxes.tree(box, frozenset(local))

    def tests(self, text: str, local: Local) -> tuple[Syntax, ...]:
        parsed = self._boxes.tests(text, frozenset(local))
        return tuple(self.translated(test, local) for test in parsed)

    # Trees -------------------------------------------------------------------------------

    def translated(self, tree: Syntax, local: Local, calls: int = 0) -> Syntax:
        """The tree with our names."""
        match tree:
            case ast.Name() | ast.Path():
                return self._named(tree, local, calls)
            case ast.StringLiteral(value):
                code = self._vocabulary.codes.known(value)
                return tree if code is None else dataclasses.replace(tree, value=code)
            case ast.Invocation(function) if own := self._own(function):
                self._measure(tree, local, calls)
                values = tuple(self.translated(part, local, calls) for part in tree.arguments)
                names = tuple(map(field_name, tree.names))
                return ast.Invocation(own.name, values, names, 0, 0)
            case ast.Invocation(function) if function in self.knowledge:
                return self._call(tree, local, calls)
            case ast.Invocation(function) if function not in BUILT_INS:
                raise NotCarried(f"`{function}` is no function of the model")
            case ast.Invocation(_, arguments):
                self._keep_texts(arguments)
            case ast.Binary("+", left, right):
                self._keep_texts((left, right))
            case ast.Quantification(_, iterators) | ast.Iteration(iterators):
                local = {**local, **_own(name for name, _ in iterators)}
                renamed = tuple((field_name(name), source) for name, source in iterators)
                tree = dataclasses.replace(tree, iterators=renamed)
            case ast.ContextLiteral(entries):
                return self._context(entries, local, calls)
            case ast.Filter(source, condition):
                found = self.translated(source, local, calls)
                inner = {**local, **self._fields(found), "item": ast.Name("item", 0, 0)}
                return ast.Filter(found, self.translated(condition, inner, calls), 0, 0)
            case _:
                pass
        made: Syntax = self._rebuilt(tree, local, calls)
        return made

    def _keep_texts(self, operands: tuple[Syntax, ...]) -> None:
        """Refuse a text that would be another as a code, where it is not compared but used."""
        for operand in operands:
            if isinstance(operand, ast.StringLiteral):
                code = self._vocabulary.codes.known(operand.value)
                if code not in (None, operand.value):
                    raise NotCarried(f"`{operand.value}` is a code elsewhere, and a text here")

    def _rebuilt(self, tree: Any, local: Local, calls: int) -> Any:
        """The same node with its parts translated."""
        if isinstance(tree, tuple):
            return tuple(self._part(part, local, calls) for part in tree)
        changes = {
            field.name: self._part(getattr(tree, field.name), local, calls)
            for field in dataclasses.fields(tree)
        }
        return dataclasses.replace(tree, **changes)

    def _part(self, part: Any, local: Local, calls: int) -> Any:
        if isinstance(part, tuple):
            return self._rebuilt(part, local, calls)
        if isinstance(part, ast.TypeReference) or not dataclasses.is_dataclass(part):
            return part
        made: Any = part
        return self.translated(made, local, calls)

    def _named(self, tree: ast.Name | ast.Path, local: Local, calls: int) -> Syntax:
        path: list[str] = []
        at: Syntax = tree
        while isinstance(at, ast.Path):
            path.insert(0, at.field)
            at = at.operand
        if not isinstance(at, ast.Name):
            return _along(self.translated(at, local, calls), path)
        if at.name in local:
            return _along(local[at.name], path)
        return self._fact((at.name, *path))

    def _fact(self, path: tuple[str, ...]) -> Syntax:
        """A fact of ours, and what is read of it where it is no plain value."""
        for length in range(len(path), 0, -1):
            if found := self._vocabulary.facts.get(path[:length]):
                return _along(ast.Name(found[0], 0, 0), path[length:])
        raise NotCarried(f"`{'.'.join(path)}` is not carried over")

    def _context(self, entries: tuple[tuple[str, Syntax], ...], local: Local, calls: int) -> Syntax:
        made: list[tuple[str, Syntax]] = []
        for key, value in entries:
            made.append((field_name(key), self.translated(value, local, calls)))
            local = {**local, **_own((key,))}
        return ast.ContextLiteral(tuple(made), 0, 0)

    def _fields(self, source: Syntax) -> Local:
        """Names of the model that stand for a field, inside a filter of this source.

        Where the type of the source is not known alone, those that name nothing else.
        """
        try:
            _, node = self.checked(source, dmn.Literal("", "", self._vocabulary.at))
        except NotCarried:
            facts = {path[0] for path in self._vocabulary.facts}
            return _own(self._boxes.fields - facts)
        item = node.type.item
        there = dict(item.fields) if item is not None else {}
        return _own(name for name in self._boxes.fields if field_name(name) in there)

    def _own(self, function: str) -> OwnFunction | None:
        return None if self._is_measuring else self._vocabulary.functions.get(function)

    def _measure(self, tree: ast.Invocation, local: Local, calls: int) -> None:
        """Refuse a call that is too large with the bodies in place of all calls, as we lower it."""
        self._is_measuring = True
        try:
            self._call(tree, local, calls)
        finally:
            self._is_measuring = False

    def _call(self, tree: ast.Invocation, local: Local, calls: int) -> Syntax:
        """The body of business knowledge, with the arguments in place of its parameters."""
        self._calls += 1
        if calls >= MAX_NESTED or self._calls > MAX_CALLS:
            raise NotCarried(f"`{tree.function}` calls itself, or is called too often")
        function = self.knowledge[tree.function].function
        if function is None or function.kind != "FEEL":
            raise NotCarried(f"`{tree.function}` has no body in FEEL")
        arguments = self.arguments(tree, function, local, calls)
        made = self.translated(self.tree(function.body, arguments), arguments, calls + 1)
        if _is_large(made):
            raise NotCarried(f"with the body of `{tree.function}` it is too large")
        return made

    def arguments(
        self, tree: ast.Invocation, function: dmn.FunctionBox, local: Local, calls: int = 0
    ) -> dict[str, Syntax]:
        """What stands for each parameter in this call."""
        values = [self.translated(argument, local, calls) for argument in tree.arguments]
        names = tree.names or tuple(parameter.name for parameter in function.parameters)
        if len(names) != len(values) or set(names) != {p.name for p in function.parameters}:
            raise NotCarried(f"`{tree.function}` is called with other arguments than it takes")
        return dict(zip(names, values, strict=True))


def _own(names: Iterable[str]) -> dict[str, Syntax]:
    """Names that an expression makes itself, as we write them."""
    return {name: ast.Name(field_name(name), 0, 0) for name in names}


def _along(tree: Syntax, path: Sequence[str]) -> Syntax:
    for name in path:
        tree = ast.Path(tree, field_name(name), 0, 0)
    return tree


def _is_large(tree: Syntax) -> bool:
    """Whether the tree has more than MAX_PARTS parts; shared ones count each time."""
    waiting = [tree]
    seen = 0
    while waiting and seen <= MAX_PARTS:
        seen += 1
        waiting += parts(waiting.pop())
    return seen > MAX_PARTS
