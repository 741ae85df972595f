"""The e-mails that were not sent to anybody: in development only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litestar import get

from api.pages.visit import Page, TheVisit
from api.security.access import PUBLIC
from engine.calendar import format_moment
from engine.operations import accounts

_LINK = re.compile(r"(https?://\S+)")


@dataclass(frozen=True, slots=True)
class MailView:
    """`parts` of the body in order: (text, whether it is a link)."""

    id: int
    to: str
    subject: str
    when: str
    parts: tuple[tuple[str, bool], ...]


@get("/outbox", opt=dict(PUBLIC), sync_to_thread=True)
def outbox(visit: TheVisit) -> Page:
    zone = visit.runtime.release(visit.now).catalogue.portal.time_zone
    mails = [
        MailView(
            mail.id,
            mail.to,
            mail.subject,
            format_moment(mail.created_at, zone, visit.language),
            tuple((part, bool(_LINK.fullmatch(part))) for part in _LINK.split(mail.body) if part),
        )
        for mail in accounts.outbox(visit.ports)
    ]
    return visit.page("portal/outbox.html", mails=mails)


ROUTES = (outbox,)
