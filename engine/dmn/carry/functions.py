"""Business knowledge of plain parameters as own functions; any other is put in place of its calls.

A function is written when our lowering takes its body whatever the arguments are.
"""

from __future__ import annotations

from engine.dmn import model as dmn
from engine.dmn.carry.expressions import Translator
from engine.dmn.carry.ids import field_name, snake
from engine.dmn.carry.vocabulary import NotCarried, Vocabulary, plain_type
from engine.expressions import syntax as ast
from engine.expressions.core import ItemRef
from engine.expressions.syntax import Syntax
from engine.expressions.trees import parts
from engine.model.condition import Formula
from engine.model.rule import OwnFunction
from engine.model.types import Type
from engine.model.words import Text


def declare_functions(translator: Translator, vocabulary: Vocabulary) -> None:
    """Add what can be a function to the vocabulary, each after those that it calls."""
    waiting = list(translator.knowledge.values())
    is_growing = True
    while is_growing:
        left = [node for node in waiting if not _is_declared(node, translator, vocabulary)]
        is_growing = len(left) < len(waiting)
        waiting = left


def _is_declared(node: dmn.Knowledge, translator: Translator, vocabulary: Vocabulary) -> bool:
    try:
        function = _function(node, translator, vocabulary)
    except NotCarried:
        return False
    vocabulary.functions[node.variable.name] = function
    return True


def _function(node: dmn.Knowledge, translator: Translator, vocabulary: Vocabulary) -> OwnFunction:
    made = node.function
    if made is None or made.kind != "FEEL" or not made.parameters:
        raise NotCarried("it has no body in FEEL, or takes nothing")
    parameters = tuple((field_name(one.name), _type(one)) for one in made.parameters)
    if len(dict(parameters)) < len(parameters):
        raise NotCarried("two parameters have one name here")
    local = {one.name: ast.Name(field_name(one.name), 0, 0) for one in made.parameters}
    tree = translator.tree(made.body, local)
    if not translator.knowledge.keys() & _called(tree) <= vocabulary.functions.keys():
        raise NotCarried("it calls what is no function, or not yet, or itself")
    at = made.body.at
    bound = {name: ItemRef(name, None, type_, at) for name, type_ in parameters}
    text, _ = translator.checked(translator.translated(tree, local), made.body, bound)
    name = vocabulary.names.unique(
        snake(node.variable.name, f"function_{len(vocabulary.functions)}")
    )
    sentence = _sentence(node.variable.name, tuple(dict(parameters)))
    body = Formula(text, (at,))
    return OwnFunction(name, Text(sentence, sentence), parameters, body, (), at)


def _type(parameter: dmn.Variable) -> Type:
    found = plain_type(parameter.type)
    if found is None:
        raise NotCarried(f"the type `{parameter.type or 'Any'}` is no plain one")
    return found


def _called(tree: Syntax) -> set[str]:
    called: set[str] = set()
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        waiting += parts(at)
        if isinstance(at, ast.Invocation):
            called.add(at.function)
    return called


def _sentence(name: str, parameters: tuple[str, ...]) -> str:
    """What a call means, as far as the model says: its name, and the parameters as placeholders."""
    words = name.replace("{", "(").replace("}", ")")
    return f"{words} ({', '.join(f'{{{parameter}}}' for parameter in parameters)})"
