"""What every part of lowering needs: places, refusals, the scope, and how much a text may do.

`lower.py` puts the parts together: names (`lower_names`), loops over groups and lists
(`lower_loops`), calls (`lower_calls`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from engine.expressions import syntax as ast
from engine.expressions.core import Node
from engine.expressions.operators import FRACTIONS, Mismatch
from engine.expressions.parser import parse
from engine.expressions.scope import Scope
from engine.expressions.walk import children
from engine.model.condition import Formula
from engine.model.problem import Problem, Span
from engine.model.types import Kind, Type

MAX_STEPS: Final = 100_000  # how often loops inside one another may read one thing
MAX_NODES: Final = 5_000  # of one text, with own functions and entries of contexts written out
_USUAL_MOST: Final = 100  # elements of what says nothing of its length


class Refused(Exception):
    """Lowering stopped here; the exception never leaves this package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parsed(formula: Formula) -> ast.Syntax:
    """The tree of a text; raises Refused for what is not FEEL."""
    try:
        return parse(formula.text)
    except ast.FeelSyntaxError as error:
        place = formula.place(error.offset)
        raise Refused(Problem(error.code, error.message, place, error.hint)) from None


class Room:
    """How large a text has become. A node that stands in two places counts twice: whoever walks
    it meets it as often."""

    def __init__(self) -> None:
        self._sizes: dict[int, tuple[Node, int]] = {}  # by identity; the nodes are kept alive

    def size(self, node: Node) -> int:
        known = self._sizes.get(id(node))
        if known is None:
            size = 1 + sum(map(self.size, children(node)))
            known = self._sizes[id(node)] = node, size
        return known[1]


class Lowering(ABC):
    """Lowers one formula. `subject` is what `Input` stands for, in a table cell or after `in`.

    `own` is the function whose body this is, which sets its variables apart from its caller's.
    `steps` is how often what is lowered here may be read, for all loops around it.
    """

    def __init__(
        self,
        formula: Formula,
        scope: Scope,
        subject: Node | None = None,
        *,
        own: str = "",
        steps: int = 1,
        room: Room | None = None,
    ) -> None:
        self.formula = formula
        self.scope = scope
        self.subject = subject
        self.own = own
        self.steps = steps
        self.room = room or Room()

    @abstractmethod
    def _node(self, tree: ast.Syntax) -> Node:
        """The node of a tree; raises Mismatch or Refused."""

    # Places and refusals -----------------------------------------------------------------

    def at(self, tree: ast.Syntax) -> Span:
        start = self.formula.place(tree.start)
        end = self.formula.place(tree.end)
        same_line = end.line == start.line
        return start.at(start.line, start.column, end.column if same_line else 0)

    def text(self, tree: ast.Syntax) -> str:
        return " ".join(self.formula.text[tree.start : tree.end].split())

    def refuse(self, code: str, message: str, tree: ast.Syntax, hint: str | None = None) -> Refused:
        return Refused(Problem(code, message, self.at(tree), hint))

    # Nodes -------------------------------------------------------------------------------

    def node(self, tree: ast.Syntax) -> Node:
        """The node of a tree, which no fraction of money may leave without being rounded."""
        made = self.unrounded(tree)
        if made.type.kind is Kind.MONEY and made.type.decimals == FRACTIONS:
            message = f"`{self.text(tree)}` may have parts of the smallest unit"
            hint = "round it where it is made, as in `round half up(..., 2)`"
            raise self.refuse("E212", message, tree, hint)
        return made

    def unrounded(self, tree: ast.Syntax) -> Node:
        try:
            made = self._node(tree)
        except Mismatch as mismatch:
            raise self.refuse(mismatch.code, mismatch.message, tree, mismatch.hint) from None
        if self.room.size(made) > MAX_NODES:
            message = f"more than {MAX_NODES} parts, with own functions written out"
            raise self.refuse("E213", message, tree, "name a part of it under `derived`")
        return made

    def condition(self, tree: ast.Syntax) -> Node:
        """A node that must be yes or no."""
        node = self.node(tree)
        if node.type.kind is not Kind.YES_NO:
            kind = node.type.required()
            raise self.refuse("E302", f"a condition is yes or no, and this is {kind}", tree)
        return node

    # Scopes ------------------------------------------------------------------------------

    def inside(self, scope: Scope, subject: Node | None, steps: int) -> Lowering:
        """This lowering in another scope."""
        return type(self)(self.formula, scope, subject, own=self.own, steps=steps, room=self.room)

    def variable(self, name: str) -> str:
        """What nodes call a variable: that of an own function is not its caller's."""
        return f"{self.own}:{name}" if self.own else name

    def looped(self, over: Type, tree: ast.Syntax) -> int:
        """How often a loop over this reads its body; refused where that is too often."""
        steps = self.steps * max(1, over.most or _USUAL_MOST)
        if steps > MAX_STEPS:
            message = f"loops inside one another may read this {steps} times"
            hint = f"{MAX_STEPS} is the most: loop over fewer items, or over one group less"
            raise self.refuse("E213", message, tree, hint)
        return steps
