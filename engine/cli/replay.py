"""`mumaris replay`: make recorded decisions again, and compare."""

from __future__ import annotations

import os
import sys

import click

from engine.cli.ports import ports
from engine.cli.progress import Progress
from engine.model.problem import EngineError


@click.command("replay")
@click.argument("reference", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every recorded decision.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="one for each processor",
    help="Processes that decide, with --all.",
)
def command(reference: str | None, is_all: bool, processes: int) -> None:
    """Decide the application REFERENCE again from its record, and compare codes and values.

    With --all: every decision that was ever recorded. Exits with 0 when all come out the same,
    1 when one does not. Decisions whose content was deleted are counted.
    """
    if is_all == (reference is not None):
        raise EngineError("say one reference, or `--all`")
    differs = _one(reference) if reference is not None else _all(processes)
    sys.exit(1 if differs else 0)


def _one(reference: str) -> bool:
    from engine.operations.records import Erased, replay

    with ports() as open_:
        replayed = replay(open_, reference)
    if isinstance(replayed, Erased):
        click.echo(f"record {replayed.sequence}: its content was deleted, so it cannot be replayed")
        return True
    click.echo(
        f"record {replayed.sequence}, decided for {replayed.decision_date} "
        f"under release {replayed.release[:12]} by engine {replayed.engine}"
    )
    for difference in replayed.differences:
        click.echo(f"  {difference.path}: {difference.recorded} -> {difference.recomputed}")
    if not replayed.differences:
        click.echo(f"the same decision: {replayed.decision.outcome}")
    return bool(replayed.differences)


def _all(processes: int) -> bool:
    from engine.operations.records import length
    from engine.operations.replaying import replay_all

    same = erased = differing = 0
    with ports() as open_, Progress("replaying", length(open_)) as progress:
        for piece in replay_all(open_, processes):
            same, erased = same + piece.same, erased + piece.erased
            for one in piece.differing:
                differing += 1
                progress.say(f"record {one.sequence}, application {one.reference}")
                if one.fault is not None:
                    progress.say(f"  cannot be replayed: {one.fault}")
                for difference in one.differences:
                    values = f"{difference.recorded} -> {difference.recomputed}"
                    progress.say(f"  {difference.path}: {values}")
            progress.advance(piece.records)
    count = same + differing
    made = "1 decision" if count == 1 else f"{count} decisions"
    click.echo(
        f"{made} made again: {same} the same, {differing} not; {erased} with content deleted"
    )
    return differing > 0
