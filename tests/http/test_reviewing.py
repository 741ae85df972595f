"""Staff study an application and act on it, as its lifecycle says."""

from collections.abc import Iterator

import pytest

from engine.model.account import Account, Role
from engine.model.words import Language
from engine.store.searching import Looked
from tests.support.journeys import fill, place, reference_of, token_of
from tests.support.portal import PASSWORD, Person, Shown, Site, serving
from tests.support.visitors import RESIDENT, reviewed

REASONS = {"reasons__ar": "القارب غير صالح", "reasons__en": "The boat is not sound"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A portal under a lifecycle with a review."""
    with serving(tmp_path_factory.mktemp("reviewed"), reviewed()) as made:
        yield made


@pytest.fixture
def reference(sara: Person) -> str:
    """A submitted application, free of charge."""
    shown = fill(sara)
    sara.send(sara.get(place(shown, "/decision")), "/submit")
    return reference_of(shown)


@pytest.fixture
def reviewer(site: Site) -> Person:
    return site.staff("reviewer", Role.REVIEWER, "en")


@pytest.fixture
def approver(site: Site) -> Person:
    return site.staff("approver", Role.APPROVER, "en")


def opened(person: Person, reference: str, language: str = "en") -> Shown:
    return person.get(f"/{language}/staff/applications/{reference}")


def acted(person: Person, reference: str, event: str, **typed: str | None) -> Shown:
    """Open the page of an act and send what it asks for."""
    shown = person.get(f"/en/staff/applications/{reference}/acts/{event}")
    assert shown.status == 200, shown.text
    return person.send(shown, f"/acts/{event}", **typed)


def state(site: Site, reference: str) -> str:
    with site.ports.store.read() as work:
        found = work.applications.get(reference)
    assert found is not None
    return found.state


def applications_revision(site: Site, reference: str) -> int:
    with site.ports.store.read() as work:
        found = work.applications.get(reference)
    assert found is not None
    return found.revision


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_shows_what_was_given_and_what_can_be_done(
    site: Site, reference: str, reviewer: Person, language: str
) -> None:
    shown = opened(reviewer, reference, language)
    assert shown.status == 200
    assert reference in shown.text
    links = [str(one.get("href")) for one in shown.page.all("a")]
    for event in ("return", "refuse"):
        assert f"/{language}/staff/applications/{reference}/acts/{event}" in links
    assert not any(link.endswith("/acts/decide") for link in links)
    file = next(link for link in links if "/files/" in link)
    assert reviewer.ask("GET", file).status_code == 200
    with site.ports.store.read() as work:
        looks = work.access_log.search(Looked(reference=reference), None, 9)
    assert {one.page for one in looks} == {"application", "file"}


def test_of_two_reviewers_one_has_it_in_hand(
    site: Site, reference: str, reviewer: Person, approver: Person
) -> None:
    shown = reviewer.send(opened(reviewer, reference), "/claim")
    assert "You have it in hand" in shown.text
    other = site.staff("other", Role.REVIEWER, "en")
    page = opened(other, reference)
    assert "reviewer@example.org has it in hand" in page.text
    refused = acted(other, reference, "refuse", **REASONS)
    assert (refused.status, state(site, reference)) == (409, "submitted")
    assert "Somebody else has the application in hand" in refused.text
    taken = approver.send(opened(approver, reference), "/take-over")
    assert "Took the application over from reviewer@example.org" in taken.text
    back = approver.send(taken, "/release")
    assert back.page.all("form") != []


def test_an_act_says_what_misses_and_keeps_what_was_typed(
    site: Site, reference: str, reviewer: Person
) -> None:
    shown = acted(reviewer, reference, "return", reasons__ar="ينقصه شيء")
    assert shown.status == 422
    lines = shown.page.one(id="error-summary").all("a")
    assert [one.get("href") for one in lines] == ["#f-reasons-en", "#corrections"]
    assert all(shown.page.all(id=str(one.get("href"))[1:]) for one in lines)
    assert shown.page.one("textarea", name="reasons.ar").text == "ينقصه شيء"
    assert state(site, reference) == "submitted"


def test_what_is_recorded_is_a_question_of_the_usual_kind(
    site: Site, reference: str, approver: Person
) -> None:
    wrong = acted(approver, reference, "decide")
    assert wrong.status == 422
    assert wrong.page.one(id="error-summary").all("a")
    done = acted(approver, reference, "decide", inspection__is_sound="yes")
    assert (done.status, state(site, reference)) == (200, "approved")
    assert "The boat is sound" in done.text


def test_a_page_made_before_a_change_does_nothing_twice(
    site: Site, reference: str, reviewer: Person
) -> None:
    shown = reviewer.get(f"/en/staff/applications/{reference}/acts/refuse")
    first = reviewer.post(shown, "/acts/refuse", **REASONS)
    second = reviewer.post(shown, "/acts/refuse", **REASONS)
    assert (first.status_code, second.status_code) == (303, 409)
    with site.ports.store.read() as work:
        history = work.history.of_application(reference)
    assert [one.transition for one in history] == ["submit-free", "refuse"]


def test_nobody_studies_his_own_application_to_act_on_it(site: Site, reference: str) -> None:
    ports = site.ports
    with ports.store.begin() as work:
        if work.accounts.get("own") is None:
            own = Account("own", "own@example.org", RESIDENT, Language.EN, Role.APPROVER, True)
            work.accounts.add(own, ports.passwords.hash(PASSWORD), site.clock.now)
    person = site.staff("own", Role.APPROVER, "en")
    shown = opened(person, reference)
    assert "This application is your own" in shown.text
    assert not [one for one in shown.page.all("a") if "/acts/" in str(one.get("href"))]
    asked = person.get(f"/en/staff/applications/{reference}/acts/refuse")
    assert asked.status == 403
    data = {"csrf": token_of(shown), "reasons.ar": "x"}
    sent = person.ask("POST", f"/en/staff/applications/{reference}/acts/refuse", data=data)
    assert sent.status_code == 403
    assert "Nobody works on an application of his own" in sent.text
    assert state(site, reference) == "submitted"


def test_four_eyes_are_wanted_where_the_lifecycle_says_so(
    site: Site, reference: str, approver: Person, sara: Person
) -> None:
    acted(approver, reference, "return", **REASONS, **{"correct:boat.is_own": "yes"})
    sara.send(sara.get(f"/ar/applications/{reference}/acts/resubmit"), "/acts/resubmit")
    assert state(site, reference) == "submitted"
    shown = opened(approver, reference)
    assert "somebody else must do it" in shown.text
    page = approver.get(f"/en/staff/applications/{reference}/acts/decide")
    assert page.status == 403
    data = {"csrf": token_of(shown), "revision": "", "inspection.is_sound": "yes"}
    revision = applications_revision(site, reference)
    sent = approver.ask(
        "POST",
        f"/en/staff/applications/{reference}/acts/decide",
        data={**data, "revision": str(revision)},
    )
    assert (sent.status_code, state(site, reference)) == (403, "submitted")
    other = site.staff("second-approver", Role.APPROVER, "en")
    acted(other, reference, "decide", inspection__is_sound="yes")
    assert state(site, reference) == "approved"


def test_reasons_begin_with_the_rules_that_decided(site: Site, reference: str) -> None:
    """Of an application that meets them all there is nothing to begin with."""
    reviewer = site.staff("reviewer", Role.REVIEWER, "en")
    shown = reviewer.get(f"/en/staff/applications/{reference}/acts/refuse")
    assert shown.page.one("textarea", name="reasons.ar").text == ""
    assert "This decides the application" in shown.text


def test_a_note_is_for_staff_alone(reference: str, reviewer: Person, sara: Person) -> None:
    noted = reviewer.send(opened(reviewer, reference), "/notes", text="اتصلت بصاحب الطلب")
    assert "اتصلت بصاحب الطلب" in noted.text
    assert "اتصلت" not in sara.get(f"/ar/applications/{reference}").text


def test_an_applicant_does_not_see_the_back_office(reference: str, sara: Person) -> None:
    assert opened(sara, reference).status == 403


def test_an_auditor_reads_and_changes_nothing(site: Site, reference: str) -> None:
    auditor = site.staff("auditor", Role.AUDITOR, "en")
    shown = opened(auditor, reference)
    assert shown.status == 200
    posts = [one for one in shown.page.all("form") if f"/{reference}" in str(one.get("action"))]
    assert posts == []
