"""Every setting: its name, what it means, what it may be, and what holds when it is not set.

The one place where a setting is declared. What reads the environment asks an `Environment` by
name, and asking for a name that is not declared is a bug. `docs/reference/settings.md` and
`mumaris settings` are made of the same list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from engine.model.problem import EngineError

PREFIX = "MUMARIS_"
_MASK = "***"
_SHORTEST_TOKEN = 16


class Kind(StrEnum):
    """What the text of a setting may be."""

    TEXT = "text"
    YES_OR_NO = "`yes` or `no`"
    NUMBER = "a whole number from 1"
    FOLDER = "a folder"
    ADDRESS = "an `http://` or `https://` address"
    DATABASE = "a database's address"
    ROLES = "`value=role` for each value of the claim, commas between"
    BY_REGISTER = "`register=value` for each register, commas between"
    SECURITY = "`starttls`, `tls` or `none`"
    MAILBOX = "an e-mail address, or `Name <address>`"
    SENT = "16 plain characters or more"
    KEYS = "keys of 64 hexadecimal digits, the one in use first, commas between"


@dataclass(frozen=True, slots=True)
class Setting:
    """`default` is read when nothing is set; None: nothing is, and `unset` says what that means.

    A secret is never shown. Of a database's address only the password is secret.
    """

    name: str
    kind: Kind
    meaning: str
    default: str | None = None
    unset: str = ""
    is_secret: bool = False


SETTINGS: Final = (
    Setting(
        "MUMARIS_VAR",
        Kind.FOLDER,
        "Where the SQLite database, supplied files and keys are kept.",
        default="var",
    ),
    Setting(
        "DATABASE_URL",
        Kind.DATABASE,
        "`postgresql://user:password@host/database` for PostgreSQL.",
        unset="SQLite in `MUMARIS_VAR`",
    ),
    Setting(
        "MUMARIS_BASE_URL",
        Kind.ADDRESS,
        "What people type. Links in messages begin with it; `https://` turns on secure cookies "
        "and HSTS.",
        default="http://127.0.0.1:8000",
    ),
    Setting("MUMARIS_CONFIG", Kind.FOLDER, "The folder of definitions.", default="config"),
    Setting(
        "MUMARIS_FILE_KEY",
        Kind.KEYS,
        "Seals supplied files.",
        unset="made in `MUMARIS_VAR/secrets/file-key`",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_BILLER_KEY",
        Kind.KEYS,
        "Signs what the biller says: callbacks and statements.",
        unset="made in `MUMARIS_VAR/secrets/biller-key`",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_PORTAL_KEY",
        Kind.KEYS,
        "Signs what is said to the biller: bills, refunds.",
        unset="made in `MUMARIS_VAR/secrets/portal-key`",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_BILLER_URL",
        Kind.ADDRESS,
        "Where the biller takes bills and shows the payer's page.",
        unset="no biller: payers are shown the bill number alone",
    ),
    Setting(
        "MUMARIS_DOCUMENT_KEY",
        Kind.KEYS,
        "Signs the references of issued documents.",
        unset="made in `MUMARIS_VAR/secrets/document-key`",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_ACCOUNT_KEY",
        Kind.KEYS,
        "Seals what accounts keep secret, such as second factors.",
        unset="made in `MUMARIS_VAR/secrets/account-key`",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_REGISTERS",
        Kind.BY_REGISTER,
        "Addresses of the registers that are asked over a network.",
        unset="the demonstration answers for every register",
    ),
    Setting(
        "MUMARIS_REGISTER_TOKENS",
        Kind.BY_REGISTER,
        "Bearer tokens that these registers ask for.",
        unset="none is sent",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_REGISTERS_SECONDS",
        Kind.NUMBER,
        "How long all look-ups of one application may take together.",
        default="5",
    ),
    Setting(
        "MUMARIS_STAFF_SECOND_FACTOR",
        Kind.YES_OR_NO,
        "Whether staff who sign in with a password must have a second factor, and enrol one first.",
        unset="`yes`, and `no` in a demonstration",
    ),
    Setting(
        "MUMARIS_FOUR_EYES",
        Kind.YES_OR_NO,
        "Whether publishing and rolling back by command ask why nobody else approves (`--alone`), "
        "once a release is in force. Never in a demonstration, which publishes its own folder.",
        unset="`yes`, and `no` in a demonstration",
    ),
    Setting(
        "MUMARIS_SMTP_HOST",
        Kind.TEXT,
        "The server that takes e-mails over.",
        unset="e-mails wait in the outbox",
    ),
    Setting("MUMARIS_SMTP_PORT", Kind.NUMBER, "Its port.", default="587"),
    Setting(
        "MUMARIS_SMTP_SECURITY",
        Kind.SECURITY,
        "How the connection to it is encrypted; `none` to this machine alone.",
        default="starttls",
    ),
    Setting("MUMARIS_SMTP_USER", Kind.TEXT, "The name to sign in with.", unset="nobody signs in"),
    Setting(
        "MUMARIS_SMTP_PASSWORD",
        Kind.TEXT,
        "The password to sign in with.",
        unset="none is given",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_SMTP_FROM",
        Kind.MAILBOX,
        "Whom e-mails come from; needed with `MUMARIS_SMTP_HOST`.",
        unset="refused when there is a host",
    ),
    Setting(
        "MUMARIS_SMS_URL",
        Kind.ADDRESS,
        "The gateway that takes text messages over; `http://` to this machine alone.",
        unset="text messages wait in the outbox",
    ),
    Setting(
        "MUMARIS_SMS_TOKEN",
        Kind.TEXT,
        "A bearer token that the gateway asks for.",
        unset="none is sent",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_SMS_FROM",
        Kind.TEXT,
        "The name that text messages come from.",
        unset="the gateway's own",
    ),
    Setting(
        "MUMARIS_SENDING_SECONDS",
        Kind.NUMBER,
        "How long a server of e-mails or text messages may take for each answer. A message that "
        "a worker was sending when it was killed is sent again after twenty times as long.",
        default="20",
    ),
    Setting(
        "MUMARIS_OIDC_ISSUER",
        Kind.ADDRESS,
        "The OpenID Connect provider that people may sign in by, exactly as it calls itself.",
        unset="local accounts only",
    ),
    Setting(
        "MUMARIS_OIDC_CLIENT_ID",
        Kind.TEXT,
        "The name of the portal at the provider.",
        unset="needed with an issuer",
    ),
    Setting(
        "MUMARIS_OIDC_CLIENT_SECRET",
        Kind.TEXT,
        "What the portal shows the provider.",
        unset="needed with an issuer",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_OIDC_SCOPE",
        Kind.TEXT,
        "What the provider is asked to tell; `openid` is among it.",
        default="openid email",
    ),
    Setting(
        "MUMARIS_OIDC_ROLE_CLAIM",
        Kind.TEXT,
        "The claim that says the role; dots lead into it, as in `realm_access.roles`.",
        default="roles",
    ),
    Setting(
        "MUMARIS_OIDC_ROLES",
        Kind.ROLES,
        "What values of that claim stand for; the first that fits counts.",
        unset="needed with an issuer",
    ),
    Setting(
        "MUMARIS_OIDC_PERSON_CLAIM",
        Kind.TEXT,
        "The claim that holds the ID number of applicants.",
        unset="only staff sign in by the provider",
    ),
    Setting(
        "MUMARIS_OIDC_NAME_AR",
        Kind.TEXT,
        "What the button says in Arabic.",
        default="الدخول الموحد للموظفين",
    ),
    Setting(
        "MUMARIS_OIDC_NAME_EN",
        Kind.TEXT,
        "What the button says in English.",
        default="Single sign-on for staff",
    ),
    Setting(
        "MUMARIS_BACKUP_PASSPHRASE",
        Kind.TEXT,
        "Seals and opens the keys of `mumaris backup --keys` and `mumaris restore --keys`.",
        unset="asked for",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_METRICS_TOKEN",
        Kind.SENT,
        "Opens `/metrics` to whoever sends it; see [Metrics](metrics.md).",
        unset="there is no `/metrics`",
        is_secret=True,
    ),
    Setting(
        "MUMARIS_TRUSTED_PROXIES",
        Kind.TEXT,
        "Addresses and networks, with commas between, whose word is taken for who a client is "
        "(`X-Forwarded-For`) and for `https` (`X-Forwarded-Proto`).",
        default="127.0.0.1,::1",
    ),
    Setting(
        "MUMARIS_REQUESTS_PER_MINUTE",
        Kind.NUMBER,
        "How many changes one client may ask of one process in a minute.",
        default="240",
    ),
    Setting(
        "MUMARIS_DEMONSTRATION",
        Kind.YES_OR_NO,
        "Demonstration accounts and the payment simulator.",
        default="no",
    ),
    Setting(
        "MUMARIS_DEVELOPMENT",
        Kind.YES_OR_NO,
        "Watches `MUMARIS_CONFIG`, reloads templates, shows the outbox, logs for people.",
        default="no",
    ),
)
BY_NAME: Final[Mapping[str, Setting]] = MappingProxyType({one.name: one for one in SETTINGS})


@dataclass(frozen=True, slots=True)
class Environment:
    """What is set, read by name. Every reading raises EngineError for what it may not be.

    A variable set to nothing counts as not set.
    """

    values: Mapping[str, str]

    def text(self, name: str) -> str | None:
        return self.values.get(name) or BY_NAME[name].default

    def maybe_yes(self, name: str) -> bool | None:
        """None when nothing is set."""
        return None if self.text(name) is None else self.is_yes(name)

    def is_yes(self, name: str) -> bool:
        word = self.text(name)
        if word not in {"yes", "no"}:
            raise EngineError(f"{name} is `{word}`, neither `yes` nor `no`")
        return word == "yes"

    def number(self, name: str) -> int:
        digits = self.text(name) or ""
        if not digits.isascii() or not digits.isdigit() or not int(digits):
            raise EngineError(f"{name} is not a whole number from 1: `{digits}`")
        return int(digits)

    def folder(self, name: str) -> Path:
        return Path(self.text(name) or "")

    def address(self, name: str) -> str:
        """Without a final slash."""
        address = (self.text(name) or "").rstrip("/")
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise EngineError(f"{name} is not an address: `{address}`")
        return address

    def optional_address(self, name: str) -> str | None:
        return self.address(name) if self.text(name) else None

    def token(self, name: str) -> str | None:
        """A secret that somebody else sends; None when nothing is set."""
        token = self.text(name)
        if token is not None and not (len(token) >= _SHORTEST_TOKEN and token.isascii()):
            raise EngineError(f"{name} has fewer than {_SHORTEST_TOKEN} plain characters")
        return token

    def unknown(self) -> Iterator[tuple[str, str | None]]:
        """Variables that look like settings and are none, each with the setting it may mean."""
        from engine.definitions.suggest import closest

        known = {name.removeprefix(PREFIX): name for name in BY_NAME}
        for name in sorted(self.values):
            if name.startswith(PREFIX) and name not in BY_NAME:
                meant = closest(name.removeprefix(PREFIX), known)
                yield name, meant and known[meant]

    def shown(self, setting: Setting) -> str:
        """What is in force, with secrets masked; empty when nothing is."""
        value = self.text(setting.name) or ""
        if setting.is_secret and value:
            return _MASK
        if setting.kind is Kind.DATABASE and value:
            return _without_password(value)
        return value


def _without_password(address: str) -> str:
    """The address with its password masked, wherever it stands; all of it when it is unreadable.

    >>> _without_password("postgresql://mumaris:hush@db/mumaris")
    'postgresql://mumaris:***@db/mumaris'
    >>> _without_password("postgresql:///mumaris?host=db&password=hush")
    'postgresql:///mumaris?***'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return _MASK
    name, is_given, _ = parts.netloc.rpartition("@")[0].partition(":")
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{name}:{_MASK}@{host}" if is_given else parts.netloc
    query = f"?{_MASK if 'password' in parts.query else parts.query}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{parts.path}{query}"
