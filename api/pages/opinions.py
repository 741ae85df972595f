"""What people say: whether a page was useful, and what they think of a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from litestar import get, post

from api.pages.addresses import PATTERNS
from api.pages.visit import Page, TheVisit, Visit
from api.problems import Refused
from api.security.access import PUBLIC
from engine.answers import FieldError
from engine.model.opinion import MOST_STARS
from engine.operations import opinions
from engine.operations.results import NotThere

_USEFUL: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class RatingView:
    """`stars` is what was chosen, 0 for nothing yet."""

    stars: int
    words: tuple[str, ...]  # of each number of stars, from one on
    comment: str
    said: str
    error: str | None
    is_new: bool
    most: int = MOST_STARS
    longest: int = opinions.LONGEST


def rating_view(visit: Visit, reference: str, wrong: FieldError | None) -> RatingView:
    """The rating of an application as its owner gave it, or is asked for it."""
    kept = opinions.rating_of(visit.ports, visit.account, reference)
    words = tuple(visit.say(f"opinions.stars-{stars}") for stars in range(1, MOST_STARS + 1))
    said = visit.say("opinions.rated", stars=kept.stars, most=MOST_STARS) if kept else ""
    return RatingView(
        stars=kept.stars if kept else 0,
        words=words,
        comment=visit.form.text("comment") if wrong else kept.comment if kept else "",
        said=said,
        error=wrong.message.in_(visit.language) if wrong else None,
        is_new=visit.asks("rated"),
    )


@get("/opinion", opt=dict(PUBLIC), sync_to_thread=True)
def opinion_page(visit: TheVisit) -> Page:
    """Yes or no, with a reason if one likes; thanks, once that was sent."""
    page, service = _about(visit, visit.asked("about"))
    return _show(visit, page, service, visit.asked("useful"))


@post("/opinion", opt=dict(PUBLIC), sync_to_thread=True)
def send_opinion(visit: TheVisit) -> Page:
    page, service = _about(visit, visit.form.text("about"))
    useful = _USEFUL.get(visit.form.text("useful"))
    if useful is None:
        return _show(visit, page, service, "", 422)
    refused = opinions.say_of_page(
        visit.ports,
        page,
        service,
        visit.language,
        useful,
        visit.form.text("reason"),
        visit.client,
        visit.now,
    )
    if refused is not None:
        raise Refused(429, refused.retry_after_seconds)
    return visit.go(visit.url("opinion") + f"?about={_joined(page, service)}&thanks=yes")


def _show(visit: Visit, page: str, service: str | None, useful: str, status: int = 200) -> Page:
    values = {"service": service} if service else {}
    pattern = PATTERNS[page]
    can_return = pattern.count("{") == len(values) and page != "opinion"
    return visit.page(
        "portal/opinion.html",
        status,
        about=_joined(page, service),
        useful=useful if useful in _USEFUL else "",
        reason=visit.form.text("reason"),
        error=visit.say("opinions.choose") if status == 422 else None,
        has_thanks=visit.asks("thanks"),
        back=visit.url(page, **values) if can_return else visit.url("home"),
        longest=opinions.LONGEST,
    )


def _about(visit: Visit, text: str) -> tuple[str, str | None]:
    """The page and the service that an opinion is about; raises NotThere for any other."""
    page, _, service = text.partition("/")
    known = {one.id for one in visit.catalogue.listed}
    if page not in PATTERNS or (service and service not in known):
        raise NotThere("no such page")
    return page, service or None


def _joined(page: str, service: str | None) -> str:
    return f"{page}/{service}" if service else page


ROUTES = (opinion_page, send_opinion)
