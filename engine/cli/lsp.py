"""`mumaris lsp`: the language server, which editors start and talk to over standard input."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.options import config_option


@click.command("lsp")
@config_option
def command(config: Path) -> None:
    """Serve editors that speak the Language Server Protocol, over standard input and output.

    Problems while typing, what a name means and is worth today, completion of keys, names, codes,
    functions and ids, and where something is declared. Scenarios are read while they are open.
    """
    from engine.cli.lsp_server import serve

    serve(config)
