"""My data: a whole copy, who looked, and requests that are taken, extended and answered."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

from engine.definitions.read import read_folder
from engine.model.account import Role
from engine.model.words import Language
from engine.operations.records import verify
from engine.phrases import phrase
from engine.store.chain import ChainIntact
from tests.support import journeys
from tests.support.html import parse
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import STRANGER, config, edited, publish

LANGUAGES = ["ar", "en"]
PEOPLE = PurePosixPath("demonstration/people.yaml")


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("portal")) as made:
        yield made


@pytest.fixture
def clerk(site: Site) -> Person:
    return site.staff("clerk", Role.ADMINISTRATOR)


def submit(person: Person, metres: str | None = None) -> str:
    check = journeys.fill(person, metres=metres)
    person.send(person.get(journeys.place(check, "/decision")), "/submit")
    return journeys.reference_of(check)


def taken(person: Person, path: str = "/ar/account/data/copy") -> ZipFile:
    response = person.ask("GET", path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/zip"
    return ZipFile(BytesIO(response.content))


def asked(person: Person, kind: str, text: str = "", language: str = "en") -> Shown:
    shown = person.get(f"/{language}/account/data")
    return person.send(shown, "/requests", kind=kind, text=text)


def test_a_copy_holds_everything_and_opens(sara: Person) -> None:
    reference = submit(sara, "12")
    copy = taken(sara)
    assert copy.testzip() is None
    names = copy.namelist()
    assert {"data.json", "data-ar.html", "data-en.html", "style.css"} < set(names)
    (identity,) = [name for name in names if name.endswith("me.png")]
    assert copy.read(identity).startswith(b"\x89PNG")
    data = json.loads(copy.read("data.json"))
    assert data["account"]["email"] == "sara@example.org"
    (application,) = data["applications"]
    assert application["reference"] == reference
    assert application["answers"]["boat"]["answers"]["boat.metres"] == "12"
    assert application["registers"]
    assert [one["by"] for one in application["happenings"]] == ["applicant"]
    assert application["invoices"][0]["total"].endswith("SAR")
    assert application["records"][0]["content"]["facts"]
    assert {file["place"] for file in application["files"]} == {
        name for name in names if name.startswith("files/")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_is_readable_in_both_languages(sara: Person, language: str) -> None:
    reference = submit(sara)
    copy = taken(sara, f"/{language}/account/data/copy")
    for one in Language:
        page = parse(copy.read(f"data-{one}.html").decode())
        root = page.one("html")
        assert (root.get("lang"), root.get("dir")) == (str(one), one.direction)
        assert reference in page.text
        assert phrase("privacy.copy-answers", one) in page.text


def test_nobody_gets_the_copy_of_another(sara: Person, omar: Person) -> None:
    reference = submit(sara)
    assert reference not in json.dumps(json.loads(taken(omar).read("data.json")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_kept_is_said_with_its_purpose_and_time(sara: Person, language: str) -> None:
    shown = sara.get(f"/{language}/account/data")
    said = Language(language)
    assert phrase("privacy.after-closed", said) in shown.text
    assert phrase("privacy.basis-law", said) in shown.text
    assert phrase("privacy.looks-nothing", said) in shown.text


def test_a_person_sees_which_role_looked_and_no_name(site: Site, sara: Person) -> None:
    reference = submit(sara)
    auditor = site.staff("auditor", Role.AUDITOR)
    auditor.get("/en/staff/audit/records/2")
    shown = sara.get("/en/account/data")
    table = shown.page.one("table").text
    assert phrase("backoffice.role-auditor", Language.EN) in table
    assert reference in table
    assert "auditor@" not in shown.text
    assert '"auditor@' not in taken(sara).read("data.json").decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_is_taken_with_the_day_it_is_due(sara: Person, language: str) -> None:
    shown = asked(sara, "correction", "اسمي مكتوب خطأ", language)
    assert phrase("privacy.asked", Language(language)) in shown.text
    assert "اسمي مكتوب خطأ" in shown.text
    assert "2026" in shown.page.one("ul", class_="cards").text


def test_a_request_sent_twice_is_one(site: Site, sara: Person) -> None:
    for _ in range(2):
        asked(sara, "access", "all of it")
    with site.ports.store.read() as work:
        assert len(work.data_requests.open()) == 1


def test_a_correction_without_a_text_is_refused_at_its_field(sara: Person) -> None:
    shown = asked(sara, "correction", "  ")
    assert shown.status == 422
    assert shown.page.one("textarea", id="text").get("aria-invalid") == "true"
    assert asked(sara, "everything").status == 422


def test_staff_see_what_is_due_and_answer_it(site: Site, sara: Person, clerk: Person) -> None:
    asked(sara, "access", "all of it")
    listed = clerk.get("/en/staff/data-requests")
    link = str(listed.page.one("tbody").one("a").get("href"))
    shown = clerk.get(link)
    assert "sara@example.org" in shown.text
    empty = clerk.send(shown, "/answer", answer=" ", verdict="granted")
    assert empty.status == 422
    answered = clerk.send(shown, "/answer", answer="It is on your page.", verdict="granted")
    assert phrase("records.code-granted", Language.EN) in answered.text
    assert "It is on your page." in sara.get("/en/account/data").text
    with site.ports.store.read() as work:
        subjects = [mail.subject for mail in work.outbox.sent_to("sara@example.org")]
    assert len(subjects) == 1
    assert clerk.ask("GET", f"{link}/copy").headers["content-type"] == "application/zip"


def test_the_time_to_answer_is_extended_once_and_the_person_told_why(
    site: Site, sara: Person, clerk: Person
) -> None:
    asked(sara, "access")
    shown = clerk.get("/en/staff/data-requests")
    shown = clerk.get(str(shown.page.one("tbody").one("a").get("href")))
    assert clerk.send(shown, "/extend", reason="").status == 422
    extended = clerk.send(shown, "/extend", reason="There are many.")
    assert [one for one in extended.page.all("form") if "extend" in str(one.get("action"))] == []
    again = clerk.send(shown, "/extend", reason="Many more.")
    assert "Many more." not in again.text
    assert "There are many." in sara.get("/en/account/data").text
    with site.ports.store.read() as work:
        (request,) = work.data_requests.open()
    assert (request.due_date - site.clock.now.date()).days == 60


def test_granting_an_erasure_erases_what_no_law_keeps(
    site: Site, sara: Person, clerk: Person
) -> None:
    record = "resident: {name: عمر, zone: A}"
    publish(site.ports, edited(config(), PEOPLE, "resident: no_record", record))
    omar = site.signed_in("omar", STRANGER)
    of_another = submit(omar)
    closed, under_way = submit(sara), submit(sara, "12")
    site.clock.now += timedelta(minutes=1)
    asked(sara, "erasure")
    shown = clerk.get("/en/staff/data-requests")
    shown = clerk.get(str(shown.page.one("tbody").one("a").get("href")))
    assert phrase("privacy.desk-erases", Language.EN) in shown.text
    clerk.send(shown, "/answer", answer="Done.", verdict="granted")
    mine = {
        one["reference"]: one for one in json.loads(taken(sara).read("data.json"))["applications"]
    }
    (other,) = json.loads(taken(omar).read("data.json"))["applications"]
    assert (other["reference"], other["erased_at"]) == (of_another, None)
    assert other["files"]
    assert mine[under_way]["answers"]
    assert mine[under_way]["files"]
    assert (mine[closed]["answers"], mine[closed]["files"], mine[closed]["registers"]) == (
        {},
        [],
        {},
    )
    assert mine[closed]["records"][0]["content"] is None
    assert sara.get(f"/en/applications/{closed}").status == 404
    assert sara.get("/en/my-services").status == 200
    found = verify(site.ports)
    assert isinstance(found, ChainIntact)
    assert found.erased == 1


def test_refusing_an_erasure_erases_nothing(site: Site, sara: Person, clerk: Person) -> None:
    submit(sara)
    asked(sara, "erasure")
    shown = clerk.get("/en/staff/data-requests")
    shown = clerk.get(str(shown.page.one("tbody").one("a").get("href")))
    clerk.send(shown, "/answer", answer="A law demands it.", verdict="refused")
    found = verify(site.ports)
    assert isinstance(found, ChainIntact)
    assert found.erased == 0


def test_a_request_that_was_spoken_is_recorded_once_its_person_is_known(
    site: Site, clerk: Person
) -> None:
    site.signed_in("sara")
    shown = clerk.get("/en/staff/data-requests")
    typed = {"kind": "access", "channel": "telephone", "text": "called"}
    unchecked = clerk.send(shown, "/data-requests", address="sara@example.org", **typed)
    assert unchecked.status == 422
    assert unchecked.page.one("input", id="is_checked").get("aria-invalid") == "true"
    nobody = clerk.send(shown, "/data-requests", address="x@example.org", is_checked="yes", **typed)
    assert nobody.page.one("input", id="address").get("aria-invalid") == "true"
    recorded = clerk.send(
        shown, "/data-requests", address="Sara@example.org", is_checked="yes", **typed
    )
    assert phrase("records.code-telephone", Language.EN) in recorded.text
    with site.ports.store.read() as work:
        (request,) = work.data_requests.open()
    assert request.account_id == "sara"


def test_looking_at_a_request_is_noted(sara: Person, clerk: Person) -> None:
    asked(sara, "access")
    shown = clerk.get("/en/staff/data-requests")
    clerk.get(str(shown.page.one("tbody").one("a").get("href")))
    assert phrase("looks.page-data-request", Language.EN) in sara.get("/en/account/data").text
    assert clerk.get("/en/staff/data-requests/D-0000-0000").status == 404


def test_an_overdue_request_is_marked(site: Site, sara: Person, clerk: Person) -> None:
    asked(sara, "access")
    assert phrase("privacy.desk-late", Language.EN) not in clerk.get("/en/staff/data-requests").text
    site.clock.now = site.clock.now.replace(year=2027)
    late = site.staff("clerk", Role.ADMINISTRATOR).get("/en/staff/data-requests")
    assert phrase("privacy.desk-late", Language.EN) in late.text


def test_the_privacy_notice_lists_what_is_declared(site: Site) -> None:
    publish(site.ports, read_folder(Path(__file__).parents[2] / "config"))
    shown = site.anybody().get("/en/privacy")
    assert len(shown.page.all("dl")) == 2
    assert "Kept for 6 months after the application is closed, then destroyed." in shown.text
    assert "A request is answered within 30 days of coming in." in shown.text
