"""One request to a page: who asks, in which language and when, and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

from litestar import MediaType, Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import Scope

from api.pages.addresses import SIGN_IN_PAGES, address, local_or
from api.pages.frame import first_page, make_frame
from api.pages.rendering import render
from api.runtime import Runtime
from api.security.bodies import Form
from api.security.cookies import new_browser_key
from api.security.csrf import token_for
from engine.definitions.catalogue import Catalogue
from engine.model.account import Account, Awaits
from engine.model.words import Language
from engine.operations.accounts import Session
from engine.operations.ports import Ports
from engine.phrases import phrase

Page = Response[bytes]
InPath = FromPath[str]
"""A part of the address, as a handler's parameter."""


@dataclass(slots=True)
class Visit:
    """Made by `api.pages.doorway`, which has checked session, CSRF token and limits already.

    `form` is what was posted, empty for GET. `secret` is the cookie that CSRF tokens rest on;
    None until a page with a form is shown to a browser that has none.
    """

    runtime: Runtime
    language: Language
    now: datetime
    path: str  # with the query, as asked
    client: str
    is_htmx: bool
    session: Session | None
    token: str | None  # of the session
    secret: str | None
    form: Form = field(default_factory=Form)
    _cookies: list[Cookie] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        return self.runtime.ports

    @property
    def catalogue(self) -> Catalogue:
        """The definitions in force."""
        return self.runtime.release(self.now).catalogue

    @property
    def account(self) -> Account:
        """The account that is signed in; only on routes that are not public."""
        assert self.session is not None, "a page for an account was declared public"
        return self.session.account

    @property
    def whole_account(self) -> Account | None:
        """The account, once everything that signing in asks for was given."""
        is_whole = self.session is not None and self.session.awaits is None
        return self.account if is_whole else None

    def asks(self, name: str) -> bool:
        """Whether the address says `<name>=yes`: a sentence to show, set by a redirect of ours."""
        return _query(self.path, name) == "yes"

    def query(self, name: str) -> str | None:
        """What the address says for `name`, or None where it says nothing; blank counts."""
        return _query(self.path, name)

    def asked(self, name: str) -> str:
        """What the address says of `name` in its query; nothing when it does not."""
        return _query(self.path, name) or ""

    def url(self, name: str, **values: str) -> str:
        return address(self.language, name, **values)

    def say(self, name: str, /, **values: Any) -> str:
        return phrase(name, self.language, **values)

    @property
    def today(self) -> date:
        """The civil date where the services are run."""
        zone = self.runtime.release(self.now).catalogue.portal.time_zone
        return self.now.astimezone(ZoneInfo(zone)).date()

    @property
    def next(self) -> str:
        """Where the request says to go after signing in: a page here, or nothing."""
        return local_or(self.form.text("next") or _query(self.path, "next"), "")

    def onward(self, account: Account, awaits: Awaits | None = None) -> str:
        """Where to go when `account` has signed in: to the page that asks for what the session
        awaits, as the request says, or to its first page."""
        if awaits is None:
            return self.next or self.url(first_page(account))
        asking = self.url(SIGN_IN_PAGES[awaits])
        return f"{asking}?{urlencode({'next': self.next})}" if self.next else asking

    def page(
        self,
        template: str,
        status: int = 200,
        switch_form: str | None = None,
        switch_address: str | None = None,
        **view: Any,
    ) -> Page:
        """Render `template` inside the frame."""
        frame = make_frame(
            self.runtime.release(self.now).catalogue.portal,
            self.language,
            self.path,
            self.whole_account,
            is_development=self.runtime.settings.is_development,
            switch_form=switch_form,
            switch_address=switch_address,
        )
        body = render(
            self.runtime.templates,
            template,
            self.language,
            frame=frame,
            csrf_token=self.csrf_token,
            **view,
        )
        return Response(body, media_type=MediaType.HTML, status_code=status, cookies=self._cookies)

    def go(self, path: str) -> Page:
        """Redirect after a post (303), or to where a page now is."""
        return Response(
            b"",
            status_code=303,
            headers={"Location": path},
            cookies=self._cookies,
            media_type=MediaType.HTML,
        )

    def sign_in(self, token: str) -> None:
        """Give the browser its session cookie with the answer."""
        cookies = self.runtime.cookies
        self._cookies += [cookies.set(cookies.session, token), cookies.drop(cookies.browser)]

    def sign_out(self) -> None:
        """Take the session cookie back with the answer, whose page is of nobody."""
        self.session = None
        cookies = self.runtime.cookies
        self._cookies.append(cookies.drop(cookies.session))

    def csrf_token(self) -> str:
        """The token of this page's forms; a browser without a cookie gets one with the answer."""
        if self.secret is None:
            self.secret = new_browser_key()
            cookies = self.runtime.cookies
            self._cookies.append(cookies.set(cookies.browser, self.secret))
        return token_for(self.secret)


TheVisit = NamedDependency[Visit]
"""The visit, as a handler's parameter `visit`."""


def provide_visit(scope: Scope) -> Visit:
    """The visit that the doorway made, for a handler's parameter `visit`."""
    visit: Visit = scope["state"]["visit"]
    return visit


def _query(path: str, name: str) -> str | None:
    values = parse_qs(path.partition("?")[2], keep_blank_values=True).get(name)
    return values[0] if values else None
