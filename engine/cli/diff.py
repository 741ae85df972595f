"""`mumaris diff`: what changes between two versions of the definitions, and what it means."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.diff_driver import driver, install, textconv
from engine.cli.diff_meaning import keep_examples, meaning_between
from engine.cli.diff_result import Result
from engine.cli.options import config_option, no_service
from engine.cli.versions import VERSION_HELP, Version, version_of
from engine.model.problem import DefinitionError, EngineError
from engine.model.words import Language

if TYPE_CHECKING:
    from engine.analysis.comparison import Drafts
    from engine.release import Release

_SHAPES = ("text", "json", "markdown", "html")


@click.command(
    "diff",
    epilog=VERSION_HELP,
)
@click.argument("versions", nargs=-1, metavar="OLD [NEW]")
@config_option
@click.option("--service", "services", multiple=True, help="Only what reaches this service.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(_SHAPES),
    default="text",
    show_default=True,
    help="`markdown` for a pull request, `html` for one file to send and print.",
)
@click.option(
    "--lang", type=click.Choice(("ar", "en")), default="en", show_default=True, help="The language."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@click.option(
    "--drafts",
    is_flag=True,
    help="Count the drafts and submitted applications of the store that are touched.",
)
@click.option(
    "--as-scenario",
    "kept",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Propose the examples of who is decided differently as scenarios under this folder, for "
    "an author to confirm.",
)
@click.option("--words-only", is_flag=True, help="Leave out what the change means.")
@click.option("--git-driver", is_flag=True, help="For git alone: its seven words stand for OLD.")
@click.option("--textconv", "is_textconv", is_flag=True, help="For git alone: OLD is one file.")
@click.option(
    "--install-driver",
    is_flag=True,
    help="Let `git diff` and `git log -p` of this repository show the words, and say how.",
)
def command(
    versions: tuple[str, ...],
    config: Path,
    services: tuple[str, ...],
    shape: str,
    lang: str,
    output: Path | None,
    drafts: bool,
    kept: Path | None,
    words_only: bool,
    git_driver: bool,
    is_textconv: bool,
    install_driver: bool,
) -> None:
    """Tell what changes from OLD to NEW: in words, in what it means, and in drafts that have begun.

    NEW is the folder of definitions as it stands, where it is left out. Who is decided by another
    rule comes first, then money, documents and questions, then words. Layout and comments are no
    change. A line with `!` changes a value that was in force already.

    What it means: who is decided differently from which day, with somebody whom both versions were
    asked about; or that no one is, proved. What could not be proved is named.

    Exits with 0 when nothing changes, 1 when something does, as `git diff --exit-code` does, and 2
    when a version is not there or does not pass the check.
    """
    language = Language(lang)
    if install_driver:
        click.echo(install(config, language))
        return
    if git_driver or is_textconv:
        click.echo(driver(versions, language) if git_driver else textconv(versions), nl=False)
        return
    if len(versions) not in {1, 2}:
        raise click.UsageError("say which versions: OLD, or OLD and NEW")
    result = _compared(versions, config, services, drafts=drafts, is_proved=not words_only)
    _write(_shaped(result, shape, language), output)
    if kept is not None:
        keep_examples(result, kept)
    sys.exit(1 if result.is_changed else 0)


def _compared(
    versions: tuple[str, ...],
    config: Path,
    services: tuple[str, ...],
    *,
    drafts: bool,
    is_proved: bool,
) -> Result:
    from engine.analysis.comparison import drafts_of, words_of
    from engine.cli.ports import now
    from engine.operations.entering import civil_date

    old = version_of(versions[0], config)
    new = version_of(versions[1] if len(versions) > 1 else str(config), config)
    before, after = _read(old, "old"), _read(new, "new")
    only = _only(services, before, after)
    catalogues = before.catalogue, after.catalogue
    today = civil_date(after.catalogue.portal, now())
    touched = drafts_of(*catalogues, only, today)
    return Result(
        old=old,
        new=new,
        catalogues=catalogues,
        changes=words_of(*catalogues, only, today),
        meaning=meaning_between(catalogues, only) if is_proved else None,
        drafts=_counted(touched, after) if drafts else touched,
        submitted=_submitted() if drafts else None,
    )


def _read(version: Version, which: str) -> Release:
    """The release of a version; a plain line where it does not pass the check any more."""
    try:
        return version.release()
    except DefinitionError as error:
        first, count = error.problems[0], len(error.problems)
        more = f", and {count - 1} more" if count > 1 else ""
        raise EngineError(
            f"the {which} configuration `{version.name}` does not pass: {first.span}: "
            f"[{first.code}] {first.message}{more}; nothing was compared"
        ) from error


def _only(services: tuple[str, ...], old: Release, new: Release) -> frozenset[str] | None:
    known = {one.id for release in (old, new) for one in release.catalogue.listed}
    for service in services:
        if service not in known:
            raise no_service(service, known)
    return frozenset(services) or None


def _counted(drafts: tuple[Drafts, ...], target: Release) -> tuple[Drafts, ...]:
    """The same with the drafts of the store: how many there are, and how many are touched."""
    from engine.analysis.comparison import DraftCounts
    from engine.cli.ports import now, ports
    from engine.operations.rebasing import drafts_under

    total: Counter[str] = Counter()
    touched: Counter[str] = Counter()
    with ports() as open_:
        for draft in drafts_under(open_, target, now()):
            total[draft.service] += 1
            touched[draft.service] += bool(draft.touched)
    return tuple(
        replace(one, counts=DraftCounts(total[one.service], touched[one.service])) for one in drafts
    )


def _submitted() -> int:
    from engine.cli.ports import ports
    from engine.operations.rebasing import pinned

    with ports() as open_:
        return pinned(open_).total


def _shaped(result: Result, shape: str, language: Language) -> str:
    match shape:
        case "json":
            from engine.cli.diff_json import as_json

            return as_json(result)
        case "markdown":
            from engine.cli.diff_markdown import as_markdown

            return as_markdown(result, language)
        case "html":
            from engine.cli.diff_html import as_html

            return as_html(result, language)
        case _:
            from engine.cli.diff_text import as_text

            return as_text(result, language)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise EngineError(f"`{output}` cannot be written: {error.strerror}") from error
