"""A program that uses the API: signed in or not, each of its answers held to the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.json.contract import Contract

ROOT = "/api/v1"
_UNSAID = object()


@dataclass
class Caller:
    """`token` None: nobody is signed in."""

    client: TestClient[Litestar]
    contract: Contract
    token: str | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = _UNSAID,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Response:
        """One request. `body` is sent as JSON; `content` is sent as it is."""
        sent = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        if body is not _UNSAID:
            content = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        self.client.cookies.clear()
        encoded = latin(sent | (headers or {}))
        response = self.client.request(
            method, ROOT + path, content=content, headers=encoded, **more
        )
        self.contract.check(method, ROOT + path, response)
        return response

    def get(self, path: str) -> Any:
        """What is there."""
        response = self.ask("GET", path)
        assert response.status_code == 200, response.text
        return response.json()

    def start(self, service: str, key: str | None = None) -> str:
        """The reference of a draft."""
        headers = {} if key is None else {"Idempotency-Key": key}
        response = self.ask("POST", "/applications", {"service": service}, headers=headers)
        assert response.status_code in {200, 201}, response.text
        return str(response.json()["reference"])

    def step(self, reference: str, step: str) -> dict[str, Any]:
        """One step of an application as it stands."""
        steps = self.get(f"/applications/{reference}")["steps"]
        return next(one for one in steps if one["id"] == step)

    def save(self, reference: str, step: str, **answers: Any) -> Response:
        """Save a step from its present revision; `boat__metres` stands for `boat.metres`."""
        named = {name.replace("__", "."): value for name, value in answers.items()}
        body = {"revision": self.step(reference, step)["revision"], "answers": named}
        return self.ask("PUT", f"/applications/{reference}/steps/{step}", body)

    def supply(
        self,
        reference: str,
        slot: str,
        content: bytes,
        kind: str = "application/pdf",
        name: str = "scan",
    ) -> Response:
        address = f"/applications/{reference}/evidence?slot={slot}&name={name}"
        return self.ask("POST", address, content=content, headers={"Content-Type": kind})


def latin(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    """Headers as bytes: a text of any letters, not of ASCII alone."""
    return {name.encode(): value.encode("latin-1") for name, value in headers.items()}


def problem(response: Response, status: int, name: str) -> dict[str, Any]:
    """The problem document of an answer, which must be this one."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    document: dict[str, Any] = response.json()
    assert (response.status_code, document["type"].partition("#")[2]) == (status, name), document
    assert document["status"] == status
    assert set(document["titles"]) == set(document["details"]) == {"ar", "en"}
    assert document["request"] == response.headers["x-request-id"]
    return document


def codes(document: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Pointer and code of each error."""
    return [(one["pointer"], one["code"]) for one in document["errors"]]
