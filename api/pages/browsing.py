"""The list of services: under their topics, or those that somebody's words find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from litestar import get

from api.pages.visit import Page, TheVisit, Visit
from api.security.access import PUBLIC
from engine.digits import clean_text
from engine.finding import LONGEST, find, says_something
from engine.model.service import Service
from engine.model.topic import Topic

PAGE_SIZE: Final = 10


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """`topic` is empty where there are no topics."""

    title: str
    summary: str
    audience: str
    address: str
    topic: str

    @classmethod
    def of(cls, visit: Visit, service: Service) -> ServiceCard:
        topic = visit.catalogue.portal.topic(service.topic)
        return cls(
            service.title.in_(visit.language),
            service.summary.in_(visit.language),
            service.audience.in_(visit.language),
            visit.url("service", service=service.id),
            topic.title.in_(visit.language) if topic else "",
        )


@dataclass(frozen=True, slots=True)
class TopicCard:
    """`count` says how many services are under it."""

    title: str
    summary: str
    count: str
    address: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Services under one heading; none where a search mixes topics. `is_continued`: the page
    before began it."""

    title: str
    is_continued: bool
    services: tuple[ServiceCard, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the other pages of the list are; nothing where there is none."""

    number: int
    last: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The view model of templates/portal/services.html."""

    query: str
    topic: TopicCard | None
    topic_id: str
    topics: tuple[TopicCard, ...]
    groups: tuple[Group, ...]
    found: str
    shown: str
    pages: Pages
    without_query: str
    without_topic: str


@get("/services", opt=dict(PUBLIC), sync_to_thread=True)
def services(visit: TheVisit) -> Page:
    return visit.page("portal/services.html", view=_listing(visit))


def cards(visit: Visit, services: Iterable[Service]) -> tuple[ServiceCard, ...]:
    return tuple(ServiceCard.of(visit, one) for one in services)


def most_needed(visit: Visit) -> tuple[ServiceCard, ...]:
    """The services that the portal puts first; all where it puts none."""
    catalogue = visit.catalogue
    first = catalogue.portal.most_needed
    return cards(visit, map(catalogue.declared, first) if first else catalogue.listed)


def topics(visit: Visit, current: Topic | None = None) -> tuple[TopicCard, ...]:
    """The topics that have a service, in the portal's order."""
    counts = {one.id: 0 for one in visit.catalogue.portal.topics}
    for service in visit.catalogue.listed:
        if service.topic is not None:
            counts[service.topic] += 1
    return tuple(
        _topic(visit, one, counts[one.id], one is current)
        for one in visit.catalogue.portal.topics
        if counts[one.id]
    )


def _topic(visit: Visit, topic: Topic, count: int, is_current: bool) -> TopicCard:
    return TopicCard(
        topic.title.in_(visit.language),
        topic.summary.in_(visit.language),
        visit.say("search.found", count=count),
        _address(visit, "", topic.id),
        is_current,
    )


def _listing(visit: Visit) -> Listing:
    query = clean_text(visit.asked("q"))[:LONGEST]
    topic = visit.catalogue.portal.topic(visit.asked("topic"))
    topic_id = topic.id if topic else ""
    found = _found(visit, query, topic)
    last = max(1, -(-len(found) // PAGE_SIZE))
    number = min(max(_whole(visit.asked("page")), 1), last)
    first = (number - 1) * PAGE_SIZE
    page = found[first : first + PAGE_SIZE]
    all_topics = topics(visit, topic)
    before, after = (
        _address(visit, query, topic_id, at) if 1 <= at <= last else ""
        for at in (number - 1, number + 1)
    )
    return Listing(
        query=query,
        topic=next((one for one in all_topics if one.is_current), None),
        topic_id=topic_id,
        topics=all_topics,
        groups=tuple(_groups(visit, page, found[first - 1 : first], says_something(query))),
        found=visit.say("search.found", count=len(found)),
        shown=visit.say("search.shown", first=first + 1, last=first + len(page))
        if last > 1
        else "",
        pages=Pages(number, last, before, after),
        without_query=_address(visit, "", topic_id),
        without_topic=_address(visit, query, ""),
    )


def _found(visit: Visit, query: str, topic: Topic | None) -> tuple[Service, ...]:
    """The services that are asked for, in the order of their topics before that of relevance."""
    order = [one.id for one in visit.catalogue.portal.topics]
    services = [one for one in visit.catalogue.listed if topic is None or one.topic == topic.id]
    services.sort(key=lambda one: order.index(one.topic) if one.topic else len(order))
    return find(services, query)


def _groups(
    visit: Visit, page: tuple[Service, ...], before: tuple[Service, ...], is_ranked: bool
) -> Iterator[Group]:
    if is_ranked:
        yield Group("", is_continued=False, services=cards(visit, page))
        return
    for topic_id, members in groupby(page, key=lambda one: one.topic):
        topic = visit.catalogue.portal.topic(topic_id)
        is_continued = any(one.topic == topic_id for one in before) and page[0].topic == topic_id
        title = topic.title.in_(visit.language) if topic else ""
        yield Group(title, is_continued, cards(visit, members))


def _address(visit: Visit, query: str, topic: str, page: int = 1) -> str:
    asked = {"q": query, "topic": topic, "page": str(page) if page > 1 else ""}
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{visit.url('services')}?{said}" if said else visit.url("services")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1


ROUTES = (services,)
