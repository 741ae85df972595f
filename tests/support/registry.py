"""A register of an authority on loopback: a real HTTP server that answers as a test tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = "application/json"


@dataclass
class Reply:
    """`waits_for`: nothing is sent before it is set. `is_cut`: the line is closed half-way."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    waits_for: threading.Event | None = None
    is_cut: bool = False


def record(**attributes: object) -> Reply:
    return Reply(body=json.dumps(attributes).encode())


@dataclass
class Registry:
    """Answers every look-up with `reply`; `asked` are the bodies, `sent` the headers, that came."""

    address: str
    reply: Reply = field(default_factory=Reply)
    asked: list[bytes] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    has_been_asked: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving_registry() -> Iterator[Registry]:
    registry = Registry("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: registry))
    server.daemon_threads = True
    registry.address = f"http://127.0.0.1:{server.server_port}/people"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(registry: Callable[[], Registry]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            here = registry()
            here.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            here.sent.append(dict(self.headers))
            here.has_been_asked.set()
            reply = here.reply
            if reply.waits_for is not None:
                reply.waits_for.wait(30)
            with suppress(OSError):  # nobody waits for the answer any more
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body) + 10 * reply.is_cut))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    return Handler
