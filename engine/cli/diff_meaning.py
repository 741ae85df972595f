"""What a change means, as `mumaris diff` asks for it and shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.progress import progress
from engine.definitions.catalogue import Catalogue
from engine.kept_proofs import keep, read_kept
from engine.model.words import Language
from engine.phrases import phrase

if TYPE_CHECKING:
    from engine.analysis.meaning.meaning import ServiceMeaning
    from engine.analysis.meaning.words import ServiceWords
    from engine.cli.diff_result import Result

Catalogues = tuple[Catalogue, Catalogue]


def meaning_between(
    catalogues: Catalogues, only: Collection[str] | None
) -> tuple[ServiceMeaning, ...]:
    """What the change means for each service, or for `only`; what was proved is kept."""
    from engine.analysis.meaning.meaning import meanings
    from engine.analysis.proofs import Prover

    prover = Prover(read_kept())
    try:
        return tuple(progress(meanings(*catalogues, prover, only), "services compared"))
    finally:
        keep(prover.answers)


def keep_examples(result: Result, folder: Path) -> None:
    """Propose each example as a scenario of its service in `folder`; never over a file."""
    from engine.analysis.meaning.scenarios import scenarios_of

    texts = scenarios_of(result.meaning or (), result.catalogues, result.new.files)
    for path, text in texts.items():
        place = folder / path.relative_to("scenarios")
        if place.exists():
            click.echo(f"there already: {place}", err=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        click.echo(f"proposed as a scenario, to be confirmed: {place}", err=True)
    if not texts:
        click.echo("no example to propose that is no scenario already", err=True)


def shown(
    meanings: tuple[ServiceMeaning, ...], catalogues: Catalogues, language: Language
) -> tuple[ServiceWords, ...]:
    """The words for each service that is written differently: a proof too is worth a line."""
    from engine.analysis.meaning.words import in_words

    return tuple(in_words(one, *catalogues, language) for one in meanings if not one.is_alike)


def alike(meanings: tuple[ServiceMeaning, ...], language: Language) -> str | None:
    """A line about the services of which nothing that decides is written differently."""
    count = sum(one.is_alike for one in meanings)
    return phrase("diff.alike", language, count=count) if count else None


def lines(
    meanings: tuple[ServiceMeaning, ...], catalogues: Catalogues, language: Language
) -> Iterator[str]:
    """The meaning as lines of plain text, an empty one before each service."""
    from engine.analysis.meaning.words import lines_of

    for words in shown(meanings, catalogues, language):
        yield ""
        yield from lines_of(words, language)
    same = alike(meanings, language)
    if same is not None:
        yield ""
        yield same
