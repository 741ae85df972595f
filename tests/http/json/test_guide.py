"""docs/guides/json-api.md: its requests are made again, in its order, and answered as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from engine.definitions.read import read_folder
from tests.http.json.conftest import add_account
from tests.support.papers import pdf
from tests.support.portal import PASSWORD, serving

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "guides" / "json-api.md").read_text("utf-8")
_EXAMPLE = re.compile(r"```http\n(.*?)```\n\n```json (\d{3})\n(.*?)```", re.DOTALL)
EXAMPLES = _EXAMPLE.findall(GUIDE)
assert len(EXAMPLES) == GUIDE.count("```http") > 8, "each request stands before its answer"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    with serving(tmp_path, read_folder(ROOT / "config")) as site:
        site.clock.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
        add_account(site, "nurse", "1000000008", "nurse@demo.example")
        yield site.client


def test_the_requests_of_the_guide_are_answered_as_it_says(portal: TestClient[Litestar]) -> None:
    known = {"password": PASSWORD}
    for request, status, answer in EXAMPLES:
        method, address, headers, body = read(filled(request, known))
        content = pdf() if body == "{pdf}" else body.encode()
        response = portal.request(method, address, headers=headers, content=content)
        assert response.status_code == int(status), f"{request}\n{response.text}"
        found = response.json()
        known |= {name: found[name] for name in ("token", "reference") if name in found}
        assert differences(json.loads(answer), found) == []


def filled(text: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def read(request: str) -> tuple[str, str, dict[str, str], str]:
    """Method, address, headers and body of a request as the guide writes it."""
    head, _, body = request.strip().partition("\n\n")
    first, *rest = head.splitlines()
    method, address = first.split()
    return method, address, dict(line.split(": ", 1) for line in rest), body


def differences(expected: Any, found: Any, at: str = "") -> list[str]:
    """Where `found` does not say what `expected` does; `...` stands for anything."""
    if expected == "...":
        return []
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for name, value in expected.items()
            for line in differences(value, found.get(name), f"{at}/{name}")
        ]
    if isinstance(expected, list) and isinstance(found, list):
        pairs = zip(expected, found, strict=False)
        rest = [f"{at}: {len(found)} entries"] if len(found) < len(expected) else []
        return rest + [one for a, b in pairs for one in differences(a, b, f"{at}/-")]
    return [] if expected == found else [f"{at} is {found!r}, not {expected!r}"]
