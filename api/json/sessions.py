"""Signing in and out: a bearer token for the sessions that the pages have too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from litestar import delete, get, post

from api.json.call import TheCall
from api.json.operation import operation
from api.json.shapes import Member, Shape, Takes
from api.problems import Case, Declined, Refused
from engine.model.account import Account, Awaits, Role
from engine.model.scope import Scope
from engine.model.words import Language
from engine.operations import accounts
from engine.operations.accounts import SignedIn, TooMany, WrongCredentials

_TAG: Final = "sessions"
_CREDENTIALS: Final = Shape(
    "An activated account. Accounts are made on the portal's own pages.",
    (
        Member("email", Takes.TEXT, "The e-mail address of the account.", "name@example.com"),
        Member("password", Takes.TEXT, "Its password.", "a long password of your own"),
    ),
)


@dataclass(frozen=True, slots=True)
class AccountBody:
    """Who is signed in. Without a number no register has a record; one is added on the pages."""

    email: str
    language: Language
    role: Role
    has_number: bool


@dataclass(frozen=True, slots=True)
class SessionBody:
    """A session that runs. It ends after 30 minutes without a request, and at `expires_at`."""

    account: AccountBody
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewSessionBody:
    """A session that was just begun. `token` is said once: send it as `Authorization: Bearer`."""

    token: str
    token_type: Literal["Bearer"]
    account: AccountBody
    expires_at: datetime


@post(
    "/sessions",
    **operation(
        "sign-in", "Sign in", tag=_TAG, body=_CREDENTIALS, errors=(401, 403, 429), is_public=True
    ),
)
def sign_in(call: TheCall) -> NewSessionBody:
    """Begin a session. Attempts are limited by account and by client address.

    An unknown address, a wrong password and an account not activated are not told apart. Staff
    who have a second factor sign in on the portal's pages only.
    """
    body = call.body(_CREDENTIALS)
    result = accounts.sign_in(
        call.ports, body.text("email"), body.text("password"), call.client, call.now
    )
    match result:
        case SignedIn(token=token, awaits=Awaits()):
            accounts.sign_out(call.ports, token, call.now)
            raise Declined(Case.SECOND_FACTOR)
        case SignedIn(account=account, token=token, expires_at=expires_at):
            return NewSessionBody(token, "Bearer", _account(account), expires_at)
        case WrongCredentials():
            raise Declined(Case.WRONG_CREDENTIALS)
        case TooMany(retry_after_seconds=seconds):
            raise Refused(429, seconds)


@get(
    "/sessions/current",
    **operation("read-session", "Who is signed in", tag=_TAG, scope=Scope.OWN_ACCOUNT),
)
def read_session(call: TheCall) -> SessionBody:
    """The session whose token was sent."""
    assert call.session is not None, "the doorway let nobody in without a session"
    return SessionBody(_account(call.account), call.session.expires_at)


@delete(
    "/sessions/current",
    **operation("sign-out", "Sign out", tag=_TAG, errors=(429,), scope=Scope.OWN_ACCOUNT),
)
def sign_out(call: TheCall) -> None:
    """End the session: its token is worth nothing from now on."""
    assert call.token is not None, "the doorway let nobody in without a token"
    accounts.sign_out(call.ports, call.token, call.now)


def _account(account: Account) -> AccountBody:
    return AccountBody(
        account.email, account.language, account.role, account.person_key is not None
    )


ROUTES: Final = (sign_in, read_session, sign_out)
