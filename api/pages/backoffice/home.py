"""The first page of the back office: the parts that one's role opens."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get

from api.pages.backoffice.frame import staff_page
from api.pages.backoffice.menu import parts_of
from api.pages.visit import Page, TheVisit
from engine.model.scope import Scope


@dataclass(frozen=True, slots=True)
class PartCard:
    title: str
    about: str
    address: str
    icon: str


@get("/staff", opt={"scope": Scope.STAFF}, sync_to_thread=True)
def home(visit: TheVisit) -> Page:
    cards = [
        PartCard(
            visit.say(f"backoffice.menu-{part.name}"),
            visit.say(f"backoffice.about-{part.name}"),
            visit.url(part.name),
            part.icon,
        )
        for part in parts_of(visit.account)
    ]
    return staff_page(visit, "backoffice/home.html", cards=cards)


ROUTES = (home,)
