"""Every address of the portal, by name: used by routes, redirects, templates and mails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from engine.model.account import Awaits
from engine.model.words import Language

PATTERNS: Final = {
    "home": "/",
    "services": "/services",
    "service": "/services/{service}",
    "apply": "/services/{service}/apply",
    "before": "/services/{service}/before",
    "before-preview": "/services/{service}/before/preview",
    "record": "/services/{service}/record",
    "look-up": "/services/{service}/look-up",
    "look-up-preview": "/services/{service}/look-up/preview",
    "sign-in": "/sign-in",
    "give-code": "/sign-in/code",
    "provider": "/sign-in/provider",
    "provider-return": "/sign-in/return",
    "sign-out": "/sign-out",
    "sign-up": "/sign-up",
    "mailed": "/mail-sent",
    "activate": "/activate/{token}",
    "join": "/join/{token}",
    "forgotten": "/password",
    "new-password": "/password/{token}",
    "outbox": "/outbox",
    "my-services": "/my-services",
    "account": "/account",
    "account-number": "/account/number",
    "my-data": "/account/data",
    "my-data-copy": "/account/data/copy",
    "my-data-request": "/account/data/requests",
    "audit": "/staff/audit",
    "audit-csv": "/staff/audit/records.csv",
    "audit-json": "/staff/audit/records.json",
    "audit-record": "/staff/audit/records/{sequence}",
    "publications": "/staff/audit/publications",
    "publication": "/staff/audit/publications/{number}",
    "compare": "/staff/audit/compare",
    "rule-histories": "/staff/audit/rules",
    "rule-history": "/staff/audit/rules/{rules}/{kind}/{entry}",
    "looks": "/staff/audit/looks",
    "desk": "/staff/desk",
    "desk-propose": "/staff/desk/propose",
    "candidate": "/staff/desk/candidates/{number}",
    "candidate-act": "/staff/desk/candidates/{number}/{act}",
    "release": "/staff/desk/releases/{release}",
    "release-back": "/staff/desk/releases/{release}/roll-back",
    "release-problems": "/staff/desk/releases/{release}/problems",
    "release-file": "/staff/desk/releases/{release}/file",
    "desk-preview": "/staff/desk/releases/{release}/preview",
    "desk-specimen": "/staff/desk/releases/{release}/preview/specimen",
    "desk-try": "/staff/desk/releases/{release}/try",
    "desk-change": "/staff/desk/changes/{old}/{new}/{kind}",
    "data-requests": "/staff/data-requests",
    "data-request": "/staff/data-requests/{number}",
    "data-request-answer": "/staff/data-requests/{number}/answer",
    "data-request-extend": "/staff/data-requests/{number}/extend",
    "data-request-copy": "/staff/data-requests/{number}/copy",
    "second-factor": "/account/second-factor",
    "second-factor-begin": "/account/second-factor/begin",
    "second-factor-drawing": "/account/second-factor/drawing",
    "second-factor-confirm": "/account/second-factor/confirm",
    "second-factor-remove": "/account/second-factor/remove",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "application": "/applications/{reference}",
    "discard": "/applications/{reference}/discard",
    "step": "/applications/{reference}/steps/{step}",
    "step-language": "/applications/{reference}/steps/{step}/language",
    "step-preview": "/applications/{reference}/steps/{step}/preview",
    "upload": "/applications/{reference}/steps/{step}/upload",
    "close": "/applications/{reference}/steps/{step}/close",
    "item": "/applications/{reference}/steps/{step}/items/{item}",
    "item-language": "/applications/{reference}/steps/{step}/items/{item}/language",
    "item-preview": "/applications/{reference}/steps/{step}/items/{item}/preview",
    "remove-item": "/applications/{reference}/steps/{step}/items/{item}/remove",
    "inner-group": "/applications/{reference}/steps/{step}/groups/{inside}",
    "dispute": "/applications/{reference}/disputes/{fact}",
    "file": "/applications/{reference}/files/{evidence}",
    "remove-file": "/applications/{reference}/files/{evidence}/remove",
    "seen-changes": "/applications/{reference}/changes",
    "decision": "/applications/{reference}/decision",
    "submit": "/applications/{reference}/submit",
    "invoice": "/applications/{reference}/invoice",
    "act": "/applications/{reference}/acts/{event}",
    "issued": "/issued/{code}",
    "check": "/check",
    "checked": "/check/{code}",
    "invoices": "/invoices",
    "one-invoice": "/invoices/{bill}",
    "pay": "/pay/{bill}/{channel}",
    "paid": "/pay/{bill}",
    "receipt": "/receipts/{payment}",
    "receipt-file": "/receipts/{payment}/pdf",
    "staff": "/staff",
    "opinion": "/opinion",
    "rate": "/applications/{reference}/rating",
    "opinions": "/staff/opinions",
    "invitations": "/applications/{reference}/invitations",
    "replace-invited": "/applications/{reference}/invitations/{invitation}",
    "invitation": "/invitations/{token}",
    "invitation-code": "/invitations/{token}/code",
    "invitation-confirm": "/invitations/{token}/confirm",
    "answering": "/invitations/{token}/answer",
    "decline": "/invitations/{token}/decline",
    "answered": "/answered",
    "queue": "/staff/applications",
    "review": "/staff/applications/{reference}",
    "claim": "/staff/applications/{reference}/claim",
    "users": "/staff/users",
    "invite": "/staff/users/invite",
    "user": "/staff/users/{user}",
    "release-claim": "/staff/applications/{reference}/release",
    "take-over": "/staff/applications/{reference}/take-over",
    "add-note": "/staff/applications/{reference}/notes",
    "staff-act": "/staff/applications/{reference}/acts/{event}",
    "staff-file": "/staff/applications/{reference}/files/{evidence}",
    "staff-refunds": "/staff/refunds",
    "staff-refund": "/staff/refunds/{refund}",
    "staff-refund-approve": "/staff/refunds/{refund}/approve",
    "staff-refund-refuse": "/staff/refunds/{refund}/refuse",
    "staff-payment": "/staff/payments/{payment}",
    "staff-books": "/staff/books",
    "staff-report": "/staff/books/{number}",
    "incidents": "/staff/incidents",
    "incident": "/staff/incidents/{incident}",
    "try-incident": "/staff/incidents/{incident}/try",
    "resolve-incident": "/staff/incidents/{incident}/resolve",
}
_PATTERNS: Final[Mapping[str, list[tuple[str, re.Pattern[str]]]]] = {  # by their first part
    first: [
        (name, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)))
        for name, pattern in sorted(PATTERNS.items(), key=lambda one: one[1].count("{"))
        if pattern.split("/")[1]
        == first  # what has no value in it first: `/services` is no service
    ]
    for first in {pattern.split("/")[1] for pattern in PATTERNS.values()}
}
SIGN_IN_PAGES: Final[Mapping[Awaits | None, str]] = {
    None: "sign-in",
    Awaits.CODE: "give-code",
    Awaits.ENROLMENT: "second-factor",
}
"""The page that asks for what a session awaits; for None, that nobody is signed in."""


def address(language: Language, name: str, **values: str) -> str:
    """The local address of the page `name`; raises KeyError for a name or a value not there.

    >>> address(Language.AR, "step", reference="R-1", step="terms")
    '/ar/applications/R-1/steps/terms'
    """
    filled = {key: quote(value, safe="") for key, value in values.items()}
    return f"/{language}{PATTERNS[name].format(**filled)}"


def named(path: str) -> tuple[str, dict[str, str]] | None:
    """The name of the page at a local address, and the values in it; None where there is none.

    >>> named("/ar/services/parking-permit?first=yes")
    ('service', {'service': 'parking-permit'})
    """
    rest = "/" + path.partition("?")[0].removeprefix("/").partition("/")[2]
    likely = _PATTERNS.get(rest.split("/")[1], ())
    found = ((name, pattern.fullmatch(rest)) for name, pattern in likely)
    return next(((name, match.groupdict()) for name, match in found if match), None)


def in_language(path: str, language: Language) -> str:
    """The same local address in `language`.

    >>> in_language("/ar/sign-in?next=%2Far%2F", Language.EN)
    '/en/sign-in?next=%2Far%2F'
    """
    _, _, rest = path.removeprefix("/").partition("/")
    return f"/{language}/{rest}"


def local_or(text: str | None, otherwise: str) -> str:
    """`text` when it is an address of a page here, else `otherwise`: no open redirects.

    >>> local_or("//evil.example/ar/", "/ar/"), local_or("/ar/account", "/ar/")
    ('/ar/', '/ar/account')
    """
    if not text or len(text) > 500 or not text.isascii() or not text.isprintable():
        return otherwise
    if "\\" in text or not text.startswith(tuple(f"/{one}/" for one in Language)):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc or text.startswith("//") else text
