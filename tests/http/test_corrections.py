"""An applicant corrects what was returned, and files a grievance, through pages."""

from collections.abc import Iterator

import pytest

from engine.model.account import Role
from tests.http.test_reviewing import REASONS, acted, state
from tests.support.journeys import PNG, fill, place, reference_of, token_of
from tests.support.portal import Person, Shown, Site, serving
from tests.support.visitors import reviewed


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("reviewed"), reviewed()) as made:
        yield made


@pytest.fixture
def reference(sara: Person) -> str:
    shown = fill(sara)
    sara.send(sara.get(place(shown, "/decision")), "/submit")
    return reference_of(shown)


def returned(site: Site, reference: str, **named: str) -> None:
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    shown = acted(reviewer, reference, "return", **REASONS, **named)
    assert state(site, reference) == "returned", shown.text


def page(person: Person, reference: str, rest: str = "") -> Shown:
    return person.get(f"/en/applications/{reference}{rest}")


def test_the_page_says_what_to_correct_why_and_until_when(
    site: Site, reference: str, sara: Person
) -> None:
    named = {"correct:boat.is_own": "yes", "remark:boat.is_own": "Is it yours?"}
    returned(site, reference, **named)
    shown = page(sara, reference)
    assert "The boat is not sound" in shown.text
    assert "Is it yours?" in shown.text
    assert "reviewer" not in shown.text
    links = [str(one.get("href")) for one in shown.page.all("a")]
    assert [link for link in links if "/steps/" in link] == [
        f"/en/applications/{reference}/steps/boat"
    ]


def test_only_what_was_named_is_asked_and_it_is_sent_back(
    site: Site, reference: str, sara: Person
) -> None:
    returned(
        site,
        reference,
        **{"correct:documents.identity": "yes", "remark:documents.identity": "Not readable"},
    )
    step = page(sara, reference, "/steps/papers")
    assert "Not readable" in step.text
    assert len(step.page.all("input", type="file")) == 1
    after = sara.send(step, "/papers", {"documents.identity": PNG})
    assert after.path == f"/en/applications/{reference}"
    ask = page(sara, reference, "/acts/resubmit")
    done = sara.send(ask, "/acts/resubmit")
    assert (done.status, state(site, reference)) == (200, "submitted")
    again = sara.post(ask, "/acts/resubmit")
    assert again.status_code == 409


def test_what_was_not_named_is_refused(site: Site, reference: str, sara: Person) -> None:
    returned(site, reference, **{"correct:documents.identity": "yes"})
    assert page(sara, reference, "/steps/boat").status == 409
    token = token_of(page(sara, reference))
    data = {"csrf": token, "revision": "1", "boat.is_own": "yes"}
    sent = sara.ask("POST", f"/en/applications/{reference}/steps/boat", data=data)
    assert sent.status_code == 409
    add = page(sara, reference, "/steps/trips/items/new")
    assert add.status == 409


def test_a_refused_applicant_files_a_grievance_once(
    site: Site, reference: str, sara: Person
) -> None:
    acted(site.staff("reviewer", Role.REVIEWER, "en"), reference, "refuse", **REASONS)
    shown = page(sara, reference)
    assert "The boat is not sound" in shown.text
    assert "You have until" in shown.text
    ask = page(sara, reference, "/acts/grieve")
    empty = sara.send(ask, "/acts/grieve")
    assert empty.status == 422
    assert empty.page.one(id="error-summary").one("a").get("href") == "#f-statement"
    done = sara.send(ask, "/acts/grieve", statement="قاربي صالح")
    assert (done.status, state(site, reference)) == (200, "grievance")
    assert "قاربي صالح" in done.text
    approver = site.staff("approver", Role.APPROVER, "en")
    granted = acted(approver, reference, "grant", **REASONS)
    assert "Against the rules" in granted.text
    assert state(site, reference) == "approved"
    assert "Against the rules" in approver.get(f"/en/staff/applications?text={reference}").text


def test_nobody_acts_on_the_application_of_another(
    site: Site, reference: str, sara: Person, omar: Person
) -> None:
    acted(site.staff("reviewer", Role.REVIEWER, "en"), reference, "refuse", **REASONS)
    assert page(omar, reference, "/acts/grieve").status == 404
    data = {"csrf": token_of(omar.get("/en/my-services")), "statement": "x"}
    sent = omar.ask("POST", f"/en/applications/{reference}/acts/grieve", data=data)
    assert (sent.status_code, state(site, reference)) == (404, "refused")
    assert sara.get(f"/en/applications/{reference}/acts/sail").status == 409
