"""`mumaris propose`: keep a configuration as a candidate, for others to look at and approve."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.cli.options import read_definitions
from engine.cli.ports import commit_of, now, operator, ports
from engine.kept_proofs import keep, read_kept


@click.command("propose")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option("--note", default="", help="Why, in a sentence; it is shown and recorded.")
@click.option(
    "--for",
    "email",
    metavar="EMAIL",
    help="The policy editor whose proposal it is; it takes another one to approve it. Without "
    "it, an editor has to stand for it at the desk first.",
)
def command(path: Path, note: str, email: str | None) -> None:
    """Check the definitions in PATH and keep them as a candidate, not yet in force.

    At the policy desk everybody sees what it changes, and somebody else than who proposed it puts
    it in force. What has a problem is kept nowhere. Exits with 1 then, or when the very same is in
    force or proposed already.
    """
    from engine.analysis.proofs import Prover
    from engine.operations.candidates import CandidateFault, Proposer, editor, propose

    prover = Prover(read_kept())
    with ports() as open_:
        by = Proposer.of(editor(open_, email)) if email else Proposer(operator())
        found = propose(open_, read_definitions(path), by, note, commit_of(path), now(), prover)
    keep(prover.answers)
    match found:
        case CandidateFault.IN_FORCE:
            click.echo("this very configuration is in force", err=True)
        case CandidateFault.PROPOSED:
            click.echo("this very configuration is proposed already", err=True)
        case CandidateFault():
            click.echo(f"not proposed: {found}", err=True)
        case _:
            for one in found.warnings:
                click.echo(f"{one.path}:{one.line}:{one.column}: {one.severity}: {one.message}")
            click.echo(f"proposed {found.release[:12]} as candidate {found.number}")
            return
    sys.exit(1)
