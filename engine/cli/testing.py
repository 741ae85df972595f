"""What `mumaris test` asks of scenarios beyond that they hold: coverage, boundaries, mutation.

Each prints what it found and returns whether there is nothing left to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import click

from engine.cli.progress import Progress
from engine.kept_proofs import KEPT
from engine.model.problem import EngineError
from engine.model.words import Language

if TYPE_CHECKING:
    from engine.analysis.proofs import Prover
    from engine.analysis.proposals import Proposal
    from engine.analysis.scenarios import ScenarioResult
    from engine.definitions.catalogue import Catalogue

KEPT_HERE: Final = KEPT.with_name("proofs-of-test.json")
"""What was proved for this command: another one keeps its own answers, and those alone."""


class Asked:
    """The scenarios of a configuration, of which `services` are asked about."""

    def __init__(
        self,
        catalogue: Catalogue,
        files: dict[PurePosixPath, bytes],
        results: Sequence[ScenarioResult],
        services: Sequence[str],
        prover: Prover,
    ) -> None:
        self.catalogue = catalogue
        self.files = files
        self.results = results
        self.services = services
        self.prover = prover

    def coverage(self, at_least: int, format_: str, language: Language) -> bool:
        """A clause of a fragment may be shown by another service, so every result is looked at."""
        from engine.analysis.coverage import coverage_of
        from engine.analysis.coverage_words import (
            coverage_json,
            coverage_text,
            coverage_view,
            least,
        )

        every = coverage_of(self.catalogue, self.results, self.prover)
        covered = tuple(one for one in every if one.service in self.services)
        match format_:
            case "json":
                click.echo(coverage_json(covered))
            case "html":
                from engine.phrases import phrase
                from engine.reports.page import report_page

                view = {"view": coverage_view(self.catalogue, covered, language)}
                title, lead = (phrase(f"coverage.{key}", language) for key in ("title", "lead"))
                click.echo(report_page(title, "coverage.html", view, language, lead))
            case _:
                click.echo(f"\n{coverage_text(covered)}")
        return least(covered) >= at_least

    def boundaries(self, into: Path | None, format_: str) -> bool:
        from engine.analysis.boundaries import missing_sides
        from engine.analysis.proposals import proposals, proposals_json

        sides = missing_sides(self.catalogue, self.results, self.services)
        with Progress("looking for people", len(sides)) as shown:
            made = proposals(self.catalogue, self.files, sides, self.prover, shown.advance)
        left = [one for one in made if not one.is_impossible]
        is_json = format_ == "json"
        for one in left:
            written = one.text is not None and into is not None and _written(one, into)
            click.echo(str(one.side), err=is_json)
            click.echo(f"  {_what_came_of(one, written, into)}", err=is_json)
        if is_json:
            click.echo(proposals_json(left))
            return not left
        impossible = len(made) - len(left)
        proved = f"; {impossible} cannot be, which is proved" if impossible else ""
        counted = (
            "1 side of a boundary is" if len(left) == 1 else f"{len(left)} sides of boundaries are"
        )
        click.echo(f"{counted} shown by no scenario{proved}")
        return not left

    def mutation(self, format_: str, language: Language) -> bool:
        from engine.analysis.mutation.mutation import Mutator
        from engine.analysis.mutation.words import mutation_json, mutation_text, survivors_of

        mutator = Mutator(self.catalogue, self.results, self.prover)
        total = sum(len(mutator.mutants(service)) for service in self.services)
        with Progress("changing", total) as shown:
            found = [mutator.of(service, shown.advance) for service in self.services]
        told = mutation_json if format_ == "json" else mutation_text
        click.echo(told(self.catalogue, found, language))
        return not survivors_of(found)


def _written(one: Proposal, into: Path) -> bool:
    """Write a proposal below the folder; a file that is there already stays as it is."""
    assert one.text is not None
    path = into.joinpath(*one.path.parts[1:])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(one.text)
    except FileExistsError:
        return False
    except OSError as error:
        raise EngineError(f"`{path}` cannot be written: {error.strerror}") from None
    return True


def _what_came_of(one: Proposal, written: bool, into: Path | None) -> str:
    name = "/".join(one.path.parts[1:])
    if one.text is None:
        return f"no scenario is proposed: {one.why}"
    if into is None:
        return f"--write would write {name}"
    return f"wrote {into / name}" if written else f"left {into / name} as it is"
