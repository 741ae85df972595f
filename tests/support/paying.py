"""A biller beside a portal of a test: the real simulator, asked without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from api.biller.app import create_app as create_biller
from api.biller.runtime import BillerRuntime
from api.settings import Settings
from engine.biller import HttpBiller
from engine.operations import payments
from engine.operations.payments import CallbackRefused
from engine.operations.ports import Ports
from engine.store.keyring import Purpose
from engine.wire.signing import Signed

BILLER = "http://biller.test"


@dataclass
class Line:
    """The way from the biller to the portal, which a test may cut."""

    ports: Ports
    clock: Callable[[], datetime]
    is_cut: bool = False

    def send(self, signed: Signed) -> int:
        if self.is_cut:
            return 0
        headers = dict(signed.headers)
        heard = payments.receive_callback(self.ports, signed.body, headers, self.clock())
        return 400 if isinstance(heard, CallbackRefused) else 200


@dataclass
class Speaking:
    """The way from the portal to the biller, which a test may cut."""

    client: TestClient[Litestar]
    is_down: bool = False

    def post(self, address: str, **more: Any) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("the biller is down")
        return self.client.post(address, **more)


@dataclass
class Beside:
    """`ports` speak to the biller, `client` shows its pages, `line` is how it speaks back."""

    ports: Ports
    client: TestClient[Litestar]
    line: Line
    speaking: Speaking

    @property
    def is_down(self) -> bool:
        return self.speaking.is_down

    @is_down.setter
    def is_down(self, value: bool) -> None:
        self.speaking.is_down = value

    @property
    def runtime(self) -> BillerRuntime:
        runtime: BillerRuntime = self.client.app.state.runtime
        return runtime


@contextmanager
def biller_beside(
    ports: Ports, clock: Callable[[], datetime], portal: str = "http://127.0.0.1:8000"
) -> Iterator[Beside]:
    """The simulator over a file of its own in the folder of `ports`."""
    line = Line(ports, clock)
    settings = Settings(ports.settings, ports.settings.var, portal, is_development=False)
    app = create_biller(settings, line.send, clock, keeps_sending=False)
    with TestClient(app, base_url=BILLER, raise_server_exceptions=False) as client:
        keys = ports.keys
        speaking = Speaking(client)
        heard = cast(httpx.Client, speaking)
        biller = HttpBiller(BILLER, keys[Purpose.PORTAL], keys[Purpose.BILLER], heard)
        line.ports = replace(ports, biller=biller)
        yield Beside(line.ports, client, line, speaking)
