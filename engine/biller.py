"""The biller: the port, and an adapter that speaks to one over HTTP in our wire format.

What we tell it may be told again: each message has an id of its own, or is about a bill number.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from engine.model.payment import Channel
from engine.model.problem import EngineError
from engine.model.words import Language
from engine.store.keyring import Keyring
from engine.wire.messages import (
    BILLS,
    REFUNDS,
    STATEMENTS,
    WITHDRAWALS,
    Bill,
    RefundOrder,
    Statement,
    StatementRequest,
    Withdrawal,
)
from engine.wire.signing import Refused, check, sign

if TYPE_CHECKING:
    import httpx

_SECONDS = 10


class BillerUnavailable(EngineError):
    """The biller did not answer, or not as it should; the same may be said again later."""


class BillerRefused(EngineError):
    """The biller will not take this, however often it is told: staff must look."""


class Biller(Protocol):
    """Each raises BillerUnavailable or BillerRefused; what it says is signed as of `now`."""

    def upload(self, bill: Bill, now: datetime) -> None:
        """Let the bill be paid."""
        ...

    def withdraw(self, withdrawal: Withdrawal, now: datetime) -> None:
        """Let it be paid no longer."""
        ...

    def refund(self, order: RefundOrder, now: datetime) -> None: ...

    def statement(self, request: StatementRequest, now: datetime) -> Statement: ...

    def page(self, bill_number: str, channel: Channel, language: Language) -> str:
        """The address at which the payer pays."""
        ...


class HttpBiller:
    """`portal_keys` sign, `biller_keys` check what comes back. No slash ends `address`."""

    def __init__(
        self,
        address: str,
        portal_keys: Keyring,
        biller_keys: Keyring,
        client: httpx.Client | None = None,
    ) -> None:
        self._address = address
        self._portal_keys = portal_keys
        self._biller_keys = biller_keys
        self._client = client

    def upload(self, bill: Bill, now: datetime) -> None:
        self._post(BILLS, bill.write(), now)

    def withdraw(self, withdrawal: Withdrawal, now: datetime) -> None:
        self._post(WITHDRAWALS, withdrawal.write(), now)

    def refund(self, order: RefundOrder, now: datetime) -> None:
        self._post(REFUNDS, order.write(), now)

    def statement(self, request: StatementRequest, now: datetime) -> Statement:
        answer = self._post(STATEMENTS, request.write(), now)
        try:
            check(self._biller_keys, STATEMENTS, answer.content, answer.headers, now)
            return Statement.read(answer.content)
        except Refused as refused:
            raise BillerUnavailable(f"the biller's statement is {refused.reason}") from None

    def page(self, bill_number: str, channel: Channel, language: Language) -> str:
        return f"{self._address}/{language}/bills/{bill_number}/{channel}"

    def _post(self, path: str, body: bytes, now: datetime) -> httpx.Response:
        import httpx

        if self._client is None:
            self._client = httpx.Client(timeout=_SECONDS, trust_env=False)
        signed = sign(self._portal_keys, path, body, now)
        headers = {"Content-Type": "application/json", **dict(signed.headers)}
        try:
            answer = self._client.post(f"{self._address}{path}", content=body, headers=headers)
        except httpx.HTTPError as error:
            fault = type(error).__name__
            raise BillerUnavailable(f"the biller did not answer: {fault}") from None
        if 400 <= answer.status_code < 500:
            raise BillerRefused(f"the biller refused `{path}`: {answer.status_code}")
        if answer.status_code != 200:
            raise BillerUnavailable(f"the biller answered {answer.status_code}")
        return answer
