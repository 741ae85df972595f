"""Structured logs: one JSON line an event, on the standard error output.

A line carries request ids, references, rule ids and problem codes; never an answer, a name, an
address, a token or the content of a file.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog


def configure(is_development: bool, counted: structlog.typing.Processor) -> None:
    """Set up the process's logs: lines to read in development, JSON elsewhere.

    `counted` sees every event before it is written.
    """
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if is_development
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            counted,
            _named_process,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        # said again, because a command that serves has let only warnings through before
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _named_process(_: object, __: str, event: structlog.typing.EventDict) -> Any:
    """Which of several server processes wrote the line."""
    return {**event, "process": os.getpid()}


def _to_standard_error(*_: object) -> structlog.WriteLogger:
    """Asked for at every line, because tests put another stream in its place.

    A line is one write, so that lines of several processes are never torn.
    """
    return structlog.WriteLogger(cast(TextIO, _Stream()))


class _Stream:
    """Standard error, where a line that finds no room is lost: its request goes on."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def log() -> structlog.typing.FilteringBoundLogger:
    return cast(structlog.typing.FilteringBoundLogger, structlog.get_logger())
