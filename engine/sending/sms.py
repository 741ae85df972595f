"""Text messages through a gateway over HTTP.

    POST <address>  {"to": "<number>", "text": "<both languages>", "from": "<name, if one is set>"}
    Idempotency-Key: <the message's id>

2xx: taken over. 409: a message with this key was taken over before. 400, 410, 413 and 422: this
message will never be. Anything else is tried again, and so is a time in which nobody can say
whether it was taken over: the gateway tells repeats by the key. Redirects are not followed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from engine.sending.port import Message, NotSent, Sent

if TYPE_CHECKING:
    import httpx

_REPEATED: Final = 409
_FINAL: Final = frozenset({400, 410, 413, 422})


@dataclass(frozen=True)
class SmsSender:
    """`seconds` are for each answer of the gateway."""

    url: str
    seconds: float
    token: str | None = field(default=None, repr=False)
    name: str | None = None

    def send(self, message: Message) -> Sent | NotSent:
        import httpx

        body = {"to": message.to, "text": message.text.strip()}
        if self.name is not None:
            body["from"] = self.name
        try:
            answer = self._client.post(self.url, json=body, headers={"Idempotency-Key": message.id})
        except httpx.HTTPError as broken:
            return NotSent(type(broken).__name__)
        if answer.is_success or answer.status_code == _REPEATED:
            return Sent()
        return NotSent(f"http-{answer.status_code}", is_final=answer.status_code in _FINAL)

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    @cached_property
    def _client(self) -> httpx.Client:
        """Opened when first asked for, as it takes its time to load."""
        import httpx

        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(
            headers=headers, timeout=self.seconds, follow_redirects=False, trust_env=False
        )
