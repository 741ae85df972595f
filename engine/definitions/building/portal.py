"""portal.yaml and sources.yaml as model objects."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.definitions.parts import Parts
from engine.definitions.tree import Mapping, place_of
from engine.model.citation import Rank, Source
from engine.model.period import Days, Months, parse_period
from engine.model.portal import Holiday, Lists, Portal, Section
from engine.model.topic import Topic

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def build_portal(parts: Parts, root: Mapping) -> Portal:
    holidays = parts.mapping(root, "holidays")
    biller = parts.mapping(root, "biller")
    contact = parts.mapping(root, "contact")
    return Portal(
        name=parts.words(root, "name"),
        owner=parts.words(root, "owner"),
        notice=parts.words(root, "notice"),
        time_zone=_time_zone(parts, root),
        weekend=tuple(_DAYS.index(day) + 1 for day in parts.texts(root, "weekend") if day in _DAYS),
        holidays=parts.each(holidays, "days", lambda node: _holiday(parts, node)),
        holidays_known_to=parts.date(holidays, "known_to"),
        currency=parts.text(root, "currency"),
        biller_code=parts.text(biller, "code"),
        biller_name=parts.words_of(biller),
        payment_days=parts.number(biller, "payment_days", 0),
        contact_phone=parts.text(contact, "phone"),
        contact_hours=parts.words(contact, "hours"),
        person_register=parts.text(root, "person_register"),
        privacy=_sections(parts, root, "privacy"),
        accessibility=_sections(parts, root, "accessibility"),
        lets_in_without_number=_lets_in(parts, root),
        claim_minutes=parts.number(root, "claim_minutes", 30),
        topics=parts.each(root, "topics", lambda node: _topic(parts, node)),
        most_needed=parts.texts(root, "most_needed"),
        look_again_after=_look_again_after(parts, root),
    )


def _lets_in(parts: Parts, root: Mapping) -> bool:
    signing_up = root.get("sign_up")
    if not isinstance(signing_up, Mapping):
        return False
    return parts.flag(signing_up, "without_number", False)


def _look_again_after(parts: Parts, root: Mapping) -> Months | Days | None:
    citations = root.get("citations")
    if not isinstance(citations, Mapping):
        return None
    written = parts.scalar(citations, "look_again_after")
    try:
        return parse_period(written.text)
    except ValueError:
        message = f"`{written.text}` is not a period"
        parts.report("D030", message, written.span, "write `P6M`, `P1Y` or `P30D`")
        return None


def _time_zone(parts: Parts, root: Mapping) -> str:
    scalar = parts.scalar(root, "time_zone")
    try:
        ZoneInfo(scalar.text)
    except (ZoneInfoNotFoundError, ValueError):
        hint = "write an IANA name, as in `Asia/Riyadh`"
        parts.report("D030", f"`{scalar.text}` is no time zone", scalar.span, hint)
    return scalar.text


def _holiday(parts: Parts, node: Mapping) -> Holiday:
    first, last = parts.period(node, "from", "to")
    return Holiday(parts.words_of(node), first, last or first)


def _sections(parts: Parts, root: Mapping, key: str) -> tuple[Section, ...]:
    return parts.each(root, key, lambda node: _section(parts, node))


def _section(parts: Parts, node: Mapping) -> Section:
    lists = parts.choice(node, "lists", Lists) if parts.has(node, "lists") else None
    at = node.span if lists is None else place_of(node, "lists")
    return Section(parts.words(node, "heading"), parts.words(node, "text"), lists, at)


def _topic(parts: Parts, node: Mapping) -> Topic:
    id = parts.scalar(node, "id")
    return Topic(id.text, parts.words(node, "title"), parts.words(node, "summary"), id.span)


def build_sources(parts: Parts, root: Mapping) -> tuple[Source, ...]:
    return parts.each(root, "sources", lambda node: _source(parts, node))


def _source(parts: Parts, node: Mapping) -> Source:
    return Source(
        id=parts.text(node, "id"),
        title=parts.words(node, "title"),
        rank=parts.choice(node, "rank", Rank),
        address=parts.maybe_text(node, "address"),
        read_on=parts.maybe_date(node, "read_on"),
        span=parts.scalar(node, "id").span,
    )
