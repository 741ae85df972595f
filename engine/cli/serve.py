"""`mumaris serve`: the portal with everything it needs, in one command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from engine.cli.options import PORT, config_option, read_definitions
from engine.cli.ports import commit_of, now, operator, ports
from engine.kept_proofs import keep, read_kept
from engine.model.problem import EngineError
from engine.settings import Environment

_SECONDS_TO_END = 30  # for requests under way, once the server is told to stop


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Server processes.")
@click.option(
    "--production",
    is_flag=True,
    help="No demonstration people, no outbox page, no watching of the folder, nothing published.",
)
@config_option
def command(host: str, port: int, workers: int, production: bool, config: Path) -> None:
    """Serve the portal: store upgraded, configuration published, demonstration people ready.

    With --production the store must hold a release already (`mumaris publish`).
    """
    import uvicorn

    _refuse_taken_port(host, port)
    os.environ.setdefault("MUMARIS_BASE_URL", f"http://{host}:{port}")
    os.environ["MUMARIS_CONFIG"] = str(config)
    if not production:
        os.environ["MUMARIS_DEMONSTRATION"] = "yes"
        os.environ["MUMARIS_DEVELOPMENT"] = "yes"
        _prepare(config)
    click.echo(f"\n  {os.environ['MUMARIS_BASE_URL']}/\n")
    _unwind_when_told_to_stop()
    with _counting_together(workers), nullcontext() if production else _biller(host, port + 1):
        uvicorn.run(
            "api.app:create_app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,
            server_header=False,
            log_level="warning",
            forwarded_allow_ips=Environment(os.environ).text("MUMARIS_TRUSTED_PROXIES"),
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )


def _unwind_when_told_to_stop() -> None:
    """Have SIGTERM leave every block behind it: the biller ends, and so do temporary folders.

    uvicorn finishes the requests under way, and then raises the signal again under this handler;
    the default one would end the process where it stands.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


@contextmanager
def _biller(host: str, port: int) -> Iterator[None]:
    """The simulator of a biller beside the portal, unless a biller is named already."""
    if os.environ.get("MUMARIS_BILLER_URL"):
        yield
        return
    _refuse_taken_port(host, port)
    os.environ["MUMARIS_BILLER_URL"] = f"http://{host}:{port}"
    words = [sys.executable, "-m", "engine.cli.main", "biller", "--host", host, "--port", str(port)]
    words.append("--until-input-ends")  # a process that is killed cannot end another
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def _counting_together(workers: int) -> Iterator[None]:
    """A folder in which several processes count for one answer to /metrics."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="mumaris-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _refuse_taken_port(host: str, port: int) -> None:
    """Raise EngineError before anything is published, when nothing could be served there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"cannot listen on {host}:{port}: {error.strerror}"
            raise EngineError(f"{reason}; choose another with `--port`") from None


def _prepare(config: Path) -> None:
    """Publish the folder and make the demonstration accounts, and say how to sign in."""
    from engine.analysis.proofs import Prover
    from engine.operations.accounts import seed_demonstration
    from engine.operations.releases import publish

    prover = Prover(read_kept())
    with ports() as open_:
        publish(
            open_,
            read_definitions(config),
            operator(),
            "served for demonstration",
            commit_of(config),
            now(),
            prover,
        )
        keep(prover.answers)
        demonstration = seed_demonstration(open_, now())
    click.echo("Demonstration logins")
    width = max((len(login.email) for login in demonstration.logins), default=0)
    role = None
    for login in demonstration.logins:
        if login.role is not role:
            role = login.role
            click.echo(f"\n{role.value.replace('_', ' ')}")
        click.echo(f"  {login.email:<{width}}  {login.purpose.en}")
    click.echo(f"\nThe password of them all: {demonstration.password}")
