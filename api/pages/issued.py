"""Issued documents: one's own, as PDF, and the public page that checks any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from litestar import Response, get

from api.pages.visit import InPath, Page, TheVisit, Visit
from api.problems import Refused
from api.security.access import PUBLIC
from api.security.headers import FILE_POLICY
from engine.model.issued import Issued, Standing
from engine.model.scope import Scope
from engine.operations import documents, issuing
from engine.operations.codes import read_code
from engine.operations.issuing import Checked

_TAGS = {
    Standing.VALID: "tag-good",
    Standing.NOT_YET: "tag-info",
    Standing.EXPIRED: "tag-warn",
    Standing.REVOKED: "tag-bad",
}
_ALERTS = {
    Standing.VALID: "good",
    Standing.NOT_YET: "info",
    Standing.EXPIRED: "warn",
    Standing.REVOKED: "bad",
}


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A card of "my documents". `address` is of the PDF; empty once it was revoked.

    `reason` is why it was, where one was given.
    """

    title: str
    standing: str
    tag: str
    when: str
    reason: str
    code: str
    address: str
    check: str


def own_documents(visit: Visit, issued: Iterable[Issued]) -> list[OwnDocument]:
    return [_own_document(visit, one) for one in issued]


def _own_document(visit: Visit, one: Issued) -> OwnDocument:
    standing = one.standing(visit.today)
    address, reason = visit.url("issued", code=one.code), one.revocation_reason
    return OwnDocument(
        title=one.printed.title.in_(visit.language),
        standing=visit.say(f"issued.{standing}"),
        tag=_TAGS[standing],
        when=_period(visit, one),
        reason=reason.in_(visit.language) if reason else "",
        code=one.code,
        address="" if standing is Standing.REVOKED or one.printed.is_erased else address,
        check=visit.url("checked", code=one.code),
    )


@get("/issued/{code:str}", opt={"scope": Scope.APPLY}, sync_to_thread=True)
def download(visit: TheVisit, code: InPath) -> Response[bytes]:
    """For whom it was issued to alone."""
    base_url = visit.runtime.settings.base_url
    content = documents.issued_pdf(visit.ports, visit.account, code, base_url)
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{read_code(code)}.pdf"',
            "Content-Security-Policy": FILE_POLICY,
        },
    )


@get("/check", opt=dict(PUBLIC), sync_to_thread=True)
def check_page(visit: TheVisit) -> Page:
    """A code that was typed leads to its page; one with a slip in it is told here.

    Whether a code has a slip is known from the code alone, so it says nothing of any document.
    """
    typed = visit.query("code")
    if typed is None:
        return _unlisted(visit.page("portal/check-code.html", typed="", error=""))
    code = read_code(typed)
    if code is not None:
        return visit.go(visit.url("checked", code=code))
    error = visit.say("issued.mistyped" if typed.strip() else "issued.no-code")
    return _unlisted(visit.page("portal/check-code.html", status=422, typed=typed, error=error))


@get("/check/{code:str}", opt=dict(PUBLIC), sync_to_thread=True)
def checked_page(visit: TheVisit, code: InPath) -> Page:
    """What the QR code of a document leads to."""
    seconds = visit.runtime.limit.seconds_to_wait(f"check {visit.client}", visit.now)
    if seconds:
        raise Refused(429, seconds)
    checked = issuing.check(visit.ports, code, visit.now)
    if checked is None:
        return _unlisted(visit.page("portal/no-document.html", status=404))
    return _unlisted(
        visit.page(
            "portal/checked.html",
            title=checked.title.in_(visit.language),
            owner=checked.owner.in_(visit.language),
            code=checked.code,
            kind=_ALERTS[checked.standing],
            standing=visit.say(f"issued.{checked.standing}"),
            told=_told(visit, checked),
            period=_period(visit, checked),
            lines=[
                (line.label.in_(visit.language), line.value.in_(visit.language))
                for line in checked.lines
            ],
            today=visit.today,
        )
    )


def _told(visit: Visit, checked: Checked) -> str:
    """What the standing means for whoever was shown the document."""
    match checked.standing:
        case Standing.NOT_YET:
            return visit.say("issued.not_yet-text", day=checked.valid_from)
        case Standing.EXPIRED if checked.valid_until is not None:
            return visit.say("issued.expired-text", day=checked.valid_until)
        case Standing.REVOKED if checked.revoked_on is not None:
            return visit.say("issued.revoked-text", day=checked.revoked_on)
        case _:
            return visit.say("issued.valid-text")


def _period(visit: Visit, of: Issued | Checked) -> str:
    if of.valid_until is None:
        return visit.say("issued.from", first=of.valid_from)
    return visit.say("issued.from-to", first=of.valid_from, last=of.valid_until)


def _unlisted(page: Page) -> Page:
    """A page that search engines leave alone, and that tells no other site which code it was."""
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


ROUTES = (download, check_page, checked_page)
