"""A form page through the whole stack, beside the page as somebody would write it by hand.

    python -m benchmarks.pages

The page by hand has the same bytes, session, CSRF token and one row read: a handler of Litestar and
two statements. `by hand` fills in the templates of the portal from values that are ready;
`ready bytes` has only the token to put in, so it is as fast as such a page can be. Neither reads
answers, decides or checks anything. The portal is asked for the page again and again, as somebody
does who goes on from step to step with one server, and `portal, anew` after it forgot what it had
read of the application. All are asked as a server asks them, without a network.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from jinja2 import Environment
from litestar import Litestar, MediaType, Request, Response, get
from sqlalchemy import create_engine, text

from api.pages import visit
from api.pages.rendering import render
from api.security.csrf import token_for
from benchmarks.inputs import DAY
from benchmarks.timing import medians
from engine.definitions.read import read_folder
from engine.model.words import Language
from engine.operations.tokens import token_hash
from tests.support.driving import Pages, fill, without_history
from tests.support.portal import Person, Site, serving
from tests.support.walks import walk

CONFIG = Path(__file__).parents[1] / "config"
SERVICE, PERSON = "registration-renewal", "nurse-in-window"
STEPS = ("options", "information", "attachments")
ASKED = 20  # times in a round
LOOP = asyncio.new_event_loop()
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
SESSION = text("SELECT account_id FROM sessions WHERE token_hash = :token")
ROW = text(
    "SELECT state, revision FROM applications"
    " WHERE reference = :reference AND account_id = :account"
)
Asgi = Callable[[Any, Any, Any], Any]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, drafted(Path(folder)) as (site, person, place):
        for step in STEPS:
            path = f"{place}/steps/{step}"
            page, drawn = watched(person, path)
            found = TOKEN.search(page)
            assert found is not None
            ready = ready_bytes(page, found[1])
            askers = {
                "portal": Asker(site.app, path, person),
                "portal, anew": Asker(site.app, path, person, site.ports.forget),
                "by hand": Asker(by_hand(site, person, place, drawn), "/page", person),
                "ready bytes": Asker(by_hand(site, person, place, ready), "/page", person),
            }
            assert {asker.body() for asker in askers.values()} == {page.encode()}
            taken = medians({name: asker.round for name, asker in askers.items()})
            size = f"{len(page.encode()) / 1024:.1f} KB"
            print(f"{step}, {size}: ms of the processor")
            for name, seconds in taken.items():
                ratio = taken["portal"] / seconds
                print(f"  {name:<14}{seconds * 1e3:7.2f}   the portal takes {ratio:5.2f} times")


def watched(person: Person, path: str) -> tuple[str, Callable[[str], str]]:
    """A page, and its template with the values that it was given, to be given a token."""
    given: list[tuple[Any, ...]] = []

    def noted(templates: Environment, template: str, language: Language, **view: Any) -> bytes:
        given.append((templates, template, language, view))
        return render(templates, template, language, **view)

    with patch.object(visit, "render", noted):
        page = person.get(path).response.text
    (templates, template, language, view) = given[-1]

    def drawn(csrf: str) -> str:
        return render(
            templates, template, language, **{**view, "csrf_token": lambda: csrf}
        ).decode()

    return page, drawn


@contextmanager
def drafted(folder: Path) -> Iterator[tuple[Site, Person, str]]:
    """A portal with one complete draft, its applicant, and the draft's address."""
    files = read_folder(CONFIG)
    with serving(folder, files) as site:
        catalogue = site.ports.releases.active(site.clock.now).catalogue
        somebody = catalogue.people[PERSON]
        person = site.signed_in("somebody", somebody.key, "en")
        pages = Pages.start(person, SERVICE, "en", "benchmark")
        assert pages is not None
        said = without_history(catalogue, somebody.answers)
        fill(pages, walk(catalogue, catalogue.services[SERVICE], DAY, Random(1), said))
        yield site, person, pages.place


def ready_bytes(page: str, token: str) -> Callable[[str], str]:
    """The page with a place for the token, and nothing else to fill in."""
    pieces = [f"{{% raw %}}{piece}{{% endraw %}}" for piece in page.split(token)]
    template = Environment(keep_trailing_newline=True).from_string("{{ csrf }}".join(pieces))
    return lambda csrf: template.render(csrf=csrf)


def by_hand(site: Site, person: Person, place: str, draw: Callable[[str], str]) -> Litestar:
    """The page as somebody would write it who knows what stands on it."""
    store = create_engine(f"sqlite:///{site.ports.settings.var.parent / 'mumaris.sqlite3'}")
    name = next(iter(person.cookies))
    reference = place.rpartition("/")[2]

    @get("/page", sync_to_thread=True)
    def shown(request: Request[Any, Any, Any]) -> Response[bytes]:
        secret = request.cookies[name]
        with store.connect() as connection:
            account = connection.execute(SESSION, {"token": token_hash(secret)}).scalar_one()
            connection.execute(ROW, {"reference": reference, "account": account}).one()
        return Response(draw(token_for(secret)).encode(), media_type=MediaType.HTML)

    return Litestar([shown], openapi_config=None, logging_config=None)


class Asker:
    """Asks an application for one page, as a server does."""

    def __init__(
        self, app: Asgi, path: str, person: Person, before: Callable[[], None] = lambda: None
    ) -> None:
        self.app = app
        self.before = before
        cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1:8000"), (b"cookie", cookies.encode())],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
            "extensions": {},
        }

    def round(self) -> int:
        for _ in range(ASKED):
            self.before()
            self.body()
        return ASKED

    def body(self) -> bytes:
        return LOOP.run_until_complete(self._ask())

    async def _ask(self) -> bytes:
        pieces: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200, message
            else:
                pieces.append(message.get("body", b""))

        await self.app(dict(self.scope), receive, send)
        return b"".join(pieces)


if __name__ == "__main__":
    main()
