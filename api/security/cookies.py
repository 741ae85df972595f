"""The two cookies: who is signed in, and which browser a form was made for before that."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from litestar.datastructures import Cookie


@dataclass(frozen=True, slots=True)
class Cookies:
    """Both last until the browser is closed, and no script can read them.

    Behind https the names have the prefix `__Host-`, which a browser takes only from this very
    host; it refuses that prefix over plain http, where development happens.
    """

    is_https: bool

    @property
    def session(self) -> str:
        return self._name("mumaris")

    @property
    def browser(self) -> str:
        return self._name("mumaris-browser")

    def set(self, name: str, value: str) -> Cookie:
        return Cookie(
            key=name, value=value, path="/", secure=self.is_https, httponly=True, samesite="lax"
        )

    def drop(self, name: str) -> Cookie:
        return Cookie(
            key=name,
            value="",
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="lax",
            max_age=0,
        )

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.is_https else name


def read_cookie(headers: list[tuple[bytes, bytes]], name: str) -> str | None:
    """The value of a cookie, or None when it is not there, odd, or too long to be ours."""
    for header, content in headers:
        if header != b"cookie":
            continue
        for pair in content.decode("latin-1").split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name and 0 < len(value) <= 200 and value.isascii() and value.isprintable():
                return value
    return None


def new_browser_key() -> str:
    """A random value that only this browser holds; CSRF tokens before signing in rest on it."""
    return secrets.token_urlsafe(32)
