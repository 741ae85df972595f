"""A portal over a folder of a test's own, and people who click through its pages.

Time stands at `NOW`. A `Person` keeps cookies as a browser does, and sends forms as pages made
them: hidden inputs, CSRF token and revision included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings
from engine.model.account import Account, Role
from engine.model.words import Language
from engine.operations.ports import Ports
from engine.operations.sessions import begin_session
from engine.registers import Registers
from tests.support.html import Element, parse, sent_by
from tests.support.paying import BILLER, Beside, biller_beside
from tests.support.records import misshapen
from tests.support.visitors import NOW, RESIDENT, Files, open_here, publish

PASSWORD = "a sentence to remember"
OTHER_RESIDENT = "1101798278"
Upload = tuple[str, bytes, str]


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Shown:
    """An answer, with the page that it holds."""

    response: Response
    page: Element

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.url.raw_path.decode()

    @property
    def title(self) -> str:
        return self.page.one("title").text

    @property
    def heading(self) -> str:
        return self.page.one("h1").text

    @property
    def text(self) -> str:
        return self.page.one("body").text

    def form(self, action: str) -> Element:
        """The form whose address ends so."""
        found = [one for one in self.page.all("form") if (one.get("action") or "").endswith(action)]
        assert len(found) == 1, f"{len(found)} forms to {action} on {self.path}"
        return found[0]


@dataclass
class Person:
    """Somebody at a browser. `get` and `send` follow redirects; `client` itself does not."""

    client: TestClient[Litestar]
    biller: TestClient[Litestar]
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> Response:
        """One request, without following where it leads; to the biller it takes no cookie."""
        if path.startswith(BILLER) or "/bills/" in path:
            return self.biller.request(method, path, follow_redirects=False, **more)
        path = path.removeprefix(str(self.client.base_url))
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies.set(name, value)
        response = self.client.request(method, path, follow_redirects=False, **more)
        for header in response.headers.get_list("set-cookie"):
            name, _, rest = header.partition("=")
            value = rest.partition(";")[0]
            if value in ("", '""'):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return response

    def get(self, path: str) -> Shown:
        return self.shown(self.ask("GET", path))

    def send(
        self,
        shown: Shown,
        action: str,
        files: Mapping[str, Upload] | None = None,
        /,
        **typed: str | None,
    ) -> Shown:
        """Fill in and send the form of a page. `boat__metres` is `boat.metres`; None: left out."""
        return self.shown(self.post(shown, action, files, **typed))

    def post(
        self,
        shown: Shown,
        action: str,
        files: Mapping[str, Upload] | None = None,
        /,
        **typed: str | None,
    ) -> Response:
        form = shown.form(action)
        values = sent_by(form)
        for name, text in typed.items():
            name = name.replace("__", ".")
            if text is None:
                values.pop(name, None)
            else:
                values[name] = text
        address = form.get("action") or ""
        if form.get("enctype") == "multipart/form-data":
            parts: list[Any] = [(name, (None, value)) for name, value in values.items()]
            parts += list((files or {}).items())
            return self.ask("POST", address, files=parts)
        assert not files, "the form takes no files"
        return self.ask("POST", address, data=values)

    def sign_in(self, email: str, language: str = "ar") -> Shown:
        return self.send(
            self.get(f"/{language}/sign-in"), "/sign-in", email=email, password=PASSWORD
        )

    def shown(self, response: Response) -> Shown:
        for _ in range(10):
            if response.status_code not in (301, 302, 303, 307):
                return Shown(response, parse(response.text))
            response = self.ask("GET", response.headers["location"])
        raise AssertionError("redirected in a circle")


@dataclass
class Site:
    """A portal that serves. `app` is the same application as a real server's."""

    app: Litestar
    client: TestClient[Litestar]
    beside: Beside
    ports: Ports
    clock: Clock

    def anybody(self) -> Person:
        return Person(self.client, self.beside.client)

    def signed_in(
        self, name: str, person_key: str | None = RESIDENT, language: str = "ar"
    ) -> Person:
        """Somebody with an active account, made on first use, who has just signed in."""
        email = f"{name}@example.org"
        with self.ports.store.begin() as work:
            if work.accounts.by_email(email) is None:
                account = Account(
                    name, email, person_key, Language.AR, Role.APPLICANT, is_active=True
                )
                work.accounts.add(account, self.ports.passwords.hash(PASSWORD), self.clock.now)
        person = self.anybody()
        shown = person.sign_in(email, language)
        assert shown.path == f"/{language}/my-services"
        return person

    def in_session(self, name: str, person_key: str) -> Person:
        """Somebody new who has signed in, without the limit on how often one address does that."""
        email = f"{name}@example.org"
        account = Account(name, email, person_key, Language.AR, Role.APPLICANT, is_active=True)
        with self.ports.store.begin() as work:
            work.accounts.add(account, "no hash", self.clock.now)
            token = begin_session(work, account, self.clock.now).token
        return Person(self.client, self.beside.client, {"mumaris": token})

    def staff(self, name: str, role: Role, language: str = "ar") -> Person:
        """A member of staff, made on first use, who has just signed in."""
        email = self.staff_account(name, role)
        person = self.anybody()
        shown = person.sign_in(email, language)
        assert shown.path == f"/{language}/staff"
        return person

    def staff_account(self, name: str, role: Role, email: str | None = None) -> str:
        """Make an account of staff, unless it is there; its address."""
        email = email or f"{name}@example.org"
        with self.ports.store.begin() as work:
            if work.accounts.by_email(email) is None:
                account = Account(name, email, None, Language.AR, role, is_active=True)
                work.accounts.add(account, self.ports.passwords.hash(PASSWORD), self.clock.now)
        return email


def filled(pattern: str, **values: str) -> str:
    """A route's pattern as an address; a part without a value is `x`, the language Arabic."""
    known = {"language": "ar", **values}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: known.get(part[1], "x"), pattern)


@contextmanager
def serving(
    folder: Path,
    files: Files | None = None,
    base_url: str = "http://127.0.0.1:8000",
    is_development: bool = False,
    requests_per_minute: int = 100_000,
    is_published: bool = True,
    config_folder: Path | None = None,
    url: str | None = None,
    registers: Registers | None = None,
) -> Iterator[Site]:
    """A portal in `folder`, on SQLite or `url`, with the fishing licence or other files."""
    ports = open_here(folder, url or f"sqlite:///{folder / 'mumaris.sqlite3'}")
    ports = ports if registers is None else replace(ports, registers=registers)
    if is_published:
        publish(ports, files)
    clock = Clock()
    settings = Settings(
        ports.settings, config_folder or folder, base_url, is_development, requests_per_minute
    )
    with biller_beside(ports, clock, base_url) as beside:
        app = create_app(settings, beside.ports, clock)
        with TestClient(app, base_url=base_url, raise_server_exceptions=False) as client:
            yield Site(app, client, beside, beside.ports, clock)
            assert misshapen(ports.store) == [], "a record is not what records.md says"
