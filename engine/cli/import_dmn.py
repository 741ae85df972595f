"""`mumaris import-dmn`: a DMN model as our YAML, and what could not be carried over."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from engine.model.problem import EngineError, Span

if TYPE_CHECKING:
    from engine.model.types import Type


@click.command("import-dmn")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that gets rules/ and lists/. Without it the files are printed.",
)
def command(file: Path, out: Path | None) -> None:
    """Write the decisions of a DMN model as YAML, and name what could not be carried over.

    Exits with 0 when everything was, 1 when something was not, 2 when FILE cannot be read or a
    file is already there.
    """
    from engine.dmn.carry.carry import carry
    from engine.dmn.carry.yaml import files_of
    from engine.dmn.read import read_model

    path = PurePosixPath(file.name)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise EngineError(f"`{file}` cannot be read: {error.strerror}") from None
    carried = carry(read_model(content, path), Span(path, 1, 1))
    files = files_of(carried)
    if out is None:
        for name, text in files.items():
            click.echo(f"# {name}\n{text}")
    else:
        _write(out, files)
        for name in files:
            click.echo(f"wrote {out / name}")
    for note in carried.lost:
        click.echo(str(note), err=True)
    if carried.vocabulary.given:
        named = ", ".join(_with_type(*given) for given in carried.vocabulary.given.items())
        click.echo(f"declare these facts in a service: {named}", err=True)
    sys.exit(1 if carried.lost else 0)


def _with_type(name: str, type_: Type) -> str:
    """A fact and its type; of a group the fields of its items too."""
    fields = ", ".join(_with_type(*field) for field in type_.fields)
    return f"{name} ({type_} of {fields})" if fields else f"{name} ({type_})"


def _write(out: Path, files: Mapping[PurePosixPath, str]) -> None:
    """Write every file, or none where one is there already."""
    there = [name for name in files if (out / name).exists()]
    if there:
        raise EngineError(f"`{out / there[0]}` is already there; nothing was written")
    for name, text in files.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
