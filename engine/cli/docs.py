"""`mumaris docs`: the policy book, what a configuration says as pages in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.cli.options import Day, read_release
from engine.cli.ports import now
from engine.cli.progress import progress


@click.command("docs")
@click.argument(
    "path", type=click.Path(path_type=Path), default=Path("config"), envvar="MUMARIS_CONFIG"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("policy-book"),
    show_default=True,
    help="The folder to write to; files of the same names are replaced.",
)
@click.option("--date", "day", type=Day(), help="The day the law is read on.  [default: today]")
@click.option(
    "--history/--no-history",
    default=True,
    show_default=True,
    help="Say by git who changed each rule, value, table, document and fee, and when.",
)
def command(path: Path, output: Path, day: date | None, history: bool) -> None:
    """Write the policy book of the definitions in PATH (default: config).

    Services, their rules in the authors' words with the values of the day, tables, fees, required
    documents, pictures of what happens to an application, sources, lists and registers: a page
    each, in Arabic and English. The pages need no server and load nothing from elsewhere.
    """
    from engine.cli.histories import histories_of
    from engine.operations.entering import civil_date
    from engine.reports.book.pages import pages_of

    release = read_release(path)
    on = day or civil_date(release.catalogue.portal, now())
    found = histories_of(path, release.catalogue) if history else {}
    count = 0
    for name, page in progress(
        pages_of(release.catalogue, release.hash, on, found), "writing pages"
    ):
        target = output / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, "utf-8")
        count += 1
    click.echo(f"{count} pages in {output}; open {output / 'index.html'}")
