"""A portal on a real port, with the demonstration of config/, for a real browser.

Time stands at `NOW`, the day that the demonstration's people are made for.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep

import uvicorn
from litestar import Litestar

from api.app import create_app
from api.biller.app import create_app as create_biller
from api.settings import Settings
from engine.biller import HttpBiller
from engine.definitions.read import read_folder
from engine.operations.accounts import seed_demonstration
from engine.operations.ports import Ports
from engine.store.keyring import Purpose
from tests.support.paying import Line
from tests.support.portal import Clock
from tests.support.visitors import NOW, Files, open_here, publish

CONFIG = Path(__file__).parents[2] / "config"
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Live:
    """`address` has no slash at its end; `password` is that of every demonstration person."""

    address: str
    password: str
    ports: Ports


@contextmanager
def live_portal(folder: Path, files: Files | None = None) -> Iterator[Live]:
    """Serve config/, or other files, from threads of this process until the block ends.

    The biller's simulator serves beside it, and pays into it.
    """
    ports = open_here(folder, f"sqlite:///{folder / 'mumaris.sqlite3'}")
    publish(ports, files or read_folder(CONFIG))
    demonstration = seed_demonstration(ports, NOW)
    with _listening() as (portal, address), _listening() as (biller, biller_address):
        settings = Settings(ports.settings, CONFIG, address, False, requests_per_minute=100_000)
        line = Line(ports, Clock())
        keys = ports.keys
        there = HttpBiller(biller_address, keys[Purpose.PORTAL], keys[Purpose.BILLER])
        line.ports = replace(ports, biller=there)
        with (
            _served(create_biller(settings, line.send, Clock()), biller),
            _served(create_app(settings, line.ports, Clock()), portal),
        ):
            yield Live(address, demonstration.password, line.ports)


@contextmanager
def _listening() -> Iterator[tuple[socket.socket, str]]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        yield listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def _served(app: Litestar, listener: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    deadline = monotonic() + PATIENCE_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert monotonic() < deadline, "the server did not start in time"
        sleep(0.02)
    yield
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)
