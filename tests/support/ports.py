"""Ports of this machine that nothing listens on."""

import socket
from contextlib import suppress
from random import SystemRandom
from typing import Final

# Below those that a system gives to whoever connects: such a one may be taken by a browser or a
# client before the server that it was looked up for has started.
_PAIRS: Final = range(12_000, 30_000, 2)


def free_port() -> int:
    """One that is free together with the next, which goes with it."""
    while True:
        port = SystemRandom().choice(_PAIRS)
        with suppress(OSError), socket.socket() as one, socket.socket() as next_:
            one.bind(("127.0.0.1", port))
            next_.bind(("127.0.0.1", port + 1))
            return port
