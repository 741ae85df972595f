"""What people say of pages and services: taking it, and what staff see of it.

Of a page nothing is kept of who said it: its name, the language, the day, and words from which
whatever looks like an address or a number of a person is taken out. The owner of a submitted
application rates its service once, and may change it; the comment is erased with the answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.answers import FieldError
from engine.digits import clean_text, western_digits
from engine.model.account import Account
from engine.model.opinion import (
    MOST_STARS,
    PageFigures,
    PageOpinion,
    Rating,
    Remark,
    ServiceFigures,
)
from engine.model.words import Language
from engine.operations.entering import civil_date
from engine.operations.limits import Attempt, Limit, seconds_to_wait
from engine.operations.opening import own
from engine.operations.ports import Ports
from engine.operations.results import NotOpen
from engine.phrases import phrase_text

LONGEST: Final = 500
FROM_ONE_PLACE: Final = Limit(30, 60 * 60)
_MOST_REMARKS: Final = 100
_OF_SOMEBODY: Final = re.compile(r"[^\s@]+@[^\s@]+|\+?\d(?:[ -]?\d){5,}")
_TAKEN_OUT: Final = "…"


@dataclass(frozen=True, slots=True)
class TooMany:
    retry_after_seconds: int


@dataclass(frozen=True, slots=True)
class Said:
    """What staff see: figures, and the newest words."""

    pages: tuple[PageFigures, ...]
    services: tuple[ServiceFigures, ...]
    remarks: tuple[Remark, ...]


def without_personal(text: str) -> str:
    """The text, cut, without mail addresses and without numbers of six digits or more.

    >>> without_personal("اتصلوا بي ٠٥٠ ١٢٣ ٤٥٦٧ أو me@example.org")
    'اتصلوا بي … أو …'
    """
    return _OF_SOMEBODY.sub(_TAKEN_OUT, western_digits(clean_text(text[: 4 * LONGEST])))[:LONGEST]


def say_of_page(
    ports: Ports,
    page: str,
    service: str | None,
    language: Language,
    is_useful: bool,
    reason: str,
    client: str,
    now: datetime,
) -> TooMany | None:
    """Keep an opinion of a page. `client` is the network address, used for limiting only."""
    attempt = Attempt(FROM_ONE_PLACE, ("opinion-from", client))
    if wait := seconds_to_wait(ports, (attempt,), now):
        return TooMany(wait)
    day = civil_date(ports.releases.active(now).catalogue.portal, now)
    words = without_personal(reason)
    with ports.store.begin() as work:
        work.opinions.add(PageOpinion(page, service, language, day, is_useful, words))
    return None


def rate(
    ports: Ports,
    account: Account,
    reference: str,
    stars: int | None,
    comment: str,
    language: Language,
    now: datetime,
) -> Rating | FieldError:
    """Rate the service of one's own submitted application; a second rating replaces the first.

    Raises NotThere for another's, and NotOpen while it is a draft.
    """
    if stars is None or not 1 <= stars <= MOST_STARS:
        return FieldError("stars", "required", phrase_text("opinions.choose-stars"))
    day = civil_date(ports.releases.active(now).catalogue.portal, now)
    with ports.store.begin() as work:
        application = own(work, account, reference)
        if application.submission is None:
            raise NotOpen(f"application {reference} was not submitted")
        words = without_personal(comment)
        made = Rating(reference, application.service, stars, words, language, day)
        work.opinions.rate(made)
    return made


def rating_of(ports: Ports, account: Account, reference: str) -> Rating | None:
    """Raises NotThere for another's application."""
    with ports.store.read() as work:
        own(work, account, reference)
        return work.opinions.rating(reference)


def said(ports: Ports) -> Said:
    """Everything that was said, the newest words first."""
    with ports.store.read() as work:
        opinions = work.opinions
        return Said(opinions.pages(), opinions.services(), opinions.remarks(_MOST_REMARKS))
