"""`mumaris check`: every problem of a configuration, all at once."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterator, Sequence, Sized
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.check_fixes import differences, fix_all, write
from engine.cli.options import Day, read_definitions
from engine.cli.ports import now
from engine.cli.versions import VERSION_HELP, version_of
from engine.definitions.report import Format, render
from engine.kept_proofs import KEPT, keep, read_kept
from engine.model.severity import Severity

if TYPE_CHECKING:
    from engine.definitions.catalogue import Catalogue
    from engine.definitions.fixing import Files
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
@click.option("--fix", is_flag=True, help="Make the fixes that leave nothing to choose.")
@click.option(
    "--dry-run", is_flag=True, help="With --fix: show the changes, make none, exit with 1 if any."
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help=f"Keep what was proved, and which scenarios are right, in {KEPT.parent}, so that it need "
    "not be looked at again.",
)
def command(
    path: Path,
    format_: str,
    day: date | None,
    since: str | None,
    fix: bool,
    dry_run: bool,
    strict: bool,
    cache: bool,
) -> None:
    """Check the definitions in PATH (default: config).

    An error refuses a release; a warning is a likely mistake, and a note what could not be settled.
    Exits with 0 when there is no error, 1 when there are some, 2 when PATH cannot be read.

    --fix does what hints say where that leaves nothing to choose: a name that can only be one
    other, a text that belongs in quotes, a sign of the other script. Nothing else in a file
    changes. Look at the changes with git afterwards, or at once with --dry-run.
    """
    from engine.analysis.proofs import Prover
    from engine.cli.kept_scenarios import keep_right, right_scenarios
    from engine.definitions.read import check_files
    from engine.definitions.upkeep import one_sided

    if dry_run and not fix:
        raise click.UsageError("--dry-run shows what --fix would do: write both")
    files: Files = read_definitions(path)
    before = None if since is None else version_of(since, path)
    prover = Prover(read_kept() if cache else None)
    as_of = day or now().date()
    fixed: tuple[Problem, ...] = ()

    def look(files: Files) -> Checked:
        unread = right_scenarios(files) if cache else ()
        return check_files(files, prover, as_of, unread=unread)

    try:
        with _keeping_all():
            checked = look(files)
        if fix:
            mended, checked, fixed = fix_all(files, checked, look)
            _tell(files, mended, fixed, path, is_dry=dry_run)
            files = mended
    finally:
        if cache:
            keep(prover.answers)
    if cache:
        keep_right(files, checked)
    if before is not None:
        checked = checked.and_also(one_sided(before.files, files, before.name))
    _say(checked, files, path, Format(format_))
    refused = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    is_refused = any(one.severity in refused for one in checked.problems)
    sys.exit(1 if is_refused or (dry_run and fixed) else 0)


@contextmanager
def _keeping_all() -> Iterator[None]:
    """Without looking for garbage, then or later: that takes a third of the time and finds next
    to none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _tell(
    before: Files, after: Files, fixed: Sequence[Problem], path: Path, *, is_dry: bool
) -> None:
    """What was fixed, to standard error; or the diff that would fix it, to standard output."""
    if is_dry:
        for line in differences(before, after, path):
            click.echo(line)
        return
    count = write(before, after, path)
    for problem in fixed:
        click.echo(f"{problem.span}: fixed[{problem.code}]: {problem.message}", err=True)
    if fixed:
        files = f"{count} file{'' if count == 1 else 's'}"
        click.echo(f"fixed {_counted(fixed, 'problem')} in {files}", err=True)


def _say(checked: Checked, files: Files, path: Path, format_: Format) -> None:
    from engine.release import hash_of

    if checked.problems or format_ in {Format.JSON, Format.SARIF}:
        click.echo(render(checked.problems, format_, path))
    if checked.catalogue is None:
        click.echo(_counted_by_severity(checked.problems), err=True)
    elif format_ is Format.TEXT:
        said = _summary(checked, checked.catalogue, files)
        click.echo(f"{said}; release {hash_of(files)[:12]}")


def _summary(checked: Checked, catalogue: Catalogue, files: Files) -> str:
    """What was checked, and that nothing refuses it."""
    from engine.cli.kept_scenarios import scenarios

    counted = (
        _counted(catalogue.listed, "service"),
        *([_counted(catalogue.fragments, "fragment")] if catalogue.fragments else []),
        *([_counted(catalogue.lifecycles, "lifecycle")] if catalogue.lifecycles else []),
        _counted(catalogue.lists, "list"),
        _counted(catalogue.registers, "register"),
        _counted([*scenarios(files)], "scenario"),
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
