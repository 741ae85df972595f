"""How built-in functions are declared: the types of their parameters, and the node of a call.

A parameter is written `name: type`, `name?: type` where it may be left out, and `name*: type` where
any number may stand (the last one only). Types are the words that YAML has, and besides: `any`,
`day` (a date, or a date and time), `length`, `ordered`, `group` (a group or a list), `list of ...`,
`range of ...`, and `number|money` for one of several.

Source of names and meanings: OMG DMN 1.5, 10.3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.expressions.core import Const, Node
from engine.expressions.operators import LENGTHS, ORDERED, Mismatch, as_code
from engine.model.listing import CodeList
from engine.model.problem import Span
from engine.model.types import Kind, Type

_SORTS: Final[Mapping[str, frozenset[Kind]]] = {
    **{str(kind): frozenset({kind}) for kind in Kind},
    "any": frozenset(Kind) - {Kind.NULL, Kind.FILE},
    "day": frozenset({Kind.DATE, Kind.DATE_TIME}),
    "length": frozenset(LENGTHS),
    "ordered": frozenset(ORDERED),
    "group": frozenset({Kind.GROUP, Kind.LIST}),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    wants: str
    is_optional: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call gives, in the order of the parameters; None for one that is left out.

    `more` holds what stands beyond the last parameter, where that is open.
    """

    nodes: tuple[Node | None, ...]
    more: tuple[Node, ...]
    at: Span
    text: str
    lists: Mapping[str, CodeList]

    def __getitem__(self, index: int) -> Node:
        node = self.nodes[index]
        assert node is not None, "a parameter that may be left out is asked for by `maybe`"
        return node

    def maybe(self, index: int) -> Node | None:
        return self.nodes[index]

    @property
    def given(self) -> tuple[Node, ...]:
        return (*(node for node in self.nodes if node is not None), *self.more)


Build = Callable[[Arguments], Node]


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function. `build` makes the node, or raises Mismatch."""

    parameters: tuple[Parameter, ...]
    build: Build

    def takes(self, count: int, names: tuple[str, ...]) -> bool:
        """Whether so many arguments, or arguments of these names, can meet the parameters."""
        needed = {parameter.name for parameter in self.parameters if not parameter.is_optional}
        if names:
            known = {parameter.name for parameter in self.parameters}
            return len(set(names)) == len(names) and needed <= set(names) <= known
        is_open = any(parameter.is_open for parameter in self.parameters)
        return len(needed) <= count and (is_open or count <= len(self.parameters))

    def ordered(
        self, nodes: tuple[Node, ...], names: tuple[str, ...], lists: Mapping[str, CodeList]
    ) -> tuple[tuple[Node | None, ...], tuple[Node, ...]]:
        """The arguments by parameter, and those beyond; raises Mismatch for one of a wrong type."""
        count = len(self.parameters)
        if names:
            by_name = dict(zip(names, nodes, strict=True))
            placed: tuple[Node | None, ...] = tuple(by_name.get(p.name) for p in self.parameters)
            more: tuple[Node, ...] = ()
        else:
            placed = (*nodes[:count], *[None] * (count - len(nodes)))
            more = nodes[count:]
        fitted = tuple(
            None if node is None else _fitted(node, parameter, lists)
            for parameter, node in zip(self.parameters, placed, strict=True)
        )
        return fitted, tuple(_fitted(node, self.parameters[-1], lists) for node in more)


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function. `is_ours`: the standard has none of this name."""

    name: str
    signatures: tuple[Signature, ...]
    is_ours: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters of the first way to call it."""
        return tuple(parameter.name for parameter in self.signatures[0].parameters)

    def build(
        self,
        nodes: tuple[Node, ...],
        names: tuple[str, ...],
        at: Span,
        text: str,
        lists: Mapping[str, CodeList],
    ) -> Node:
        """The node of a call; raises Mismatch where no way to call it fits."""
        fitting = [one for one in self.signatures if one.takes(len(nodes), names)]
        if not fitting:
            raise self._unmet(len(nodes), names)
        refusal: Mismatch | None = None
        for signature in fitting:
            try:
                placed, more = signature.ordered(nodes, names, lists)
            except Mismatch as mismatch:
                refusal = refusal or mismatch
                continue
            return signature.build(Arguments(placed, more, at, text, lists))
        assert refusal is not None
        raise Mismatch(refusal.code, f"`{self.name}`: {refusal.message}", refusal.hint)

    def _unmet(self, count: int, names: tuple[str, ...]) -> Mismatch:
        written = (f"`{self.name}({_listed(one.parameters)})`" for one in self.signatures)
        ways = tuple(dict.fromkeys(written))
        hint = f"write {' or '.join(ways)}"
        known = {parameter.name for one in self.signatures for parameter in one.parameters}
        unknown = [name for name in names if name not in known]
        if unknown:
            return Mismatch("E203", f"`{self.name}` has no parameter `{unknown[0]}`", hint)
        if names:
            return Mismatch("E203", f"`{self.name}` is not called with these parameters", hint)
        return Mismatch("E203", f"`{self.name}` is not called with {_counted(count)}", hint)


def _counted(count: int) -> str:
    return "1 argument" if count == 1 else f"{count} arguments"


def _listed(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(p.name + (", ..." if p.is_open else "") for p in parameters)


def function(name: str, *ways: tuple[str, Build], is_ours: bool = False) -> Function:
    return Function(name, tuple(Signature(_read(text), build) for text, build in ways), is_ours)


def _read(text: str) -> tuple[Parameter, ...]:
    made = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, _, wants = part.partition(":")
        plain = name.strip().rstrip("?*")
        is_open = name.strip().endswith("*")
        made.append(Parameter(plain, wants.strip(), name.strip().endswith("?"), is_open))
    return tuple(made)


def _fitted(node: Node, parameter: Parameter, lists: Mapping[str, CodeList]) -> Node:
    if parameter.wants.startswith("code of "):
        node = as_code(node, Type(Kind.CODE, of=parameter.wants.removeprefix("code of ")), lists)
    if fits(parameter.wants, node.type):
        return node
    wanted = parameter.wants.replace("|", " or ").replace("group", "group or list")
    raise Mismatch("E301", f"`{parameter.name}` is {wanted}, not {node.type.required()}")


def fits(wants: str, type_: Type) -> bool:
    """Whether a value of the type is what a parameter wants."""
    if "|" in wants:
        return any(fits(part, type_) for part in wants.split("|"))
    sort, _, inner = wants.partition(" of ")
    if type_.kind not in _SORTS[sort]:
        return False
    if sort == "code":
        return type_.of == inner
    return not inner or (type_.item is not None and fits(inner, type_.item))


def text_of(node: Node, what: str) -> str:
    """The text that stands in quotation marks; raises Mismatch for anything else."""
    if isinstance(node, Const) and isinstance(node.value, str):
        return node.value
    raise Mismatch("E301", f"{what} is a text in quotation marks")
