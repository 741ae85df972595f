"""A certified OpenID provider (npm `oidc-provider`) on loopback, and people who sign in at it.

`make prepare` installs it from its lock file; without it, or without node, its tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from engine.model.account import Role
from engine.model.words import Text
from engine.openid import ProviderSettings
from tests.support.html import Element, parse
from tests.support.ports import free_port

FOLDER = Path(__file__).parent / "oidc"
SECRET = "a secret of the tests with length enough"
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "rana": {"email": "rana@work.example", "roles": ["everybody", "Reviewers"]},
    "hind": {"email": "hind@work.example", "roles": ["Heads", "Reviewers"]},
    "visitor": {"email": "visitor@work.example", "roles": ["everybody"]},
    "sara": {"email": "sara@home.example", "roles": [], "national_id": "1058529940"},
    "unheard-of": {"email": "z@home.example", "roles": [], "national_id": "1000000008"},
    "numberless": {"email": "n@home.example", "roles": [], "national_id": "not a number"},
    "unverified": {"email": "u@work.example", "roles": ["Reviewers"], "unverified": True},
    **{
        f"spoilt-{how}": {"email": f"{how}@work.example", "roles": ["Reviewers"], "spoil": how}
        for how in ("audience", "issuer", "expired", "nonce", "none", "key")
    },
}


class ProviderUnavailable(Exception):
    """Node or the package is not there, or it did not start."""


@dataclass
class RunningProvider:
    """`settings` are the portal's for it."""

    settings: ProviderSettings
    process: subprocess.Popen[str]

    def stop(self) -> None:
        """End it at once; `node` of the wheel is a program around node, so both."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def running_provider(base_url: str) -> Iterator[RunningProvider]:
    """A provider that knows the portal at `base_url`; raises ProviderUnavailable."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        raise ProviderUnavailable("make prepare")
    port = free_port()
    given = {
        "port": port,
        "client": "mumaris",
        "secret": SECRET,
        "redirect": f"{base_url}/sign-in/return",
        "farewell": [f"{base_url}/ar/", f"{base_url}/en/"],
        "people": PEOPLE,
    }
    settings = ProviderSettings(
        issuer=f"http://127.0.0.1:{port}",
        client_id="mumaris",
        client_secret=SECRET,
        scope="openid email roles person",
        role_claim="roles",
        roles={"Heads": Role.APPROVER, "Reviewers": Role.REVIEWER},
        name=Text("الدخول الموحد", "Single sign-on"),
    )
    process = subprocess.Popen(
        [node, "provider.mjs"],
        cwd=FOLDER,
        env={**os.environ, "MUMARIS_TEST_PROVIDER": json.dumps(given)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    running = RunningProvider(settings, process)
    try:
        if all(line != "ready\n" for line in process.stdout):
            raise ProviderUnavailable("the provider did not start")
        yield running
    finally:
        running.stop()
        process.stdout.close()


@dataclass
class AtProvider:
    """A browser at the provider's own pages, until it is sent back to the portal."""

    base_url: str

    def sign_in(self, address: str, login: str) -> str:
        """Sign in as `login` and agree; the local address that the portal is returned to."""
        with httpx.Client() as client:
            page = self._follow(client, address)
            while not isinstance(page, str):
                page = self._send(client, page, login)
        return page

    def decline(self, address: str) -> str:
        """Stop at the first page; the local address that the portal is returned to."""
        with httpx.Client() as client:
            page = self._follow(client, address)
            assert not isinstance(page, str)
            stop = next(a for a in page[1].all("a") if str(a.get("href")).endswith("/abort"))
            back = self._follow(client, urljoin(page[0], str(stop.get("href"))))
        assert isinstance(back, str)
        return back

    def _send(
        self, client: httpx.Client, page: tuple[str, Element], login: str
    ) -> str | tuple[str, Element]:
        form = page[1].one("form")
        data = {
            str(one.get("name")): str(one.get("value") or "")
            for one in form.all("input")
            if one.get("name")
        }
        data |= {name: login for name in ("login", "password") if name in data}
        answer = client.post(urljoin(page[0], str(form.get("action"))), data=data)
        return self._follow(client, urljoin(page[0], answer.headers["location"]))

    def _follow(self, client: httpx.Client, address: str) -> str | tuple[str, Element]:
        for _ in range(10):
            if address.startswith(self.base_url):
                return address.removeprefix(self.base_url)
            answer = client.get(address)
            if "location" not in answer.headers:
                assert answer.status_code == 200, answer.text
                return address, parse(answer.text)
            address = urljoin(address, answer.headers["location"])
        raise AssertionError("redirected in a circle")


def asked(address: str) -> dict[str, str]:
    """What the query of an address says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
