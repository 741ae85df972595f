"""`mumaris biller`: a simulator of a biller, as a process of its own."""

from __future__ import annotations

import os
import signal
import threading

import click

from engine.cli.options import PORT


@click.command("biller")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORT, default=8001, show_default=True, help="The port to listen on.")
@click.option(
    "--until-input-ends",
    is_flag=True,
    help="End when standard input does: with whoever started it, however that ended.",
)
def command(host: str, port: int, until_input_ends: bool) -> None:
    """Serve a simulated biller: it takes bills, lets people pay them, and tells the portal.

    It calls the portal at MUMARIS_BASE_URL until it is heard, and keeps what it knows in
    `biller.sqlite3` in MUMARIS_VAR. Set MUMARIS_BILLER_URL of the portal to where it listens.
    `mumaris serve` without --production starts one by itself.
    """
    import uvicorn

    if until_input_ends:
        threading.Thread(target=_end_with_input, daemon=True).start()
    uvicorn.run(
        "api.biller.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=1,  # one process sends, so that nothing is said twice at once
        access_log=False,
        server_header=False,
        log_level="warning",
    )


def _end_with_input() -> None:
    """The system closes a pipe whose other end is held by nobody any more, not even to clean up."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
