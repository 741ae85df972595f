"""The front page, and the pages about the portal itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, get
from litestar.response import Redirect

from api.pages.browsing import most_needed, topics
from api.pages.faults import preferred_language
from api.pages.visit import Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.model.portal import Lists, Section
from engine.model.privacy import Privacy
from engine.model.words import Language
from engine.phrases.keeping import answering_words, purpose_words, retention_words


@get("/", opt=dict(PUBLIC), sync_to_thread=False)
def root(request: Request[Any, Any, Any]) -> Redirect:
    """To the home page in the browser's language; Arabic where it does not say."""
    redirect = Redirect(f"/{preferred_language(request)}/", status_code=307)
    redirect.headers["Vary"] = "Accept-Language"
    return redirect


@get("/", opt=dict(PUBLIC), sync_to_thread=True)
def home(visit: TheVisit) -> Page:
    return visit.page("portal/home.html", services=most_needed(visit), topics=topics(visit))


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """`listed`: kinds of data, each with what is said of it."""

    heading: str
    text: str
    listed: tuple[tuple[str, str], ...] = ()


@get("/privacy", opt=dict(PUBLIC), sync_to_thread=True)
def privacy(visit: TheVisit) -> Page:
    catalogue = visit.runtime.release(visit.now).catalogue
    return _about(visit, "about.privacy", catalogue.portal.privacy, catalogue.privacy)


@get("/accessibility", opt=dict(PUBLIC), sync_to_thread=True)
def accessibility(visit: TheVisit) -> Page:
    portal = visit.runtime.release(visit.now).catalogue.portal
    return _about(visit, "about.accessibility", portal.accessibility)


def _about(
    visit: Visit, title: str, sections: tuple[Section, ...], privacy: Privacy | None = None
) -> Page:
    shown = [_section(one, privacy, visit.language) for one in sections]
    return visit.page("portal/about.html", title=visit.say(title), sections=shown)


def _section(section: Section, privacy: Privacy | None, language: Language) -> NoticeSection:
    """A section with what it lists of privacy.yaml."""
    heading, text = section.heading.in_(language), section.text.in_(language)
    if privacy is None or section.lists is None:
        return NoticeSection(heading, text)
    if section.lists is Lists.REQUESTS:
        return NoticeSection(heading, f"{text} {answering_words(privacy.answering, language)}")
    say = purpose_words if section.lists is Lists.PURPOSES else retention_words
    held = privacy.holdings
    listed = tuple((one.label.in_(language), say(one, language)) for one in held)
    return NoticeSection(heading, text, listed)


ROUTES = (home, privacy, accessibility)
