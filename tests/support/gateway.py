"""A real gateway of text messages on loopback: tells repeats by their key, answers as told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DROP = 0  # take the message over, and hang up before saying so


@dataclass
class Gateway:
    """`replies` are statuses given in turn; whatever follows is taken over."""

    address: str = ""
    delivered: dict[str, Any] = field(default_factory=dict)  # by key: what reaches a telephone
    asked: list[str | None] = field(default_factory=list)  # the key of each request
    tokens: list[str | None] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Listen until the block ends."""
    told = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            key = self.headers["Idempotency-Key"]
            told.asked.append(key)
            told.tokens.append(self.headers["Authorization"])
            reply = told.replies.pop(0) if told.replies else 202
            if reply in {202, DROP}:
                is_new = key not in told.delivered
                told.delivered.setdefault(key, body)
                reply = reply if is_new or reply == DROP else 409
            if reply == DROP:
                self.connection.close()
                return
            self.send_response(reply)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}/messages"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
