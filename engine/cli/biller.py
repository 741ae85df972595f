"""`mumaris biller`: a simulator of a biller, as a process of its own."""

from __future__ import annotations

import click


@click.command("biller")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8001, show_default=True, help="The port to listen on.")
def command(host: str, port: int) -> None:
    """Serve a simulated biller: it takes bills, lets people pay them, and tells the portal.

    It calls the portal at MUMARIS_BASE_URL until it is heard, and keeps what it knows in
    `biller.sqlite3` in MUMARIS_VAR. Set MUMARIS_BILLER_URL of the portal to where it listens.
    `mumaris serve` without --production starts one by itself.
    """
    import uvicorn

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
