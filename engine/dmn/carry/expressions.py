"""Expressions of a model as FEEL of ours: names changed, knowledge put in place of its calls.

`ours` gives text that our lowering takes, and its type; everything else raises NotCarried.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from engine.dmn import model as dmn
from engine.dmn.carry.vocabulary import NotCarried, Vocabulary
from engine.expressions import syntax as ast
from engine.expressions.core import Node
from engine.expressions.lower import lower_formula
from engine.expressions.rendering import rendered
from engine.expressions.specification.built_ins import BUILT_INS
from engine.expressions.specification.reading import Reader
from engine.expressions.syntax import FeelSyntaxError, Syntax
from engine.expressions.trees import parts
from engine.model.condition import Formula

MAX_NESTED = 12  # calls of knowledge inside knowledge
MAX_CALLS = 1000  # calls that one expression may stand for
MAX_PARTS = 4000  # of one expression, with the bodies of what it calls
Local = Mapping[str, Syntax]  # names of parameters and entries, by what stands for them with us


class Translator:
    """Of one model. `knowledge` are its business knowledge models by name."""

    def __init__(
        self, reader: Reader, names: frozenset[str], vocabulary: Vocabulary, model: dmn.Model
    ) -> None:
        self._reader = reader
        self._names = names
        self._vocabulary = vocabulary
        self._calls = 0
        self.knowledge = {
            node.variable.name: node
            for node in model.nodes.values()
            if isinstance(node, dmn.Knowledge)
        }

    def ours(self, box: dmn.Expression, local: Local) -> tuple[str, Node]:
        """Our text for an expression, and what our lowering makes of it."""
        self._calls = 0
        return self.checked(self.translated(self.tree(box, local), local), box)

    def checked(self, tree: Syntax, box: dmn.Expression) -> tuple[str, Node]:
        text = rendered(tree)
        node, problems = lower_formula(Formula(text, (box.at,)), self._vocabulary.scope())
        if node is None:
            raise NotCarried(problems[0].message)
        return text, node

    def tree(self, box: dmn.Expression, local: Local) -> Syntax:
        """The tree of a boxed expression that one text can say."""

        def part(inner: dmn.Expression) -> Syntax:
            return self.tree(inner, local)

        match box:
            case dmn.Literal(text):
                return self._parsed(text, local)
            case dmn.ConditionalBox(condition, then, otherwise):
                return ast.Conditional(part(condition), part(then), part(otherwise), 0, 0)
            case dmn.Call(dmn.Literal(function), bindings):
                names = tuple(variable.name for variable, _ in bindings)
                values = tuple(part(value) for _, value in bindings)
                return ast.Invocation(function, values, names, 0, 0)
            case dmn.ListBox(items):
                return ast.ListLiteral(tuple(map(part, items)), 0, 0)
            case dmn.FilterBox(source, condition):
                return ast.Filter(part(source), part(condition), 0, 0)
            case _:
                raise NotCarried("no single expression says this kind of box")

    def _parsed(self, text: str, local: Local) -> Syntax:
        try:
            return self._reader.expression(text, self._names | local.keys())
        except FeelSyntaxError as error:
            raise NotCarried(f"this is no FEEL: {error.message}") from None

    def tests(self, text: str, local: Local) -> tuple[Syntax, ...]:
        try:
            parsed = self._reader.unary_tests(text, self._names | local.keys())
        except FeelSyntaxError as error:
            raise NotCarried(f"`{text}` is no test: {error.message}") from None
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
            case ast.Invocation(function) if function in self.knowledge:
                return self._call(tree, local, calls)
            case ast.Invocation(function) if function not in BUILT_INS:
                raise NotCarried(f"`{function}` is no function of the model")
            case ast.Invocation(_, arguments):
                self._keep_texts(arguments)
            case ast.Binary("+", left, right):
                self._keep_texts((left, right))
            case ast.Quantification(_, iterators) | ast.Iteration(iterators):
                own = {name: ast.Name(name.replace(" ", "_"), 0, 0) for name, _ in iterators}
                local = {**local, **own}
                renamed = tuple((own[name].name, source) for name, source in iterators)
                tree = dataclasses.replace(tree, iterators=renamed)
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
            made: Syntax = self._rebuilt(tree, local, calls)
            return made
        if at.name in local:
            found = local[at.name]
            if not path:
                return found
            if isinstance(found, ast.Name):
                return self._fact((found.name, *path), tree)
            raise NotCarried(f"`{'.'.join(path)}` is read of what is no name")
        return self._fact((at.name, *path), tree)

    def _fact(self, path: tuple[str, ...], tree: Syntax) -> Syntax:
        found = self._vocabulary.facts.get(path)
        if found is None:
            raise NotCarried(f"`{'.'.join(path)}` is not carried over")
        return ast.Name(found[0], tree.start, tree.end)

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


def _is_large(tree: Syntax) -> bool:
    """Whether the tree has more than MAX_PARTS parts; shared ones count each time."""
    waiting = [tree]
    seen = 0
    while waiting and seen <= MAX_PARTS:
        seen += 1
        waiting += parts(waiting.pop())
    return seen > MAX_PARTS
