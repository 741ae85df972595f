"""What people say of pages and services, for those who write them and those who run them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from litestar import get

from api.pages.backoffice.frame import staff_page
from api.pages.visit import Page, TheVisit, Visit
from engine.calendar import format_date
from engine.model.opinion import MOST_STARS, PageFigures, Remark, ServiceFigures
from engine.model.scope import Scope
from engine.numbers import format_number
from engine.operations.opinions import said


@dataclass(frozen=True, slots=True)
class PageLine:
    name: str
    service: str
    useful: int
    not_useful: int
    share: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """`counts` are from one star on."""

    service: str
    total: int
    average: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RemarkLine:
    when: str
    about: str
    verdict: str
    text: str


@get("/staff/opinions", opt={"scope": Scope.READ_OPINIONS}, sync_to_thread=True)
def opinions_page(visit: TheVisit) -> Page:
    found = said(visit.ports)
    titles = {one.id: one.title.in_(visit.language) for one in visit.catalogue.listed}
    return staff_page(
        visit,
        "backoffice/opinions.html",
        services=[_service(one, titles) for one in found.services],
        pages=[_page(visit, one, titles) for one in found.pages],
        remarks=[_remark(visit, one, titles) for one in found.remarks],
        most=MOST_STARS,
    )


def _service(one: ServiceFigures, titles: Mapping[str, str]) -> ServiceLine:
    average = Decimal(one.average_tenths) / 10
    title = titles.get(one.service, one.service)
    return ServiceLine(title, one.total, format_number(average), one.counts)


def _page(visit: Visit, one: PageFigures, titles: Mapping[str, str]) -> PageLine:
    per_cent = (200 * one.useful + one.total) // (2 * one.total)
    service = titles.get(one.service, one.service) if one.service else ""
    share = visit.say("opinions.share", count=per_cent)
    return PageLine(one.page, service, one.useful, one.not_useful, share)


def _remark(visit: Visit, one: Remark, titles: Mapping[str, str]) -> RemarkLine:
    service = titles.get(one.service, one.service) if one.service else ""
    about = " · ".join(part for part in (one.page or "", service) if part)
    if one.stars is not None:
        verdict = visit.say("opinions.out-of", stars=one.stars, most=MOST_STARS)
    else:
        verdict = visit.say("opinions.was-useful" if one.is_useful else "opinions.was-not-useful")
    return RemarkLine(format_date(one.day, visit.language), about, verdict, one.text)


ROUTES = (opinions_page,)
