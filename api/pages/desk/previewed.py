"""The frame of every preview: what is looked at, the pages to choose from, and the page itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.pages.desk.asked import Asked
from api.pages.desk.frame import desk_page, short
from api.pages.desk.looking import Chosen
from api.pages.desk.places import release_crumb
from api.pages.visit import Page, Visit
from engine.model.register import DemonstrationPerson
from engine.model.service import Service


@dataclass(frozen=True, slots=True)
class PageLink:
    label: str
    address: str
    status: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Previewing:
    """What somebody looks at, whatever its pages are. `service` None: nothing is chosen yet."""

    visit: Visit
    release: str
    asked: Asked
    chosen: Chosen
    service: Service | None = None
    person: DemonstrationPerson | None = None

    def hidden(self, *without: str) -> Iterator[tuple[str, str]]:
        """The inputs that carry everything on, but the answers of the steps in `without`."""
        asked = self.asked
        yield from (("service", asked.service), ("person", asked.person))
        yield "day", asked.day.isoformat()
        yield from asked.hidden(*without)

    def links(self, pages: Iterable[tuple[str, str, str]], current: str) -> list[PageLink]:
        """Links to pages, each a label, a name and a status in words."""
        return [
            PageLink(label, self.address(page), status, page == current)
            for label, page, status in pages
        ]

    def address(self, page: str, name: str = "desk-preview") -> str:
        query = urlencode([*self.hidden(), ("page", page)])
        return f"{self.visit.url(name, release=self.release)}?{query}"

    def drawn(
        self, template: str, status: int = 200, pages: Sequence[PageLink] = (), **view: Any
    ) -> Page:
        visit, service, person = self.visit, self.service, self.person
        action = visit.url("desk-preview", release=self.release)
        of_the_same = urlencode({"person": self.asked.person, "day": self.asked.day.isoformat()})
        here: dict[str, Any] = {"try_action": "", "otherwise": ""} | view
        return desk_page(
            visit,
            template,
            422 if self.chosen.day_error else status,
            crumbs=(release_crumb(visit, self.release),),
            action=action,
            elsewhere=f"{action}?{of_the_same}&service=",
            release=short(self.release),
            chosen=self.chosen,
            pages=pages,
            service_title=service.title.in_(visit.language) if service else "",
            person=person.purpose.in_(visit.language) if person else visit.say("desk.nobody"),
            **here,
        )
