"""The core written as Python: one function that computes every state that some nodes need.

The function is `run(get, evaluate)`. Every node that reads no item of a group is one statement,
its state in a local variable, each once; the body of a quantifier is a function inside. Equal
texts are one statement: operands have names, and constants one name for each shape.
Operations take states of any kind, so reading ahead of a guard is harmless. Nothing that an author
typed stands in the text: names of facts, codes and amounts are constants, given by reference.

What has no result (a day past the calendar) is raised, and the whole is left to the reference,
which knows the place of the fault.

A node outside the core is left to the reference: `evaluate(node, items)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from engine.expressions import beyond, core
from engine.expressions.compiled import CompiledTable
from engine.expressions.core import Aggregate, Node, Quantifier
from engine.expressions.program import Program
from engine.expressions.shape import shape
from engine.expressions.total import opened
from engine.expressions.walk import bound_in, children
from engine.expressions.writing import (
    CLASSES,
    OPERATIONS,
    SYMBOLS,
    Constants,
    codes_tested,
    is_truth,
    subject_of,
)
from engine.model.dated import Dated
from engine.model.rule import Aggregation, HitPolicy
from engine.model.types import Kind
from engine.model.value import Fault, unanswered

_DEEPEST: Final = 12  # levels of brackets in one statement; what is deeper gets a name
_NAMED: Final = (
    core.FactRef, core.DerivedRef, core.TableRef, core.ItemRef, core.AttributeOf,
)  # fmt: skip
_ARITHMETIC: Final = (core.Add, core.AddMonths, core.Scale, core.Shares)


@dataclass(slots=True)
class _Block:
    """One function: its statements, and the names that hold states in it, by what was written.

    `names` maps the variables of quantifiers that can be read in it to parameters.
    """

    level: int
    names: dict[str, str]
    lines: list[str] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    depth: int = 0

    def write(self, line: str) -> None:
        self.lines.append(f"{'    ' * (self.level + 1)}{line}")


class Written:
    """The text of `run`, what it reads by reference, and where each state is in what it returns.

    `slots` has places in the tuple by the identity of a node; `rows` by the name of a table.
    """

    def __init__(self, program: Program, nodes: Iterable[Node]) -> None:
        self._program = program
        self._count = 0
        self._block = self._main = _Block(0, {})
        self._blocks = [self._main]
        self._free: dict[int, frozenset[str]] = {}
        self._names: dict[int, str] = {}  # of nodes that read no item, by identity
        self._rows: dict[str, str] = {}
        self.constants = Constants()
        self.values: dict[str, str] = {}  # dated values by name: the global that holds the state
        self.outputs: dict[tuple[str, str], str] = {}  # by table and output: states by row
        for node in nodes:
            self._names[id(node)] = self._state(node)
        names = dict.fromkeys([*self._names.values(), *self._rows.values()])
        places = {name: at for at, name in enumerate(names)}
        self.slots = {node: places[name] for node, name in self._names.items()}
        self.rows = {table: places[name] for table, name in self._rows.items()}
        self._main.write(f"return ({''.join(f'{name}, ' for name in names)})")
        self.text = "\n".join(["def run(get, evaluate):", *self._main.lines, ""])

    # Where things stand ------------------------------------------------------------------

    def _state(self, node: Node) -> str:
        """An expression for the state of a node; a name in the outermost function."""
        match node:
            case core.Const(value):
                return self.constants.of(value, shape(node))
            case core.FactRef("decision_date"):
                return "day"
            case core.ValueRef(name, on=None):
                return self.values.setdefault(name, f"v{len(self.values) + 1}")
            case _:
                pass
        if id(node) in self._names:
            return self._names[id(node)]
        home = self._home(node)
        if home is not self._main or self._block is not self._main:
            is_flat = isinstance(node, _NAMED + _ARITHMETIC)
            if not is_flat and self._block.depth < _DEEPEST:
                return self._nested(node)
            home = home if is_flat else self._block
        name = self._written(node, home)
        if home is self._main:
            self._names[id(node)] = name
        return name

    def _nested(self, node: Node) -> str:
        block = self._block
        block.depth += 1
        text = self._expression(node)
        block.depth -= 1
        return text

    def _written(self, node: Node, home: _Block) -> str:
        """The name of a node's state, computed in the function `home`.

        What binds a variable has its shape for a key, as its text names a function of its own.
        """
        key = shape(node, home.names) if bound_in(node) else ""
        if key in home.held:
            return home.held[key]
        block, blocks, depth = self._block, self._blocks, home.depth
        self._block, self._blocks = home, blocks[: blocks.index(home) + 1]
        home.depth = 0
        name = self._named(self._expression(node))
        self._block, self._blocks, home.depth = block, blocks, depth
        if key:
            home.held[key] = name
        return name

    def _named(self, text: str) -> str:
        """A name for an expression, one for equal texts; it may be a name already."""
        if text.isidentifier():
            return text
        held = self._block.held
        if text not in held:
            held[text] = self._new("t")
            self._block.write(f"{held[text]} = {text}")
        return held[text]

    def _kept(self, text: str) -> tuple[str, str]:
        """An expression to be read first, and a name for reading it again."""
        if text.isidentifier() or self._block is self._main:
            name = self._named(text)
            return name, name
        name = self._new("w")
        return f"({name} := {text})", name

    def _new(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _home(self, node: Node) -> _Block:
        """The outermost function in which everything that `node` reads is at hand."""
        names = self._block.names
        if not names:
            return self._main
        free = {names[variable] for variable in self._variables(node) if variable in names}
        return next(block for block in self._blocks if free.issubset(block.names.values()))

    def _variables(self, node: Node) -> frozenset[str]:
        """The variables of quantifiers around it that a node reads."""
        free = self._free.get(id(node))
        if free is None:
            free = frozenset[str]().union(*map(self._variables, children(node)))
            if isinstance(node, core.ItemRef):
                free = frozenset({node.variable})
            elif binds := bound_in(node):
                source, body = children(node)
                free = self._variables(source) | (self._variables(body) - binds)
            self._free[id(node)] = free
        return free

    # Nodes -------------------------------------------------------------------------------

    def _expression(self, node: Node) -> str:
        match node:
            case core.FactRef(name):
                return f"get({self.constants.of(name)}, {self.constants.of(unanswered(name))})"
            case core.ItemRef():
                return self._item(node)
            case core.DerivedRef(name):
                return self._state(self._program.derived[name].body)
            case core.Defined(_, _, body):
                return self._state(body)
            case core.TableRef(name):
                return self._of_table(self._program.tables[name], node)
            case core.ValueRef(name):
                assert node.on is not None, "a value of the day has a name of its own"
                return f"dated_on({self._dated(name)}, {self._state(node.on)})"
            case beyond.ValuesDuring(name, begins, ends):
                days = f"{self._state(begins)}, {self._state(ends)}"
                return f"dated_during({self._dated(name)}, {days})"
            case core.AttributeOf(operand, _, values):
                return f"said({self._state(operand)}, {self.constants.of(values)})"
            case core.And(items):
                return self._settled("False", "True", "all_of", map(self._truth, items))
            case core.Or(items):
                return self._settled("True", "False", "any_of", map(self._truth, items))
            case core.Not(operand):
                first, name = self._kept(self._truth(operand))
                return f"(not {name} if type({first}) is bool else {name})"
            case core.If(condition, then, otherwise):
                first, name = self._kept(self._truth(condition))
                taken, other = self._state(then), self._state(otherwise)
                return f"({taken} if {first} is True else {other} if {name} is False else {name})"
            case core.IsAbsent(operand):
                first, name = self._kept(self._state(operand))
                is_open = f"type({first}) is Unknown or type({name}) is Fault"
                return f"({name} if {is_open} else {name} is ABSENT)"
            case core.Compare():
                return self._compared(node)
            case core.Member():
                return self._member(node)
            case core.Add(left, right, sign):
                return f"plus({self._state(left)}, {self._state(right)}, {sign})"
            case core.AddMonths(day, months, sign):
                sides = f"{self._state(day)}, {self._state(months)}"
                return f"plus_months({sides}, {sign})"
            case core.Scale(operand, factor):
                sides = f"{self._state(operand)}, {self._state(factor)}"
                return f"strict(scaled, {sides})"
            case core.Shares(parts, divisor, rounding):
                operands = (divisor, *(one for part in parts for one in part))
                states = ", ".join(map(self._state, operands))
                return f"strict(shared, {self.constants.of(rounding)}, {states})"
            case core.NoResult(why):
                return self.constants.of(Fault(why, str(node.at)))
            case core.Quantified(quantifier, variable, source, body):
                function = "some" if quantifier is Quantifier.SOME else "every"
                return f"{function}({self._over(variable, source, body, is_condition=True)})"
            case core.Aggregated(aggregate, variable, source, body):
                what = f"{self.constants.of(aggregate)}, {self.constants.of(node.type)}"
                over = self._over(variable, source, body, is_condition=False)
                return f"gathered({what}, {over})"
            case _:
                pairs = self._block.names.items()
                bound = "".join(f"{self.constants.of(key)}: {name}, " for key, name in pairs)
                return f"evaluate({self.constants.of(node)}, {{{bound}}})"

    def _truth(self, node: Node) -> str:
        """An expression for the truth of a node; absent counts as unknown without a cause."""
        meant: Node = node
        while isinstance(meant, core.DerivedRef):
            meant = self._program.derived[meant.name].body
        if is_truth(meant):
            return self._state(node)
        first, name = self._kept(self._state(node))
        return f"({name} if type({first}) is bool else as_truth({name}))"

    def _settled(self, by: str, other: str, kleene: str, truths: Iterable[str]) -> str:
        """Kleene's `and` or `or`; inside a function, later truths are not read once it is settled.

        Elsewhere they are names, and what takes least to compile is best.
        """
        if self._block is self._main:
            sign = " & " if kleene == "all_of" else " | "
            return f"({sign.join(map(self._named, truths)) or other})"
        kept = [self._kept(truth) for truth in truths]
        settles = " or ".join(f"{first} is {by}" for first, _ in kept)
        does_not = " and ".join(f"{name} is {other}" for _, name in kept)
        names = "".join(f"{name}, " for _, name in kept)
        if not kept:
            return other
        return f"({by} if {settles} else {other} if {does_not} else {kleene}(({names})))"

    def _compared(self, node: core.Compare) -> str:
        class_ = CLASSES.get(node.left.type.kind)
        (left, left_name), (right, right_name) = (
            self._kept(self._state(side)) for side in (node.left, node.right)
        )
        operation = OPERATIONS[node.operator]
        if class_ is None or class_ is not CLASSES.get(node.right.type.kind):
            return f"strict({operation}, {left}, {right})"
        sides = ((left, node.left), (right, node.right))
        types = " is ".join(f"type({side})" for side, of in sides if not _is_sure(of, class_))
        result = f"{left_name} {SYMBOLS[node.operator]} {right_name}"
        if not types:
            return f"({result})"
        otherwise = f"strict({operation}, {left_name}, {right_name})"
        return f"({result} if {types} is {class_.__name__} else {otherwise})"

    def _member(self, node: core.Member) -> str:
        class_ = CLASSES.get(node.element.type.kind)
        element, name = self._kept(self._state(node.element))
        collection = self._state(node.collection)
        if class_ is None or not collection.isidentifier():
            return f"strict(is_in, {element}, {collection})"
        sides = f"type({element}) is {class_.__name__} and type({collection}) is tuple"
        otherwise = f"strict(is_in, {name}, {collection})"
        return f"({name} in {collection} if {sides} else {otherwise})"

    def _item(self, node: core.ItemRef) -> str:
        item = self._block.names.get(node.variable)
        if item is None:
            return "UNKNOWN"
        if node.field is None:
            return item
        field = self.constants.of(node.field)
        nothing = self.constants.of(unanswered(f"{node.variable}.{node.field}"))
        slowly = f"field_of({item}, {field}, {nothing})"
        return f"({item}.get({field}, {nothing}) if type({item}) is dict else {slowly})"

    # Functions inside --------------------------------------------------------------------

    def _over(self, variable: str, source: Node, body: Node, *, is_condition: bool) -> str:
        """What a quantifier ranges over, why that is open, and a function for its body."""
        over, why = self._state(source), self.constants.of(opened(source))
        name, item = self._new("b"), self._new("E")
        inner = _Block(self._block.level + 1, {**self._block.names, variable: item})
        self._enter(inner)
        inner.write(f"return {self._truth(body) if is_condition else self._state(body)}")
        self._leave(f"def {name}({item}):")
        return f"{over}, {why}, {name}"

    # Tables ------------------------------------------------------------------------------

    def _of_table(self, compiled: CompiledTable, node: core.TableRef) -> str:
        """What the rows that hold give; see `_holding` for how they are held."""
        table, output = compiled.table, node.output
        rows = self._holding(table.name)
        if table.aggregate is Aggregation.COUNT:
            return f"(Decimal(len({rows})) if type({rows}) is tuple else {rows})"
        states = self._outputs(compiled, node)
        if table.hit_policy.gives_list:
            aggregate = table.aggregate and Aggregate(table.aggregate)
            what = f"{self.constants.of(aggregate)}, {self.constants.of(compiled.types[output])}"
            held = rows if compiled.default is None else f"{rows} or (None,)"
            each = f"[{states}[row] for row in {held}]"
            return f"(together({what}, {each}) if type({rows}) is tuple else {rows})"
        if table.hit_policy is HitPolicy.ANY:
            rows = self._named(f"({rows}[0] if type({rows}) is tuple else {rows})")
        return f"({states}[{rows}] if type({rows}) is str or {rows} is None else {rows})"

    def _outputs(self, compiled: CompiledTable, node: core.TableRef) -> str:
        """The name that holds the states of an output by id of a row, by None of the default."""
        output = node.output
        held = [(self.constants.of(row.row.id), row.outputs[output]) for row in compiled.rows]
        held += [("None", compiled.default[output])] if compiled.default is not None else []
        computed = [f"{id_}: {self._state(one)}" for id_, one in held if not isinstance(one, Dated)]
        if node.on is not None:
            cells = self.constants.of(dict(compiled.cells(output)))
            made = f"{{{', '.join(computed)}}}"
            return self._named(f"CellsOn({cells}, {made}, {self._state(node.on)})")
        key = compiled.table.name, output
        dated = self.outputs.setdefault(key, f"o{len(self.outputs) + 1}")
        return self._named(f"{{**{dated}, {', '.join(computed)}}}") if computed else dated

    def _dated(self, name: str) -> str:
        """A dated value, and where it is declared."""
        value = self._program.values[name]
        return f"{self.constants.of(value.by_date)}, {self.constants.of(value.span)}"

    def _holding(self, table: str) -> str:
        """The name that holds which rows of a table hold, or why that is open.

        The id of one row, or None, where one is chosen; else the ids of all that hold, in a tuple.
        """
        if table not in self._rows:
            home, self._block = self._block, self._main
            blocks, self._blocks = self._blocks, [self._main]
            self._rows[table] = self._named(self._chosen(self._program.tables[table]))
            self._block, self._blocks = home, blocks
        return self._rows[table]

    def _chosen(self, compiled: CompiledTable) -> str:
        policy = compiled.table.hit_policy
        function = self._new("r")
        block = _Block(1, {})
        self._enter(block)
        block.write("held, waiting = [], []")
        for row in compiled.rows:
            first, name = self._kept(self._truth(row.condition))
            id_ = self.constants.of(row.row.id)
            taken = f"return {id_}"
            if policy.reads_downwards:
                taken = f"return blocking(waiting) if waiting else {id_}"
            elif policy.lets_several_hold:
                taken = f"held.append({id_})"
            block.write(f"if {first} is not False:")
            block.write(f"    if {name} is True: {taken}")
            block.write(f"    else: waiting.append({name})")
        if policy is HitPolicy.ANY:
            block.write("if held: return tuple(held)")
        nothing = "tuple(held)" if policy.gives_list else "None"
        block.write(f"return blocking(waiting) if waiting else {nothing}")
        self._leave(f"def {function}():")
        return self._looked_up(compiled, f"{function}()")

    def _looked_up(self, compiled: CompiledTable, slowly: str) -> str:
        """The rows by one look in a dictionary, where every cell is a code of one input."""
        subject = subject_of(compiled.rows[0].condition) if compiled.rows else None
        if subject is None or subject.type.kind not in {Kind.CODE, Kind.TEXT}:
            return slowly
        found: dict[str, tuple[str, ...]] = {}
        for row in compiled.rows:
            codes = codes_tested(row.condition, subject)
            if codes is None:
                return slowly
            found |= {code: (*found.get(code, ()), row.row.id) for code in codes}
        policy = compiled.table.hit_policy
        chosen = (
            found if policy.lets_several_hold else {code: ids[0] for code, ids in found.items()}
        )
        first, name = self._kept(self._state(subject))
        nothing = "()" if policy.gives_list else "None"
        look = f"{self.constants.of(chosen)}.get({name}, {nothing})"
        return f"({look} if type({first}) is str else {slowly})"

    def _enter(self, block: _Block) -> None:
        self._block = block
        self._blocks = [*self._blocks, block]

    def _leave(self, head: str) -> None:
        """End the function that was entered last; it stands in the one around it."""
        lines = self._block.lines
        self._blocks = self._blocks[:-1]
        self._block = self._blocks[-1]
        self._block.write(head)
        self._block.lines += lines


def _is_sure(node: Node, class_: type) -> bool:
    """Whether a node is known to have a value of this very class, whatever the facts are."""
    match node:
        case core.Const(value):
            return type(value) is class_
        case core.FactRef("decision_date"):
            return True
        case _:
            return False
