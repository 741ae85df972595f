"""Completing a table of past applications: a column for what a relation does not compute.

Then two versions are compared where the table is, and only conditions that differ from those of
today are left to the evaluator. Rows come in the order of their references, which are digests in an
export: nobody sees who was decided after whom.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from engine.analysis import tables
from engine.analysis.history.history import KEYS
from engine.analysis.relation.relation import with_derived
from engine.expressions.program import Program


def complete(path: Path, program: Program) -> None:
    """Write the file again with a stored column for each node that is not covered."""
    beside = path.with_name(f"{path.name}.unfinished")
    with TemporaryDirectory(prefix="mumaris-") as folder:
        with tables.opened(str(path), program.service) as table:
            found = with_derived(table, [program], Path(folder))
            found.table.order_by(KEYS[0].name).to_parquet(str(beside))
        beside.replace(path)
