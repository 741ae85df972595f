"""An OpenID Connect provider: where people are sent to sign in, and what it says of who came back.

Authorization code flow with PKCE (RFC 7636). The provider describes itself (OpenID Connect
Discovery); its description and its keys are kept for an hour, and keys are read again when a token
names one that is not known. An ID token counts when its signature, issuer, audience, times and
nonce do. Authlib and httpx are loaded when somebody first signs in this way.

Not here: accounts and sessions (`engine.operations.single_sign_on`).
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from engine.model.account import Role
from engine.model.problem import EngineError
from engine.model.words import Text
from engine.settings import Environment

_KEPT_FOR: Final = timedelta(hours=1)
_SECONDS: Final = 5.0  # for each request
_LEEWAY_SECONDS: Final = 60  # by which clocks may differ
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")


class ProviderSilent(Exception):
    """The provider did not answer, or not as the standard says; the same may work later."""


class Fault(StrEnum):
    """Why what the provider sent does not count."""

    BAD_CODE = "bad-code"  # used, expired, or of another client
    FORGED = "forged"  # signature, issuer, audience, times or nonce
    OTHER_SUBJECT = "other-subject"  # two answers are about different people


class NotVouched(Exception):
    """The provider answered, and vouches for nobody."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """`roles` says which role each value of the claim stands for, the first that fits counting.

    `role_claim` may be a path with dots: `realm_access.roles`. `person_claim` holds the ID number
    of applicants; None: only staff sign in so. `name` is what the button says.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    role_claim: str
    roles: Mapping[str, Role]
    name: Text
    person_claim: str | None = None


def provider_settings(read: Environment) -> ProviderSettings | None:
    """What is set of a provider, or None. Raises EngineError for what is no provider's."""
    issuer = read.text("MUMARIS_OIDC_ISSUER")
    if issuer is None:
        return None
    parts = urlsplit(issuer)
    is_local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.netloc or not (parts.scheme == "https" or is_local):
        raise EngineError(f"MUMARIS_OIDC_ISSUER is no `https://` address: `{issuer}`")
    needed = ("MUMARIS_OIDC_CLIENT_ID", "MUMARIS_OIDC_CLIENT_SECRET", "MUMARIS_OIDC_ROLES")
    missing = [name for name in needed if not read.text(name)]
    if missing:
        raise EngineError(f"MUMARIS_OIDC_ISSUER is set, and {missing[0]} is not")
    return ProviderSettings(
        issuer=issuer,
        client_id=read.text(needed[0]) or "",
        client_secret=read.text(needed[1]) or "",
        scope=read.text("MUMARIS_OIDC_SCOPE") or "",
        role_claim=read.text("MUMARIS_OIDC_ROLE_CLAIM") or "",
        roles=_roles(read.text(needed[2]) or ""),
        name=Text(
            ar=read.text("MUMARIS_OIDC_NAME_AR") or "", en=read.text("MUMARIS_OIDC_NAME_EN") or ""
        ),
        person_claim=read.text("MUMARIS_OIDC_PERSON_CLAIM"),
    )


def _roles(text: str) -> dict[str, Role]:
    """`Reviewers=reviewer, Heads=approver`; raises EngineError."""
    roles: dict[str, Role] = {}
    for pair in text.split(","):
        value, is_given, name = (part.strip() for part in pair.rpartition("="))
        staff = {str(role): role for role in Role if role.is_staff}
        if not value or not is_given or name not in staff:
            raise EngineError(f"MUMARIS_OIDC_ROLES has `{pair.strip()}`: write `value=role`")
        roles.setdefault(value, staff[name])
    return roles


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send somebody. What is secret in it stays here until they come back."""

    address: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Who came back. `email` is one that the provider does not call unverified, or None.

    `person_key` is the ID number that the provider vouches for, as it wrote it.
    """

    issuer: str
    subject: str
    email: str | None
    role: Role | None
    person_key: str | None = None


@dataclass(frozen=True, slots=True)
class _Described:
    """What the provider says of itself, and its public keys."""

    about: Mapping[str, Any]
    keys: Any
    at: datetime


