"""A full disk, a database that is gone, a clock that steps back: told clearly, and nothing lost.

Each is real: the system refuses to let a file grow, a PostgreSQL of the test's own is stopped and
started, and the server's clock is moved.
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from api.pages.addresses import in_language
from engine.model.words import Language
from engine.operations import applications, payments, records
from engine.operations.submission import Submitted, submit
from engine.phrases import phrase
from tests.support import journeys
from tests.support.papers import pdf
from tests.support.portal import Shown, Site, serving
from tests.support.postgres import DATABASE, installed, prepare, run, started
from tests.support.visitors import NOW, RESIDENT, Visitor, add_account, publish

HOUR = timedelta(hours=1)


@contextmanager
def full_disk(upto: int = 4096) -> Iterator[None]:
    """No file can be written past so many bytes: the system refuses, as when a disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (upto, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def is_told(shown: Shown, language: str) -> bool:
    """Whether the page says so in its language, with a time to come back."""
    assert shown.status == 503
    assert shown.response.headers["retry-after"] == "30"
    assert shown.page.one("html").get("lang") == language
    return shown.heading == phrase("faults.unavailable-title", Language(language))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as site:
        yield site


def test_a_full_disk_is_told_and_what_was_saved_is_there_afterwards(site: Site) -> None:
    sara = site.signed_in("sara")
    check = journeys.fill(sara)
    with site.ports.store.read() as work:
        before = work.ledger.last()
    place = journeys.place(check, "/steps/{step}")
    steps = {one: sara.get(in_language(place.format(step="boat"), one)) for one in Language}
    papers = sara.get(place.format(step="papers"))
    large = {"documents.identity": ("me.pdf", pdf(b"x" * 100_000), "application/pdf")}
    with full_disk():
        for language, step in steps.items():
            assert is_told(sara.send(step, "/boat", boat__is_own="yes"), language)
        assert is_told(sara.send(papers, "/papers", large), "ar")
        assert sara.get("/ar/my-services").status == 200  # reading needs no room
    with site.ports.store.read() as work:
        assert work.ledger.last() == before
    decision = sara.get(journeys.place(check, "/decision"))
    assert decision.status == 200
    sent = sara.send(decision, "/submit")
    assert sent.path.endswith("?sent=yes")
    assert isinstance(records.verify(site.ports), records.ChainIntact)


def test_a_file_that_finds_no_room_is_refused_and_leaves_nothing(site: Site) -> None:
    account = add_account(site.ports)
    visitor = Visitor.starting(site.ports, account).fill()
    kept = set(site.ports.files.ids())
    with full_disk(), pytest.raises(OSError, match="too large"):
        site.ports.files.receive(iter([b"x" * 100_000]))
    incoming = site.ports.settings.var / "files" / "incoming"
    assert list(incoming.iterdir()) == []
    assert set(site.ports.files.ids()) == kept
    assert isinstance(submit(site.ports, account, visitor.reference, None, NOW), Submitted)


@pytest.mark.postgres
def test_a_database_that_is_gone_is_told_and_comes_back_without_a_hand(tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="mumaris-pg-"))
    programs = installed(folder)
    prepare(programs, folder)
    url = f"postgresql+psycopg://postgres@/{DATABASE}?host={folder}"
    with ExitStack() as stack:
        with started(programs, folder):
            run(programs, "createdb", "-h", str(folder), "-U", "postgres", DATABASE)
            site = stack.enter_context(serving(tmp_path, url=url))
            sara = site.signed_in("sara")
            check = journeys.fill(sara)
        site.clock.now += timedelta(seconds=10)
        for language in Language:
            assert is_told(sara.get(f"/{language}/my-services"), language)
            assert is_told(site.anybody().get(f"/{language}/services"), language)
        api = site.anybody().ask("GET", "/api/v1/services")
        assert (api.status_code, api.headers["retry-after"]) == (503, "30")
        assert api.headers["content-type"].startswith("application/problem+json")
        assert site.anybody().ask("GET", "/ready").status_code == 503
        assert site.anybody().ask("GET", "/health").status_code == 200
        with started(programs, folder):
            assert site.anybody().ask("GET", "/ready").status_code == 200
            sent = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
            assert sent.path.endswith("?sent=yes")
            assert isinstance(records.verify(site.ports), records.ChainIntact)
            stack.close()


def test_a_clock_that_steps_back_signs_nobody_out_and_loses_nothing(site: Site) -> None:
    sara = site.signed_in("sara")
    check = journeys.fill(sara, metres="10")
    site.clock.now -= HOUR
    assert sara.get("/ar/my-services").status == 200
    sent = sara.send(sara.get(journeys.place(check, "/decision")), "/submit")
    assert sent.path.endswith("/invoice")
    site.clock.now -= 24 * HOUR
    assert sara.get(sent.path).status == 200
    newer = publish(site.ports, now=site.clock.now)
    assert site.ports.releases.active(site.clock.now).hash == newer
    assert isinstance(records.verify(site.ports), records.ChainIntact)


def test_a_deadline_that_was_met_is_not_met_again_when_the_clock_steps_back(site: Site) -> None:
    account = add_account(site.ports, person_key=RESIDENT)
    visitor = Visitor.starting(site.ports, account).fill(metres="10")
    assert isinstance(submit(site.ports, account, visitor.reference, None, NOW), Submitted)
    later = NOW + timedelta(days=60)
    assert payments.run_deadlines(site.ports, later) == (visitor.reference,)
    lapsed = visitor.view().application
    for now in (NOW, later, NOW - timedelta(days=1)):
        assert payments.run_deadlines(site.ports, now) == ()
        assert applications.view(site.ports, account, visitor.reference, now).application == lapsed
