"""Code: what `written.py` wrote for some nodes of a program, compiled by Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import TYPE_CHECKING, Any

from engine.expressions.core import Node
from engine.expressions.writing import GLOBALS
from engine.expressions.written import Written

if TYPE_CHECKING:
    from engine.expressions.program import Program


@dataclass(frozen=True, slots=True)
class Code:
    """`run` reads `constants` by name, and the states of a day: dated `values`, table `outputs`.

    Of what it returns, `slots` has the places by identity of a node, `rows` by name of a table.
    """

    run: CodeType
    constants: Mapping[str, object]
    values: Mapping[str, str]
    outputs: Mapping[tuple[str, str], str]
    slots: Mapping[int, int]
    rows: Mapping[str, int]


def compiled(program: Program, nodes: Iterable[Node]) -> Code:
    """Write and compile what computes `nodes`, with no built-in within its reach."""
    written = Written(program, nodes)
    space: dict[str, Any] = {}
    module = compile(written.text, f"<{program.service}>", "exec")
    exec(module, {"__builtins__": {}}, space)  # noqa: S102  the text is ours alone: see written.py
    return Code(
        run=space["run"].__code__,
        constants={**GLOBALS, **written.constants.by_name},
        values=written.values,
        outputs=written.outputs,
        slots=written.slots,
        rows=written.rows,
    )
