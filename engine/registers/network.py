"""Registers over HTTP: asked all at once, each within its time, all within one.

A look-up is `POST <address>` with `{"key": "<the person's number>"}`, or with what a public look-up
finds a record by, as `{"number": "..."}`: a number in an address would end up in logs. What comes
back is one of three: 200 with a record; 404 with a JSON body, the register has none; anything else
is no answer. A 404 that is no JSON is a proxy's, not a register's, and is not believed. Redirects
are not followed, and nothing is tried twice.

Nothing of what was asked or answered is logged: the register, and a code for why.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from engine.definitions.catalogue import Catalogue
from engine.model.register import Answer, RegisterAnswer
from engine.registers.breaker import Breaker
from engine.registers.port import Registers
from engine.registers.reading import NotAnAnswer, read_object, read_record

if TYPE_CHECKING:
    import httpx

MOST_BYTES: Final = 64 * 1024
AT_ONCE: Final = 8  # look-ups of one register, so that one that hangs holds up no other
TIMEOUT_SECONDS: Final = 3.0  # of a register that declares none
_SILENT = RegisterAnswer(Answer.SILENT, {})
_log = structlog.get_logger("mumaris.registers")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a register is asked, and the bearer token that it asks for, if any."""

    url: str
    token: str | None = field(default=None, repr=False)


class _NoAnswer(Exception):
    """`is_fault`: what came back is wrong, which somebody must look at."""

    def __init__(self, why: str, *, is_fault: bool = False) -> None:
        self.why = why
        self.is_fault = is_fault
        super().__init__(why)


@dataclass
class _Line:
    """What is kept of one register: its client, its threads, its breaker."""

    address: Address
    breaker: Breaker
    client: httpx.Client
    threads: ThreadPoolExecutor


class NetworkRegisters:
    """Asks the registers that have an address; `otherwise` answers for the others.

    `seconds` is how long all look-ups of one application may take together.
    """

    def __init__(
        self,
        addresses: Mapping[str, Address],
        otherwise: Registers,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._addresses = addresses
        self._otherwise = otherwise
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._lines: dict[str, _Line] = {}

    def ask(
        self, catalogue: Catalogue, registers: tuple[str, ...], key: str
    ) -> dict[str, RegisterAnswer]:
        ends_at = self._clock() + self._seconds
        sent = {"key": key}
        asked = {
            id: self._asked(catalogue, id, sent, ends_at) for id in registers if self._is_far(id)
        }
        near = tuple(id for id in registers if not self._is_far(id))
        said = self._otherwise.ask(catalogue, near, key) if near else {}
        said |= self._gathered(asked, ends_at)
        return {id: said[id] for id in registers}

    def find(self, catalogue: Catalogue, register: str, by: str, key: str) -> RegisterAnswer:
        if not self._is_far(register):
            return self._otherwise.find(catalogue, register, by, key)
        ends_at = self._clock() + self._seconds
        way = by.removeprefix(f"{register}.")
        sent = {"key": key} if way == catalogue.registers[register].key else {way: key}
        asked = {register: self._asked(catalogue, register, sent, ends_at)}
        return self._gathered(asked, ends_at)[register]

    def _gathered(
        self, asked: Mapping[str, Future[RegisterAnswer]], ends_at: float
    ) -> dict[str, RegisterAnswer]:
        """The answers that come in time; silence of the others."""
        said: dict[str, RegisterAnswer] = {}
        wait(asked.values(), timeout=max(0.0, ends_at - self._clock()))
        for id, future in asked.items():
            if future.done():
                said[id] = future.result()
            else:
                future.cancel()
                said[id] = _SILENT
                _log.warning("register.silent", register=id, why="overall-time")
        return said

    def close(self) -> None:
        with self._lock:
            lines, self._lines = tuple(self._lines.values()), {}
        for line in lines:
            line.threads.shutdown(wait=False, cancel_futures=True)
            line.client.close()
        self._otherwise.close()

    def _is_far(self, register: str) -> bool:
        return register in self._addresses

    def _asked(
        self, catalogue: Catalogue, register: str, sent: Mapping[str, str], ends_at: float
    ) -> Future[RegisterAnswer]:
        line = self._line(register)
        return line.threads.submit(self._look_up, line, catalogue, register, sent, ends_at)

    def _line(self, register: str) -> _Line:
        """Opened when the register is first asked, for the client takes its time to load."""
        import httpx

        with self._lock:
            if register not in self._lines:
                address = self._addresses[register]
                headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
                if address.token is not None:
                    headers["Authorization"] = f"Bearer {address.token}"
                self._lines[register] = _Line(
                    address,
                    Breaker(self._clock),
                    httpx.Client(headers=headers, follow_redirects=False, trust_env=False),
                    ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"register-{register}"),
                )
            return self._lines[register]

    def _look_up(
        self,
        line: _Line,
        catalogue: Catalogue,
        register: str,
        sent: Mapping[str, str],
        ends_at: float,
    ) -> RegisterAnswer:
        if not line.breaker.lets_through():
            _log.warning("register.silent", register=register, why="resting")
            return _SILENT
        lookup = catalogue.registers[register].lookup
        limit = TIMEOUT_SECONDS if lookup is None else float(lookup.timeout_seconds)
        ends_at = min(ends_at, self._clock() + limit)
        try:
            answer = self._answer(line, catalogue, register, sent, ends_at)
        except _NoAnswer as no_answer:
            line.breaker.failed()
            say = _log.error if no_answer.is_fault else _log.warning
            event = "register.unreadable" if no_answer.is_fault else "register.silent"
            say(event, register=register, why=no_answer.why)
            return _SILENT
        line.breaker.succeeded()
        return answer

    def _answer(
        self,
        line: _Line,
        catalogue: Catalogue,
        register: str,
        sent: Mapping[str, str],
        ends_at: float,
    ) -> RegisterAnswer:
        """What the register says; raises _NoAnswer for whatever is no answer."""
        import httpx

        left = ends_at - self._clock()
        if left <= 0:
            raise _NoAnswer("time-out")
        try:
            with line.client.stream(
                "POST", line.address.url, json=dict(sent), timeout=left
            ) as response:
                status = response.status_code
                if status not in {200, 404}:
                    is_fault = status < 500 and status != 429
                    raise _NoAnswer(f"status-{status}", is_fault=is_fault)
                body = self._body(response, ends_at)
        except httpx.TimeoutException:
            raise _NoAnswer("time-out") from None
        except httpx.HTTPError as error:
            raise _NoAnswer(type(error).__name__) from None
        try:
            if status == 404:
                read_object(body)
                return catalogue.registers[register].no_record()
            return read_record(catalogue.registers[register], catalogue.lists, body)
        except NotAnAnswer as fault:
            raise _NoAnswer(fault.why, is_fault=True) from None

    def _body(self, response: httpx.Response, ends_at: float) -> bytes:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise _NoAnswer("not-json", is_fault=True)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise _NoAnswer("encoded", is_fault=True)
        body = b""
        for piece in response.iter_raw():
            body += piece
            if len(body) > MOST_BYTES:
                raise _NoAnswer("too-large", is_fault=True)
            if self._clock() > ends_at:
                raise _NoAnswer("time-out")
        return body