class Provider:
    """Shared by all threads of a process."""

    def __init__(self, settings: ProviderSettings) -> None:
        self.settings = settings
        self._described: _Described | None = None
        self._lock = Lock()

    def departure(self, state: str, redirect: str, now: datetime) -> Departure:
        """Begin a sign-in. Raises ProviderSilent."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        address = prepare_grant_uri(
            self._about(now, "authorization_endpoint"),
            self.settings.client_id,
            "code",
            redirect_uri=redirect,
            scope=self.settings.scope,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return Departure(address, nonce, verifier)

    def arrival(self, code: str, verifier: str, nonce: str, redirect: str, now: datetime) -> Person:
        """Who it is that came back with `code`. Raises ProviderSilent or NotVouched."""
        tokens = self._exchange(code, verifier, redirect, now)
        claims = self._claims(tokens, nonce, now)
        if self._is_short_of(claims):
            claims = {**self._user_info(tokens, claims["sub"], now), **claims}
        email = claims.get("email")
        is_usable = isinstance(email, str) and claims.get("email_verified") is not False
        return Person(
            issuer=self.settings.issuer,
            subject=str(claims["sub"]),
            email=email if is_usable else None,
            role=self._role(_at(claims, self.settings.role_claim)),
            person_key=self._person_key(claims),
        )

    def farewell(self, back: str, now: datetime) -> str | None:
        """Where to sign out of the provider itself, if it has such a page and answers."""
        try:
            described = self._read(now)
        except ProviderSilent:
            return None
        address = described.about.get("end_session_endpoint")
        if not isinstance(address, str):
            return None
        asked = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def _is_short_of(self, claims: Mapping[str, Any]) -> bool:
        """Whether the ID token leaves something to be asked for."""
        wanted = (self.settings.role_claim, "email", self.settings.person_claim)
        return any(path is not None and _at(claims, path) is None for path in wanted)

    def _person_key(self, claims: Mapping[str, Any]) -> str | None:
        path = self.settings.person_claim
        said = None if path is None else _at(claims, path)
        return str(said) if isinstance(said, str | int) else None

    def _role(self, said: object) -> Role | None:
        values = {said} if isinstance(said, str) else set(said) if isinstance(said, list) else set()
        return next((role for value, role in self.settings.roles.items() if value in values), None)

    def _exchange(
        self, code: str, verifier: str, redirect: str, now: datetime
    ) -> Mapping[str, Any]:
        """The tokens for a code."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        pair = f"{quote(self.settings.client_id)}:{quote(self.settings.client_secret)}"
        basic = base64.b64encode(pair.encode()).decode()
        status, tokens = self._ask(
            "POST",
            self._about(now, "token_endpoint"),
            data=form,
            headers={"Authorization": f"Basic {basic}"},
        )
        if status in (400, 401):
            raise NotVouched(Fault.BAD_CODE)
        if status != 200:
            raise ProviderSilent(f"the token endpoint answered {status}")
        return tokens

    def _claims(self, tokens: Mapping[str, Any], nonce: str, now: datetime) -> dict[str, Any]:
        """What the ID token says, once everything about it is as it must be."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        text = tokens.get("id_token")
        if not isinstance(text, str):
            raise NotVouched(Fault.FORGED)
        try:
            try:
                token = jwt.decode(text, self._read(now).keys, algorithms=list(_ALGORITHMS))
            except (JoseError, ValueError):  # perhaps of a key that is newer than ours
                keys = self._read(now, is_fresh=True).keys
                token = jwt.decode(text, keys, algorithms=list(_ALGORITHMS))
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                },
                params={
                    "nonce": nonce,
                    "client_id": self.settings.client_id,
                    "access_token": tokens.get("access_token"),
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError):
            raise NotVouched(Fault.FORGED) from None
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise NotVouched(Fault.FORGED)
        return dict(claims)

    def _user_info(
        self, tokens: Mapping[str, Any], subject: str, now: datetime
    ) -> Mapping[str, Any]:
        """What the provider tells beside the token; nothing, where it has no such page."""
        address, token = self._read(now).about.get("userinfo_endpoint"), tokens.get("access_token")
        if not isinstance(address, str) or not isinstance(token, str):
            return {}
        status, said = self._ask("GET", address, headers={"Authorization": f"Bearer {token}"})
        if status != 200:
            raise ProviderSilent(f"the userinfo endpoint answered {status}")
        if said.get("sub") != subject:
            raise NotVouched(Fault.OTHER_SUBJECT)
        return said

    def _about(self, now: datetime, name: str) -> str:
        address = self._read(now).about.get(name)
        if not isinstance(address, str):
            raise ProviderSilent(f"the provider names no {name}")
        return address

    def _read(self, now: datetime, *, is_fresh: bool = False) -> _Described:
        """The description, read again after an hour; an older one stands in while it is silent."""
        with self._lock:
            kept = self._described
            if kept is not None and not is_fresh and abs(now - kept.at) < _KEPT_FOR:
                return kept
            try:
                self._described = self._describe(now)
            except ProviderSilent:
                if kept is None:
                    raise
                return kept
            return self._described

    def _describe(self, now: datetime) -> _Described:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        place = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        status, about = self._ask("GET", place)
        if status != 200 or about.get("issuer") != self.settings.issuer:
            raise ProviderSilent("the provider does not describe itself under its issuer")
        status, keys = self._ask("GET", str(about.get("jwks_uri")))
        if status != 200:
            raise ProviderSilent("the provider shows no keys")
        try:
            return _Described(about, KeySet.import_key_set({"keys": list(keys["keys"])}), now)
        except (JoseError, ValueError, TypeError, KeyError):
            raise ProviderSilent("the keys of the provider cannot be read") from None

    def _ask(self, method: str, address: str, **more: Any) -> tuple[int, Mapping[str, Any]]:
        """Status and JSON of an answer; an answer that is no JSON object is empty."""
        import httpx

        try:
            answer = httpx.request(method, address, timeout=_SECONDS, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderSilent(type(error).__name__) from None
        try:
            said = answer.json()
        except ValueError:
            said = {}
        return answer.status_code, said if isinstance(said, dict) else {}


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim at a path with dots, or None.

    >>> _at({"realm_access": {"roles": ["clerk"]}}, "realm_access.roles")
    ['clerk']
    """
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
