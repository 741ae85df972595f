"""Previews of every kind of page: records, look-ups, "before you start", and what is issued."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from engine.definitions.read import read_folder
from engine.model.account import Role
from engine.model.words import Language
from engine.operations import releases
from engine.operations.consulting import ASKING
from engine.phrases import phrase
from tests.support.portal import Person, Shown, Site, serving

SWIMMING = Path(__file__).parents[1] / "fixtures" / "swimming"
FISHING = "service=fishing-licence&person=resident-of-zone-a&day=2026-12-01"
RECORD = "service=training-record&day=2026-12-01&page=record"
CHECK = "service=licence-check&day=2026-12-01"
TYPED = "a/asked/check.by=licence&a/asked/check.number="
ANSWERED = f"{FISHING}&s=boat&a/boat/boat.is_own=yes&a/boat/boat.metres=12&s=terms&s=trips&s=papers"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("fishing")) as made:
        yield made


@pytest.fixture(scope="module")
def reader(site: Site) -> Person:
    return site.staff("reader", Role.AUDITOR)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("swimming"), read_folder(SWIMMING)) as made:
        yield made


@pytest.fixture(scope="module")
def swimmer(pool: Site) -> Person:
    return pool.staff("reader", Role.AUDITOR)


def seen(site: Site, person: Person, query: str, language: str = "en") -> Shown:
    release = releases.history(site.ports)[0].release
    return person.get(f"/{language}/staff/desk/releases/{release}/preview?{query}")


def words(name: str, **values: object) -> str:
    return phrase(name, Language.EN, **values)  # type: ignore[arg-type]


def test_a_record_is_previewed_as_an_invented_person_has_it(pool: Site, swimmer: Person) -> None:
    start = seen(pool, swimmer, "service=training-record&day=2026-12-01")
    assert words("record-page.shows") in start.text
    assert words("desk.choose-person") in seen(pool, swimmer, RECORD).text
    short = seen(pool, swimmer, f"{RECORD}&person=instructor-short-of-hours")
    assert (short.status, "18" in short.text) == (200, True)
    none = seen(pool, swimmer, f"{RECORD}&person=no-instructor")
    assert words("record-page.none") in none.text
    silent = seen(pool, swimmer, f"{RECORD}&person=account-that-does-not-answer")
    assert words("record-page.silent") in silent.text


def test_a_link_of_a_previewed_record_stays_in_the_preview(pool: Site, swimmer: Person) -> None:
    shown = seen(pool, swimmer, f"{RECORD}&person=instructor-short-of-hours")
    page = next(one for one in shown.page.all("div") if "previewed" in (one.get("class") or ""))
    addresses = [one.get("href") or "" for one in page.all("a", class_="button")]
    assert addresses
    assert all("/preview?" in one and "service=" in one for one in addresses)


def test_a_look_up_finds_invented_people_and_is_not_counted(pool: Site, swimmer: Person) -> None:
    blank = seen(pool, swimmer, f"{CHECK}&person=head-instructor")
    assert "SW-0002" in blank.text, "what finds the person is offered"
    wrong = seen(pool, swimmer, f"{CHECK}&from=asked")
    assert wrong.status == 422
    assert wrong.page.one("div", id="error-summary").all("a") != []
    found = seen(pool, swimmer, f"{CHECK}&from=asked&{TYPED}SW-0001")
    assert "سارة الحمد" in found.text
    often = [f"{CHECK}&from=asked&{TYPED}SW-9999"] * (ASKING.most + 1)
    assert all(words("lookup.none") in seen(pool, swimmer, one).text for one in often)


def test_before_you_start_asks_question_by_question_and_then_answers(
    site: Site, reader: Person
) -> None:
    """As a browser without a script sends what stands on each page."""
    query = f"{FISHING}&page=before"
    for text in ("yes", "12"):
        shown = seen(site, reader, query)
        form = next(one for one in shown.page.all("form") if one.all("input", name="page"))
        inputs = form.all("input", type="hidden")
        hidden = [(one.get("name") or "", one.get("value") or "") for one in inputs]
        names = [one.get("name") or "" for one in form.all("input") if one not in inputs]
        asked = next(name for name in names if name.startswith("a/"))
        query = urlencode([*hidden, (asked, text)])
    assert words("before.need") in seen(site, reader, query).text


def test_what_is_issued_is_shown_and_said_to_be_no_document(site: Site, reader: Person) -> None:
    shown = seen(site, reader, f"{ANSWERED}&page=issued/fishing-licence")
    assert words("desk.issued-note") in shown.text
    link = shown.page.one("a", download="").get("href") or ""
    file = reader.ask("GET", link)
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
    assert file.headers["content-disposition"].startswith("attachment")
    nobody = seen(site, reader, "service=fishing-licence&page=issued/fishing-licence")
    assert words("desk.not-issuable") in nobody.text
    assert seen(site, reader, f"{FISHING}&page=issued/nothing").status == 404


def test_no_preview_writes_anything(
    site: Site, pool: Site, reader: Person, swimmer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes(_: object) -> None:
        pytest.fail("a preview opened a transaction that writes")

    step = seen(pool, swimmer, CHECK).page.one("input", name="from").get("value")
    file = f"{ANSWERED}&page=issued/fishing-licence"
    monkeypatch.setattr(type(site.ports.store), "begin", writes)
    for page in ("start", "before", "boat", "terms", "papers", "check", "result"):
        assert seen(site, reader, f"{ANSWERED}&page={page}").status == 200
    assert seen(site, reader, f"{ANSWERED}&from=boat").status == 200
    link = seen(site, reader, file).page.one("a", download="").get("href") or ""
    assert reader.ask("GET", link).status_code == 200
    for query in (
        RECORD,
        f"{RECORD}&person=head-instructor",
        f"{CHECK}&from={step}&{TYPED}SW-0001",
    ):
        assert seen(pool, swimmer, query).status == 200
