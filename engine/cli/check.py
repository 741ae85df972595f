"""`mumaris check`: every problem of a configuration, all at once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence, Sized
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.kept_proofs import KEPT, keep, read_kept
from engine.cli.options import Day, read_definitions
from engine.cli.ports import now
from engine.cli.versions import VERSION_HELP, version_of
from engine.definitions.report import Format, render
from engine.model.severity import Severity

if TYPE_CHECKING:
    from engine.definitions.catalogue import Catalogue
    from engine.definitions.read import Checked
    from engine.model.problem import Problem


@click.command("check")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option(
    "--format",
    "format_",
    type=click.Choice([one.value for one in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="How problems are written; github is for a workflow, which shows them beside the lines.",
)
@click.option(
    "--date",
    "day",
    type=Day(),
    help="The day as of which sources are due to be read again; today where it is left out.",
)
@click.option(
    "--since",
    metavar="VERSION",
    help="Warn of texts of which one language was changed since VERSION, and the other was not. "
    f"{VERSION_HELP}",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help=f"Keep what was proved in {KEPT}, so that it need not be proved again.",
)
def command(
    path: Path, format_: str, day: date | None, since: str | None, strict: bool, cache: bool
) -> None:
    """Check the definitions in PATH (default: config).

    An error refuses a release; a warning is a likely mistake, and a note what could not be settled.
    Exits with 0 when there is no error, 1 when there are some, 2 when PATH cannot be read.
    """
    from engine.analysis.proofs import Prover
    from engine.definitions.read import check_files
    from engine.definitions.upkeep import one_sided
    from engine.release import hash_of

    files = read_definitions(path)
    before = None if since is None else version_of(since, path)
    prover = Prover(read_kept() if cache else None)
    try:
        checked = check_files(files, prover, day or now().date())
    finally:
        if cache:
            keep(prover.answers)
    if before is not None:
        checked = checked.and_also(one_sided(before.files, files, before.name))
    if checked.problems or format_ in {Format.JSON, Format.SARIF}:
        click.echo(render(checked.problems, Format(format_), path))
    if checked.catalogue is None:
        click.echo(_counted_by_severity(checked.problems), err=True)
    elif format_ == Format.TEXT:
        click.echo(f"{_summary(checked, checked.catalogue)}; release {hash_of(files)[:12]}")
    refused = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    sys.exit(1 if any(one.severity in refused for one in checked.problems) else 0)


def _summary(checked: Checked, catalogue: Catalogue) -> str:
    """What was checked, and that nothing refuses it."""
    counted = (
        _counted(catalogue.listed, "service"),
        *([_counted(catalogue.fragments, "fragment")] if catalogue.fragments else []),
        *([_counted(catalogue.lifecycles, "lifecycle")] if catalogue.lifecycles else []),
        _counted(catalogue.lists, "list"),
        _counted(catalogue.registers, "register"),
        _counted(catalogue.scenarios, "scenario"),
    )
    found = f"no errors, {_by_severity(checked.problems)}" if checked.problems else "no problems"
    return f"{found}: {', '.join(counted)}"


def _counted_by_severity(problems: Sequence[Problem]) -> str:
    """`3 problems: 2 errors, 1 warning`; the count alone where all are errors."""
    count = _counted(problems, "problem")
    is_mixed = any(problem.severity is not Severity.ERROR for problem in problems)
    return f"{count}: {_by_severity(problems)}" if is_mixed else count


def _by_severity(problems: Sequence[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(_counted(range(counts[one]), one) for one in Severity if counts[one])


def _counted(things: Sized, noun: str) -> str:
    """`1 service`, `2 services`."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
