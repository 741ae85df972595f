"""`mumaris prove`: what is so of whole services, for everybody and on every day."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import click

from engine.cli.options import no_service, read_definitions
from engine.cli.progress import progress
from engine.kept_proofs import keep, read_kept
from engine.model.words import Language

if TYPE_CHECKING:
    from engine.analysis.proving.finding import Finding
    from engine.analysis.proving.service import Report
    from engine.definitions.catalogue import Catalogue

KEPT: Final = Path(".cache/mumaris/findings.json")


@click.command("prove")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option("--service", help="Only this service.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How findings are written; markdown is for a pull request.",
)
@click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="en", show_default=True, help="The language."
)
@click.option(
    "--as-scenario",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Propose each example as a scenario under this folder, such as config/scenarios, for an "
    "author to confirm.",
)
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help=f"Keep what was found in {KEPT}, so that an unchanged service is not proved again.",
)
def command(
    path: Path, service: str | None, format_: str, lang: str, folder: Path | None, cache: bool
) -> None:
    """Prove what is so of the services in PATH (default: config).

    Over each whole service, for everybody and on every day: rules that nobody meets or fails,
    clauses and questions that never matter, requirements that contradict each other, documents,
    fees, steps and fields of nobody, days on which nothing is in force, complete applications that
    are not decided; and the `claims` of the authors. Somebody of whom a finding is so is told. What
    could not be proved either way is named.

    Exits with 0 when there is nothing to mend, 1 when there is, 2 when PATH cannot be read.
    """
    from engine.analysis.proving.service import report
    from engine.analysis.proving.telling import Format, told
    from engine.definitions.read import read_files

    files = read_definitions(path)
    catalogue = read_files(files)
    kept = read_kept(KEPT) if cache else {}
    found, answers = _found(catalogue, files, service, kept)
    if cache:
        keep({**kept, **answers} if service else answers, KEPT)
    made = report(catalogue, found)
    click.echo(told(made, catalogue, Format(format_), Language(lang)))
    if folder is not None:
        for line in _scenarios(catalogue, files, made, folder, Language(lang)):
            click.echo(line, err=True)
    sys.exit(0 if made.is_clean else 1)


def _found(
    catalogue: Catalogue,
    files: Mapping[PurePosixPath, bytes],
    service: str | None,
    kept: Mapping[str, str],
) -> tuple[dict[str, tuple[Finding, ...]], dict[str, str]]:
    """The findings by service, and those of them that can be kept."""
    from engine.analysis.proving.apart import proved
    from engine.analysis.proving.keeping import can_be_kept, key_of, read, written
    from engine.analysis.whole import worlds

    of = {id: world for id, world in worlds(catalogue) if service in {None, id}}
    if service is not None and not of:
        raise no_service(service, catalogue.programs)
    keys = {id: key_of(id, catalogue.declared(id).rules, files) for id in of}
    found: dict[str, tuple[Finding, ...]] = {}
    for id, key in keys.items():
        if key in kept:
            with suppress(ValueError, KeyError, TypeError):
                found[id] = read(kept[key])
    waiting = {id: world for id, world in of.items() if id not in found}
    found |= progress(proved(catalogue, files, waiting), "proving services", len(waiting))
    found = {id: found[id] for id in of}
    answers = {keys[id]: written(one) for id, one in found.items() if can_be_kept(one)}
    return found, answers


def _scenarios(
    catalogue: Catalogue,
    files: Mapping[PurePosixPath, bytes],
    made: Report,
    folder: Path,
    language: Language,
) -> list[str]:
    """Propose each example as a scenario; says which files, and which could not be."""
    from engine.analysis.proving.examples import scenario_of

    said = []
    for service, findings in made.findings.items():
        for finding in findings:
            if finding.person is None:
                continue
            name = f"{finding.code.lower()}-{finding.of.replace('.', '-').replace('_', '-')}"
            text = scenario_of(catalogue, files, finding, name, language)
            if text is None:
                said.append(f"mumaris: {finding.span}: its example is no whole application")
                continue
            path = folder / service / f"{name}.yaml"
            if path.exists():
                said.append(f"there already: {path}")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            said.append(f"proposed as a scenario, to be confirmed: {path}")
    return said
